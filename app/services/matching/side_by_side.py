"""A candidate beside today's mentor, point by point: what is wanted, and what each has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.services.matching.suggestions import CandidateList, CandidateView

Answer = Literal["words", "near", "nothing", "less", "yes", "no"]
# Words less alike than this lie near to what is wanted and are not called an answer: on the demo
# that is what parts data science from water regulation for somebody who wants to learn Python.
NEAR = 0.55


@dataclass(frozen=True, slots=True)
class Said:
    """What one mentor has to say to a point: words of theirs, or that there are none.

    ``near``: the words lie near to what is wanted. ``less``: it is answered, but not among what
    fits them best.
    """

    answer: Answer
    words: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is wanted, or unwanted, with today's mentor's answer and the candidate's."""

    kind: Literal["goal", "unwanted", "level"]
    what: str
    today: Said | None  # None: nobody to compare with
    candidate: Said


def points(found: CandidateList, candidate: CandidateView) -> tuple[Point, ...]:
    """Every wish that either of the two was measured by, in the order of the goals."""
    today = next((one for one in found.today if _is_compared(found, one)), None)
    both = [one for one in (today, candidate) if one is not None]
    wanted = _in_order(found.goals, _goals(both, "unmet"))
    unwanted = _in_order(found.goals, _goals(both, "unwanted", fits=False))
    levels = [*dict.fromkeys(_goals(both, "level", fits=False))]
    return (
        *(Point("goal", one, _met(today, one), _met_by(candidate, one)) for one in wanted),
        *(
            Point("unwanted", one, _spoils(today, one), _spoils_by(candidate, one))
            for one in unwanted
        ),
        *(Point("level", one, _level(today, one), _level_of(candidate, one)) for one in levels),
    )


def _is_compared(found: CandidateList, one: CandidateView) -> bool:
    return found.compared_with is not None and (
        one.mentor.person_id == found.compared_with.person_id
    )


def _goals(both: Sequence[CandidateView], misfit: str, *, fits: bool = True) -> list[str]:
    met = [one.goal for mentor in both for one in mentor.fits] if fits else []
    return [*met, *(one.goal for mentor in both for one in mentor.misfits if one.kind == misfit)]


def _in_order(goals: str, phrases: Sequence[str]) -> list[str]:
    """Each once, as they stand in the goals."""
    return sorted(dict.fromkeys(phrases), key=lambda one: (goals.find(one), one))


def _met(mentor: CandidateView | None, goal: str) -> Said | None:
    return _met_by(mentor, goal) if mentor else None


def _met_by(mentor: CandidateView, goal: str) -> Said:
    for one in mentor.fits:
        if one.goal == goal:
            return Said("words" if one.similarity >= NEAR else "near", one.expertise)
    unmet = any(one.kind == "unmet" and one.goal == goal for one in mentor.misfits)
    # Whoever wrote nothing was measured by nothing.
    return Said("nothing" if unmet or not (mentor.fits or mentor.misfits) else "less")


def _spoils(mentor: CandidateView | None, goal: str) -> Said | None:
    return _spoils_by(mentor, goal) if mentor else None


def _spoils_by(mentor: CandidateView, goal: str) -> Said:
    for one in mentor.misfits:
        if one.kind == "unwanted" and one.goal == goal:
            return Said("words", one.expertise)
    return Said("nothing")


def _level(mentor: CandidateView | None, wish: str) -> Said | None:
    return _level_of(mentor, wish) if mentor else None


def _level_of(mentor: CandidateView, wish: str) -> Said:
    missed = any(one.kind == "level" and one.goal == wish for one in mentor.misfits)
    return Said("no" if missed else "yes")
