"""The mentor's pages: mentees, feedback on meetings, and what the mentor offers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.services import current_session, mine, profile
from app.web import meetings
from app.web.forms import ExpertiseForm, put_at_field, shown
from app.web.reader import actor

blueprint = Blueprint("mentor", __name__, url_prefix="/mentor")
meetings.add_pages(blueprint, "mentor")


@blueprint.get("/")
def home() -> str:
    """The reader's mentees, and what waits for a word from them."""
    session = current_session()
    own = [one for one in mine.mentorships(session, actor()) if one.side == "mentor"]
    person_id = actor().person_id
    return render_template(
        "mentor/home.html",
        active=[one for one in own if one.active],
        waiting=[
            (one, meeting) for one in own if one.active for meeting in meetings.waiting(one)[:1]
        ],
        earlier=[one for one in own if not one.active],
        profile=profile.get(session, person_id) if person_id else None,
    )


@blueprint.route("/expertise", methods=("GET", "POST"))
def expertise() -> ResponseReturnValue:
    """What the reader can teach, and how many at once."""
    session = current_session()
    person_id = actor().person_id or ""
    now = profile.get(session, person_id)
    form = ExpertiseForm(expertise=now.expertise, capacity=now.capacity)
    if form.validate_on_submit():
        try:
            profile.update(
                session,
                actor(),
                person_id,
                expertise=form.expertise.data or "",
                capacity=form.capacity.data,
            )
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            flash("Saved. New mentees are suggested to you by what you wrote here.")
            return redirect(url_for("mentor.home"))
    return shown("profile/expertise.html", form, now=now)
