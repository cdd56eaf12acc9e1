"""Meetings and feedback, the same two pages for either side of a mentorship."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Invalid
from app.services import current_session, programme
from app.services.participants import meetings as service
from app.services.participants import mine
from app.web.forms import FeedbackForm, MeetingForm, put_at_field, shown
from app.web.reader import actor


def add_pages(blueprint: Blueprint) -> None:
    """Hang the pages into ``blueprint``; they speak to whichever side the reader is."""
    both = ("GET", "POST")
    blueprint.add_url_rule(
        "/mentorships/<key:mentorship_id>/meetings/new",
        view_func=new_meeting,
        methods=both,
    )
    blueprint.add_url_rule("/meetings/<key:meeting_id>/feedback", view_func=feedback, methods=both)


def new_meeting(mentorship_id: str) -> ResponseReturnValue:
    """A meeting and how it went; ``?meeting=`` is a planned one whose day has come."""
    session = current_session()
    mentorship = mine.mentorship(session, actor(), mentorship_id)
    wanted = request.values.get("meeting", "")
    planned = next((one for one in mentorship.awaiting if one.meeting_id == wanted), None)
    form = MeetingForm(
        meeting=planned.meeting_id if planned else "",
        on=planned.on if planned else programme.programme_day(session),
        minutes=planned.minutes if planned else None,
        medium=(planned and planned.medium) or "",
    )
    form.speak_of(mentorship)
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
                meeting_id=planned.meeting_id if planned else None,
            )
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            return _saved(mentorship, _("Your meeting is saved."))
    return shown("meetings/new.html", form, mentorship=mentorship)


def feedback(meeting_id: str) -> ResponseReturnValue:
    """How a meeting went, or what was written of it, to be changed."""
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
            return _saved(mentorship, _("Your feedback is saved."))
    return shown(
        "meetings/feedback.html",
        form,
        mentorship=mentorship,
        meeting=meeting,
    )


def _saved(mentorship: mine.OwnMentorship, what: str) -> Response:
    who = _("Programme coordinators can read it; %(name)s cannot.", name=mentorship.other.name)
    flash(f"{what} {who}")
    return redirect(url_for(f"{mentorship.side}.home"))
