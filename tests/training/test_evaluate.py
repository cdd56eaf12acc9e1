"""Judging is fair: no system knows a pair, a register or a later day that it is judged on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
import pytest

from model.history import History
from tests.fakes import FakeEmbedder
from training import baselines
from training.dataset import Cut, Material, cuts
from training.evaluate import Judge, Judged
from training.metrics import Scores


@dataclass
class Spy:
    """A system that notes what it is given and thinks nothing of it."""

    folds: list[tuple[Sequence[Cut], Sequence[History]]] = field(default_factory=list)

    def __call__(self, train: Sequence[Cut], test: Sequence[History]) -> Scores:
        self.folds.append((train, test))
        return np.zeros(len(test))


@dataclass(frozen=True)
class Evaluated:
    judge: Judge
    spies: dict[str, Spy]
    found: dict[str, Judged]


@pytest.fixture(scope="module")
def evaluated(material: Material) -> Evaluated:
    """All splits of the small corpus, judged once with spies among the systems."""
    judge = Judge(material, cuts(material.corpus, seed=7, per_pair=3), FakeEmbedder())
    by_register, by_both = Spy(), Spy()
    judge.systems["spy"] = by_register
    found = {"register": judge.by_register()}
    judge.systems["spy"] = by_both
    found["pair"], found["time"] = judge.by_pair_and_time()
    # Folds by pair and by time take turns.
    by_pair, by_time = Spy(by_both.folds[::2]), Spy(by_both.folds[1::2])
    return Evaluated(judge, {"register": by_register, "pair": by_pair, "time": by_time}, found)


SPLITS = pytest.mark.parametrize("split", ["register", "pair", "time"])


@SPLITS
def test_no_pair_is_on_both_sides_of_a_fold(evaluated: Evaluated, split: str) -> None:
    folds = evaluated.spies[split].folds
    assert len(folds) > 1
    for train, test in folds:
        learnt = {cut.pair.pair for cut in train}
        assert not learnt & {history.mentorship_id for history in test}


@SPLITS
def test_no_text_is_on_both_sides_of_a_fold(evaluated: Evaluated, split: str) -> None:
    for train, test in evaluated.spies[split].folds:
        learnt = {note.text for cut in train for note in cut.history.notes}
        assert not learnt & {note.text for history in test for note in history.notes}


def test_split_by_register_no_register_is_on_both_sides(evaluated: Evaluated) -> None:
    register = {pair.pair: pair.register for pair in evaluated.judge.material.corpus.pairs}
    for train, test in evaluated.spies["register"].folds:
        learnt = {cut.pair.register for cut in train}
        assert not learnt & {register[history.mentorship_id] for history in test}


def test_split_by_time_all_that_is_learnt_lies_before_all_that_is_judged(
    evaluated: Evaluated,
) -> None:
    for train, test in evaluated.spies["time"].folds:
        last = max(cut.history.as_of for cut in train)
        assert all(history.as_of > last for history in test)


@pytest.mark.parametrize("split", ["register", "pair"])
def test_every_cut_is_judged_once(evaluated: Evaluated, split: str) -> None:
    seen = sorted((cut.pair.pair, cut.day) for cut in evaluated.found[split].cuts)
    assert seen == sorted((cut.pair.pair, cut.day) for cut in evaluated.judge.cuts)


@SPLITS
def test_every_system_scores_every_cut(evaluated: Evaluated, split: str) -> None:
    found = evaluated.found[split]
    assert {len(scores) for scores in found.scores.values()} == {len(found.cuts)}
    assert all(np.isfinite(scores).all() for scores in found.scores.values())


@SPLITS
def test_our_scores_are_probabilities(evaluated: Evaluated, split: str) -> None:
    ours = evaluated.found[split].scores["Rapport"]
    assert ((ours >= 0.0) & (ours <= 1.0)).all()


@pytest.mark.parametrize(
    "rule",
    [
        baselines.rating_rule,
        baselines.vader,
        baselines.tfidf,
        baselines.minilm(FakeEmbedder()),
    ],
    ids=["rating rule", "VADER", "TF-IDF", "vectors"],
)
def test_a_baseline_ranks_plain_trouble_above_plain_content(
    material: Material, rule: baselines.Baseline
) -> None:
    trouble, content = (material.cuts_of({name})[-1].history for name in ("warm-0", "warm-1"))
    others = [cut for cut in material.cuts if cut.pair.register != "warm"]
    scores = rule(others, [trouble, content])
    assert scores[0] > scores[1]


def test_the_cadence_rule_ranks_a_longer_silence_higher(material: Material) -> None:
    now = material.cuts_of({"plain-1"})[-1].history
    longer = replace(now, as_of=now.as_of + timedelta(days=60))
    scores = baselines.cadence_rule([], [now, longer])
    assert scores[1] > scores[0]
