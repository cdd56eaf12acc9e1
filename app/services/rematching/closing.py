"""The end of a mentorship: without blame, with what it takes to undo it within a week."""

from __future__ import annotations

from typing import Literal

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, formats
from app.db.tables import ClosureRow, MeetingRow, MentorshipRow
from app.errors import Conflict
from app.services.mail import invitations
from app.services.programme import programme_day

How = Literal["rematch", "left_by_mentee", "left_by_mentor", "by_coordinator"]
Reason = Literal["goals_met", "relationship", "logistics", "left_organisation", "other"]
UNDO_DAYS = 7


def end(
    session: Session,
    mentorship: MentorshipRow,
    *,
    how: How,
    reason: Reason,
    new_mentorship_id: str | None = None,
) -> ClosureRow:
    """End it today, cancel what is planned. ``changes.commit`` afterwards."""
    if mentorship.status != "active":
        raise Conflict(gettext("The mentorship has ended in the meantime."))
    day = programme_day(session)
    if day < mentorship.started_on:
        raise Conflict(
            gettext(
                "The mentorship only begins on %(start)s, so it can't end on %(day)s.",
                start=formats.long_day(mentorship.started_on),
                day=formats.long_day(day),
            )
        )
    planned = session.scalars(
        select(MeetingRow).where(
            MeetingRow.mentorship_id == mentorship.mentorship_id,
            MeetingRow.status == "planned",
            MeetingRow.scheduled_on >= day,
        )
    ).all()
    for meeting in planned:
        meeting.status = "cancelled"
        invitations.cancel(session, meeting)
    closure = ClosureRow(
        mentorship_id=mentorship.mentorship_id,
        new_mentorship_id=new_mentorship_id,
        how=how,
        ended_at=clock.now(),
        ended_on=day,
        before={"planned": [one.meeting_id for one in planned]},
    )
    mentorship.status = "completed" if reason == "goals_met" else "ended_early"
    mentorship.ended_on, mentorship.end_reason = day, reason
    session.add(closure)
    session.flush()
    return closure


def undo(session: Session, closure_id: int) -> str:
    """Let it go on as before; returns the mentorship's id. ``changes.commit`` afterwards.

    Conflict after a week, or if it was undone already.
    """
    closure = session.get(ClosureRow, closure_id)
    if closure is None or closure.undone_at is not None:
        raise Conflict(gettext("There is nothing left to undo."))
    if (programme_day(session) - closure.ended_on).days > UNDO_DAYS:
        raise Conflict(
            gettext(
                "This can be undone for %(days)s days only. Begin a mentorship anew.",
                days=UNDO_DAYS,
            )
        )
    mentorship = session.get_one(MentorshipRow, closure.mentorship_id, populate_existing=True)
    mentorship.status, mentorship.ended_on, mentorship.end_reason = "active", None, None
    for meeting_id in closure.before.get("planned", ()):
        meeting = session.get(MeetingRow, meeting_id)
        if meeting is not None and meeting.status == "cancelled":
            meeting.status = "planned"
            invitations.send(session, meeting)
    closure.undone_at = clock.now()
    return mentorship.mentorship_id
