"""Words that a goal and an offer share, rare ones most.

They count by how much goals and offers of a programme have in common at all. Where people share a
jargon its words tell mentors apart; elsewhere what two texts share is chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from model.goals import PARTS, Goal, job
from model.nearest import Counts
from model.programme import Person

Matrix = NDArray[np.float64]

# How alike, by shared words, a goal and the most alike offer are at the median of a programme:
# where they have little but chance in common (the rosters of the corpus), and where people share
# a jargon (projects of open-source software and their mentors).
_IN_COMMON = (0.14, 0.22)
# From so many goals it is plain how much words tell.
_GOALS_ENOUGH = 300


class SharedWords:
    """Which words goals share with the offers of some mentors.

    Parameters
    ----------
    mentors : sequence of Person
    goals : sequence of str
        What people of the programme wrote, to see how much words tell there.
    """

    def __init__(self, mentors: Sequence[Person], goals: Sequence[str]) -> None:
        self._places = np.arange(len(mentors), dtype=np.intp)
        self._tfidf = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english")
        try:
            self._offers = self._tfidf.fit_transform(
                [f"{job(mentor)} {mentor.mentor_expertise}" for mentor in mentors]
            )
        except ValueError:
            # No offer holds a single word that TF-IDF knows as one, so words tell nothing.
            self._offers = None
        self._worth = self._told_by(goals[:_GOALS_ENOUGH])

    def _told_by(self, goals: Sequence[str]) -> float:
        """How much words tell here, 0 to 1."""
        if self._offers is None or not goals:
            return 0.0
        likeness = (self._tfidf.transform(goals) @ self._offers.T).max(axis=1).toarray()
        by_chance, jargon = _IN_COMMON
        share = (float(np.median(likeness)) - by_chance) / (jargon - by_chance)
        return min(max(share, 0.0), 1.0)

    def among(self, places: Counts) -> SharedWords:
        """Of the mentors at ``places`` alone; which words are rare still depends on all."""
        some = copy(self)
        some._places = self._places[places]
        return some

    def shared(self, goals: Sequence[Goal]) -> Matrix:
        """Of shape (mentees, mentors), 0 to 1. Words of what is there or unwanted don't count."""
        if self._offers is None or not self._worth:
            return np.zeros((len(goals), len(self._places)))
        words = self._tfidf.transform([_sought(goal) for goal in goals])
        likeness = (words @ self._offers[self._places].T).toarray()
        return np.asarray(self._worth * likeness)


def _sought(goal: Goal) -> str:
    sought = goal.shares[:, PARTS.index("has")] + goal.shares[:, PARTS.index("unwanted")] < 0.5
    return " ".join(piece.text for piece, so in zip(goal.pieces, sought, strict=True) if so)
