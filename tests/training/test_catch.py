"""The stated catch adds up, and says nothing where there is nothing to say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.fakes import FakeEmbedder
from tests.training.conftest import KNOBS, FakeFolds
from training import catch
from training.corpus import Corpus
from training.dataset import Cut
from training.judge import Judge

NAMES = [str(at) for at in range(20)]
FAILS = np.array([True, False] * 10)


def at_a_tenth(risks: list[float]) -> dict[float, catch.Catch]:
    """The catch by threshold, in a programme of which a tenth fails."""
    found = catch.catches(np.array(risks), FAILS, NAMES, prevalence=0.1, seed=1)
    return {one.threshold: one for one in found}


def test_who_parts_them_without_error_flags_as_many_as_fail() -> None:
    caught = at_a_tenth([0.85, 0.15] * 10)[0.5]
    assert (caught.flagged.value, caught.precision.value, caught.recall.value) == (10.0, 1.0, 1.0)


def test_who_flags_everyone_is_right_as_often_as_pairs_fail() -> None:
    caught = at_a_tenth([0.85] * 20)[0.5]
    assert caught.flagged.value == pytest.approx(100.0)
    assert caught.precision.value == pytest.approx(0.1)
    assert caught.recall.value == 1.0


def test_who_flags_nobody_has_no_precision() -> None:
    caught = at_a_tenth([0.1] * 20)[0.5]
    assert (caught.flagged.value, caught.recall.value) == (0.0, 0.0)
    assert math.isnan(caught.precision.value)


def test_a_higher_threshold_flags_no_more() -> None:
    found = at_a_tenth(list(np.linspace(0.0, 1.0, 20)))
    flagged = [found[threshold].flagged.value for threshold in sorted(found)]
    assert flagged == sorted(flagged, reverse=True)


def test_failing_pairs_are_found_before_their_last_day(corpus: Corpus, cut: list[Cut]) -> None:
    judge = Judge(
        corpus, FakeFolds(corpus), learn_from=cut, cuts=cut, embedder=FakeEmbedder(), knobs=KNOBS
    )
    found = catch.lead_time(judge, [*judge.fitted()], seed=1)
    assert found.pairs == sum(pair.fails_on(pair.until_day) for pair in corpus.pairs)
    assert found.caught.value == 1.0
    assert 0.0 < found.days.value <= 60.0


def slices(groups: list[str]) -> list[catch.Slice]:
    risks = np.where(FAILS, 0.9, 0.1)
    return catch.slices(groups, names=NAMES, scores=risks, flags=risks > 0.5, truth=FAILS, seed=1)


def test_groups_that_are_too_small_to_speak_of_are_thrown_together() -> None:
    found = slices(["large"] * 15 + ["small"] * 3 + ["tiny"] * 2)
    assert [(one.group, one.pairs, one.failing) for one in found] == [
        (catch.TOO_SMALL, 5, 2),
        ("large", 15, 8),
    ]


def test_the_gap_is_that_between_the_best_and_the_worst_served() -> None:
    found = slices(["one"] * 20)
    assert catch.widest_gap(found) == {"auc": 0.0, "recall": 0.0, "false_alarms": 0.0}
