"""Meetings and feedback, the same two pages for either side of a mentorship."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.errors import Invalid
from app.services import current_session, mine, programme
from app.services import meetings as service
from app.web.forms import FeedbackForm, MeetingForm, put_at_field, shown
from app.web.reader import actor

Side = Literal["mentee", "mentor"]


def add_pages(blueprint: Blueprint, side: Side) -> None:
    """Hang the pages into ``blueprint``, worded for ``side``."""

    def new_meeting(mentorship_id: str) -> ResponseReturnValue:
        return _new_meeting(mentorship_id, side)

    def feedback(meeting_id: str) -> ResponseReturnValue:
        return _feedback(meeting_id, side)

    both = ("GET", "POST")
    blueprint.add_url_rule(
        "/mentorships/<key:mentorship_id>/meetings/new",
        view_func=new_meeting,
        methods=both,
    )
    blueprint.add_url_rule("/meetings/<key:meeting_id>/feedback", view_func=feedback, methods=both)


def waiting(mentorship: mine.OwnMentorship) -> list[mine.OwnMeeting]:
    """Meetings that took place, or should have, and have no word from the reader yet."""
    return [one for one in mentorship.awaiting if one.status in ("held", "planned")]


def _new_meeting(mentorship_id: str, side: Side) -> ResponseReturnValue:
    session = current_session()
    mentorship = mine.mentorship(session, actor(), mentorship_id)
    form = MeetingForm(on=programme.programme_day(session))
    form.speak_to(side)
    if form.validate_on_submit():
        status, cancelled_by = form.what_happened
        try:
            service.record(
                session,
                actor(),
                mentorship_id,
                on=form.on.data,
                status=status,
                cancelled_by=cancelled_by,
                minutes=form.minutes.data,
                medium=form.medium.data or None,
                feedback=form.feedback.data or "",
                rating=form.rating_value,
            )
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            return _saved(mentorship, side, "Your meeting is saved.")
    return shown("meetings/new.html", form, mentorship=mentorship, side=side)


def _feedback(meeting_id: str, side: Side) -> ResponseReturnValue:
    session = current_session()
    mentorship, meeting = mine.meeting(session, actor(), meeting_id)
    form = FeedbackForm(feedback=meeting.feedback, rating=str(meeting.rating or ""))
    if form.validate_on_submit():
        try:
            service.write_feedback(
                session,
                actor(),
                meeting_id,
                feedback=form.feedback.data or "",
                rating=form.rating_value,
            )
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            return _saved(mentorship, side, "Your feedback is saved.")
    return shown(
        "meetings/feedback.html",
        form,
        mentorship=mentorship,
        meeting=meeting,
        side=side,
    )


def _saved(mentorship: mine.OwnMentorship, side: Side, what: str) -> Response:
    flash(f"{what} Programme coordinators can read it; {mentorship.other.name} cannot.")
    return redirect(url_for(f"{side}.home"))
