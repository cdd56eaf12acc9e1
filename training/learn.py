"""Fits the risk line and the thresholds to what networks said of notes that they never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from model import history as histories
from model.health import RiskLine
from model.reading import NoteReading
from training.corpus import Corpus
from training.dataset import Cut, Readings, Unseen, as_note, blanked
from training.tune import Tuning

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Knobs:
    """What can be turned.

    Attributes
    ----------
    tuning : Tuning
        The knobs of the reading network.
    line_c : float
        Inverse strength of regularisation of the risk line.
    folds : int
        Into how many folds of whole registers the corpus is divided.
    prevalence : float
        The share of failing mentorships to calibrate for. The corpus holds about as many failing
        as working ones, a programme holds fewer.
    threshold : float
        The risk from which a mentorship is flagged. F1 on the corpus is flat from about 0.35 to
        0.6, so the plain meaning decides: it is more likely to fail its people than not.
    seed : int
    false_alarms : float
        The share of calm notes that may be shown as a concern. A coordinator who reads too many
        of them stops reading, and then the true ones are missed as well.
    cuts_per_pair : int
        At how many days each history is cut.
    """

    tuning: Tuning = field(default_factory=Tuning)
    line_c: float = 0.1
    folds: int = 4
    prevalence: float = 0.35
    threshold: float = 0.5
    seed: int = 20261124
    false_alarms: float = 0.025
    cuts_per_pair: int = 5


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


def fit_line(cuts: Sequence[Cut], corpus: Corpus, unseen: Unseen, knobs: Knobs) -> RiskLine:
    """The risk line, calibrated on registers that it did not see."""
    fails = np.array([cut.fails for cut in cuts])
    views = [feature_rows(view, unseen.notes) for view in _views(cuts)]
    log_odds = np.empty(len(cuts))
    for train, test in _folds([cut.pair.register for cut in cuts], knobs):
        weights, base = _fit_views([view[train] for view in views], fails[train], knobs)
        log_odds[test] = views[0][test] @ weights + base
    # Platt's line, without penalty; it has two numbers and as many rows as there are cuts.
    share = np.where(
        fails, knobs.prevalence / fails.mean(), (1 - knobs.prevalence) / (~fails).mean()
    )
    platt = LogisticRegression(C=np.inf).fit(log_odds[:, None], fails, sample_weight=share)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    weights, base = _fit_views(views, fails, knobs)
    of_concern = concern_threshold(worries(corpus, unseen), corpus, knobs)
    return RiskLine(slope * weights, slope * base + shift, knobs.threshold, of_concern)


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


@dataclass(frozen=True)
class Worries:
    """How worrying the most worrying sentence of each note was found, in log-odds.

    Attributes
    ----------
    note : ndarray of shape (n,)
        First the safeguarding notes, then the notes of the corpus that count as calm.
    raised : ndarray of shape (n,)
        Whether the note raises a concern.
    names : list of str
        The safeguarding note or the pair.
    """

    note: Matrix
    raised: NDArray[np.bool_]
    names: list[str]


def worries(corpus: Corpus, unseen: Unseen) -> Worries:
    """What networks that never saw them made of the safeguarding notes and the calm ones.

    Notes about relationships are calm but for those that speak of disrespect or fear: these may
    well deserve a second look, and nobody labelled them for this.
    """
    found = [
        (_worst(unseen.concerns[one.note]), one.quote is not None, one.note)
        for one in corpus.concerns
        if one.note in unseen.concerns
    ]
    for note in corpus.notes:
        own = as_note(note)
        reading = unseen.notes.get((own.meeting_id, own.author))
        unclear = any(one.signal == "trust_respect" and one.direction == "bad" for one in note.says)
        if reading is not None and not unclear:
            found.append((_worst(reading), False, note.pair))
    worst, raised, names = zip(*found, strict=True)
    return Worries(np.array(worst), np.array(raised), [*names])


def _worst(reading: NoteReading) -> float:
    return max((sentence.concern for sentence in reading.sentences), default=-np.inf)


def concern_threshold(found: Worries, corpus: Corpus, knobs: Knobs) -> float:
    """The log-odds that only ``knobs.false_alarms`` of the calm notes reach."""
    written_for_it = np.isin(found.names, [one.note for one in corpus.concerns])
    return round(float(np.quantile(found.note[~written_for_it], 1.0 - knobs.false_alarms)), 3)
