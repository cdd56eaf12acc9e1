"""Meetings and feedback, written by the two of a mentorship; each writes only their own."""

from __future__ import annotations

import secrets
from datetime import date
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MeetingRow, MentorshipRow
from app.errors import Invalid, NotFound
from app.permissions import Actor, Side, side_of
from app.services import changes
from app.services.limits import checked_text
from app.services.programme import lock, programme_day
from model.programme import Medium, MeetingStatus

STATUSES: tuple[str, ...] = get_args(MeetingStatus)
MEDIA: tuple[str, ...] = get_args(Medium)
# Longer than a day is a slip of the keys.
_MAX_MINUTES = 24 * 60


def record(
    session: Session,
    actor: Actor,
    mentorship_id: str,
    *,
    on: date,
    status: str,
    cancelled_by: str | None = None,
    minutes: int | None = None,
    medium: str | None = None,
    feedback: str = "",
    rating: int | None = None,
) -> str:
    """Store a meeting and the actor's own feedback; returns the meeting's id.

    If the same meeting is already there (planned for that day, or recorded by the other side),
    it is completed instead of doubled.
    """
    mentorship, side = _own(session, actor, mentorship_id)
    _check_facts(
        session,
        mentorship,
        on=on,
        status=status,
        cancelled_by=cancelled_by,
        minutes=minutes,
        medium=medium,
    )
    words = _checked_feedback(feedback, rating)
    if on > programme_day(session) and (words or rating is not None):
        raise Invalid("This meeting is still to come. Say afterwards how it went.", "feedback")
    if status not in ("cancelled", "no_show"):
        cancelled_by = None
    # The other side may be saving the same meeting at this moment.
    lock(session)
    meeting = _same_meeting(session, mentorship_id, on, status, side=side, given=(words, rating))
    if meeting is None:
        meeting = MeetingRow(
            meeting_id=f"mt-{secrets.token_hex(6)}",
            mentorship_id=mentorship_id,
            scheduled_on=on,
            mentee_feedback="",
            mentor_feedback="",
        )
        session.add(meeting)
    meeting.status = status
    meeting.cancelled_by = cancelled_by or meeting.cancelled_by
    meeting.minutes = minutes if minutes is not None else meeting.minutes
    meeting.medium = medium or meeting.medium
    _write(meeting, side, words, rating)
    meeting_id = meeting.meeting_id
    changes.commit(session, [mentorship_id])
    return meeting_id


def write_feedback(
    session: Session, actor: Actor, meeting_id: str, *, feedback: str, rating: int | None
) -> None:
    """Write or correct the actor's own feedback on a meeting."""
    meeting = session.get(MeetingRow, meeting_id)
    if meeting is None:
        raise NotFound("This is not a meeting of yours.")
    _, side = _own(session, actor, meeting.mentorship_id)
    if meeting.scheduled_on > programme_day(session):
        raise Invalid("This meeting is still to come. Say afterwards how it went.", "feedback")
    _write(meeting, side, _checked_feedback(feedback, rating), rating)
    changes.commit(session, [meeting.mentorship_id])


def _own(session: Session, actor: Actor, mentorship_id: str) -> tuple[MentorshipRow, Side]:
    """The mentorship and which side of it the actor is; to anybody else it does not exist."""
    mentorship = session.get(MentorshipRow, mentorship_id)
    side = mentorship and side_of(actor, mentorship.mentor_id, mentorship.mentee_id)
    if mentorship is None or not side:
        raise NotFound("This is not one of your mentorships.")
    return mentorship, side


def _check_facts(
    session: Session,
    mentorship: MentorshipRow,
    *,
    on: date,
    status: str,
    cancelled_by: str | None,
    minutes: int | None,
    medium: str | None,
) -> None:
    if status not in STATUSES:
        raise Invalid("Choose what became of the meeting.", "status")
    if status == "no_show" and not cancelled_by:
        raise Invalid("Say who did not come.", "cancelled_by")
    if cancelled_by not in (None, "", "mentor", "mentee"):
        raise Invalid("Choose the mentor or the mentee.", "cancelled_by")
    if medium not in (None, "", *MEDIA):
        raise Invalid("Choose one of the ways to meet.", "medium")
    if minutes is not None and not 0 <= minutes <= _MAX_MINUTES:
        raise Invalid("Give the minutes as a number from 0 to 1440.", "minutes")
    if on < mentorship.started_on:
        raise Invalid(f"The mentorship began on {mentorship.started_on:%-d %B %Y}.", "on")
    if mentorship.ended_on is not None and on > mentorship.ended_on:
        raise Invalid(f"The mentorship ended on {mentorship.ended_on:%-d %B %Y}.", "on")
    day = programme_day(session)
    if on > day and status != "planned":
        raise Invalid(
            f"That is after {day:%-d %B %Y}, the day the programme is at. Choose an earlier day, "
            "or say that the meeting is still to come.",
            "on",
        )


def _checked_feedback(feedback: str, rating: int | None) -> str:
    if rating is not None and not 1 <= rating <= 5:
        raise Invalid("Give a rating from 1 (poor) to 5 (excellent), or none.", "rating")
    return checked_text(feedback, "feedback")


def _same_meeting(
    session: Session,
    mentorship_id: str,
    on: date,
    status: str,
    *,
    side: Side,
    given: tuple[str, int | None],
) -> MeetingRow | None:
    """A meeting of that day that was planned, or that only the other side has written about.

    One with the very same words is the same too: a form is easily sent twice.
    """
    that_day = session.scalars(
        select(MeetingRow).where(
            MeetingRow.mentorship_id == mentorship_id, MeetingRow.scheduled_on == on
        )
    )
    for meeting in that_day:
        if meeting.status == "planned":
            return meeting
        if meeting.status == status and _of(meeting, side) in (("", None), given):
            return meeting
    return None


def _of(meeting: MeetingRow, side: Side) -> tuple[str, int | None]:
    if side == "mentee":
        return meeting.mentee_feedback, meeting.mentee_rating
    return meeting.mentor_feedback, meeting.mentor_rating


def _write(meeting: MeetingRow, side: Side, words: str, rating: int | None) -> None:
    if side == "mentee":
        meeting.mentee_feedback, meeting.mentee_rating = words, rating
    else:
        meeting.mentor_feedback, meeting.mentor_rating = words, rating
