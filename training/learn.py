"""Fits the three learned parts: the reader, the guard and the risk line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline

from model import history as histories
from model.health import RiskLine
from model.reading import NoteReading, PreparedNote, Reader
from model.safeguarding import Guard
from training.corpus import Pair
from training.dataset import Cut, Material, SentenceRows, blanked

Matrix = NDArray[np.float64]
Readings = Mapping[tuple[str, str], NoteReading]


@dataclass(frozen=True, slots=True)
class Knobs:
    """What can be turned.

    Attributes
    ----------
    reader_c, words_c, line_c, guard_c : float
        Inverse strengths of regularisation.
    folds : int
        Inner folds by which the line is fitted to readings of notes the reader never saw.
    prevalence : float
        The share of failing mentorships to calibrate for. The corpus holds about as many failing
        as working ones, a programme holds fewer.
    seed : int
    false_alarms : float
        The share of calm notes that the guard may show. A coordinator who reads too many of them
        stops reading, and then the true ones are missed as well.
    cuts_per_pair : int
        At how many days each history is cut.
    """

    reader_c: float = 0.5
    words_c: float = 3.0
    line_c: float = 0.1
    guard_c: float = 1.0
    folds: int = 10
    prevalence: float = 0.35
    seed: int = 20261124
    false_alarms: float = 0.015
    cuts_per_pair: int = 5


def fit_reader(sentences: SentenceRows, knobs: Knobs) -> Reader:
    """The four classifiers of sentences."""
    direction = LogisticRegression(C=knobs.reader_c, max_iter=1000, class_weight="balanced")
    direction.fit(sentences.rows, sentences.direction)
    about = sentences.signal != ""
    signal = LogisticRegression(C=knobs.reader_c, max_iter=1000)
    signal.fit(sentences.rows[about], sentences.signal[about])
    direction_words = _word_classifier(knobs, class_weight="balanced")
    direction_words.fit(sentences.text, sentences.direction)
    leaning = _word_classifier(knobs)
    leaning.fit(sentences.text, sentences.fails)
    return Reader(direction, direction_words, signal, leaning)


def _word_classifier(knobs: Knobs, class_weight: str | None = None) -> Pipeline:
    return make_pipeline(
        # Punctuation counts as words, because a question mark or an emoji says something too.
        TfidfVectorizer(
            sublinear_tf=True, ngram_range=(1, 2), min_df=2, token_pattern=r"\w+|[^\w\s]"
        ),
        LogisticRegression(C=knobs.words_c, max_iter=1000, class_weight=class_weight),
    )


def fit_health(material: Material, pairs: Sequence[Pair], knobs: Knobs) -> tuple[Reader, RiskLine]:
    """The reader and the risk line, from ``pairs`` alone."""
    names = {pair.pair for pair in pairs}
    line = fit_line(material.cuts_of(names), read_unseen(material, pairs, knobs), knobs)
    return fit_reader(material.sentences.of(names), knobs), line


def read_unseen(material: Material, pairs: Sequence[Pair], knobs: Knobs) -> Readings:
    """The notes of ``pairs``, each read by a reader that saw no note of its register.

    The line is fitted to these. It so learns how far readings of a voice that is new to the
    reader can be trusted, which is the case when a programme is scored.
    """
    readings: dict[tuple[str, str], NoteReading] = {}
    for train, test in _folds([pair.register for pair in pairs], knobs):
        reader = fit_reader(material.sentences.of({pairs[at].pair for at in train}), knobs)
        readings |= index_of(reader.read(material.notes_of({pairs[at].pair for at in test})))
    return readings


def index_of(readings: Sequence[NoteReading]) -> dict[tuple[str, str], NoteReading]:
    """Readings by meeting and author."""
    return {(one.note.meeting_id, one.note.author): one for one in readings}


def feature_rows(cuts: Sequence[Cut], readings: Readings) -> Matrix:
    """The features of each cut, of shape (len(cuts), features)."""
    return np.array(
        [
            histories.values(
                histories.features(
                    cut.history,
                    [readings[note.meeting_id, note.author] for note in cut.history.notes],
                )
            )
            for cut in cuts
        ]
    )


def fit_line(cuts: Sequence[Cut], readings: Readings, knobs: Knobs) -> RiskLine:
    """The risk line, calibrated and thresholded on registers that it did not see."""
    fails = np.array([cut.fails for cut in cuts])
    views = [feature_rows(view, readings) for view in _views(cuts)]
    unseen = np.empty(len(cuts))
    for train, test in _folds([cut.pair.register for cut in cuts], knobs):
        weights, base = _fit_views([view[train] for view in views], fails[train], knobs)
        unseen[test] = views[0][test] @ weights + base
    # Platt's line, without penalty; it has two numbers and as many rows as there are cuts.
    share = np.where(
        fails, knobs.prevalence / fails.mean(), (1 - knobs.prevalence) / (~fails).mean()
    )
    platt = LogisticRegression(C=np.inf).fit(unseen[:, None], fails, sample_weight=share)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    weights, base = _fit_views(views, fails, knobs)
    threshold = best_threshold(slope * unseen + shift, fails, share)
    return RiskLine(slope * weights, slope * base + shift, threshold)


def _views(cuts: Sequence[Cut]) -> list[list[Cut]]:
    """The cuts as they are, and as they would look without words, without ratings, without both.

    Programmes differ in what they collect. A line that has only seen pairs who write and rate
    would have no use for attendance, which is all that some programmes have.
    """
    return [
        [*cuts],
        [blanked(cut, words=True, ratings=False) for cut in cuts],
        [blanked(cut, words=False, ratings=True) for cut in cuts],
        [blanked(cut, words=True, ratings=True) for cut in cuts],
    ]


def _fit_views(
    views: Sequence[Matrix], fails: NDArray[np.bool_], knobs: Knobs
) -> tuple[Matrix, float]:
    repeated = np.concatenate([fails] * len(views))
    return fit_nonnegative(np.vstack(views), repeated, knobs.line_c / len(views))


def _folds(groups: Sequence[str], knobs: Knobs) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    splitter = GroupKFold(n_splits=min(knobs.folds, len(set(groups))))
    return [*splitter.split(np.zeros(len(groups)), groups=np.array(groups))]


def fit_nonnegative(features: Matrix, fails: NDArray[np.bool_], c: float) -> tuple[Matrix, float]:
    """Logistic regression whose weights can't be negative.

    Every feature is written so that more of it is worse. Where two say much the same, an
    unbounded fit gives one of them a negative weight, and then a bad word would lower the risk
    of the pair in which it fell: better for no pair, and absurd as a reason.

    Returns
    -------
    weights : ndarray of shape (features,)
        In log-odds per unit.
    base : float
        Log-odds where all features are 0.
    """
    scale = features.std(axis=0)
    scale[scale == 0.0] = 1.0
    rows = np.hstack([features / scale, np.ones((len(features), 1))])
    sign = np.where(fails, 1.0, -1.0)

    def loss(w: Matrix) -> tuple[float, Matrix]:
        margin = sign * (rows @ w)
        gradient = -c * (rows.T @ (sign * expit(-margin)))
        gradient[:-1] += w[:-1]
        value = c * float(np.logaddexp(0.0, -margin).sum()) + 0.5 * float(w[:-1] @ w[:-1])
        return value, gradient

    count = features.shape[1]
    bounds = [(0.0, None)] * count + [(None, None)]
    found = minimize(loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return found.x[:-1] / scale, float(found.x[-1])


def best_threshold(
    log_odds: Matrix, fails: NDArray[np.bool_], weight: Matrix | None = None
) -> float:
    """The probability from which flags have the best F1, in whole percentages."""
    share = np.ones(len(fails)) if weight is None else weight
    choices = np.arange(0.20, 0.81, 0.01)
    scores = []
    for choice in choices:
        flagged = log_odds >= logit(choice)
        hits = float(share[flagged & fails].sum())
        scores.append(2 * hits / max(float(share[flagged].sum() + share[fails].sum()), 1e-9))
    return round(float(choices[int(np.argmax(scores))]), 2)


@dataclass(frozen=True)
class Worries:
    """How worried a guard was, out of fold, by the most worrying sentence of each note.

    Attributes
    ----------
    note : ndarray of shape (n,)
        First the concern notes, then the notes of the corpus that count as calm.
    raised : ndarray of shape (n,)
        Whether the note raises a concern.
    """

    note: Matrix
    raised: NDArray[np.bool_]
    names: list[str]


def fit_guard(material: Material, knobs: Knobs) -> tuple[Guard, Worries]:
    """The guard, and what it would have said of notes that it did not see.

    The notes about relationships join as examples of what must not trigger it, but for those
    that speak of disrespect or fear: these may well deserve a second look, and nobody labelled
    them for this. The threshold is set by how many of the calm ones it shows.
    """
    examples = _guard_examples(material)
    worry = np.empty(len(examples))
    folds = _folds([example.group for example in examples], knobs)
    for train, test in folds:
        guard = _guard([examples[at] for at in train], 0.5, knobs)
        found = guard.worries([examples[at].note for at in test])
        worry[test] = [one.max(initial=0.0) for one in found]
    raised = np.array([example.raised for example in examples])
    calm = np.array([example.calm for example in examples])
    threshold = round(float(np.quantile(worry[calm], 1.0 - knobs.false_alarms)), 3)
    worries = Worries(worry, raised, [example.group for example in examples])
    return _guard(examples, threshold, knobs), worries


@dataclass(frozen=True, slots=True)
class _Example:
    note: PreparedNote
    group: str
    quote: str | None
    calm: bool

    @property
    def raised(self) -> bool:
        return self.quote is not None

    def worrying(self) -> list[int]:
        """Per sentence 1 if it is the one that a human must see, else 0."""
        if self.quote is None:
            return [0] * len(self.note.sentences)
        begin = self.note.note.text.index(self.quote)
        end = begin + len(self.quote)
        return [
            int(min(end, one.start + len(one.text)) - max(begin, one.start) >= 8)
            for one in self.note.sentences
        ]


def _guard_examples(material: Material) -> list[_Example]:
    concerns = [
        _Example(prepared, note.note, note.quote, calm=False)
        for note, prepared in zip(material.corpus.concerns, material.concerns, strict=True)
    ]
    calm = [
        _Example(prepared, note.pair, None, calm=True)
        for note, prepared in zip(material.corpus.notes, material.prepared, strict=True)
        if not any(one.signal == "trust_respect" and one.direction == "bad" for one in note.says)
    ]
    return [example for example in concerns + calm if example.note.sentences]


def _guard(examples: Sequence[_Example], threshold: float, knobs: Knobs) -> Guard:
    rows = np.vstack([example.note.rows for example in examples])
    texts = [sentence.text for example in examples for sentence in example.note.sentences]
    labels = np.concatenate([example.worrying() for example in examples])
    meaning = LogisticRegression(C=knobs.guard_c, max_iter=1000, class_weight="balanced")
    words = _word_classifier(knobs, class_weight="balanced")
    return Guard(meaning.fit(rows, labels), words.fit(texts, labels), threshold)
