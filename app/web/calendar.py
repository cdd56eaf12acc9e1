"""Meetings for the reader's own calendar."""

from __future__ import annotations

from flask import Response

from app.services import current_session
from app.services.mail import invitations
from app.web.reader import actor


def calendar(meeting_id: str) -> Response:
    """A planned meeting as a file; only for the two who meet."""
    file = invitations.download(current_session(), actor(), meeting_id)
    return calendar_file(file.text, file.name)


def calendar_file(text: str, name: str) -> Response:
    """The answer with a file that calendars open."""
    answer = Response(text, mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
