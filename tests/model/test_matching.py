"""Candidates: best first, no one twice, never against a rule, with reasons to the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.embedding import Embedder, MemoryCache
from model.matching import MAX_REASONS, MentorIndex, Suggestion, fit_of, pieces, suggest
from model.programme import Person, Programme
from tests.fakes import FakeEmbedder
from tests.model.programmes import days, feedback, programmes, texts
from tests.model.test_eligibility import may

DAY = date(2026, 6, 1)
EMBEDDER = FakeEmbedder()

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
    return suggest(programme, k=k, as_of=day, embedder=EMBEDDER)


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
    (one,) = suggest(programme, ["mia"], as_of=DAY, embedder=EMBEDDER)
    assert one.to_json() == {"mentee_id": "mia", "candidates": []}


def test_mentees_asked_for_come_in_the_order_asked_and_once() -> None:
    programme = roster(mentee("a", "p"), mentee("b", "q"), mentee("c", "r"))
    found = suggest(programme, ["r", "p", "r"], as_of=DAY, embedder=EMBEDDER)
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


def test_the_fit_of_one_mentor_is_the_score_they_would_be_suggested_with() -> None:
    programme = roster(mentee("negotiate"), mentor("a", "negotiate"), mentor("b", "bake"))
    (one,) = suggested(programme)
    assert fit_of(programme, "mia", "a", embedder=EMBEDDER) == one.candidates[0]


def test_who_offers_nothing_fits_nothing() -> None:
    programme = roster(mentee("negotiate"), mentor("a", ""))
    assert fit_of(programme, "mia", "a", embedder=EMBEDDER).score == 0.0


def test_meaning_counts_where_no_word_is_shared() -> None:
    mentors = [
        mentor("chef", "Baking bread and running a kitchen."),
        mentor("speaker", "Talking on stage to large audiences without nerves."),
    ]
    index = MentorIndex(mentors, Embedder(MemoryCache()))
    best = index.rank(mentee("I'd like to become good at giving presentations."))[0]
    assert best.mentor_id == "speaker"
