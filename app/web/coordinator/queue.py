"""The review queue: what waits, most urgent first, and one step for many cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.errors import Conflict, Invalid
from app.services import current_session, models, people, programme
from app.services.review import case_bulk, saved_views
from app.services.review import case_queue as service
from app.services.review.case_filter import NO_FILTER, QueueFilter, read, words
from app.services.review.cases import REASON_LABELS, STATUS_LABELS
from app.services.review.read_now import read_now
from app.web.forms import put_at_field
from app.web.forms_queue import BulkForm, ViewForm
from app.web.reader import actor
from app.web.words import KINDS

SORTS = {
    "urgency": _l("Most urgent first"),
    "risk": _l("Highest risk first"),
    "age": _l("Oldest first"),
    "status": _l("By status"),
    "mentee": _l("By mentee"),
    "mentor": _l("By mentor"),
    "department": _l("By department"),
    "last_met": _l("Longest without a meeting first"),
    "due": _l("Due first"),
    "owner": _l("By owner"),
}


class _Asked(NamedTuple):
    """What the address asks for."""

    filters: QueueFilter
    sort: str
    page: int

    def address(self, endpoint: str = ".queue", **other: str | int | None) -> str:
        """The address of the same, with something else in it; ``None`` leaves it out."""
        said: dict[str, str | int | None] = {**words(self.filters, self.sort), **other}
        return url_for(endpoint, **{name: said[name] for name in said if said[name]})

    def turned(self, key: str) -> str:
        """The address of the same sorted by ``key``, or the other way round if it is already."""
        return self.address(sort=f"-{key}" if self.sort == key else key)


def queue() -> ResponseReturnValue:
    """The open cases, or what the address narrows them to."""
    return _shown(_asked(), _bulk_form(), ViewForm())


def bulk() -> ResponseReturnValue:
    """One step for the ticked cases; then the same page of the queue again."""
    asked, form = _asked(), _bulk_form()
    if form.validate_on_submit():
        try:
            done = case_bulk.apply(current_session(), actor(), _ticked(), _work(form))
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            _tell(done)
            return redirect(asked.address(page=asked.page))
    return _shown(asked, form, ViewForm(formdata=None))


def save_view() -> ResponseReturnValue:
    """Keep the queue as it is narrowed under a name."""
    asked, form = _asked(), ViewForm()
    if form.validate_on_submit():
        try:
            saved_views.save(
                current_session(),
                actor(),
                form.name.data or "",
                asked.filters,
                asked.sort,
                shared=form.shared.data,
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("The view is kept."))
            return redirect(asked.address())
    return _shown(asked, _bulk_form(filled=False), form)


def delete_view(view_id: int) -> ResponseReturnValue:
    """Remove one's own view."""
    name = saved_views.delete(current_session(), actor(), view_id)
    flash(_("The view “%(name)s” is deleted.", name=name))
    return redirect(url_for(".queue"))


def _asked() -> _Asked:
    page = request.args.get("page", "")
    return _Asked(*read(request.args), page=int(page) if page.isdecimal() and len(page) < 7 else 1)


def _bulk_form(*, filled: bool = True) -> BulkForm:
    form = BulkForm() if filled else BulkForm(formdata=None)
    owners = service.coordinators(current_session())
    names = {str(one.user_id): one.name for one in owners}
    form.owner_id.choices = {**names, "": _("Nobody")}
    return form


def _ticked() -> list[case_bulk.Shown]:
    """The cases, each with the revision that was shown: ``17.3``."""
    found: list[case_bulk.Shown] = []
    for text in request.form.getlist("cases"):
        case_id, _dot, revision = text.partition(".")
        if not (case_id.isdecimal() and revision.isdecimal() and len(text) < 20):
            raise Invalid(_("Tick at least one case."), "cases")
        found.append((int(case_id), int(revision)))
    return found


def _work(form: BulkForm) -> case_bulk.Work:
    owner = form.owner_id.data or ""
    return case_bulk.Work(
        step=form.step.data or "",
        owner_id=int(owner) if owner.isdecimal() else None,
        status=form.status.data or "",
        due_on=form.due_on.data,
        until=form.until.data,
        verdict=form.verdict.data or "",
        words=form.words.data or "",
    )


def _tell(done: case_bulk.Done) -> None:
    if done.done:
        flash(ngettext("Done with %(num)s case.", "Done with %(num)s cases.", done.done))
    for one in done.refused:
        flash(_("Not done for %(who)s: %(why)s", who=one.who, why=one.why), "error")


def _shown(asked: _Asked, form: BulkForm, view_form: ViewForm) -> ResponseReturnValue:
    session, who = current_session(), actor()
    found = service.queue(session, who, *asked)
    narrowed = asked.filters != NO_FILTER
    page = render_template(
        "cases/queue.html",
        found=found,
        filters=asked.filters,
        narrowed=narrowed,
        asked=asked,
        sorts=SORTS,
        form=form,
        view_form=view_form,
        ticked=set(request.form.getlist("cases")),
        views=saved_views.views(session, who),
        departments=people.departments(session),
        signals=models.signal_labels(),
        read_now=read_now(session),
        me=who.user_id,
        reason_labels=_said(REASON_LABELS),
        status_labels=_said(STATUS_LABELS),
        kinds=_said(KINDS),
        fixed=programme.fixed_day(session) is not None,
        no_programme=not (found.rows or narrowed or programme.status(session).mentorships),
        model=models.status(),
    )
    return page, 422 if form.errors or view_form.errors else 200


def _said(labels: Mapping[str, object]) -> dict[str, str]:
    """Labels in the reader's language, looked up once and not in every row."""
    return {key: str(label) for key, label in labels.items()}
