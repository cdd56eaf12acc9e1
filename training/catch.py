"""The stated catch: what a coordinator gets for reading so many flags, how early, and for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from model.history import history_as_of
from training.corpus import DAY_ZERO, programme_of
from training.dataset import Cut
from training.judge import Fitted, Judge
from training.metrics import Estimate, Metric, Scores, Truth, auc, estimate, recall_at

THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
# Groups of fewer pairs than this are thrown together; one without both kinds is not spoken of.
LEAST_GROUP = 12
TOO_SMALL = "all smaller ones"
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Catch:
    """What a threshold catches.

    Attributes
    ----------
    flagged : Estimate
        Of 100 active mentorships, as many as fail in the programme, so many are flagged.
    precision, recall : Estimate
        Of the flagged, how many are real; of the failing, how many are flagged.
    """

    threshold: float
    flagged: Estimate
    precision: Estimate
    recall: Estimate


def catches(
    scores: Scores, truth: Truth, groups: Sequence[str], prevalence: float, seed: int
) -> list[Catch]:
    """Per threshold what it catches where ``prevalence`` of the mentorships fail."""
    return [
        Catch(
            threshold,
            estimate(_flagged(threshold, prevalence), scores, truth, groups, seed),
            estimate(_precision(threshold, prevalence), scores, truth, groups, seed),
            estimate(recall_at(threshold), scores, truth, groups, seed),
        )
        for threshold in THRESHOLDS
    ]


def _rates(threshold: float, scores: Scores, truth: Truth) -> tuple[float, float]:
    flagged = scores >= threshold
    if truth.all() or not truth.any():
        return float("nan"), float("nan")
    return float(flagged[truth].mean()), float(flagged[~truth].mean())


def _flagged(threshold: float, prevalence: float) -> Metric:
    def metric(scores: Scores, truth: Truth) -> float:
        hits, alarms = _rates(threshold, scores, truth)
        return 100.0 * (prevalence * hits + (1.0 - prevalence) * alarms)

    return metric


def _precision(threshold: float, prevalence: float) -> Metric:
    def metric(scores: Scores, truth: Truth) -> float:
        hits, alarms = _rates(threshold, scores, truth)
        flagged = prevalence * hits + (1.0 - prevalence) * alarms
        return prevalence * hits / flagged if flagged > 0.0 else float("nan")

    return metric


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How long before the end failing pairs are flagged, weeks replayed one by one.

    Attributes
    ----------
    pairs : int
        Failing pairs.
    caught : Estimate
        The share of them that is flagged on some day before the last that was observed.
    days : Estimate
        The median of days from the first flag to that last day, of those caught.
    """

    pairs: int
    caught: Estimate
    days: Estimate


def lead_time(judge: Judge, fitted: Sequence[Fitted], seed: int) -> LeadTime:
    """Replays the failing pairs of each fold by the model that was made without it."""
    leads: list[float] = []
    names: list[str] = []
    for one in fitted:
        for name, lead in _leads(judge, one):
            names.append(name)
            leads.append(lead)
    found = np.array(leads)
    everyone = np.ones(len(found), dtype=bool)

    def share(days: Scores, _: Truth) -> float:
        return float((days > 0.0).mean())

    def median(days: Scores, _: Truth) -> float:
        caught = days[days > 0.0]
        return float(np.median(caught)) if len(caught) else float("nan")

    return LeadTime(
        len(found),
        estimate(share, found, everyone, names, seed),
        estimate(median, found, everyone, names, seed),
    )


def _leads(judge: Judge, fitted: Fitted) -> Iterator[tuple[str, float]]:
    """Per failing pair the days from its first flag to the end; 0 if there was none."""
    programme = programme_of(judge.corpus)
    for pair in judge.corpus.pairs:
        if judge.folds.fold_of[pair.register] != fitted.fold or not pair.fails_on(pair.until_day):
            continue
        began = max(day for day, _ in pair.phases)
        days = range(began, pair.until_day, _WEEK)
        replayed = fitted.health.assess(
            [history_as_of(programme, pair.pair, DAY_ZERO + timedelta(days=day)) for day in days]
        )
        flagged = [day for day, one in zip(days, replayed, strict=True) if one.flagged]
        yield pair.pair, float(pair.until_day - flagged[0]) if flagged else 0.0


@dataclass(frozen=True, slots=True)
class Slice:
    """How well a group of mentorships is judged.

    Attributes
    ----------
    auc, recall, false_alarms : Estimate
        Of its ranking; of its failing pairs, how many are flagged; of its working ones.
    """

    group: str
    pairs: int
    failing: int
    auc: Estimate
    recall: Estimate
    false_alarms: Estimate


def slices(
    groups: Sequence[str],
    *,
    names: Sequence[str],
    scores: Scores,
    flags: Truth,
    truth: Truth,
    seed: int,
) -> list[Slice]:
    """One slice a group, and one for all that are too small; ``names`` are those of the pairs."""
    found: list[Slice] = []
    flagged = flags.astype(float)
    sizes = Counter(groups)
    groups = [group if sizes[group] >= LEAST_GROUP else TOO_SMALL for group in groups]
    for group in sorted(set(groups)):
        own = np.array([one == group for one in groups])
        inside = [name for name, mine in zip(names, own, strict=True) if mine]
        failing = int(truth[own].sum())
        if 0 < failing < own.sum():
            found.append(
                Slice(
                    group,
                    int(own.sum()),
                    failing,
                    estimate(auc, scores[own], truth[own], inside, seed),
                    estimate(recall_at(0.5), flagged[own], truth[own], inside, seed),
                    estimate(recall_at(0.5), flagged[own], ~truth[own], inside, seed),
                )
            )
    return found


def widest_gap(found: Sequence[Slice]) -> dict[str, float]:
    """The greatest difference between two groups, per figure."""
    return {
        figure: max(values) - min(values)
        for figure in ("auc", "recall", "false_alarms")
        if (values := [getattr(one, figure).value for one in found])
    }


def pairs_of(cuts: Sequence[Cut]) -> list[str]:
    """The names of the pairs of cuts, for intervals over whole pairs."""
    return [cut.pair.pair for cut in cuts]
