"""How every mentorship stands today: made from its rows, kept so that lists are quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from sqlalchemy import case, delete, func, insert, select
from sqlalchemy.orm import Session

from app.db.tables import (
    AssessmentRow,
    MeetingRow,
    MentorshipRow,
    PauseRow,
    PulseRow,
    StandingRow,
)
from app.services.chunks import in_chunks
from app.services.programme import programme_day

# unscored: no assessment yet (scores off, or the job has not come to it).
# upcoming: it begins after the programme date.
State = Literal["at_risk", "fine", "not_enough", "unscored", "upcoming", "ended"]

# The defaults of the field: a first meeting within ten days, and silence is told two weeks after
# a meeting was due.
FIRST_MEETING_DAYS = 10
SILENCE_DAYS = 14


@dataclass(frozen=True, slots=True)
class _Meetings:
    """What the meetings of a mentorship come to, up to the programme day."""

    held: int = 0
    missed: int = 0
    first_met_on: date | None = None
    last_met_on: date | None = None
    next_on: date | None = None
    heard_on: date | None = None


def state_of(mentorship: MentorshipRow, assessed: str | None, day: date) -> State:
    """What to call a mentorship on ``day``; ``assessed`` is the state of its assessment."""
    if mentorship.started_on > day:
        return "upcoming"
    if mentorship.status != "active" and (mentorship.ended_on or day) <= day:
        return "ended"
    return cast(State, assessed) if assessed else "unscored"


def stale(session: Session) -> tuple[str, ...]:
    """Mentorships whose standing is missing, or of another day or revision."""
    rows = session.scalars(
        select(MentorshipRow.mentorship_id)
        .outerjoin(StandingRow, StandingRow.mentorship_id == MentorshipRow.mentorship_id)
        .where(
            StandingRow.mentorship_id.is_(None)
            | (StandingRow.revision != MentorshipRow.revision)
            | (StandingRow.as_of != programme_day(session))
        )
        .order_by(MentorshipRow.mentorship_id)
    )
    return tuple(rows)


def refresh(session: Session, mentorship_ids: Sequence[str]) -> None:
    """Make the standings of these anew. The caller commits."""
    day = programme_day(session)
    for some in in_chunks(mentorship_ids):
        rows = _standings(session, some, day)
        session.execute(
            delete(StandingRow)
            .where(StandingRow.mentorship_id.in_(some))
            .execution_options(synchronize_session=False)
        )
        if rows:
            session.execute(insert(StandingRow), rows)
    session.expire_all()


def _standings(session: Session, ids: Sequence[str], day: date) -> list[dict[str, object]]:
    met = _meetings(session, ids, day)
    heard = _pulses(session, ids, day)
    resting = _pauses(session, ids, day)
    newest = (
        select(func.max(AssessmentRow.assessment_id))
        .where(AssessmentRow.mentorship_id.in_(ids))
        .group_by(AssessmentRow.mentorship_id)
    )
    assessed = {
        row.mentorship_id: row
        for row in session.execute(
            select(
                AssessmentRow.mentorship_id,
                AssessmentRow.state,
                AssessmentRow.risk,
                AssessmentRow.flagged,
                AssessmentRow.reasons,
                AssessmentRow.safeguarding,
            ).where(AssessmentRow.assessment_id.in_(newest))
        )
    }
    made: list[dict[str, object]] = []
    for one in session.scalars(select(MentorshipRow).where(MentorshipRow.mentorship_id.in_(ids))):
        read = assessed.get(one.mentorship_id)
        state = state_of(one, read.state if read else None, day)
        meetings = met.get(one.mentorship_id, _Meetings())
        signs = (meetings.heard_on, heard.get(one.mentorship_id))
        rests = resting.get(one.mentorship_id)
        running = state not in ("upcoming", "ended")
        watched = running and (rests is None or rests <= day)
        made.append(
            {
                "mentorship_id": one.mentorship_id,
                "revision": one.revision,
                "as_of": day,
                "state": state,
                "risk": read.risk if read and state in ("at_risk", "fine") else None,
                "signals": tuple(reason["signal"] for reason in read.reasons)
                if read and read.flagged and running
                else (),
                "safeguarding": len(read.safeguarding) if read and running else 0,
                "held": meetings.held,
                "missed": meetings.missed,
                "first_met_on": meetings.first_met_on,
                "last_met_on": meetings.last_met_on,
                "next_on": meetings.next_on,
                "silent_since": _silent_since(one, meetings, signs, rests, day)
                if watched
                else None,
                "needs_first_meeting": watched and _needs_first_meeting(one, meetings, rests, day),
                "paused_until": rests if rests and rests > day and running else None,
            }
        )
    return made


def _silent_since(
    one: MentorshipRow,
    meetings: _Meetings,
    signs: tuple[date | None, ...],
    rested_until: date | None,
    day: date,
) -> date | None:
    """The last sign of life, if the next one is overdue and no meeting is near."""
    if not meetings.held:
        return None
    last = max(sign for sign in (*signs, rested_until, one.started_on) if sign is not None)
    near = meetings.next_on is not None and meetings.next_on <= day + timedelta(SILENCE_DAYS)
    overdue = (day - last).days > one.cadence_days + SILENCE_DAYS
    return last if overdue and not near else None


def _needs_first_meeting(
    one: MentorshipRow, meetings: _Meetings, rested_until: date | None, day: date
) -> bool:
    near = meetings.next_on is not None and meetings.next_on <= day + timedelta(SILENCE_DAYS)
    begun = max(filter(None, (one.started_on, rested_until)))
    return not meetings.held and not near and (day - begun).days > FIRST_MEETING_DAYS


def _meetings(session: Session, ids: Sequence[str], day: date) -> dict[str, _Meetings]:
    past = MeetingRow.scheduled_on <= day
    held = past & (MeetingRow.status == "held")
    missed = past & MeetingRow.status.in_(("cancelled", "no_show"))
    heard = past & (
        (MeetingRow.status == "held")
        | (MeetingRow.mentee_feedback != "")
        | (MeetingRow.mentor_feedback != "")
        | MeetingRow.mentee_rating.is_not(None)
        | MeetingRow.mentor_rating.is_not(None)
    )
    ahead = (MeetingRow.scheduled_on >= day) & (MeetingRow.status == "planned")
    on = MeetingRow.scheduled_on
    found = session.execute(
        select(
            MeetingRow.mentorship_id,
            func.sum(case((held, 1), else_=0)),
            func.sum(case((missed, 1), else_=0)),
            func.min(case((held, on))),
            func.max(case((held, on))),
            func.min(case((ahead, on))),
            func.max(case((heard, on))),
        )
        .where(MeetingRow.mentorship_id.in_(ids))
        .group_by(MeetingRow.mentorship_id)
    )
    return {key: _Meetings(*values) for key, *values in found}


def _pulses(session: Session, ids: Sequence[str], day: date) -> dict[str, date]:
    found = session.execute(
        select(PulseRow.mentorship_id, func.max(PulseRow.answered_on))
        .where(PulseRow.mentorship_id.in_(ids), PulseRow.answered_on <= day)
        .group_by(PulseRow.mentorship_id)
    )
    return {key: on for key, on in found if on is not None}


def _pauses(session: Session, ids: Sequence[str], day: date) -> dict[str, date]:
    """Until when a mentorship rests, or has rested last."""
    found = session.execute(
        select(
            PauseRow.mentorship_id, func.max(func.coalesce(PauseRow.ended_on, PauseRow.until_on))
        )
        .where(PauseRow.mentorship_id.in_(ids), PauseRow.from_on <= day)
        .group_by(PauseRow.mentorship_id)
    )
    # SQLite gives the day as text, because a function made it.
    return {
        key: on if isinstance(on, date) else date.fromisoformat(on)
        for key, on in found
        if on is not None
    }
