"""What must reach a human at once, whatever the risk.

This is a path of its own: it does not touch the risk, and the risk does not touch it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from model.reading import PreparedNote

# What a concern can be about, as labelled in the corpus.
CONCERNS: tuple[str, ...] = (
    "harassment",
    "discrimination",
    "threat",
    "self_harm",
    "retaliation",
    "abuse_of_power",
)


class Guard:
    """Finds the sentences that a human must see.

    Parameters
    ----------
    meaning : LogisticRegression
        Rows of :class:`~model.reading.PreparedNote` → 0 or 1.
    words : Pipeline
        Sentences → 0 or 1.
    threshold : float
        A sentence whose worry is at least this is shown.
    """

    def __init__(self, meaning: LogisticRegression, words: Pipeline, threshold: float) -> None:
        self.meaning = meaning
        self.words = words
        self.threshold = threshold

    def find(self, prepared: Sequence[PreparedNote]) -> list[list[str]]:
        """Per note the sentences that raise a concern, verbatim, most worrying first."""
        return [
            [
                one.sentences[at].text
                for at in np.argsort(-worry, kind="stable")
                if worry[at] >= self.threshold
            ]
            for one, worry in zip(prepared, self.worries(prepared), strict=True)
        ]

    def worries(self, prepared: Sequence[PreparedNote]) -> list[NDArray[np.float64]]:
        """Per note an array with the worry of each sentence, from 0 to 1.

        It is the geometric mean of two odds, that of the meaning and that of the words.
        """
        texts = [sentence.text for one in prepared for sentence in one.sentences]
        if not texts:
            return [np.zeros(0) for _ in prepared]
        rows = np.vstack([one.rows for one in prepared])
        by_meaning = self.meaning.decision_function(rows)
        by_words = self.words.decision_function(texts)
        worry = np.asarray(expit((by_meaning + by_words) / 2.0), dtype=np.float64)
        ends = np.cumsum([len(one.sentences) for one in prepared])[:-1]
        return np.split(worry, ends)
