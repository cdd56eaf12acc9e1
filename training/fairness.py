"""Names and pronouns turned: the risk must not move."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.health import HealthModel
from model.history import History
from model.programme import Meeting, Programme

_TURNED = {
    "he": "she", "she": "he", "him": "her", "his": "her", "her": "his", "hers": "his",
    "himself": "herself", "herself": "himself", "mr": "ms", "ms": "mr", "mrs": "mr",
    "man": "woman", "woman": "man", "guy": "girl", "girl": "guy", "lady": "gentleman",
    "gentleman": "lady", "father": "mother", "mother": "father", "son": "daughter",
    "daughter": "son", "wife": "husband", "husband": "wife", "dad": "mum", "mum": "dad",
    "lad": "lass", "lass": "lad",
}  # fmt: skip
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Swapped:
    """What turning names or pronouns does to the risks.

    Attributes
    ----------
    mentorships : int
    changed : int
        In how many of them any text changed.
    mean, largest : float
        Of the absolute differences of the risk, over those changed.
    flips : int
        How many are flagged before and not after, or the other way round.
    """

    mentorships: int
    changed: int
    mean: float
    largest: float
    flips: int


def pronouns(text: str) -> str:
    """``text`` with men for women and women for men."""

    def turn(found: re.Match[str]) -> str:
        word = found.group()
        turned = _TURNED.get(word.lower(), word)
        return turned.capitalize() if word[:1].isupper() and turned != word else turned

    return _WORD.sub(turn, text)


def names(programme: Programme) -> Callable[[str], str]:
    """Gives everyone the first name of somebody else, half a roster away."""
    first = list(dict.fromkeys(person.name.split()[0] for person in programme.people.values()))
    half = len(first) // 2
    turned = dict(zip(first, [*first[half:], *first[:half]], strict=True))
    anyone = re.compile(r"\b(?:" + "|".join(map(re.escape, first)) + r")\b")
    return lambda text: anyone.sub(lambda found: turned[found.group()], text)


def swapped(
    health: HealthModel, histories: Sequence[History], turn: Callable[[str], str]
) -> Swapped:
    """Judges ``histories`` as they are and with every text turned."""
    others = [_turned(history, turn) for history in histories]
    before, after = health.assess(histories), health.assess(others)
    moved = np.array(
        [
            abs(one.risk - other.risk)
            for one, other, history, turned in zip(before, after, histories, others, strict=True)
            if history != turned
        ]
    )
    flips = sum(one.flagged != other.flagged for one, other in zip(before, after, strict=True))
    return Swapped(
        len(histories),
        len(moved),
        float(moved.mean()) if len(moved) else 0.0,
        float(moved.max()) if len(moved) else 0.0,
        flips,
    )


def _turned(history: History, turn: Callable[[str], str]) -> History:
    def turned(meeting: Meeting) -> Meeting:
        return replace(
            meeting,
            mentee_feedback=turn(meeting.mentee_feedback),
            mentor_feedback=turn(meeting.mentor_feedback),
        )

    return replace(
        history,
        meetings=tuple(map(turned, history.meetings)),
        names=tuple(map(turn, history.names)),
    )
