"""Judges pairs of the corpus by systems that know nothing of their registers.

A register is a voice of its own with its own pairs, mentors and texts, so no pair, no mentor and
no note is ever on both sides. For each fold the network, the risk line, its calibration and its
threshold are made without it; the line is fitted to what networks that lack two folds said of
the second, so that even there nothing was read by a network that had learnt from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from model.embedding import TextEmbedder
from model.health import HealthModel, RiskLine
from model.reading import Note, NoteReading
from training import baselines, learn
from training.corpus import Corpus
from training.dataset import Cut, Folds, Readings, Unseen, read_fold, read_unseen
from training.learn import Knobs
from training.metrics import Scores, Truth

OURS = "Rapport"


@dataclass(frozen=True)
class Judged:
    """Cuts of all folds with the score of each system; Rapport's are probabilities."""

    cuts: list[Cut]
    scores: dict[str, Scores]
    flags: Truth

    @property
    def truth(self) -> Truth:
        """Which of them fail."""
        return np.array([cut.fails for cut in self.cuts])


@dataclass(frozen=True)
class Fitted:
    """A model made without one fold, and that fold's notes as it reads them."""

    fold: int
    line: RiskLine
    unseen: Unseen

    @property
    def health(self) -> HealthModel:
        """The model, for the notes of its fold."""
        return HealthModel(Known(self.unseen.notes), self.line)


class Known:
    """Gives readings that were made before."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def read(self, notes: Sequence[Note]) -> list[NoteReading]:
        """The readings of ``notes``; a note that was blanked out since says nothing."""
        return [self._readings[note.meeting_id, note.author] for note in notes]


class Judge:
    """Makes every system fold by fold and lets it judge the cuts of that fold."""

    def __init__(
        self,
        corpus: Corpus,
        folds: Folds,
        *,
        learn_from: Sequence[Cut],
        cuts: Sequence[Cut],
        embedder: TextEmbedder,
        knobs: Knobs,
    ) -> None:
        self.corpus = corpus
        self.folds = folds
        self.learn_from = learn_from
        self.cuts = cuts
        self.knobs = knobs
        self.systems: dict[str, baselines.Baseline] = {
            "cadence rule": baselines.cadence_rule,
            "rating rule": baselines.rating_rule,
            "VADER": baselines.vader,
            "TF-IDF + logistic": baselines.tfidf,
            "MiniLM + logistic": baselines.minilm(embedder),
        }

    def by_register(self, fitted: Sequence[Fitted]) -> Judged:
        """Each register judged by systems that never read it; ``fitted`` is of all folds."""
        return _joined([self._block(one) for one in fitted])

    def by_register_and_time(self) -> Judged:
        """The same, learnt from early weeks and judged on later ones."""
        middle = float(np.median([cut.day for cut in self.cuts]))
        early = [cut for cut in self.learn_from if cut.day <= middle]
        late = [cut for cut in self.cuts if cut.day > middle]
        return _joined([self._block(one, early, late) for one in self.fitted(early)])

    def fitted(self, learn_from: Sequence[Cut] | None = None) -> Iterator[Fitted]:
        """Per fold the model that was made without it."""
        for fold in range(self.folds.count):
            print(f"  fold {fold + 1} of {self.folds.count}", flush=True)
            others = read_unseen(self.corpus, self.folds, {fold})
            learnt = self._not_in(fold, self.learn_from if learn_from is None else learn_from)
            line = learn.fit_line(learnt, self.corpus, others, self.knobs)
            own = read_fold(self.corpus, self.folds, fold, {fold})
            yield Fitted(fold, line, own)

    def within(self, fold: int, cuts: Sequence[Cut]) -> list[Cut]:
        """The cuts of one fold."""
        return [cut for cut in cuts if self.folds.fold_of[cut.pair.register] == fold]

    def _not_in(self, fold: int, cuts: Sequence[Cut]) -> list[Cut]:
        return [cut for cut in cuts if self.folds.fold_of[cut.pair.register] != fold]

    def _block(
        self,
        fitted: Fitted,
        learn_from: Sequence[Cut] | None = None,
        cuts: Sequence[Cut] | None = None,
    ) -> Judged:
        learnt = self._not_in(fitted.fold, self.learn_from if learn_from is None else learn_from)
        judged = self.within(fitted.fold, self.cuts if cuts is None else cuts)
        histories = [cut.history for cut in judged]
        scores = {name: system(learnt, histories) for name, system in self.systems.items()}
        features = learn.feature_rows(judged, fitted.unseen.notes)
        scores[OURS] = np.array([fitted.line.risk(row) for row in features])
        return Judged(judged, scores, scores[OURS] >= fitted.line.threshold)


def _joined(blocks: Sequence[Judged]) -> Judged:
    return Judged(
        [cut for block in blocks for cut in block.cuts],
        {
            name: np.concatenate([block.scores[name] for block in blocks])
            for name in blocks[0].scores
        },
        np.concatenate([block.flags for block in blocks]),
    )
