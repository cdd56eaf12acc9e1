"""Causes that lie with a mentor or a department: the list, and one action for all their cases."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.errors import Conflict, Invalid
from app.services import current_session
from app.services.review import case_bulk, cause_actions, cause_words
from app.services.review import causes as service
from app.services.review.cases import STATUS_LABELS
from app.services.review.cause_actions import Outcome
from app.web.forms import put_at_field, shown
from app.web.forms_causes import CauseForm
from app.web.reader import actor

# So many mentorships of a cause are named in the list.
NAMED = 12


def causes() -> str:
    """Every cause with the mentorships that it covers."""
    session = current_session()
    found = service.all_causes(session)
    ids = {key for one in found for key in one.mentorship_ids[:NAMED]}
    return render_template(
        "causes/list.html",
        causes=found,
        covered=cause_actions.covered(session, ids),
        named=NAMED,
    )


def cause(scope: str, key: str) -> ResponseReturnValue:
    """One cause, and what to do about it for all its mentorships at once."""
    session = current_session()
    found = service.one_cause(session, scope, key)
    # More can't be changed at once.
    shown_ids = found.mentorship_ids[: case_bulk.MOST]
    covered = cause_actions.covered(session, shown_ids)
    form = CauseForm(
        mentorship_ids=[one for one in shown_ids if covered[one].case_id is not None],
        message=cause_words.draft(found.name, found.total) if scope == "mentor" else "",
    )
    form.mentorship_ids.choices = {
        one: _(
            "%(mentee)s and %(mentor)s",
            mentee=covered[one].mentee_name,
            mentor=covered[one].mentor_name,
        )
        for one in shown_ids
        if covered[one].case_id is not None
    }
    if form.validate_on_submit():
        try:
            done = cause_actions.act(session, actor(), scope, key, form.wish)
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            _tell(done)
            return redirect(url_for(".causes"))
    return shown(
        "causes/one.html",
        form,
        cause=found,
        shown_ids=shown_ids,
        covered=covered,
        statuses=STATUS_LABELS,
        pause=cause_actions.paused_until(session, key) if scope == "mentor" else (False, None),
    )


def _tell(done: Outcome) -> None:
    """Say what was done, and what was not."""
    if done.written:
        flash(_("Your message is sent. Nobody but the mentor and the coordinators reads it."))
    if done.paused:
        flash(_("The mentor is suggested to nobody new. Mentees whom they have stay."))
    if done.cases:
        flash(ngettext("%(num)s case is changed.", "%(num)s cases are changed.", done.cases))
    for one in done.refused:
        flash(_("Not changed: %(who)s. %(why)s", who=one.who, why=one.why), "error")
