"""Judging is fair: no system knows a pair, a register or a later day that it is judged on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
import pytest

from model.history import History
from tests.fakes import FakeEmbedder
from tests.training.conftest import KNOBS, FakeFolds
from training import baselines
from training.corpus import Corpus
from training.dataset import Cut, cuts
from training.judge import Judge, Judged
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
def evaluated(corpus: Corpus, cut: list[Cut]) -> Evaluated:
    """Both splits of the small corpus, judged once with spies among the systems."""
    judge = Judge(
        corpus,
        FakeFolds(corpus),
        learn_from=cut,
        cuts=cuts(corpus, seed=7, per_pair=3),
        embedder=FakeEmbedder(),
        knobs=KNOBS,
    )
    spies, found = {}, {}
    for split, judging in (
        ("register", lambda: judge.by_register([*judge.fitted()])),
        ("time", judge.by_register_and_time),
    ):
        spies[split] = Spy()
        judge.systems["spy"] = spies[split]
        found[split] = judging()
    return Evaluated(judge, spies, found)


SPLITS = pytest.mark.parametrize("split", ["register", "time"])


@SPLITS
def test_no_register_and_so_no_pair_is_on_both_sides_of_a_fold(
    evaluated: Evaluated, split: str
) -> None:
    register = {pair.pair: pair.register for pair in evaluated.judge.corpus.pairs}
    folds = evaluated.spies[split].folds
    assert len(folds) > 1
    for train, test in folds:
        learnt = {cut.pair.register for cut in train}
        assert not learnt & {register[history.mentorship_id] for history in test}


@SPLITS
def test_no_text_is_on_both_sides_of_a_fold(evaluated: Evaluated, split: str) -> None:
    for train, test in evaluated.spies[split].folds:
        learnt = {note.text for cut in train for note in cut.history.notes}
        assert not learnt & {note.text for history in test for note in history.notes}


def test_split_by_time_all_that_is_learnt_lies_before_all_that_is_judged(
    evaluated: Evaluated,
) -> None:
    for train, test in evaluated.spies["time"].folds:
        last = max(cut.history.as_of for cut in train)
        assert all(history.as_of > last for history in test)


def test_what_judges_a_fold_was_read_and_fitted_without_it(
    corpus: Corpus, evaluated: Evaluated
) -> None:
    folds = FakeFolds(corpus)
    judge = replace_folds(evaluated.judge, folds)
    for fitted in judge.fitted():
        asked, folds.asked = folds.asked, []
        assert all(fitted.fold in left_out for left_out in asked)
        assert frozenset({fitted.fold}) in asked


def replace_folds(judge: Judge, folds: FakeFolds) -> Judge:
    return Judge(
        judge.corpus,
        folds,
        learn_from=judge.learn_from,
        cuts=judge.cuts,
        embedder=FakeEmbedder(),
        knobs=KNOBS,
    )


def test_every_cut_is_judged_once(evaluated: Evaluated) -> None:
    seen = sorted((cut.pair.pair, cut.day) for cut in evaluated.found["register"].cuts)
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
    cut: list[Cut], rule: baselines.Baseline
) -> None:
    trouble, content = (last(cut, name) for name in ("warm-0", "warm-1"))
    scores = rule([one for one in cut if one.pair.register != "warm"], [trouble, content])
    assert scores[0] > scores[1]


def test_the_cadence_rule_ranks_a_longer_silence_higher(cut: list[Cut]) -> None:
    now = last(cut, "plain-1")
    longer = replace(now, as_of=now.as_of + timedelta(days=60))
    scores = baselines.cadence_rule([], [now, longer])
    assert scores[1] > scores[0]


def last(cut: list[Cut], pair: str) -> History:
    return [one for one in cut if one.pair.pair == pair][-1].history
