"""The figures are what their names say."""

from __future__ import annotations

import numpy as np
import pytest

from training.metrics import (
    Estimate,
    auc,
    average_precision,
    calibration_error,
    estimate,
    precision_at,
    recall_at,
)

TRUTH = np.array([False, False, True, True])
PERFECT = np.array([0.1, 0.2, 0.8, 0.9])


def test_a_perfect_ranking_has_an_auc_of_1_and_its_reverse_of_0() -> None:
    assert (auc(PERFECT, TRUTH), auc(-PERFECT, TRUTH)) == (1.0, 0.0)


@pytest.mark.parametrize("truth", [np.zeros(4, bool), np.ones(4, bool)])
def test_there_is_no_auc_where_there_is_nothing_to_rank(truth: np.ndarray) -> None:
    assert np.isnan(auc(PERFECT, truth))


def test_a_perfect_ranking_has_an_average_precision_of_1() -> None:
    assert average_precision(PERFECT, TRUTH) == 1.0


def test_precision_is_the_share_of_flags_that_are_right() -> None:
    assert precision_at(0.2)(PERFECT, TRUTH) == pytest.approx(2 / 3)


def test_recall_is_the_share_of_failures_that_are_flagged() -> None:
    assert recall_at(0.85)(PERFECT, TRUTH) == 0.5


def test_without_a_flag_there_is_no_precision() -> None:
    assert np.isnan(precision_at(0.95)(PERFECT, TRUTH))


def test_probabilities_that_come_true_have_no_calibration_error() -> None:
    scores = np.array([0.25] * 4 + [0.75] * 4)
    truth = np.array([True, False, False, False, True, True, True, False])
    assert calibration_error(scores, truth) == pytest.approx(0.0)


def test_certainty_that_is_wrong_has_the_whole_calibration_error() -> None:
    assert calibration_error(np.array([1.0, 1.0]), np.array([False, False])) == 1.0


def test_an_interval_is_drawn_the_same_for_the_same_seed() -> None:
    groups = ["a", "b", "c", "d"]
    scores = np.array([0.1, 0.7, 0.3, 0.9])
    first = estimate(auc, scores, TRUTH, groups, 1)
    assert first == estimate(auc, scores, TRUTH, groups, 1)
    assert first.low <= first.value <= first.high


def test_cuts_of_one_pair_are_drawn_together() -> None:
    # With all in one group every sample is the whole, so the interval has no width.
    found = estimate(auc, np.array([0.1, 0.7, 0.3, 0.9]), TRUTH, ["a"] * 4, 1)
    assert found.low == found.value == found.high


def test_a_figure_that_is_not_defined_prints_as_a_dash() -> None:
    nothing = estimate(auc, PERFECT, np.ones(4, bool), ["a", "b", "c", "d"], 1)
    assert str(nothing) == "–"


def test_a_figure_prints_with_its_interval() -> None:
    assert str(Estimate(0.8, 0.7, 0.9)) == "0.800 [0.70, 0.90]"
