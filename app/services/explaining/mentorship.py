"""One mentorship in full, as the coordinator sees it: both sides, the reasons, the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import AssessmentRow, MeetingRow, MentorshipRow, PersonRow, ReviewRow
from app.errors import NotFound
from app.services import health
from app.services.explaining.assessment_view import AssessmentView, assessment_view
from app.services.explaining.meeting_view import MeetingView, meeting_views
from app.services.people import PersonCard, card
from app.services.programme import programme_day
from app.services.rematching import rematch
from app.services.rematching.rematch import RematchRequest
from app.services.standing import State, state_of


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
        raise NotFound(gettext("There is no mentorship %(id)s.", id=mentorship_id))
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
        assessment=assessment_view(assessment, meetings) if assessment else None,
        stale=_is_stale(row, assessment, state, day),
        meetings=meeting_views(meetings, assessment),
        reviews=tuple(ReviewView(one.reviewed_on, one.verdict) for one in reviews),
        requests=rematch.of_mentorship(session, mentorship_id),
        previous=_previous(session, row),
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
