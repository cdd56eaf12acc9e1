"""One mentorship in full, as the coordinator sees it: both sides, the reasons, the timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import AssessmentRow, MeetingRow, MentorshipRow, PersonRow, ReviewRow
from app.errors import NotFound
from app.permissions import Side
from app.services import health, models, rematch
from app.services.marked_text import Piece, Segment, plain, segments
from app.services.mentorships import State, state_of
from app.services.people import PersonCard, card
from app.services.programme import programme_day
from app.services.rematch import RematchRequest


@dataclass(frozen=True, slots=True)
class SideView:
    """What one side wrote of a meeting: the segments joined are the feedback to the letter."""

    segments: tuple[Segment, ...]
    rating: int | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting of the timeline, with both sides."""

    meeting_id: str
    on: date
    status: str
    cancelled_by: str | None
    minutes: int | None
    medium: str | None
    mentee: SideView
    mentor: SideView


@dataclass(frozen=True, slots=True)
class Quote:
    """A place in the feedback: a sentence, or (``text`` None) a meeting as a fact."""

    meeting_id: str
    author: str | None
    text: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason of the assessment in words, with what it rests on."""

    signal: str
    label: str
    contribution: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """The newest assessment of a mentorship."""

    as_of: date
    computed_at: datetime
    model_version: str
    state: str
    risk: float
    flagged: bool
    reasons: tuple[ReasonView, ...]
    safeguarding: tuple[Quote, ...]
    unread: tuple[Quote, ...]
    trajectory: tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a coordinator found out on a day."""

    reviewed_on: date
    verdict: str


@dataclass(frozen=True, slots=True)
class PreviousMentorship:
    """An earlier or parallel mentorship of the same mentee."""

    mentorship_id: str
    mentor_name: str
    started_on: date
    ended_on: date | None
    end_reason: str | None
    status: str


@dataclass(frozen=True, slots=True)
class MentorshipDetail:
    """Everything the coordinator's page of one mentorship shows."""

    mentorship_id: str
    mentee: PersonCard
    mentor: PersonCard
    mentee_goals: str
    mentor_expertise: str
    kind: str
    cadence_days: int
    started_on: date
    status: str
    ended_on: date | None
    end_reason: str | None
    day: date
    state: State
    last_met_on: date | None
    days_since: int | None
    assessment: AssessmentView | None
    stale: bool  # a newer assessment is on its way
    meetings: tuple[MeetingView, ...]  # newest first
    reviews: tuple[ReviewView, ...]
    requests: tuple[RematchRequest, ...]  # newest first
    previous: tuple[PreviousMentorship, ...]


def detail(session: Session, mentorship_id: str) -> MentorshipDetail:
    """One mentorship; NotFound if there is none of that id."""
    row = session.get(MentorshipRow, mentorship_id)
    if row is None:
        raise NotFound(f"There is no mentorship {mentorship_id!r}.")
    mentee = session.get_one(PersonRow, row.mentee_id)
    mentor = session.get_one(PersonRow, row.mentor_id)
    day = programme_day(session)
    assessment = health.current(session, mentorship_id)
    meetings = session.scalars(
        select(MeetingRow)
        .where(MeetingRow.mentorship_id == mentorship_id)
        .order_by(MeetingRow.scheduled_on.desc(), MeetingRow.meeting_id)
    ).all()
    reviews = session.scalars(
        select(ReviewRow)
        .where(ReviewRow.mentorship_id == mentorship_id)
        .order_by(ReviewRow.reviewed_on.desc())
    )
    held = [one.scheduled_on for one in meetings if one.status == "held"]
    met = max((on for on in held if on <= day), default=None)
    state = state_of(row, assessment.state if assessment else None, day)
    marks = plain(assessment.marks, _quoted(assessment)) if assessment else []
    return MentorshipDetail(
        mentorship_id=mentorship_id,
        mentee=card(mentee),
        mentor=card(mentor),
        mentee_goals=mentee.mentee_goals,
        mentor_expertise=mentor.mentor_expertise,
        kind=row.kind,
        cadence_days=row.cadence_days,
        started_on=row.started_on,
        status=row.status,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        day=day,
        state=state,
        last_met_on=met,
        days_since=(day - met).days if met else None,
        assessment=_assessment_view(assessment, meetings) if assessment else None,
        stale=_is_stale(row, assessment, state, day),
        meetings=tuple(_meeting_view(one, marks) for one in meetings),
        reviews=tuple(ReviewView(one.reviewed_on, one.verdict) for one in reviews),
        requests=rematch.of_mentorship(session, mentorship_id),
        previous=_previous(session, row),
    )


def _meeting_view(row: MeetingRow, marks: Sequence[Mapping[str, Any]]) -> MeetingView:
    def side(author: Side, feedback: str, rating: int | None) -> SideView:
        own = [m for m in marks if (m["meeting_id"], m["author"]) == (row.meeting_id, author)]
        return SideView(segments(feedback, own), rating)

    return MeetingView(
        meeting_id=row.meeting_id,
        on=row.scheduled_on,
        status=row.status,
        cancelled_by=row.cancelled_by,
        minutes=row.minutes,
        medium=row.medium,
        mentee=side("mentee", row.mentee_feedback, row.mentee_rating),
        mentor=side("mentor", row.mentor_feedback, row.mentor_rating),
    )


def _quoted(assessment: AssessmentRow) -> frozenset[Piece]:
    """What the page quotes as reasons for the flag, so that it is found again in the text."""
    if not assessment.flagged:
        return frozenset()
    return frozenset(
        (piece["meeting_id"], piece.get("author"), piece.get("text"))
        for reason in assessment.reasons
        for piece in reason["evidence"]
    )


def _assessment_view(row: AssessmentRow, meetings: Sequence[MeetingRow]) -> AssessmentView:
    days = {meeting.meeting_id: meeting.scheduled_on for meeting in meetings}

    def quote(piece: Mapping[str, Any]) -> Quote:
        meeting_id = piece["meeting_id"]
        return Quote(meeting_id, piece.get("author"), piece.get("text"), days.get(meeting_id))

    return AssessmentView(
        as_of=row.as_of,
        computed_at=row.computed_at,
        model_version=row.model_version,
        state=row.state,
        risk=row.risk,
        flagged=row.flagged,
        reasons=tuple(
            ReasonView(
                reason["signal"],
                models.signal_label(reason["signal"]),
                reason["contribution"],
                tuple(quote(piece) for piece in reason["evidence"]),
            )
            for reason in row.reasons
        ),
        safeguarding=tuple(quote(piece) for piece in row.safeguarding),
        unread=tuple(quote(piece) for piece in row.unread),
        trajectory=tuple((date.fromisoformat(on), risk) for on, risk in row.trajectory),
    )


def _is_stale(
    row: MentorshipRow, assessment: AssessmentRow | None, state: State, day: date
) -> bool:
    if state in ("ended", "upcoming"):
        return False
    return assessment is None or assessment.revision != row.revision or assessment.as_of != day


def _previous(session: Session, row: MentorshipRow) -> tuple[PreviousMentorship, ...]:
    found = session.execute(
        select(MentorshipRow, PersonRow.name)
        .join(PersonRow, PersonRow.person_id == MentorshipRow.mentor_id)
        .where(
            MentorshipRow.mentee_id == row.mentee_id,
            MentorshipRow.mentorship_id != row.mentorship_id,
        )
        .order_by(MentorshipRow.started_on.desc())
    )
    return tuple(
        PreviousMentorship(
            mentorship_id=one.mentorship_id,
            mentor_name=name,
            started_on=one.started_on,
            ended_on=one.ended_on,
            end_reason=one.end_reason,
            status=one.status,
        )
        for one, name in found
    )
