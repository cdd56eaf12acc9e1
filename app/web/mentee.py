"""The mentee's pages: the next thing to do, meetings, goals, and another mentor if need be."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import jobs
from app.errors import Conflict, Invalid
from app.services import current_session, models
from app.services.participants import alternatives, mine, profile
from app.services.rematching import rematch as rematch_service
from app.web import meetings, words
from app.web.forms import GoalsForm, put_at_field, shown
from app.web.forms_rematch import RematchForm
from app.web.home import context
from app.web.options import options
from app.web.reader import actor

blueprint = Blueprint("mentee", __name__, url_prefix="/mentee")
meetings.add_pages(blueprint)


@blueprint.get("/")
def home() -> str:
    """What to do next, and the mentorships the reader is the mentee of."""
    session = current_session()
    person_id = actor().person_id
    shared = context("mentee")
    return render_template(
        "mentee/home.html",
        profile=profile.get(session, person_id) if person_id else None,
        alternatives=_alternatives(person_id) if shared["active"] else None,
        welcomes={
            asked.new_mentorship_id: asked.answer
            for one in (*shared["active"], *shared["earlier"])
            for asked in one.requests
            if asked.new_mentorship_id and asked.answer
        },
        **shared,
    )


def _alternatives(person_id: str | None) -> alternatives.Band | None:
    """Looked for in the background when the reader first comes on a day."""
    if person_id is None:
        return None
    known = alternatives.band(current_session(), person_id)
    if known == "wait":
        jobs.look_for_alternatives(person_id)
    return known


@blueprint.route("/goals", methods=("GET", "POST"))
def goals() -> ResponseReturnValue:
    """What the reader wants from it."""
    session = current_session()
    person_id = actor().person_id or ""
    form = GoalsForm(goals=profile.get(session, person_id).goals)
    if form.validate_on_submit():
        try:
            profile.update(session, actor(), person_id, goals=form.goals.data or "")
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            flash(_("Your goals are saved. The coordinators use them to find who fits you."))
            return redirect(url_for("mentee.home"))
    return shown("profile/goals.html", form)


@blueprint.route("/mentorships/<key:mentorship_id>/rematch", methods=("GET", "POST"))
def rematch(mentorship_id: str) -> ResponseReturnValue:
    """Ask for another mentor; calmly, and with what happens next said beforehand."""
    session = current_session()
    mentorship = mine.mentorship(session, actor(), mentorship_id)
    form = RematchForm()
    known = [signal for signal, _label in models.complaint_choices()]
    said = words.MISSING | (words.MISSING_TO_PEERS if mentorship.kind == "peer" else {})
    form.what_is_missing.choices = options(
        {signal: said[signal] for signal in known if signal in said}
    )
    if form.validate_on_submit():
        try:
            rematch_service.ask(
                session,
                actor(),
                mentorship_id,
                what_is_missing=form.what_is_missing.data or [],
                reason=form.reason.data or "",
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("Your request is with the programme's coordinators."))
            flash(mentorship.words.not_told)
            return redirect(url_for("mentee.home"))
    return shown("rematch/ask.html", form, mentorship=mentorship)


@blueprint.post("/rematch-requests/<int:request_id>/withdraw")
def withdraw(request_id: int) -> Response:
    """Take an open request back."""
    rematch_service.withdraw(current_session(), actor(), request_id)
    flash(_("Your request is withdrawn. Everything goes on as it was."))
    return redirect(url_for("mentee.home"))
