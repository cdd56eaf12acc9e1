"""Short question rounds: a fit question after the first two meetings, a pulse now and then.

Each side is asked by itself. Only the newest round is asked, and for a month; an older one lapses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import ConcernRow, MentorshipRow, PulseRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor, Side, side_of
from app.services import changes, health
from app.services.limits import checked_text
from app.services.participants.pulse_plan import ASKED_DAYS, due_rounds, plan_due, running
from app.services.participants.pulse_words import FIT, PULSE
from app.services.programme import lock, programme_day

# Whoever has just answered is left in peace.
PEACE_DAYS = 10
LOWEST, HIGHEST = 1, 5
LOW_FIT, GOOD_FIT = 2, 4
LOW_MEAN, GOOD_MEAN = 2.5, 3.5
NOT_SAFE = 2
LowKind = Literal["poor_fit", "low_pulse"]


@dataclass(frozen=True, slots=True)
class Pulse:
    """A round that one side is asked, or has answered."""

    pulse_id: int
    mentorship_id: str
    side: Side
    kind: str
    due_on: date
    answers: Mapping[str, int]
    text: str
    answered_on: date | None

    @property
    def about_fit(self) -> bool:
        """Whether it is the one question about the fit."""
        return self.kind.startswith("fit")

    @property
    def questions(self) -> tuple[str, ...]:
        """What is asked, by code."""
        return FIT if self.about_fit else PULSE


def asked(session: Session, actor: Actor) -> tuple[Pulse, ...]:
    """The rounds that wait for the actor, at most one for each mentorship."""
    if actor.person_id is None:
        return ()
    person_id, day = actor.person_id, programme_day(session)
    rows = session.execute(
        running().where(
            (MentorshipRow.mentee_id == person_id) | (MentorshipRow.mentor_id == person_id)
        )
    ).all()
    own = {row.mentorship_id: side_of(actor, row.mentor_id, row.mentee_id) for row in rows}
    due = {key for key in due_rounds(rows, day) if key[1] == own[key[0]]}
    rounds = _rounds(session, person_id, [*own])
    if due - {(row.mentorship_id, row.side, row.kind) for row in rounds}:
        plan_due(session, [*own])
        rounds = _rounds(session, person_id, [*own])
    newest = {row.mentorship_id: row for row in rounds}
    answered = {row.mentorship_id: row.answered_on for row in rounds if row.answered_on}
    return tuple(
        _view(row)
        for key, row in newest.items()
        if row.side == own[key]
        and row.answered_at is None
        and row.due_on <= day <= row.due_on + timedelta(ASKED_DAYS)
        and (key not in answered or (day - answered[key]).days > PEACE_DAYS)
    )


def get(session: Session, actor: Actor, pulse_id: int) -> Pulse:
    """One that waits for the actor; NotFound for anybody else's, Conflict if it has lapsed."""
    row = session.get(PulseRow, pulse_id)
    if row is None or actor.person_id is None or row.person_id != actor.person_id:
        raise NotFound(_("This is not a question to you."))
    if row.answered_at is not None:
        raise Conflict(_("You have answered this already. Thank you."))
    for one in asked(session, actor):
        if one.pulse_id == pulse_id:
            return one
    raise Conflict(_("This is not asked any more. You need not do anything."))


def answer(
    session: Session, actor: Actor, pulse_id: int, answers: Mapping[str, int], text: str = ""
) -> bool:
    """Keep the actor's answers; returns whether a coordinator is asked to look."""
    pulse = get(session, actor, pulse_id)
    given = _checked(pulse, answers)
    words = checked_text(text, "text")
    lock(session)
    row = session.get_one(PulseRow, pulse_id, populate_existing=True)
    if row.answered_at is not None:
        session.rollback()
        raise Conflict(_("You have answered this already. Thank you."))
    row.answers, row.text = given, words
    row.answered_on, row.answered_at = programme_day(session), clock.now()
    kind: LowKind = "poor_fit" if pulse.about_fit else "low_pulse"
    low = _is_low(given)
    if low:
        _raise(session, row, kind)
    elif _is_good(given):
        _settle(session, row, kind)
    session.flush()
    health.follow(session, [pulse.mentorship_id])
    if words:
        # The guard reads them at once.
        changes.commit(session, [pulse.mentorship_id])
    return low


def skip(session: Session, actor: Actor, pulse_id: int) -> None:
    """Let a round pass without an answer."""
    get(session, actor, pulse_id)
    session.get_one(PulseRow, pulse_id).answered_at = clock.now()
    session.commit()


def of_mentorship(session: Session, mentorship_id: str) -> tuple[Pulse, ...]:
    """What both sides have answered, newest first: for coordinators."""
    rows = session.scalars(
        select(PulseRow)
        .where(PulseRow.mentorship_id == mentorship_id, PulseRow.answered_on.is_not(None))
        .order_by(PulseRow.answered_on.desc(), PulseRow.pulse_id.desc())
    )
    return tuple(_view(row) for row in rows)


def _rounds(session: Session, person_id: str, mentorship_ids: Sequence[str]) -> Sequence[PulseRow]:
    """All that somebody was asked in these, oldest first."""
    return session.scalars(
        select(PulseRow)
        .where(PulseRow.mentorship_id.in_(mentorship_ids), PulseRow.person_id == person_id)
        .order_by(PulseRow.due_on, PulseRow.pulse_id)
    ).all()


def _checked(pulse: Pulse, answers: Mapping[str, int]) -> dict[str, int]:
    for question, value in answers.items():
        if question not in pulse.questions:
            raise Invalid(_("This was not asked."), question)
        if not LOWEST <= value <= HIGHEST:
            raise Invalid(_("Choose one of the five answers."), question)
    if not answers:
        raise Invalid(_("Please answer at least one question, or skip it."), pulse.questions[0])
    return dict(answers)


def _mean(answers: Collection[int]) -> float:
    return sum(answers) / len(answers)


def _is_low(given: Mapping[str, int]) -> bool:
    if "fit" in given:
        return given["fit"] <= LOW_FIT
    return _mean(given.values()) <= LOW_MEAN or given.get("safe", HIGHEST) <= NOT_SAFE


def _is_good(given: Mapping[str, int]) -> bool:
    if "fit" in given:
        return given["fit"] >= GOOD_FIT
    return _mean(given.values()) >= GOOD_MEAN and not _is_low(given)


def _raise(session: Session, row: PulseRow, kind: LowKind) -> None:
    """Ask the coordinators to look. What is open of the kind already is said anew."""
    concern = session.scalars(_open_concerns(row, kind)).first()
    if concern is None:
        concern = ConcernRow(
            mentorship_id=row.mentorship_id,
            person_id=row.person_id,
            side=row.side,
            kind=kind,
            raised_on=programme_day(session),
            raised_at=clock.now(),
        )
        session.add(concern)
    concern.words = row.text


def _settle(session: Session, row: PulseRow, kind: LowKind) -> None:
    """Good answers take an earlier low one of the same person back."""
    for concern in session.scalars(_open_concerns(row, kind)):
        concern.settled_at = clock.now()


def _open_concerns(row: PulseRow, kind: LowKind) -> Select[ConcernRow]:
    return select(ConcernRow).where(
        ConcernRow.mentorship_id == row.mentorship_id,
        ConcernRow.person_id == row.person_id,
        ConcernRow.kind == kind,
        ConcernRow.settled_at.is_(None),
    )


def _view(row: PulseRow) -> Pulse:
    side: Side = "mentor" if row.side == "mentor" else "mentee"
    return Pulse(
        pulse_id=row.pulse_id,
        mentorship_id=row.mentorship_id,
        side=side,
        kind=row.kind,
        due_on=row.due_on,
        answers=row.answers,
        text=row.text,
        answered_on=row.answered_on,
    )
