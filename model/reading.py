"""Feedback → sentences → what each says of the relationship.

Four questions are asked of a sentence. Does it speak of this relationship, and if so well or
badly? Which signal is it about? In which pairs, those that work or those that fail, are such
things written? And must a human see it, whatever the rest?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.programme import Side

# The signals that words can carry, in the order of the arrays below.
WORD_SIGNALS: tuple[str, ...] = (
    "mentor_availability",
    "expertise_fit",
    "goal_progress",
    "listening",
    "trust_respect",
    "one_sidedness",
    "chemistry",
    "mentee_engagement",
    "overall",
)
# What a sentence does: speak badly of the relationship, well of it, or of something else.
DIRECTIONS: tuple[str, ...] = ("bad", "elsewhere", "good")


@dataclass(frozen=True, slots=True)
class Note:
    """What one side wrote about one meeting.

    Attributes
    ----------
    names : tuple of str
        What the two are called. A reader hears none of it, because it must not matter.
    """

    meeting_id: str
    author: Side
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What one sentence says of the relationship.

    Attributes
    ----------
    text : str
        The sentence, verbatim.
    bad, good : float
        Probabilities that it speaks badly or well of the relationship; what is missing to 1
        is the probability that it speaks of something else.
    signals : ndarray of shape (9,)
        How the sentence divides over :data:`WORD_SIGNALS`; sums to 1.
    leaning : float
        Log-odds that a sentence like it was written in a pair that fails; 0 tells nothing.
    concern : float
        Log-odds that a human must see it: harassment, threats, self-harm and the like.
    foreign : bool
        Whether it is in a language that the reader does not know; then it says nothing.
    """

    text: str
    bad: float
    good: float
    signals: NDArray[np.float64]
    leaning: float
    concern: float
    foreign: bool = False

    @property
    def salience(self) -> float:
        """The probability that the sentence speaks of the relationship at all."""
        return self.bad + self.good

    @property
    def signal(self) -> str:
        """The signal that the sentence is most likely about."""
        return WORD_SIGNALS[int(self.signals.argmax())]


@dataclass(frozen=True, slots=True)
class NoteReading:
    """A note with its sentences read."""

    note: Note
    sentences: tuple[SentenceReading, ...]

    @property
    def foreign(self) -> bool:
        """Whether none of it is in a language that the reader knows."""
        return bool(self.sentences) and all(sentence.foreign for sentence in self.sentences)


class Reader(Protocol):
    """Whatever reads notes."""

    def read(self, notes: Sequence[Note]) -> list[NoteReading]:
        """Each note with its sentences read, in the order given."""
