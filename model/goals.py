"""What a mentee wants and what a mentor offers, as they were read.

A text is cut into pieces, each a single goal or offer, verbatim. A reader (``goal_network`` is
the one that is released) gives every piece a vector, and tells of a goal what is wanted, what is
there already, what is not wanted, what is a wish about the mentor and what is only told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from model import sentences
from model.programme import Person

Rows = NDArray[np.float32]

Part = Literal["wanted", "has", "unwanted", "wish", "story"]
Level = Literal["any", "peer", "above", "well_above", "executive", "below", "not_manager"]
PARTS: tuple[Part, ...] = get_args(Part)
# Which mentor a goal asks for: about the same level, a step or two up, clearly senior, the top of
# the house, someone junior who teaches (reverse), or a doer who manages nobody.
LEVELS: tuple[Level, ...] = get_args(Level)
_CLAUSE = re.compile(r"[^;•\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A single goal or offer in a text, verbatim, and where it begins."""

    text: str
    start: int


@dataclass(frozen=True)
class Goal:
    """What a mentee wrote, read.

    Attributes
    ----------
    pieces : list of Piece
        n of them.
    whole : ndarray of shape (384,)
        Of what is wanted in all of it.
    wanted, unwanted : ndarray of shape (n, 384)
        Of the wanted and of the unwanted words of each piece.
    shares : ndarray of shape (n, 5)
        How much of each piece is what, in the order of :data:`PARTS`; rows add up to 1.
    weights : ndarray of shape (n,)
        How many wanted words each piece has.
    levels : ndarray of shape (7,)
        How likely each of :data:`LEVELS` is asked for.
    """

    pieces: list[Piece]
    whole: Rows
    wanted: Rows
    unwanted: Rows
    shares: Rows
    weights: Rows
    levels: Rows


@dataclass(frozen=True)
class Offer:
    """What a mentor wrote, read.

    Attributes
    ----------
    pieces : list of Piece
        n of them.
    each : ndarray of shape (n, 384)
        Of the pieces.
    passages : ndarray of shape (p, 384)
        Of consecutive pieces; one of several texts of a mentor may be the one that fits.
    """

    pieces: list[Piece]
    each: Rows
    passages: Rows


def pieces(text: str) -> list[Piece]:
    """The single goals or offers in a text."""
    found: list[Piece] = []
    for sentence in sentences.split(text):
        for clause in _CLAUSE.finditer(sentence.text):
            stripped = clause.group().strip()
            if stripped:
                begin = clause.start() + clause.group().index(stripped)
                found.append(Piece(stripped, sentence.start + begin))
    if not found and text.strip():
        # A text of separators alone is still something that somebody wrote.
        found.append(Piece(text.strip(), text.index(text.strip())))
    return found


def job(person: Person) -> str:
    """Title and department, as they stand in front of what somebody wrote."""
    return ", ".join(part for part in (person.job_title, person.department) if part)


class GoalReader(Protocol):
    """Whatever reads goals and offers."""

    def goals(self, mentees: Sequence[Person]) -> list[Goal]:
        """What each of them wrote as ``mentee_goals``, in the order given."""

    def offers(self, mentors: Sequence[Person]) -> list[Offer]:
        """What each of them wrote as ``mentor_expertise``, in the order given."""
