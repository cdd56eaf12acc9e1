"""What happened beside the meetings, from every table that keeps it, as entries of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.db.tables import (
    AgreementRow,
    ClosureRow,
    ConcernRow,
    MentorshipRow,
    MessageRow,
    PauseRow,
    PersonRow,
    ProposalRow,
    PulseRow,
    RematchRequestRow,
    RepairRow,
    VerdictRow,
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened.

    ``who`` is a side, ``coordinator``, or empty; ``code`` says which of its kind it is (the
    outcome of a repair, a verdict, why a mentorship ended); ``text`` is somebody's own words.
    """

    on: date
    kind: str
    who: str = ""
    code: str = ""
    text: str = ""
    name: str = ""
    until: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def happenings(session: Session, mentorship_id: str, day: date) -> tuple[Happening, ...]:
    """Everything up to ``day``, newest first."""
    found = [one for source in _SOURCES for one in source(session, mentorship_id)]
    past = (one for one in found if one.on <= day or one.kind not in _AHEAD)
    return tuple(sorted(past, key=lambda one: one.on, reverse=True))


def pauses(found: Iterable[Happening]) -> tuple[tuple[date, date], ...]:
    """The stretches in which the two rested."""
    return tuple(
        (one.on, one.until) for one in found if one.kind == "pause" and one.until is not None
    )


def _pulses(session: Session, mentorship_id: str) -> Iterator[Happening]:
    for row in session.execute(_of(PulseRow, mentorship_id)).scalars():
        if row.answered_on is not None:
            yield Happening(
                row.answered_on, "pulse", row.side, row.kind, row.text, details=row.answers
            )
        else:
            yield Happening(row.due_on, "pulse_open", row.side, row.kind)


def _concerns(session: Session, mentorship_id: str) -> Iterator[Happening]:
    for row in session.execute(_of(ConcernRow, mentorship_id)).scalars():
        yield Happening(row.raised_on, "concern", row.side, row.kind, row.words)
        if row.settled_at is not None:
            yield Happening(_day(row.settled_at), "concern_settled", row.side, row.kind, row.answer)


def _agreements(session: Session, mentorship_id: str) -> Iterator[Happening]:
    for row in session.execute(_of(AgreementRow, mentorship_id)).scalars():
        terms = {"cadence_days": row.cadence_days, "medium": row.medium}
        yield Happening(
            _day(row.proposed_at),
            "agreement_proposed",
            row.proposed_by,
            text=row.goals,
            details=terms,
        )
        if row.mentee_agreed_at is not None and row.mentor_agreed_at is not None:
            agreed = max(row.mentee_agreed_at, row.mentor_agreed_at)
            yield Happening(_day(agreed), "agreement", details=terms)


def _pauses(session: Session, mentorship_id: str) -> Iterator[Happening]:
    for row in session.execute(_of(PauseRow, mentorship_id)).scalars():
        until = row.ended_on or row.until_on
        yield Happening(row.from_on, "pause", row.asked_by, text=row.reason, until=until)


def _repairs(session: Session, mentorship_id: str) -> Iterator[Happening]:
    for row in session.execute(_of(RepairRow, mentorship_id)).scalars():
        yield Happening(
            row.started_on,
            "repair",
            "coordinator",
            row.rung,
            until=row.check_back_on,
            details={"trouble": row.trouble},
        )
        if row.checked_on is not None:
            risks = {"before": row.risk_before, "after": row.risk_after}
            yield Happening(
                row.checked_on, "repair_checked", code=row.outcome, text=row.note, details=risks
            )


def _requests(session: Session, mentorship_id: str) -> Iterator[Happening]:
    found = session.execute(
        select(RematchRequestRow, MentorshipRow.mentee_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .where(RematchRequestRow.mentorship_id == mentorship_id)
    )
    for row, mentee_id in found:
        yield Happening(
            _day(row.asked_at),
            "request",
            "mentee" if row.asked_by == mentee_id else "mentor",
            row.status,
            row.reason,
            details={"what_is_missing": row.what_is_missing},
        )
        if row.decided_at is not None:
            yield Happening(_day(row.decided_at), "request_decided", "", row.status, row.answer)


def _proposals(session: Session, mentorship_id: str) -> Iterator[Happening]:
    found = session.execute(
        select(ProposalRow, PersonRow.name)
        .join(RematchRequestRow, RematchRequestRow.request_id == ProposalRow.request_id)
        .join(PersonRow, PersonRow.person_id == ProposalRow.mentor_id)
        .where(RematchRequestRow.mentorship_id == mentorship_id)
    )
    for row, name in found:
        yield Happening(_day(row.proposed_at), "proposal", "coordinator", name=name)
        if row.answered_at is not None:
            yield Happening(
                _day(row.answered_at), "proposal_answered", "", row.status, row.answer, name
            )


def _messages(session: Session, mentorship_id: str) -> Iterator[Happening]:
    found = session.execute(
        select(MessageRow, PersonRow.name)
        .join(PersonRow, PersonRow.person_id == MessageRow.to_person)
        .where(MessageRow.mentorship_id == mentorship_id, MessageRow.by_person.is_(None))
    )
    for row, name in found:
        yield Happening(_day(row.sent_at), "message", "coordinator", text=row.text, name=name)


def _verdicts(session: Session, mentorship_id: str) -> Iterator[Happening]:
    for row in session.execute(_of(VerdictRow, mentorship_id)).scalars():
        yield Happening(row.day, "verdict", "coordinator", row.verdict, row.note)


def _closures(session: Session, mentorship_id: str) -> Iterator[Happening]:
    for row in session.execute(_of(ClosureRow, mentorship_id)).scalars():
        yield Happening(row.ended_on, "closure", code=row.how)
        if row.undone_at is not None:
            yield Happening(_day(row.undone_at), "closure_undone", code=row.how)


# What is only planned yet is no part of what happened.
_AHEAD = ("pulse_open",)
_SOURCES = (
    _pulses,
    _concerns,
    _agreements,
    _pauses,
    _repairs,
    _requests,
    _proposals,
    _messages,
    _verdicts,
    _closures,
)


def _of(table: Any, mentorship_id: str) -> Select[Any]:
    return select(table).where(table.mentorship_id == mentorship_id)


def _day(moment: datetime) -> date:
    return moment.date()
