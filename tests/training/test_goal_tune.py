"""The matching network learns from rosters and topics, the same for the same data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training import small_roster
from training import goal_tune
from training.goal_tune import GoalTuner, Tuned, Tuning, tune
from training.ranking import MatchKnobs, fits_of, matcher_of
from training.rosters import Roster

KNOBS = Tuning(rosters=12, topics=2, batch=4, rate=3e-4, dressed=0.5, runs=1)
UNTUNED = replace(KNOBS, rate=1e-9, head_rate=1e-9, rosters=1, topics=0)


def against_all_sense() -> Roster:
    """A roster in which everyone suits whom nobody would have thought of."""
    roster = small_roster.roster()
    return replace(roster, relevance=np.roll(roster.relevance, 1, axis=1))


def fits(tuned: Tuned) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    ranking = tuned.ranking(0.0, 0.0, 1.0, 1.0)
    return fits_of(matcher_of(tuned, ranking), small_roster.roster())


def lead(found: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """By how much the right mentors are ahead of the others on average."""
    own = against_all_sense().relevance > 0
    return float(found[own].mean() - found[~own].mean())


@pytest.fixture(scope="module")
def tuned() -> Tuned:
    return tune([against_all_sense()], [], KNOBS)


def test_after_tuning_the_right_mentors_are_further_ahead(tuned: Tuned) -> None:
    before = tune([against_all_sense()], [], UNTUNED)
    assert lead(fits(tuned)) > lead(fits(before)) + 1.0


def test_a_story_and_a_wish_are_told_apart(tuned: Tuned) -> None:
    goals = tuned.network.goals([one.person for one in small_roster.roster().mentees])
    wanted = np.array([goal.shares[:, 0] for goal in goals])
    assert (wanted[:, 1] > wanted[:, 0]).all()


def test_tuning_twice_gives_the_same_network(tuned: Tuned) -> None:
    again = tune([against_all_sense()], [], KNOBS)
    assert all(
        torch.equal(tensor, again.network.tensors[name])
        for name, tensor in tuned.network.tensors.items()
    )
    assert (again.whole, again.levels) == (tuned.whole, tuned.levels)


def test_topics_are_learnt_from_as_well() -> None:
    topics = small_roster.topics()
    turned = [
        replace(topic, offers=other.offers)
        for topic, other in zip(topics, [*topics[1:], topics[0]], strict=True)
    ]
    before = fits(tune([against_all_sense()], [], UNTUNED))
    after = fits(tune([], turned, replace(KNOBS, topics=12, rosters=0, dressed=0.0)))
    assert lead(after) > lead(before) + 1.0


def test_two_runs_are_averaged(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds: list[int] = []
    run = goal_tune._run

    def recorded(*arguments: object) -> object:
        seeds.append(arguments[-1])  # type: ignore[arg-type]
        return run(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(goal_tune, "_run", recorded)
    both = tune([small_roster.roster()], [], replace(UNTUNED, head_rate=1e-3, runs=2))
    assert len(set(seeds)) == 2
    first = tune([small_roster.roster()], [], replace(UNTUNED, head_rate=1e-3))
    second = tune(
        [small_roster.roster()], [], replace(UNTUNED, head_rate=1e-3, seed=UNTUNED.seed + 1)
    )
    assert both.whole == pytest.approx((first.whole + second.whole) / 2)


def test_a_tuner_makes_each_network_once_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosters = [small_roster.roster("a"), small_roster.roster("b")]
    made: list[list[str]] = []

    def counted(seen: list[object], *_: object) -> Tuned:
        made.append([roster.name for roster in seen])  # type: ignore[attr-defined]
        return tune([small_roster.roster()], [], UNTUNED)

    monkeypatch.setattr(goal_tune, "tune", counted)
    for _ in range(2):
        tuner = GoalTuner(rosters, [], "digest", UNTUNED, folder=tmp_path)
        assert tuner.without(["a"]).levels == tuner.without(["a"]).levels
    tuner.without(())
    assert made == [["b"], ["a", "b"]]


def test_a_tuner_of_another_corpus_makes_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = tune([small_roster.roster()], [], UNTUNED)
    made: list[int] = []

    def counted(*_: object) -> Tuned:
        made.append(1)
        return small

    monkeypatch.setattr(goal_tune, "tune", counted)
    for digest in ("one", "another"):
        GoalTuner([small_roster.roster()], [], digest, UNTUNED, folder=tmp_path).without(())
    assert len(made) == 2


def test_the_knobs_of_matching_hold_those_of_tuning() -> None:
    assert MatchKnobs().tuning == Tuning()
