"""Meetings and feedback, written by the two of a mentorship; each writes only their own."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import formats
from app.db.tables import MeetingRow, MentorshipRow
from app.errors import Invalid, NotFound
from app.permissions import Actor, Side, side_of
from app.services import changes
from app.services.limits import checked_text
from app.services.mail import invitations
from app.services.programme import lock, programme_day
from model.programme import Medium, MeetingStatus

STATUSES: tuple[str, ...] = get_args(MeetingStatus)
MEDIA: tuple[str, ...] = get_args(Medium)
# Longer than a day is a slip of the keys.
_MAX_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Entry:
    """What one side says of a meeting. ``meeting_id`` is a planned one that it became of."""

    on: date
    status: str
    cancelled_by: str | None = None
    minutes: int | None = None
    medium: str | None = None
    feedback: str = ""
    rating: int | None = None
    meeting_id: str | None = None


def record(session: Session, actor: Actor, mentorship_id: str, **entry: Any) -> str:
    """Store a meeting and the actor's own feedback, as in ``Entry``; returns the meeting's id.

    If the same meeting is already there (planned for that day, or recorded by the other side),
    it is completed instead of doubled.
    """
    meeting_id = _put(session, actor, mentorship_id, Entry(**entry)).meeting_id
    changes.commit(session, [mentorship_id])
    return meeting_id


def record_several(session: Session, actor: Actor, entries: Mapping[str, Entry]) -> None:
    """Store one for each mentorship, all or none; Invalid at ``<mentorship_id>.<field>``."""
    for mentorship_id, entry in entries.items():
        try:
            _put(session, actor, mentorship_id, entry)
        except Invalid as refused:
            session.rollback()
            raise Invalid(refused.message, f"{mentorship_id}.{refused.field}") from refused
    changes.commit(session, [*entries])


def _put(session: Session, actor: Actor, mentorship_id: str, entry: Entry) -> MeetingRow:
    mentorship, side = own(session, actor, mentorship_id)
    _check_facts(session, mentorship, entry)
    words = _checked_feedback(entry.feedback, entry.rating)
    if entry.on > programme_day(session) and (words or entry.rating is not None):
        raise Invalid(_("This meeting is still to come. Say afterwards how it went."), "feedback")
    # The other side may be saving the same meeting at this moment.
    lock(session)
    meeting = _planned(session, mentorship_id, entry) or _same_meeting(
        session, mentorship_id, entry.on, entry.status, side=side, given=(words, entry.rating)
    )
    if meeting is None:
        meeting = MeetingRow(
            meeting_id=f"mt-{secrets.token_hex(6)}",
            mentorship_id=mentorship_id,
            mentee_feedback="",
            mentor_feedback="",
        )
        session.add(meeting)
    missed = entry.status in ("cancelled", "no_show")
    meeting.scheduled_on = entry.on
    meeting.status = entry.status
    meeting.cancelled_by = (missed and entry.cancelled_by) or meeting.cancelled_by
    meeting.minutes = entry.minutes if entry.minutes is not None else meeting.minutes
    meeting.medium = entry.medium or meeting.medium
    _write(meeting, side, words, entry.rating)
    invitations.follow(session, meeting)
    return meeting


def write_feedback(
    session: Session, actor: Actor, meeting_id: str, *, feedback: str, rating: int | None
) -> None:
    """Write or correct the actor's own feedback on a meeting."""
    meeting = session.get(MeetingRow, meeting_id)
    if meeting is None:
        raise NotFound(_("This is not a meeting of yours."))
    _mentorship, side = own(session, actor, meeting.mentorship_id)
    if meeting.scheduled_on > programme_day(session):
        raise Invalid(_("This meeting is still to come. Say afterwards how it went."), "feedback")
    _write(meeting, side, _checked_feedback(feedback, rating), rating)
    changes.commit(session, [meeting.mentorship_id])


def own(session: Session, actor: Actor, mentorship_id: str) -> tuple[MentorshipRow, Side]:
    """The mentorship and which side of it the actor is; to anybody else it does not exist."""
    mentorship = session.get(MentorshipRow, mentorship_id)
    side = mentorship and side_of(actor, mentorship.mentor_id, mentorship.mentee_id)
    if mentorship is None or not side:
        raise NotFound(_("This is not one of your mentorships."))
    return mentorship, side


def _check_facts(session: Session, mentorship: MentorshipRow, entry: Entry) -> None:
    on, status = entry.on, entry.status
    if status not in STATUSES:
        raise Invalid(_("Choose what became of the meeting."), "status")
    if status == "no_show" and not entry.cancelled_by:
        raise Invalid(_("Say who did not come."), "cancelled_by")
    if entry.cancelled_by not in (None, "", "mentor", "mentee"):
        raise Invalid(_("Choose the mentor or the mentee."), "cancelled_by")
    if entry.medium not in (None, "", *MEDIA):
        raise Invalid(_("Choose one of the ways to meet."), "medium")
    if entry.minutes is not None and not 0 <= entry.minutes <= _MAX_MINUTES:
        raise Invalid(_("Give the minutes as a number from 0 to 1440."), "minutes")
    if on < mentorship.started_on:
        raise Invalid(
            _("The mentorship began on %(day)s.", day=formats.long_day(mentorship.started_on)),
            "on",
        )
    if mentorship.ended_on is not None and on > mentorship.ended_on:
        raise Invalid(
            _("The mentorship ended on %(day)s.", day=formats.long_day(mentorship.ended_on)),
            "on",
        )
    day = programme_day(session)
    if on > day and status != "planned":
        raise Invalid(
            _(
                "That is after %(day)s, the day the programme is at. Choose an earlier day, or "
                "plan the meeting instead.",
                day=formats.long_day(day),
            ),
            "on",
        )


def _checked_feedback(feedback: str, rating: int | None) -> str:
    if rating is not None and not 1 <= rating <= 5:
        raise Invalid(_("Give a rating from 1 (poor) to 5 (excellent), or none."), "rating")
    return checked_text(feedback, "feedback")


def _planned(session: Session, mentorship_id: str, entry: Entry) -> MeetingRow | None:
    """The planned meeting that it became of, on whatever day it took place."""
    if entry.meeting_id is None:
        return None
    meeting = session.get(MeetingRow, entry.meeting_id)
    if meeting is None or meeting.mentorship_id != mentorship_id:
        raise NotFound(_("This is not a meeting of yours."))
    return meeting if meeting.status == "planned" else None


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
