"""The mentee's pages: the next thing to do, meetings, goals, and another mentor if need be."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.errors import Conflict, Invalid
from app.services import current_session, mine, models, profile
from app.services import rematch as rematch_service
from app.web import meetings, words
from app.web.forms import GoalsForm, RematchForm, put_at_field, shown
from app.web.reader import actor

blueprint = Blueprint("mentee", __name__, url_prefix="/mentee")
meetings.add_pages(blueprint, "mentee")


@blueprint.get("/")
def home() -> str:
    """What to do next, and the mentorships the reader is the mentee of."""
    session = current_session()
    both = mine.mentorships(session, actor())
    own = [one for one in both if one.side == "mentee"]
    person_id = actor().person_id
    return render_template(
        "mentee/home.html",
        active=[one for one in own if one.active],
        earlier=[one for one in own if not one.active],
        # Whoever is a mentor too comes here first, and would not see what waits there.
        mentees_waiting=[
            one.other.name
            for one in both
            if one.side == "mentor" and one.active and meetings.waiting(one)
        ],
        profile=profile.get(session, person_id) if person_id else None,
        welcomes={
            asked.new_mentorship_id: asked.answer
            for one in own
            for asked in one.requests
            if asked.new_mentorship_id and asked.answer
        },
    )


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
            flash("Your goals are saved. The coordinators use them to find who fits you.")
            return redirect(url_for("mentee.home"))
    return shown("profile/goals.html", form)


@blueprint.route("/mentorships/<key:mentorship_id>/rematch", methods=("GET", "POST"))
def rematch(mentorship_id: str) -> ResponseReturnValue:
    """Ask for another mentor; calmly, and with what happens next said beforehand."""
    session = current_session()
    mentorship = mine.mentorship(session, actor(), mentorship_id)
    form = RematchForm()
    known = [signal for signal, _ in models.complaint_choices()]
    form.what_is_missing.choices = {
        signal: words.MISSING[signal] for signal in known if signal in words.MISSING
    }
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
            flash("Your request is with the programme's coordinators. Your mentor is not told.")
            return redirect(url_for("mentee.home"))
    return shown("rematch/ask.html", form, mentorship=mentorship)


@blueprint.post("/rematch-requests/<int:request_id>/withdraw")
def withdraw(request_id: int) -> Response:
    """Take an open request back."""
    rematch_service.withdraw(current_session(), actor(), request_id)
    flash("Your request is withdrawn. Nothing changes, and your mentor was never told.")
    return redirect(url_for("mentee.home"))
