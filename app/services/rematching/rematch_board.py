"""How far every rematch is: for whom it waits, what was answered, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, PersonRow, ProposalRow, RematchRequestRow
from app.permissions import Actor
from app.services.people import PersonCard, card
from app.services.programme import programme_day
from app.services.rematching import (
    changeover,
    choices,
    proposal_life,
    proposal_tidy,
    proposals,
    rematch,
)
from app.services.rematching.changeover import Change
from app.services.rematching.choices import Choice
from app.services.rematching.proposal_life import Status
from app.services.rematching.rematch import RematchRequest

# Who has to do the next thing.
WaitsFor = Literal["coordinator", "mentor", "mentee"]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as coordinators see it."""

    proposal_id: int
    request_id: int
    mentor_id: str
    mentor_name: str
    status: Status
    proposed_at: datetime
    expires_on: date
    days_left: int
    later_until: date | None
    reason: str  # why it was declined, in words
    answer: str  # what whoever declined wrote to the coordinators
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Course:
    """An open request with all that has happened to it."""

    request: RematchRequest
    proposal: ProposalView | None  # the one that waits for an answer
    earlier: tuple[ProposalView, ...]  # newest first
    choice: Choice | None

    @property
    def waits_for(self) -> WaitsFor:
        """Who has to do the next thing; a mentor who asks for time too."""
        if self.proposal is not None:
            return "mentee" if self.proposal.status == "asked_mentee" else "mentor"
        choosing = self.choice is not None and not (self.choice.ranked or self.choice.refused)
        return "mentee" if choosing else "coordinator"


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page of one mentorship says of a rematch."""

    course: Course | None
    change: Change | None  # that ended or began this mentorship


@dataclass(frozen=True, slots=True)
class Question:
    """A proposal as the one sees it who is asked. A mentor sees name, department and goals."""

    proposal_id: int
    side: Literal["mentor", "mentee"]
    open: bool
    status: Status
    other: PersonCard
    goals: str  # for the mentor
    fits: tuple[tuple[str, str], ...]  # for the mentee: goal and expertise
    today: str  # for the mentee: the name of today's mentor
    words: str
    kind: str
    cadence_days: int
    expires_on: date
    later_until: date | None


def open_courses(session: Session) -> tuple[Course, ...]:
    """All open requests, oldest first; what has lapsed is ended before."""
    proposal_tidy.tidy(session)
    return _courses(session, rematch.open_requests(session))


def course(session: Session, request_id: int) -> Course:
    """How far one request is; NotFound if there is none of that number."""
    proposal_tidy.tidy(session)
    return _courses(session, [rematch.get(session, request_id)])[0]


def panel(session: Session, mentorship_id: str) -> Panel:
    """What the page of a mentorship says of a rematch."""
    asked = [one for one in rematch.of_mentorship(session, mentorship_id) if one.status == "open"]
    found = _courses(session, asked)
    return Panel(found[0] if found else None, changeover.of_mentorship(session, mentorship_id))


def question(session: Session, actor: Actor, proposal_id: int) -> Question:
    """What the actor is asked; NotFound for everybody else."""
    side = proposals.side_of(session, actor, proposal_id)
    row = session.get_one(ProposalRow, proposal_id)
    request = session.get_one(RematchRequestRow, row.request_id)
    mentorship = session.get_one(MentorshipRow, request.mentorship_id)
    asks = ("asked_mentee",) if side == "mentee" else ("asked_mentor", "later")
    mentee = session.get_one(PersonRow, mentorship.mentee_id)
    mentor = session.get_one(PersonRow, row.mentor_id)
    is_mentee = side == "mentee"
    return Question(
        proposal_id=proposal_id,
        side=side,
        open=row.status in asks
        and request.status == "open"
        and not proposal_life.has_lapsed(session, row),
        status=cast(Status, row.status),
        other=card(mentor if is_mentee else mentee),
        goals="" if is_mentee else mentee.mentee_goals,
        fits=tuple((str(goal), str(own)) for goal, own in row.fits) if is_mentee else (),
        today=session.get_one(PersonRow, mentorship.mentor_id).name if is_mentee else "",
        words=row.words_to_mentee if is_mentee else row.words_to_mentor,
        kind=mentorship.kind,
        cadence_days=mentorship.cadence_days,
        expires_on=row.expires_on,
        later_until=row.later_until,
    )


def _courses(session: Session, requests: Sequence[RematchRequest]) -> tuple[Course, ...]:
    ids = [one.request_id for one in requests]
    if not ids:
        return ()
    views: dict[int, list[ProposalView]] = {}
    day = programme_day(session)
    rows = session.execute(
        select(ProposalRow, PersonRow.name)
        .join(PersonRow, PersonRow.person_id == ProposalRow.mentor_id)
        .where(ProposalRow.request_id.in_(ids))
        .order_by(ProposalRow.proposal_id.desc())
    )
    for row, name in rows:
        views.setdefault(row.request_id, []).append(_view(row, name, day))
    chosen = choices.of_requests(session, ids)
    return tuple(
        Course(
            request=one,
            proposal=next((v for v in views.get(one.request_id, ()) if _is_open(v)), None),
            earlier=tuple(v for v in views.get(one.request_id, ()) if not _is_open(v)),
            choice=chosen.get(one.request_id),
        )
        for one in requests
    )


def _is_open(view: ProposalView) -> bool:
    return view.status in proposal_life.OPEN


def _view(row: ProposalRow, name: str, day: date) -> ProposalView:
    return ProposalView(
        proposal_id=row.proposal_id,
        request_id=row.request_id,
        mentor_id=row.mentor_id,
        mentor_name=name,
        status=cast(Status, row.status),
        proposed_at=row.proposed_at,
        expires_on=row.expires_on,
        days_left=(row.expires_on - day).days,
        later_until=row.later_until,
        reason=proposal_life.reason_label(row),
        answer=row.answer,
        answered_at=row.answered_at,
    )
