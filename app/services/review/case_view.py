"""One case as the coordinator sees it: where it stands, why, and all that was done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseEventRow, CaseRow, Role, User
from app.permissions import Role as Roles
from app.services.models import signal_label
from app.services.participants import pulse_words, pulses
from app.services.programme import programme_day
from app.services.review import cases
from app.services.review.case_hold import has_ended
from app.services.review.case_waiting import Waiting, waiting
from app.services.review.case_words import VERDICT_EFFECTS, VERDICT_LABELS, said
from app.services.review.verdicts import STEPS


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. ``by`` is empty where the application did it by itself."""

    kind: str
    at: datetime
    day: date
    by: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A round of questions that one side has answered: values from 1 to 5 by what was asked."""

    side: str
    on: date
    title: str
    values: tuple[tuple[str, int], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A coordinator who can own a case."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case of a mentorship."""

    case_id: int
    mentorship_id: str
    day: date  # the programme date
    revision: int
    status: cases.Status
    status_label: str
    since: date
    opened_on: date
    closed_on: date | None
    days_open: int
    open: bool
    ended: bool  # the mentorship has, so that nothing is left to decide
    reasons: tuple[str, ...]  # codes
    reason_labels: tuple[str, ...]
    signals: tuple[str, ...]
    signal_labels: tuple[str, ...]
    risk: float | None
    owner_id: int | None
    owner: str
    coordinators: tuple[Colleague, ...]
    due_on: date | None
    overdue: bool
    snoozed_until: date | None
    snoozed_for: str
    verdict: str
    verdict_label: str
    verdicts: tuple[tuple[str, str, str], ...]  # code, label, what it does
    can_reopen: bool
    worries: int  # sentences that a human must read
    unread_worries: int  # of these, those that nobody has read yet
    waiting: tuple[Waiting, ...]
    answered: tuple[Answered, ...]  # newest first
    history: tuple[Entry, ...]  # newest first

    @property
    def notes(self) -> tuple[Entry, ...]:
        """What coordinators noted for each other, newest first."""
        return tuple(one for one in self.history if one.kind == "note")

    @property
    def contacts(self) -> tuple[Entry, ...]:
        """With whom somebody talked, newest first."""
        return tuple(one for one in self.history if one.kind == "contact")


def view(session: Session, mentorship_id: str) -> CaseView | None:
    """The case of a mentorship; ``None`` if it never had one."""
    case = cases.of_mentorship(session, mentorship_id)
    return _view(session, case) if case is not None else None


def get(session: Session, case_id: int) -> CaseView:
    """One case by its number; NotFound if there is none."""
    return _view(session, cases.get(session, case_id))


def coordinators(session: Session) -> tuple[Colleague, ...]:
    """Everybody who can own a case, by name."""
    rows = session.scalars(
        select(User).where(User.active, User.roles.any(Role.name == Roles.COORDINATOR))
    )
    found = (Colleague(row.id, _name(row)) for row in rows)
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _view(session: Session, case: CaseRow) -> CaseView:
    day = programme_day(session)
    history = _history(session, case)
    owner = session.get(User, case.owner_id) if case.owner_id is not None else None
    is_open = case.status in cases.OPEN
    ended = has_ended(session, case)
    step = next((one for one in history if one.kind in STEPS), None)
    return CaseView(
        case_id=case.case_id,
        mentorship_id=case.mentorship_id,
        day=day,
        revision=case.revision,
        status=cast(cases.Status, case.status),
        status_label=str(cases.STATUS_LABELS[case.status]),
        since=case.status_since,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        days_open=((case.closed_on or day) - case.opened_on).days,
        open=is_open,
        ended=ended,
        reasons=case.reasons,
        reason_labels=tuple(str(cases.REASON_LABELS[one]) for one in case.reasons),
        signals=case.signals,
        signal_labels=tuple(signal_label(one) for one in case.signals),
        risk=case.risk,
        owner_id=case.owner_id,
        owner=_name(owner),
        coordinators=coordinators(session),
        due_on=case.due_on,
        overdue=is_open and case.due_on is not None and case.due_on < day,
        snoozed_until=case.snoozed_until,
        snoozed_for=case.snoozed_for,
        verdict=case.verdict,
        verdict_label=str(VERDICT_LABELS.get(case.verdict, "")),
        verdicts=tuple(
            (code, str(label), str(VERDICT_EFFECTS[code])) for code, label in VERDICT_LABELS.items()
        ),
        can_reopen=not ended and (not is_open or (step is not None and step.kind == "verdict")),
        worries=cases.worries(session, case),
        unread_worries=max(0, cases.worries(session, case) - case.worries_read),
        waiting=waiting(session, case.mentorship_id),
        answered=_answered(session, case.mentorship_id),
        history=history,
    )


def _history(session: Session, case: CaseRow) -> tuple[Entry, ...]:
    rows = session.execute(
        select(CaseEventRow, User.name, User.email)
        .outerjoin(User, User.id == CaseEventRow.by_user)
        .where(CaseEventRow.case_id == case.case_id)
        .order_by(CaseEventRow.event_id.desc())
    )
    return tuple(
        Entry(
            kind=row.kind,
            at=row.at,
            day=row.day,
            by=name or email or "",
            what=said(row.kind, row.details),
            text=row.text,
        )
        for row, name, email in rows
    )


def _answered(session: Session, mentorship_id: str) -> tuple[Answered, ...]:
    return tuple(
        Answered(
            side=one.side,
            on=one.answered_on,
            title=pulse_words.of_round(one.kind),
            values=tuple(
                (str(pulse_words.SHORT[code]), one.answers[code])
                for code in one.questions
                if code in one.answers
            ),
            text=one.text,
        )
        for one in pulses.of_mentorship(session, mentorship_id)
        if one.answered_on is not None
    )


def _name(user: User | None) -> str:
    return (user.name or user.email) if user else ""
