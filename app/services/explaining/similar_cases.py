"""Past cases like this one, and how they ended: what was tried before, with what result.

A case is past when it is closed. Only the newest ones are looked at, so that the time it takes
does not grow with the programme.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app.db.tables import (
    AssessmentRow,
    CaseRow,
    ClosureRow,
    MentorshipRow,
    PersonRow,
    RepairRow,
    VerdictRow,
)
from app.services.models import signal_label

# So many of the newest past cases are looked at, so many are shown, and from so many on an
# overall line says more than an anecdote.
RECENT = 100
SHOWN = 3
ENOUGH = 5
# Less alike than this is not similar. Of two as alike, the one of the same kind comes first.
LEAST_ALIKE = 0.34
SAME_KIND = 0.1
# Without a stored verdict the signals are looked up, for no more cases than these.
_LOOKED_UP = 40

_mentee, _mentor = aliased(PersonRow), aliased(PersonRow)
_newest = (
    select(CaseRow.mentorship_id, CaseRow.signals, CaseRow.closed_on, CaseRow.verdict)
    .where(CaseRow.status == "closed", CaseRow.mentorship_id != bindparam("but"))
    .order_by(CaseRow.closed_on.desc(), CaseRow.case_id.desc())
    .limit(RECENT)
    .subquery()
)
# Made once, because to make it takes as long as to ask it.
_PAST = (
    select(
        _newest,
        MentorshipRow.kind,
        MentorshipRow.status,
        MentorshipRow.ended_on,
        _mentee.name.label("mentee_name"),
        _mentor.name.label("mentor_name"),
    )
    .join(MentorshipRow, MentorshipRow.mentorship_id == _newest.c.mentorship_id)
    .join(_mentee, _mentee.person_id == MentorshipRow.mentee_id)
    .join(_mentor, _mentor.person_id == MentorshipRow.mentor_id)
    .order_by(_newest.c.closed_on.desc())
)

Ended = Literal["repaired", "rematched", "ended", "outside", "no_trouble", "went_on"]
_NO_TROUBLE = ("incorrectly_flagged", "working")


@dataclass(frozen=True, slots=True)
class Tried:
    """One repair: what was tried and what came of it."""

    rung: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A past case: what it shares with this one, what was done, and how it ended."""

    mentorship_id: str
    mentee_name: str
    mentor_name: str
    kind: str
    alike: float  # 0 to 1
    shared: tuple[str, ...]  # signals, strongest first
    shared_labels: tuple[str, ...]
    tried: tuple[Tried, ...]
    ended: Ended
    on: date | None


@dataclass(frozen=True, slots=True)
class SimilarCases:
    """The most alike, and what became of all that are alike; ``counts`` only if enough are."""

    cases: tuple[SimilarCase, ...]
    total: int
    counts: Mapping[Ended, int]


NONE = SimilarCases((), 0, {})


def similar_cases(
    session: Session, mentorship_id: str, kind: str, signals: Sequence[str]
) -> SimilarCases:
    """Past cases with the same signals; ``signals`` are this one's, strongest first."""
    if not signals:
        return NONE
    past = _past(session, mentorship_id)
    told = _signals(session, past)
    scored = [(alike(signals, told[row.mentorship_id]), row) for row in past]
    near = [pair for pair in scored if pair[0] >= LEAST_ALIKE]
    near.sort(key=lambda pair: -pair[0] - SAME_KIND * (pair[1].kind == kind))
    ids = [row.mentorship_id for _, row in near]
    tried, rematched = _tried(session, ids), _rematched(session, ids)
    ends = {
        row.mentorship_id: _ended(row, tried.get(row.mentorship_id, ()), rematched)
        for _, row in near
    }
    return SimilarCases(
        cases=tuple(
            SimilarCase(
                mentorship_id=row.mentorship_id,
                mentee_name=row.mentee_name,
                mentor_name=row.mentor_name,
                kind=row.kind,
                alike=score,
                shared=(shared := _shared(signals, told[row.mentorship_id])),
                shared_labels=tuple(signal_label(one) for one in shared),
                tried=tried.get(row.mentorship_id, ()),
                ended=ends[row.mentorship_id],
                on=row.closed_on or row.ended_on,
            )
            for score, row in near[:SHOWN]
        ),
        total=len(near),
        counts=dict(Counter(ends.values()).most_common()) if len(near) >= ENOUGH else {},
    )


def alike(these: Sequence[str], those: Sequence[str]) -> float:
    """Weighted Jaccard: a case's strongest signal weighs 1, the next one a half, then a third."""
    one, other = _weights(these), _weights(those)
    every = one.keys() | other.keys()
    both = sum(min(one.get(key, 0.0), other.get(key, 0.0)) for key in every)
    either = sum(max(one.get(key, 0.0), other.get(key, 0.0)) for key in every)
    return both / either if either else 0.0


def _weights(signals: Sequence[str]) -> dict[str, float]:
    return {signal: 1 / place for place, signal in enumerate(signals, 1)}


def _shared(these: Sequence[str], those: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in these if one in those)


def _past(session: Session, mentorship_id: str) -> Sequence[Any]:
    """The newest closed cases, with the two and how it stands."""
    return session.execute(_PAST, {"but": mentorship_id}).all()


def _signals(session: Session, past: Sequence[Any]) -> dict[str, Sequence[str]]:
    """What spoke for each: at its last verdict, else as it ended, else at its last flag."""
    found: dict[str, Sequence[str]] = {row.mentorship_id: row.signals for row in past}
    verdicts = session.execute(
        select(VerdictRow.mentorship_id, VerdictRow.signals)
        .where(VerdictRow.mentorship_id.in_([*found]))
        .order_by(VerdictRow.verdict_id)
    )
    found.update({key: signals for key, signals in verdicts if signals})
    unknown = [key for key, signals in found.items() if not signals][:_LOOKED_UP]
    if unknown:
        found.update(_flagged_for(session, unknown))
    return found


def _flagged_for(session: Session, ids: Sequence[str]) -> dict[str, Sequence[str]]:
    newest = (
        select(func.max(AssessmentRow.assessment_id))
        .where(AssessmentRow.mentorship_id.in_(ids), AssessmentRow.flagged)
        .group_by(AssessmentRow.mentorship_id)
    )
    rows = session.execute(
        select(AssessmentRow.mentorship_id, AssessmentRow.reasons).where(
            AssessmentRow.assessment_id.in_(newest)
        )
    )
    return {key: [one["signal"] for one in reasons] for key, reasons in rows}


def _tried(session: Session, ids: Sequence[str]) -> dict[str, tuple[Tried, ...]]:
    found: dict[str, tuple[Tried, ...]] = {}
    rows = session.execute(
        select(RepairRow.mentorship_id, RepairRow.rung, RepairRow.outcome)
        .where(RepairRow.mentorship_id.in_(ids))
        .order_by(RepairRow.repair_id)
    )
    for key, rung, outcome in rows:
        found[key] = (*found.get(key, ()), Tried(rung, outcome))
    return found


def _rematched(session: Session, ids: Sequence[str]) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(ClosureRow.mentorship_id).where(
                ClosureRow.mentorship_id.in_(ids),
                ClosureRow.how == "rematch",
                ClosureRow.undone_at.is_(None),
            )
        )
    )


def _ended(row: Any, tried: Sequence[Tried], rematched: frozenset[str]) -> Ended:
    if row.mentorship_id in rematched:
        return "rematched"
    if row.status != "active":
        return "ended"
    if any(one.outcome in ("helped", "partly") for one in tried):
        return "repaired"
    if row.verdict == "outside_trouble":
        return "outside"
    return "no_trouble" if row.verdict in _NO_TROUBLE else "went_on"
