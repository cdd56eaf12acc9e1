"""Suggestions are judged by the order of all mentors, and what they are worth is calibrated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.matching import Matcher
from tests.fakes import FakeEmbedder, FakeGoalReader, fake_ranking
from tests.training import small_roster
from training.match_judge import OURS, JudgedRoster, by_need, figures, judge, worst
from training.ranking import MatchKnobs, calibrate, held_out
from training.rosters import Roster

PERFECT = np.eye(4)


def judged(fits: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> JudgedRoster:
    return JudgedRoster(small_roster.roster(), fits)


def larger() -> Roster:
    """A roster with more mentors than are offered."""
    roster = small_roster.roster()
    others = tuple(replace(roster.mentors[0], person_id=f"x{at}") for at in range(6))
    relevance = np.hstack([roster.relevance, np.zeros((4, 6), dtype=np.int8)])
    return replace(
        roster, mentors=roster.mentors + others, relevance=relevance, listed=relevance > 0
    )


def test_the_perfect_order_gains_1_and_finds_all() -> None:
    one = judged(PERFECT)
    assert one.gains.tolist() == [1.0] * 4
    assert one.found.tolist() == [1.0] * 4


def test_a_later_place_gains_less() -> None:
    second = PERFECT + 2.0 * np.roll(PERFECT, 1, axis=1)
    assert judged(second).gains.tolist() == pytest.approx([1.0 / np.log2(3)] * 4)


def test_who_comes_sixth_is_not_found() -> None:
    roster = larger()
    fits = np.hstack([np.zeros((4, 4)), np.ones((4, 6))])
    fits[0, 0] = 2.0
    one = JudgedRoster(roster, fits)
    assert one.found.tolist() == [1.0, 0.0, 0.0, 0.0]
    assert one.gains[1] == 0.0


def test_grades_are_gained_as_powers_of_two() -> None:
    roster = replace(small_roster.roster(), relevance=np.array([[3, 1, 0, 0]] * 4, dtype=np.int8))
    swapped = JudgedRoster(roster, np.array([[1.0, 2.0, 0.0, 0.0]] * 4))
    best, second = 1.0, 1.0 / np.log2(3)
    expected = (1 * best + 7 * second) / (7 * best + 1 * second)
    assert swapped.gains.tolist() == pytest.approx([expected] * 4)


def test_a_mentor_who_is_offered_to_everyone_shows() -> None:
    roster = larger()
    everyone = np.zeros((4, 10))
    everyone[:, 0] = 9.0
    assert JudgedRoster(roster, everyone).most_offered == 1.0
    assert JudgedRoster(roster, everyone).never_offered == pytest.approx(0.5)


def test_every_baseline_and_our_own_are_judged_on_the_same_roster() -> None:
    matcher = Matcher(FakeGoalReader(), fake_ranking())
    found = figures(judge(matcher, [small_roster.roster()], FakeEmbedder()), seed=1)
    assert OURS in found
    assert {"chance", "TF-IDF", "words and meaning"} < found.keys()
    assert all(0.0 <= row["nDCG@5"].value <= 1.0 for row in found.values())


def test_needs_are_told_one_by_one() -> None:
    fits = PERFECT.copy()
    fits[1] = [4.0, 0.0, 3.0, 2.0]
    found = by_need({OURS: [judged(fits)]}, seed=1)
    assert found["jargon"][OURS].value == 1.0  # type: ignore[union-attr]
    assert found["plain"][OURS].value < 1.0  # type: ignore[union-attr]
    assert found["plain"]["mentees"] == 2.0


def test_the_worst_miss_comes_first_with_whom_was_offered_instead() -> None:
    fits = PERFECT.copy()
    fits[2] = [4.0, 0.0, -1.0, 2.0]
    miss = worst([judged(fits)])[0]
    assert miss.mentee.person.person_id == "e2"
    assert small_roster.OFFERS[0] in miss.offered
    assert small_roster.OFFERS[2] in miss.ideal
    assert miss.rank == 4


# ---- what fits are worth -----------------------------------------------------------------------


class _Tuned:
    """What calibration asks of a tuned network."""

    network = FakeGoalReader()

    def ranking(self, words: float, offset: float, slope: float, gain: float) -> object:
        return replace(fake_ranking(), words=words, offset=offset, slope=slope, gain=gain)


def test_a_calibrated_score_is_right_on_average() -> None:
    roster = replace(small_roster.roster(), mentees=small_roster.roster().mentees)
    ranking = calibrate(_Tuned(), [roster], MatchKnobs())  # type: ignore[arg-type]
    matcher = Matcher(FakeGoalReader(), ranking)
    people = [one.person for one in roster.mentees]
    index = matcher.index([*people, *roster.mentors])
    scores = ranking.score(index.fits(people, matcher.reader.goals(people)))
    assert scores.mean() == pytest.approx((roster.relevance >= 2).mean(), abs=0.02)


def test_equal_fits_are_a_chance_of_one_half_and_a_better_fit_is_more() -> None:
    ranking = calibrate(_Tuned(), [small_roster.roster()], MatchKnobs())  # type: ignore[arg-type]
    assert ranking.chance_better(0.0) == 0.5
    assert ranking.chance_better(1.0) > 0.5


def test_what_is_held_out_is_a_part_of_the_rosters() -> None:
    rosters = [small_roster.roster(name) for name in "abcdefg"]
    names = held_out(rosters, MatchKnobs(folds=5))
    assert names == ["a", "f"]
