"""What repairs have done so far: which rung helped with which trouble, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import RepairRow
from app.services import library
from app.services.repairing import guides
from app.services.repairing.guides import Rung

Outcome = Literal["helped", "partly", "did_not_help", "not_tried"]
OUTCOME_LABELS: Mapping[str, Any] = {
    "helped": _("It helped"),
    "partly": _("It helped partly"),
    "did_not_help": _("It did not help"),
    "not_tried": _("It was not tried"),
}
# Fewer tries than these say nothing of a rung.
FEWEST = 5
# After so many rungs that did not help, another match stands beside the next rung.
ENOUGH_TRIED = 2


@dataclass(frozen=True, slots=True)
class Record:
    """How often a rung was tried for a kind of trouble, and what came of it."""

    trouble: str
    rung: Rung
    tried: int
    helped: int
    partly: int
    # Between which shares of all such tries the true one lies; ``None``: too few to say.
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Next:
    """What to try now; ``rematch`` if another match should be thought of."""

    rung: Rung | None
    rematch: bool


class Tried(Protocol):
    """A repair as far as the next one depends on it."""

    @property
    def rung(self) -> str: ...  # noqa: D102

    @property
    def outcome(self) -> str: ...  # noqa: D102


def which_helped(session: Session) -> dict[tuple[str, str], Record]:
    """By trouble and rung, over all mentorships."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    rows = session.execute(
        select(RepairRow.trouble, RepairRow.rung, RepairRow.outcome, func.count())
        .where(RepairRow.outcome.not_in(("", "not_tried")))
        .group_by(RepairRow.trouble, RepairRow.rung, RepairRow.outcome)
    )
    for trouble, rung, outcome, number in rows:
        counted.setdefault((trouble, rung), Counter())[outcome] = number
    return {key: _record(*key, found) for key, found in counted.items()}


def next_rung(trouble: str, tried: Sequence[Tried]) -> Next:
    """The lightest rung that was not tried, after the last that was; ``tried`` oldest first."""
    kind = guides.get(trouble)
    if not tried:
        return Next(kind.ladder[0], rematch=False)
    last = tried[-1]
    if last.outcome == "helped":
        return Next(None, rematch=False)
    again = last.outcome == "not_tried"
    used = {one.rung for one in tried if one.outcome != "not_tried"}
    place = {rung: at for at, rung in enumerate(kind.ladder)}
    begin = place.get(last.rung, -1) + (not again)  # type: ignore[call-overload]
    rung = next((one for one in kind.ladder[begin:] if one not in used), None)
    failed = sum(one.outcome == "did_not_help" for one in tried)
    # Where one may be afraid of the other, nobody is asked to try twice.
    enough = failed >= (1 if kind.apart else ENOUGH_TRIED)
    return Next(rung, rematch=rung is None or enough)


def _record(trouble: str, rung: str, found: Counter[str]) -> Record:
    tried, helped = found.total(), found["helped"]
    low = high = None
    if tried >= FEWEST:
        library.load()
        from app.services.overview.comparison import share

        known = share(helped, tried)
        low, high = (known.low, known.high) if known else (None, None)
    return Record(trouble, rung, tried, helped, found["partly"], low, high)  # type: ignore[arg-type]
