"""Candidates: best first, no one twice, never against a rule, with reasons to the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.goals import pieces
from model.matching import MAX_REASONS, Matcher, Misfit, Suggestion, kind_asked_for, suggest
from model.programme import Person, Programme
from tests.fakes import FakeGoalReader, fake_matcher, fake_ranking
from tests.model.programmes import days, feedback, programmes, texts
from tests.model.test_eligibility import may

DAY = date(2026, 6, 1)
MATCHER = fake_matcher()

made_up = given(programmes(texts | feedback), days)
some = settings(max_examples=40)


def mentor(name: str, expertise: str, **changes: object) -> Person:
    one = Person(name, name, f"{name}@x.org", mentor_expertise=expertise, mentor_capacity=1)
    return replace(one, **changes)  # type: ignore[arg-type]


def mentee(goals: str, name: str = "mia") -> Person:
    return Person(name, name, f"{name}@x.org", mentee_goals=goals)


def roster(*people: Person) -> Programme:
    return Programme({one.person_id: one for one in people})


def names(suggestion: Suggestion) -> list[str]:
    return [candidate.mentor_id for candidate in suggestion.candidates]


def suggested(programme: Programme, day: date = DAY, k: int = 5) -> list[Suggestion]:
    return suggest(programme, k=k, as_of=day, matcher=MATCHER)


@made_up
@some
def test_no_candidate_breaks_a_rule(programme: Programme, day: date) -> None:
    for one in suggested(programme, day):
        for name in names(one):
            assert may(programme.people[one.mentee_id], programme.people[name], programme, day)


@made_up
@some
def test_with_room_enough_everyone_allowed_is_a_candidate(programme: Programme, day: date) -> None:
    for one in suggested(programme, day, k=100):
        seeker = programme.people[one.mentee_id]
        if pieces(seeker.mentee_goals):
            everybody = programme.people.values()
            allowed = {m.person_id for m in everybody if may(seeker, m, programme, day)}
            assert {*names(one)} == allowed


@made_up
@some
def test_no_one_is_a_candidate_twice(programme: Programme, day: date) -> None:
    for one in suggested(programme, day, k=100):
        assert len({*names(one)}) == len(names(one))


@given(programmes(feedback), days, st.integers(1, 4))
@some
def test_fewer_candidates_are_the_first_of_many(programme: Programme, day: date, k: int) -> None:
    for few, many in zip(suggested(programme, day, k), suggested(programme, day, 100), strict=True):
        assert few.candidates == many.candidates[:k]


@made_up
@some
def test_the_best_candidate_comes_first_and_scores_lie_between_0_and_1(
    programme: Programme, day: date
) -> None:
    for one in suggested(programme, day):
        scores = [candidate.score for candidate in one.candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 <= score <= 1.0 for score in scores)


@made_up
@some
def test_reasons_are_verbatim_parts_of_goals_and_expertise(programme: Programme, day: date) -> None:
    for one in suggested(programme, day):
        for candidate in one.candidates:
            for reason in candidate.reasons:
                assert reason.goal in programme.people[one.mentee_id].mentee_goals
                offer = programme.people[candidate.mentor_id].mentor_expertise
                assert reason.expertise in offer


@made_up
@some
def test_reasons_are_few_and_the_closest_comes_first(programme: Programme, day: date) -> None:
    for one in suggested(programme, day):
        for candidate in one.candidates:
            likeness = [reason.similarity for reason in candidate.reasons]
            assert len(likeness) <= MAX_REASONS
            assert likeness == sorted(likeness, reverse=True)


@made_up
@some
def test_by_default_everyone_with_goals_is_served_in_the_order_of_the_roster(
    programme: Programme, day: date
) -> None:
    assert [one.mentee_id for one in suggested(programme, day)] == [
        key for key, person in programme.people.items() if person.mentee_goals.strip()
    ]


def test_who_shares_words_comes_before_who_does_not() -> None:
    programme = roster(
        mentee("negotiate contracts"),
        mentor("baker", "bread and cakes"),
        mentor("lawyer", "negotiate contracts every day"),
    )
    (one,) = suggested(programme)
    assert names(one) == ["lawyer", "baker"]


def test_a_reason_names_the_goal_and_the_words_that_answer_it() -> None:
    programme = roster(
        mentee("I want two things: write better; negotiate contracts."),
        mentor("lawyer", "I bake. I negotiate contracts."),
    )
    (one,) = suggested(programme)
    best = one.candidates[0].reasons[0]
    assert (best.goal, best.expertise) == ("negotiate contracts.", "I negotiate contracts.")


def test_a_mentee_without_goals_who_is_asked_for_gets_no_candidates() -> None:
    programme = roster(mentee(""), mentor("lawyer", "contracts"))
    (one,) = suggest(programme, ["mia"], as_of=DAY, matcher=MATCHER)
    assert one.to_json() == {"mentee_id": "mia", "candidates": []}


def test_mentees_asked_for_come_in_the_order_asked_and_once() -> None:
    programme = roster(mentee("a", "p"), mentee("b", "q"), mentee("c", "r"))
    found = suggest(programme, ["r", "p", "r"], as_of=DAY, matcher=MATCHER)
    assert [one.mentee_id for one in found] == ["r", "p"]


def test_a_programme_without_mentors_gives_empty_lists() -> None:
    assert [one.candidates for one in suggested(roster(mentee("lead")))] == [()]


def test_an_empty_programme_gives_nothing() -> None:
    assert suggested(Programme()) == []


@pytest.mark.parametrize(
    "text", ["👍", "x" * 20_000, "<b>lead</b>", "\x07\x1b", "無理です。", "; ; ;"]
)
def test_odd_goals_and_offers_do_no_harm(text: str) -> None:
    (one,) = suggested(roster(mentee(text), mentor("odd", text), mentor("even", "leading")))
    assert {*names(one)} <= {"odd", "even"}


def test_mentors_alike_come_in_the_order_of_their_keys() -> None:
    programme = roster(mentee("lead"), mentor("b", "leading"), mentor("a", "leading"))
    (one,) = suggested(programme)
    assert names(one) == ["a", "b"]


# ---- what is wanted, what is not, and who -------------------------------------------------------


def test_what_is_not_wanted_counts_against_a_mentor_and_is_told() -> None:
    programme = roster(
        mentee("I want to negotiate; not spreadsheets"),
        mentor("a", "negotiate. spreadsheets"),
        mentor("b", "negotiate. cooking"),
    )
    (one,) = suggested(programme)
    assert names(one) == ["b", "a"]
    assert [misfit.kind for misfit in one.candidates[1].misfits] == ["unwanted"]


def test_what_is_there_already_draws_nobody() -> None:
    programme = roster(
        mentee("I can bake bread; negotiate contracts"),
        mentor("baker", "bake bread"),
        mentor("lawyer", "negotiate contracts"),
    )
    (one,) = suggested(programme)
    assert names(one)[0] == "lawyer"


def test_a_goal_that_nothing_answers_is_told() -> None:
    programme = roster(mentee("negotiate contracts. swim"), mentor("a", "negotiate contracts"))
    (one,) = suggested(programme)
    assert one.candidates[0].misfits == (Misfit("unmet", "swim"),)


def test_one_of_several_goals_may_be_answered_by_one_of_several_offers() -> None:
    programme = roster(
        mentee("negotiate; swim"),
        mentor("one", "sing. swim. cook. paint. dance"),
        mentor("none", "sing. cook. paint. dance"),
    )
    (one,) = suggested(programme)
    assert names(one) == ["one", "none"]


def a_peer(seniority: int | None) -> list[str]:
    programme = roster(
        replace(mentee("a peer to negotiate"), seniority=seniority),
        mentor("chief", "negotiate", seniority=9),
        mentor("equal", "negotiate", seniority=4),
    )
    (one,) = suggested(programme)
    return names(one)


def test_a_wish_for_a_peer_puts_one_first() -> None:
    assert a_peer(4) == ["equal", "chief"]


def test_without_a_seniority_a_wish_for_a_level_changes_nothing() -> None:
    assert a_peer(None) == ["chief", "equal"]


def test_a_mentor_who_stands_elsewhere_than_wished_is_told() -> None:
    programme = roster(
        replace(mentee("a peer to negotiate"), seniority=3),
        mentor("chief", "negotiate", seniority=9),
    )
    (one,) = suggested(programme)
    assert Misfit("level", "someone of about the same level") in one.candidates[0].misfits


@pytest.mark.parametrize(
    ("goals", "kind"),
    [("lead", "traditional"), ("a peer", "peer"), ("someone junior to show me", "reverse")],
)
def test_the_kind_of_mentorship_is_read_from_the_goal(goals: str, kind: str) -> None:
    [goal] = FakeGoalReader().goals([mentee(goals)])
    assert kind_asked_for(goal) == kind


def test_what_earlier_outcomes_add_joins_the_ranking() -> None:
    programme = roster(mentee("lead"), mentor("a", "leading"), mentor("b", "leading"))
    (one,) = suggest(
        programme, as_of=DAY, matcher=MATCHER, added=lambda _one, _all, fits: fits + np.arange(2)
    )
    assert names(one) == ["b", "a"]


def test_a_pair_has_the_same_score_whoever_else_is_asked_about() -> None:
    programme = roster(
        mentee("negotiate", "p"), mentee("bake", "q"), mentor("a", "negotiate"), mentor("b", "bake")
    )
    p, q, a, b = programme.people.values()
    scores = MATCHER.within(programme)
    assert scores([p, q], [a, b])[1, 0] == pytest.approx(scores([q], [a])[0, 0])
    (first, _) = suggested(programme)
    assert scores([p], [a])[0, 0] == pytest.approx(first.candidates[0].score)


def words_tell(shared: str) -> float:
    """How much further ahead a mentor is who shares ``shared`` with the goal, by words alone."""
    programme = roster(
        *(mentee(f"goal{at} {shared}", f"p{at}") for at in range(3)),
        mentor("a", f"offer {shared}"),
        mentor("b", "something else entirely"),
    )
    people = [*programme.people.values()]
    ranking = replace(fake_ranking(), whole=0.0, answers=0.0, unwanted=0.0)
    matcher = Matcher(FakeGoalReader(), ranking)
    index = matcher.index(people)
    fits = index.fits(people[:1], matcher.reader.goals(people[:1]))[0]
    return float(fits[0] - fits[1])


def test_words_count_where_goals_and_offers_share_a_jargon() -> None:
    assert words_tell("kubernetes ingress controllers") > 0.5


def test_words_count_nothing_where_goals_and_offers_have_none_in_common() -> None:
    assert words_tell("") == 0.0
