"""Meetings still to come: planned, moved and called off by either side, with time and place."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import InvitationRow, MeetingRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services import changes
from app.services.limits import checked_text
from app.services.mail import invitations
from app.services.participants import meetings, mine
from app.services.programme import lock, programme_day

# Further ahead nobody's calendar is open.
_MAX_AHEAD = timedelta(days=366)
_MAX_PLACE = 200


@dataclass(frozen=True, slots=True)
class When:
    """The time and place of a planned meeting, if they were said."""

    begins: datetime | None
    place: str


def of_meetings(session: Session, meeting_ids: Sequence[str]) -> dict[str, When]:
    """Time and place of those that have them."""
    rows = session.scalars(
        select(InvitationRow).where(
            InvitationRow.meeting_id.in_(meeting_ids), InvitationRow.cancelled.is_(False)
        )
    )
    return {row.meeting_id: When(invitations.begins_at(row), row.place) for row in rows}


def plan(
    session: Session,
    actor: Actor,
    mentorship_id: str,
    *,
    on: date,
    begins: time | None = None,
    minutes: int | None = None,
    medium: str | None = None,
    place: str = "",
    meeting_id: str | None = None,
) -> str:
    """Plan a meeting, or move the planned one of that id; both get it into their calendars."""
    mine.running(session, actor, mentorship_id)
    day = programme_day(session)
    if not day <= on <= day + _MAX_AHEAD:
        raise Invalid(_("Choose today or a later day, at most a year ahead."), "on")
    if minutes is not None and not 5 <= minutes <= 8 * 60:
        raise Invalid(_("Between 5 minutes and 8 hours."), "minutes")
    if medium not in (None, "", *meetings.MEDIA):
        raise Invalid(_("Choose one of the ways to meet."), "medium")
    where = " ".join(checked_text(place, "place").split())
    if len(where) > _MAX_PLACE:
        raise Invalid(_("At most %(most)s characters.", most=_MAX_PLACE), "place")
    lock(session)
    meeting = _moved(session, mentorship_id, meeting_id) or _that_day(session, mentorship_id, on)
    if meeting is None:
        meeting = MeetingRow(
            meeting_id=f"mt-{secrets.token_hex(6)}",
            mentorship_id=mentorship_id,
            status="planned",
            mentee_feedback="",
            mentor_feedback="",
        )
        session.add(meeting)
    meeting.scheduled_on = on
    meeting.minutes, meeting.medium = minutes, medium or None
    session.flush()
    invitations.send(session, meeting, begins=begins, minutes=minutes, place=where)
    key = meeting.meeting_id
    changes.commit(session, [mentorship_id])
    return key


def call_off(session: Session, actor: Actor, meeting_id: str) -> None:
    """Call a planned meeting off; it leaves both calendars."""
    mentorship, own = mine.meeting(session, actor, meeting_id)
    lock(session)
    meeting = session.get_one(MeetingRow, meeting_id, populate_existing=True)
    if meeting.status != "planned" or own.on < programme_day(session):
        session.rollback()
        raise Conflict(_("This meeting is not ahead any more. Say what became of it instead."))
    meeting.status, meeting.cancelled_by = "cancelled", mentorship.side
    invitations.cancel(session, meeting)
    changes.commit(session, [mentorship.mentorship_id])


def _moved(session: Session, mentorship_id: str, meeting_id: str | None) -> MeetingRow | None:
    if meeting_id is None:
        return None
    meeting = session.get(MeetingRow, meeting_id)
    if meeting is None or meeting.mentorship_id != mentorship_id:
        raise NotFound(_("This is not a meeting of yours."))
    if meeting.status != "planned":
        raise Conflict(_("This meeting is not planned any more."))
    return meeting


def _that_day(session: Session, mentorship_id: str, on: date) -> MeetingRow | None:
    """One that is planned for that day already: the two may plan at the same moment."""
    return session.scalars(
        select(MeetingRow).where(
            MeetingRow.mentorship_id == mentorship_id,
            MeetingRow.scheduled_on == on,
            MeetingRow.status == "planned",
        )
    ).first()
