"""Planning the next meeting, moving it, and calling it off."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import formats
from app.errors import Conflict, Invalid
from app.services import current_session
from app.services.participants import appointments as service
from app.services.participants import mine
from app.web.forms import put_at_field, shown
from app.web.forms_mine import AppointmentForm
from app.web.reader import actor


def plan_meeting(mentorship_id: str) -> ResponseReturnValue:
    """Plan one; with ``?meeting=`` move that one."""
    session = current_session()
    mentorship = mine.running(session, actor(), mentorship_id)
    wanted = request.values.get("meeting", "")
    moved = next((one for one in mentorship.planned if one.meeting_id == wanted), None)
    when = service.of_meetings(session, [wanted]).get(wanted) if moved else None
    form = AppointmentForm(
        meeting=moved.meeting_id if moved else "",
        on=moved.on if moved else None,
        minutes=moved.minutes if moved else None,
        medium=(moved and moved.medium) or "",
        begins=formats.local(when.begins).time() if when and when.begins else None,
        place=when.place if when else "",
    )
    if form.validate_on_submit():
        try:
            service.plan(
                session,
                actor(),
                mentorship_id,
                on=form.on.data,
                begins=form.begins.data,
                minutes=form.minutes.data,
                medium=form.medium.data or None,
                place=form.place.data or "",
                meeting_id=moved.meeting_id if moved else None,
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("The meeting is planned. %(name)s sees it too.", name=mentorship.other.name))
            return redirect(url_for(f"{mentorship.side}.home"))
    return shown("meetings/plan.html", form, mentorship=mentorship, moved=moved)


def call_off_meeting(meeting_id: str) -> Response:
    """Call a planned meeting off."""
    session = current_session()
    mentorship, _meeting = mine.meeting(session, actor(), meeting_id)
    service.call_off(session, actor(), meeting_id)
    flash(_("The meeting is called off. Plan another day when you know one."))
    return redirect(url_for(f"{mentorship.side}.home"))
