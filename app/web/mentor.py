"""The mentor's pages: mentees, feedback on meetings, and what the mentor offers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from app.errors import Invalid
from app.services import current_session, programme
from app.services.participants import mine, profile
from app.services.participants.meetings import record_several
from app.web import meetings
from app.web.forms import ExpertiseForm, put_at_field, shown
from app.web.forms_mine import ShortForm
from app.web.home import context
from app.web.reader import actor

blueprint = Blueprint("mentor", __name__, url_prefix="/mentor")
meetings.add_pages(blueprint)


@blueprint.get("/")
def home() -> str:
    """The reader's mentees, and what waits for a word from them."""
    person_id = actor().person_id
    return render_template(
        "mentor/home.html",
        profile=profile.get(current_session(), person_id) if person_id else None,
        **context("mentor"),
    )


@blueprint.route("/several", methods=("GET", "POST"))
def several() -> ResponseReturnValue:
    """How it went with several mentees, on one page; what is left empty is left out."""
    session = current_session()
    own = mine.mentorships(session, actor())
    active = [one for one in own if one.side == "mentor" and one.active]
    day = programme.programme_day(session)
    forms = {one.mentorship_id: ShortForm.of(one, day) for one in active}
    form = FlaskForm()
    # Each is looked at, so that everything that is wrong is told at once.
    if form.validate_on_submit() and False not in [one.validate() for one in forms.values()]:
        entries = {key: one.entry for key, one in forms.items() if one.says_something}
        try:
            record_several(session, actor(), entries)
        except Invalid as refused:
            key, _dot, field = refused.field.rpartition(".")
            put_at_field(forms[key], Invalid(refused.message, field))
        else:
            flash(
                ngettext(
                    "%(num)s meeting is saved. Programme coordinators can read it; your mentee "
                    "cannot.",
                    "%(num)s meetings are saved. Programme coordinators can read them; your "
                    "mentees cannot.",
                    len(entries),
                )
            )
            return redirect(url_for("mentor.home"))
    wrong = any(one.errors for one in forms.values())
    page = render_template(
        "meetings/several.html", form=form, forms=forms, active=active, wrong=wrong
    )
    return page, 422 if wrong else 200


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
            flash(_("Saved. New mentees are suggested to you by what you wrote here."))
            return redirect(url_for("mentor.home"))
    return shown("profile/expertise.html", form, now=now)
