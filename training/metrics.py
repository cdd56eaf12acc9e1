"""How good a ranking and its flags are, each figure with an interval.

Intervals are percentiles of a bootstrap over whole groups (pairs), because cuts of one pair are
anything but independent (Field & Welsh 2007, "Bootstrapping clustered data").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]
Metric = Callable[[Scores, Truth], float]

RESAMPLES = 500
CALIBRATION_BINS = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; ``nan`` where it is not defined."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if np.isnan(self.value):
            return "–"
        return f"{self.value:.3f} [{self.low:.2f}, {self.high:.2f}]"


def auc(scores: Scores, truth: Truth) -> float:
    """Area under the ROC curve: how often a failing pair ranks above a working one."""
    if truth.all() or not truth.any():
        return float("nan")
    return float(roc_auc_score(truth, scores))


def average_precision(scores: Scores, truth: Truth) -> float:
    """Area under the precision–recall curve."""
    return float(average_precision_score(truth, scores)) if truth.any() else float("nan")


def precision_at(threshold: float) -> Metric:
    """Of those flagged, how many are real."""

    def metric(scores: Scores, truth: Truth) -> float:
        flagged = scores >= threshold
        return float(truth[flagged].mean()) if flagged.any() else float("nan")

    return metric


def recall_at(threshold: float) -> Metric:
    """Of those failing, how many are flagged."""

    def metric(scores: Scores, truth: Truth) -> float:
        return float((scores >= threshold)[truth].mean()) if truth.any() else float("nan")

    return metric


def calibration_error(scores: Scores, truth: Truth) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins = np.minimum((scores * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    error = 0.0
    for place in range(CALIBRATION_BINS):
        inside = bins == place
        if inside.any():
            error += inside.mean() * abs(float(scores[inside].mean() - truth[inside].mean()))
    return error


def estimate(
    metric: Metric,
    scores: Scores,
    truth: Truth,
    groups: Sequence[str] | NDArray[np.str_],
    seed: int,
) -> Estimate:
    """``metric`` with its interval over resampled groups."""
    rng = np.random.default_rng(seed)
    _, group = np.unique(np.array(groups), return_inverse=True)
    members = [np.flatnonzero(group == place) for place in range(group.max() + 1)]
    resampled: list[float] = []
    for _ in range(RESAMPLES):
        drawn = rng.integers(len(members), size=len(members))
        rows = np.concatenate([members[place] for place in drawn])
        resampled.append(metric(scores[rows], truth[rows]))
    usable = [figure for figure in resampled if not np.isnan(figure)]
    if not usable:
        return Estimate(float("nan"), float("nan"), float("nan"))
    low, high = np.percentile(usable, [2.5, 97.5])
    return Estimate(metric(scores, truth), float(low), float(high))
