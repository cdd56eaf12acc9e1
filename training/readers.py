"""Other ways to read a sentence, for comparison: what the tuned network must beat.

Each is made of four plain classifiers, for the four questions that the network's heads answer,
on the same labels. They differ in what they see of a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline

from model import sentences
from model.embedding import TextEmbedder
from model.network import HEADS
from model.reading import DIRECTIONS, WORD_SIGNALS, Note, NoteReading, Reader, SentenceReading
from training.corpus import Corpus
from training.dataset import Folds
from training.labels import labelled

Rows = NDArray[Any]
# What a reader sees of each sentence of some notes, in order.
View = Callable[[Sequence[Note]], Rows]
_NEIGHBOURS = 15
_LARGEST_ODDS = 12.0


@dataclass(frozen=True)
class Plain:
    """Four classifiers over one view."""

    view: View
    direction: Any
    signal: Any
    fails: Any
    concern: Any

    @classmethod
    def fit(
        cls, view: View, make: Callable[[], Any], notes: Sequence[Note], targets: Rows
    ) -> Plain:
        """From notes and, per sentence, what the network's heads should answer."""
        rows = view(notes)
        direction, signal, fails, concern = np.split(
            targets, np.cumsum([*HEADS.values()])[:-1], axis=1
        )
        told = ~np.isnan(direction[:, 0])
        about = told & (np.nan_to_num(signal).sum(axis=1) > 0.0)
        paired, watched = ~np.isnan(fails[:, 0]), ~np.isnan(concern[:, 0])
        return cls(
            view,
            make().fit(rows[told], direction[told].argmax(axis=1)),
            make().fit(rows[about], signal[about].argmax(axis=1)),
            make().fit(rows[paired], fails[paired, 0] > 0.5),
            make().fit(rows[watched], concern[watched, 0] > 0.5),
        )

    def read(self, notes: Sequence[Note]) -> list[NoteReading]:
        """Each note with its sentences read, in the order given."""
        split = [sentences.split(note.text) for note in notes]
        if not any(split):
            return [NoteReading(note, ()) for note in notes]
        rows = self.view(notes)
        direction = _columns(self.direction, rows, len(DIRECTIONS))
        signal = _columns(self.signal, rows, len(WORD_SIGNALS))
        fails, concern = _odds(self.fails, rows), _odds(self.concern, rows)
        bad, good = DIRECTIONS.index("bad"), DIRECTIONS.index("good")
        read = iter(
            [
                SentenceReading(
                    part.text,
                    bad=float(direction[at, bad]),
                    good=float(direction[at, good]),
                    signals=signal[at],
                    leaning=float(fails[at]),
                    concern=float(concern[at]),
                )
                for at, part in enumerate(part for parts in split for part in parts)
            ]
        )
        return [
            NoteReading(note, tuple(next(read) for _ in parts))
            for note, parts in zip(notes, split, strict=True)
        ]


def _columns(classifier: Any, rows: Rows, count: int) -> NDArray[np.float64]:
    found = np.zeros((len(rows), count))
    found[:, classifier.classes_] = classifier.predict_proba(rows)
    return found


def _odds(classifier: Any, rows: Rows) -> NDArray[np.float64]:
    """Log-odds of yes; neighbours may be unanimous, so they are bounded."""
    share = np.clip(classifier.predict_proba(rows)[:, 1], 1e-6, 1.0 - 1e-6)
    odds: NDArray[np.float64] = np.log(share) - np.log1p(-share)
    return np.clip(odds, -_LARGEST_ODDS, _LARGEST_ODDS)


class Blend:
    """The mean of two readers: of their probabilities, and of their log-odds."""

    def __init__(self, one: Reader, other: Reader) -> None:
        self._readers = (one, other)

    def read(self, notes: Sequence[Note]) -> list[NoteReading]:
        """Each note with its sentences read, in the order given."""
        both = zip(*(reader.read(notes) for reader in self._readers), strict=True)
        return [
            replace(first, sentences=tuple(map(_mean, first.sentences, second.sentences)))
            for first, second in both
        ]


def _mean(one: SentenceReading, other: SentenceReading) -> SentenceReading:
    return replace(
        one,
        bad=(one.bad + other.bad) / 2.0,
        good=(one.good + other.good) / 2.0,
        signals=(one.signals + other.signals) / 2.0,
        leaning=(one.leaning + other.leaning) / 2.0,
        concern=(one.concern + other.concern) / 2.0,
    )


class Fitted:
    """Readers of one kind without some folds, as :class:`~training.tune.Tuner` gives networks."""

    def __init__(
        self, corpus: Corpus, folds: Folds, make: Callable[[Sequence[Note], Rows], Reader]
    ) -> None:
        self.fold_of: Mapping[str, int] = folds.fold_of
        self.count = folds.count
        self._corpus = corpus
        self._make = make
        self._made: dict[frozenset[int], Reader] = {}

    def without(self, left_out: Collection[int]) -> Reader:
        """A reader that saw nothing of the folds ``left_out``."""
        key = frozenset(left_out)
        if key not in self._made:
            seen = [one for one in labelled(self._corpus, self.fold_of) if one.fold not in key]
            targets = np.concatenate([one.targets for one in seen])
            self._made[key] = self._make([one.note for one in seen], targets)
        return self._made[key]


class Blended:
    """Blends of two kinds, without some folds."""

    def __init__(self, one: Folds, other: Folds) -> None:
        self.fold_of = one.fold_of
        self.count = one.count
        self._kinds = (one, other)

    def without(self, left_out: Collection[int]) -> Reader:
        """A blend of readers that saw nothing of the folds ``left_out``."""
        return Blend(*(kind.without(left_out) for kind in self._kinds))


def others(corpus: Corpus, network: Folds, embedder: TextEmbedder) -> dict[str, Folds]:
    """The readers to compare, by name, the tuned network first."""

    def linear() -> Any:
        return LogisticRegression(C=0.5, max_iter=1000, class_weight="balanced")

    def nearest() -> Any:
        return KNeighborsClassifier(_NEIGHBOURS, weights="distance", metric="cosine")

    def bag() -> Any:
        return make_pipeline(
            # Punctuation counts as words, because a question mark or an emoji says something too.
            TfidfVectorizer(
                sublinear_tf=True, ngram_range=(1, 2), min_df=2, token_pattern=r"\w+|[^\w\s]"
            ),
            LogisticRegression(C=3.0, max_iter=1000, class_weight="balanced"),
        )

    def texts(notes: Sequence[Note]) -> Rows:
        return np.array([part.text for note in notes for part in sentences.split(note.text)])

    def alone(notes: Sequence[Note]) -> Rows:
        return embedder.encode([*texts(notes)])

    def in_note(notes: Sequence[Note]) -> Rows:
        whole = embedder.encode([note.text for note in notes])
        parts = [len(sentences.split(note.text)) for note in notes]
        return np.hstack([alone(notes), np.repeat(whole, parts, axis=0)])

    def kind(view: View, make: Callable[[], Any]) -> Folds:
        return Fitted(corpus, network, lambda notes, rows: Plain.fit(view, make, notes, rows))

    words = kind(texts, bag)
    return {
        "tuned MiniLM": network,
        "frozen MiniLM, linear heads": kind(in_note, linear),
        "frozen MiniLM, nearest sentences": kind(alone, nearest),
        "bag of words": words,
        "tuned MiniLM and bag of words": Blended(network, words),
    }
