"""What went wrong in a mentorship, and what that asks of the search for another mentor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import AssessmentRow, MentorshipRow, RematchRequestRow
from app.services import library
from app.services.health import is_newest

# What a search looks at more closely: whether they have time, what they know, how they treat one.
Aspect = Literal["availability", "expertise", "manner"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Signals of what went wrong; ``said`` if they come from a request and not from the model."""

    signals: frozenset[str]
    said: bool

    def asks_for(self, aspect: Aspect) -> bool:
        """Whether the search looks more closely at ``aspect``."""
        return not self.signals.isdisjoint(_asking()[aspect])


@dataclass(frozen=True, slots=True)
class Change:
    """What changed a search, and by which signals."""

    aspect: Aspect
    signals: tuple[str, ...]
    said: bool


def find(session: Session, mentorship_ids: Sequence[str]) -> Trouble:
    """What an open request names as missing; where none does, the reasons of the flag."""
    missing = session.scalars(
        select(RematchRequestRow.what_is_missing).where(
            RematchRequestRow.status == "open",
            RematchRequestRow.mentorship_id.in_(mentorship_ids),
        )
    )
    if said := frozenset(signal for signals in missing for signal in signals):
        return Trouble(said, said=True)
    flagged = session.scalars(
        select(AssessmentRow.reasons)
        .join(MentorshipRow, is_newest())
        .where(AssessmentRow.flagged, MentorshipRow.mentorship_id.in_(mentorship_ids))
    )
    return Trouble(frozenset(one["signal"] for reasons in flagged for one in reasons), said=False)


def changes(trouble: Trouble, signals: Iterable[str]) -> tuple[Change, ...]:
    """The signals that changed a search, by what they asked for."""
    changed = {*signals}
    told = {aspect: tuple(sorted(changed & of)) for aspect, of in _asking().items()}
    return tuple(Change(aspect, by, trouble.said) for aspect, by in told.items() if by)


def _asking() -> dict[Aspect, frozenset[str]]:
    library.load()
    from model.rematch import AVAILABILITY, EXPERTISE, MANNER

    return {"availability": AVAILABILITY, "expertise": EXPERTISE, "manner": MANNER}
