"""Earlier outcomes join the ranking only where they help, and it is said whether they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from model.outcomes import LEAST_CASES, learn
from model.programme import Mentorship, Person, Programme, Review
from tests.fakes import fake_matcher

DAY = date(2026, 6, 1)
START = date(2025, 1, 6)
MATCHER = fake_matcher()


def made_up(count: int, *, telling: bool) -> Programme:
    """Mentorships one after the other. Half of the mentors are from the mentee's place; where it
    is telling, just these do well."""
    people: dict[str, Person] = {}
    mentorships: dict[str, Mentorship] = {}
    chance = np.random.default_rng(5)
    for number in range(count):
        near = number % 2 == 0
        mentee = Person(
            f"e{number}", "e", f"e{number}@x.org", location="Leeds", mentee_goals="lead"
        )
        mentor = Person(
            f"m{number // 2}{near}",
            "m",
            f"m{number // 2}{near}@x.org",
            location="Leeds" if near else "York",
            mentor_expertise="leading",
        )
        people |= {mentee.person_id: mentee, mentor.person_id: mentor}
        bad = not near if telling else bool(chance.random() < 0.5)
        begun = START + timedelta(days=number)
        mentorships[f"s{number}"] = Mentorship(
            f"s{number}",
            mentor.person_id,
            mentee.person_id,
            begun,
            status="ended_early" if bad else "completed",
            ended_on=begun + timedelta(days=90),
            end_reason="relationship" if bad else "goals_met",
        )
    return Programme(people, mentorships)


def test_what_clearly_tells_good_pairs_from_bad_ones_is_used() -> None:
    programme = made_up(80, telling=True)
    found = learn(programme, DAY, MATCHER)
    assert found.used
    assert "join the ranking" in found.told
    mentee = programme.people["e0"]
    near, far = programme.people["m0True"], programme.people["m0False"]
    gained = found.added(mentee, [near, far], np.zeros(2))
    assert gained[0] > gained[1]


def test_what_tells_nothing_is_not_used_and_adds_nothing() -> None:
    programme = made_up(80, telling=False)
    found = learn(programme, DAY, MATCHER)
    assert not found.used
    assert "do not clearly help" in found.told
    mentors = [programme.people["m0True"], programme.people["m0False"]]
    assert not found.added(programme.people["e0"], mentors, np.zeros(2)).any()


def test_with_few_cases_it_says_how_many_are_needed() -> None:
    found = learn(made_up(10, telling=True), DAY, MATCHER)
    assert (found.used, found.cases) == (False, 10)
    assert str(LEAST_CASES) in found.told


def test_who_left_or_had_no_time_proves_nothing() -> None:
    programme = made_up(10, telling=True)
    left = {
        key: replace(one, end_reason="left_organisation")
        for key, one in programme.mentorships.items()
    }
    assert learn(replace(programme, mentorships=left), DAY, MATCHER).cases == 0


def test_what_ended_later_is_not_known_yet() -> None:
    programme = made_up(10, telling=True)
    assert learn(programme, START + timedelta(days=95), MATCHER).cases == 6


def test_a_verdict_and_a_clear_risk_count_as_outcomes() -> None:
    programme = made_up(3, telling=True)
    active = {
        key: replace(one, status="active", ended_on=None, end_reason=None)
        for key, one in programme.mentorships.items()
    }
    reviewed = replace(programme, mentorships=active, reviews=(Review("s0", START, "not_working"),))
    found = learn(reviewed, DAY, MATCHER, {"s1": 0.05, "s2": 0.5})
    assert (found.cases, found.gone_badly) == (2, 1)


def test_an_empty_programme_teaches_nothing() -> None:
    assert learn(Programme(), DAY, MATCHER).cases == 0
