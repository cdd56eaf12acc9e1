"""The steps of one case. Each has a form in the panel that stands on the mentorship's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.errors import Conflict, Invalid
from app.services import current_session
from app.services.explaining import mentorship
from app.services.review import case_view
from app.services.review import case_work as service
from app.web.forms import put_at_field
from app.web.forms_case import CaseForms, case_forms
from app.web.reader import actor


def case_verdict(case_id: int) -> ResponseReturnValue:
    """Say what was found out."""

    def work(forms: CaseForms) -> None:
        form = forms.verdict
        service.verdict(
            *_who(case_id),
            form.verdict.data,
            form.note.data or "",
            revision=form.shown_revision,
            answers=form.answers,
        )

    return _step(case_id, "verdict", work, _("Your verdict is kept. You can take it back."))


def case_answer(case_id: int, concern_id: int) -> ResponseReturnValue:
    """Answer whoever raised something, without a verdict yet."""
    forms = case_forms(case_view.get(current_session(), case_id), "verdict")
    try:
        service.answer(*_who(case_id), concern_id, forms.verdict.answers.get(concern_id, ""))
    except (Invalid, Conflict) as refused:
        forms.verdict.answer_to(concern_id).errors = [refused.message]
        return _refused(case_id, "verdict", forms)
    return _done(case_id, _("Your answer is sent. Whoever raised it reads it; nobody else does."))


def case_read(case_id: int) -> ResponseReturnValue:
    """Say that what a person must read was read, and whether it is serious."""
    serious = request.form.get("serious") == "yes"
    seen = request.form.get("seen", 0, type=int)
    service.read(*_who(case_id), seen=seen, serious=serious)
    return _done(
        case_id,
        _("The case is yours. Follow your organisation's safeguarding procedure.")
        if serious
        else _("Noted: it is nothing of that kind. Whatever else speaks for the case stays."),
    )


def case_reopen(case_id: int) -> ResponseReturnValue:
    """Take the last verdict or closing back."""
    service.reopen(*_who(case_id))
    return _done(case_id, _("It is taken back. The case is open."))


def case_owner(case_id: int) -> ResponseReturnValue:
    """Give the case to somebody."""

    def work(forms: CaseForms) -> None:
        form = forms.owner
        owner_id = int(form.owner.data) if form.owner.data else None
        service.assign(*_who(case_id), owner_id, revision=form.shown_revision)

    return _step(case_id, "owner", work, _("The owner is set."))


def case_status(case_id: int) -> ResponseReturnValue:
    """Move the case on."""

    def work(forms: CaseForms) -> None:
        form = forms.status
        service.set_status(*_who(case_id), form.status.data, revision=form.shown_revision)

    return _step(case_id, "status", work, _("The case is moved."))


def case_due(case_id: int) -> ResponseReturnValue:
    """Set a due date, or take it away."""

    def work(forms: CaseForms) -> None:
        form = forms.due
        service.set_due(*_who(case_id), form.due_on.data, revision=form.shown_revision)

    return _step(case_id, "due", work, _("The due date is set."))


def case_snooze(case_id: int) -> ResponseReturnValue:
    """Put the case aside until a day."""

    def work(forms: CaseForms) -> None:
        form = forms.snooze
        service.snooze(
            *_who(case_id), form.until.data, form.reason.data or "", revision=form.shown_revision
        )

    return _step(case_id, "snooze", work, _("The case is put aside until then."))


def case_wake(case_id: int) -> ResponseReturnValue:
    """End the snooze."""
    service.wake(*_who(case_id))
    return _done(case_id, _("The case is back in the queue."))


def case_quiet(case_id: int) -> ResponseReturnValue:
    """Let the case rest until it gets worse."""

    def work(forms: CaseForms) -> None:
        form = forms.quiet
        service.quiet(*_who(case_id), form.reason.data or "", revision=form.shown_revision)

    return _step(case_id, "quiet", work, _("The case is quiet until it gets worse."))


def case_note(case_id: int) -> ResponseReturnValue:
    """Keep a note."""

    def work(forms: CaseForms) -> None:
        service.note(*_who(case_id), forms.note.text.data or "")

    return _step(case_id, "note", work, _("Your note is kept."))


def case_contact(case_id: int) -> ResponseReturnValue:
    """Keep that somebody was talked to."""

    def work(forms: CaseForms) -> None:
        form = forms.contact
        service.contact(
            *_who(case_id),
            with_whom=form.with_whom.data,
            how=form.how.data,
            text=form.text.data or "",
            on=form.on.data,
        )

    return _step(case_id, "contact", work, _("The talk is kept in the case."))


def open_case(mentorship_id: str) -> ResponseReturnValue:
    """Open a case by hand."""
    service.open_case(current_session(), actor(), mentorship_id)
    flash(_("The case is open, and yours."))
    return redirect(url_for("coordinator.mentorship", mentorship_id=mentorship_id, _anchor="case"))


def _who(case_id: int) -> tuple[Any, Any, int]:
    return current_session(), actor(), case_id


def _step(
    case_id: int, name: str, work: Callable[[CaseForms], None], message: str
) -> ResponseReturnValue:
    forms = case_forms(case_view.get(current_session(), case_id), name)
    form = getattr(forms, name)
    if form.validate():
        try:
            work(forms)
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            return _done(case_id, message)
    return _refused(case_id, name, forms)


def _done(case_id: int, message: str) -> ResponseReturnValue:
    flash(message)
    case = case_view.get(current_session(), case_id)
    return redirect(
        url_for("coordinator.mentorship", mentorship_id=case.mentorship_id, _anchor="case")
    )


def _refused(case_id: int, name: str, forms: CaseForms) -> ResponseReturnValue:
    """The case alone, with what was written; a newer revision is shown, so it can be sent again."""
    case = case_view.get(current_session(), case_id)
    form = getattr(forms, name)
    if "revision" in form:
        form.revision.data = str(case.revision)
    page = render_template(
        "cases/refused.html",
        case=case,
        forms=forms,
        sent=name,
        detail=mentorship.detail(current_session(), case.mentorship_id),
    )
    return page, 422
