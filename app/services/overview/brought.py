"""What the programme brought: goals reached, and what became of participants and of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db.tables import GoalRow, MentorshipRow
from app.services.overview.comparison import Effect, Share, effect, matched, rose, share, stayed
from app.services.programme import careers, programme_day
from model.programme import Career

# For so long after the first day people are compared.
DAYS = 365
# Fewer than so many would say something of single people.
FEWEST = 5

Side = Literal["mentee", "mentor"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Those who began as mentee or as mentor, beside others."""

    side: Side
    began: int  # participants whose career is known
    retention: Effect | None  # None: fewer than FEWEST pairs
    promotion: Effect | None


@dataclass(frozen=True, slots=True)
class Brought:
    """What can be said, and from how much."""

    goals: Share | None  # reached, of those that were set and not dropped
    ended: Share | None  # mentorships that ended with their goals met, of all that have ended
    careers: int
    known_until: date | None
    days: int
    comparisons: tuple[Comparison, ...]


def brought(session: Session) -> Brought:
    """Goals, endings, and retention and promotion where careers were imported."""
    known = careers(session)
    until = min(_latest(known), programme_day(session)) if known else None
    return Brought(
        goals=_goals(session),
        ended=_ended(session),
        careers=len(known),
        known_until=until,
        days=DAYS,
        comparisons=tuple(_compare(session, known, side, until) for side in ("mentee", "mentor"))
        if until
        else (),
    )


def _goals(session: Session) -> Share | None:
    total, reached = session.execute(
        select(func.count(), func.count(GoalRow.reached_on)).where(GoalRow.dropped_on.is_(None))
    ).one()
    return share(reached, total) if total >= FEWEST else None


def _ended(session: Session) -> Share | None:
    reasons = session.execute(
        select(MentorshipRow.end_reason, func.count())
        .where(MentorshipRow.status != "active")
        .group_by(MentorshipRow.end_reason)
    ).all()
    total = sum(count for _, count in reasons)
    met = sum(count for reason, count in reasons if reason == "goals_met")
    return share(met, total) if total >= FEWEST else None


def _compare(
    session: Session, known: tuple[Career, ...], side: Side, until: date | None
) -> Comparison:
    column = MentorshipRow.mentee_id if side == "mentee" else MentorshipRow.mentor_id
    begun = _begun(session, column)
    everyone = {
        *_begun(session, MentorshipRow.mentee_id),
        *_begun(session, MentorshipRow.mentor_id),
    }
    pairs = matched(known, begun, everyone, until, DAYS) if until else []
    enough = len(pairs) >= FEWEST
    return Comparison(
        side=side,
        began=len({one.person_id for one in known} & begun.keys()),
        retention=effect(pairs, stayed, DAYS) if enough else None,
        promotion=effect(pairs, rose, DAYS) if enough else None,
    )


def _begun(session: Session, side: InstrumentedAttribute[str]) -> dict[str, date]:
    """The first day of everyone on that side."""
    found = session.execute(select(side, func.min(MentorshipRow.started_on)).group_by(side))
    return {key: on if isinstance(on, date) else date.fromisoformat(on) for key, on in found}


def _latest(known: Iterable[Career]) -> date:
    """Until when careers are known: the latest day in them."""
    return max(
        day
        for one in known
        for day in (one.joined_on, *one.promoted_on, one.left_on)
        if day is not None
    )
