"""The nearest passages: exactly those that measuring every one would find, and only by the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import matching
from model.errors import ModelMissing, ModelUnreadable
from model.matching import Candidate, kind_asked_for, suggest
from model.nearest import COUNTS, VECTORS, Counts, Flags, Nearest, Rows
from model.programme import Person, Programme
from tests.fakes import fake_matcher
from tests.model.programmes import days, feedback, programmes, texts
from tests.model.test_eligibility import may

DAY = date(2026, 6, 1)
DIMENSION = 384
MATCHER = fake_matcher()


def many_alike(chance: np.random.Generator, count: int) -> Rows:
    """Vectors of four halves in few places: their products are exact, and many are the same."""
    rows = np.zeros((count, DIMENSION), dtype=np.float32)
    for row in rows:
        row[chance.choice(6, 4, replace=False)] = chance.choice([-0.5, 0.5], 4)
    return rows


def none_alike(chance: np.random.Generator, count: int) -> Rows:
    rows = chance.normal(size=(count, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def made_up(
    seed: int, mentors: int, vectors: Callable[[np.random.Generator, int], Rows] = many_alike
) -> tuple[Nearest, Rows, Flags]:
    """An index of mentors with one to three passages, a query, and who is allowed."""
    chance = np.random.default_rng(seed)
    counts = chance.integers(1, 4, mentors)
    index = Nearest(vectors(chance, int(counts.sum())), counts)
    return index, vectors(chance, 1)[0], chance.random(mentors) < chance.random()


def one_by_one(index: Nearest, query: Rows, allowed: Flags, k: int) -> list[int]:
    """The same told plainly: every passage is measured, and all mentors are sorted."""
    passages = iter(index.vectors.astype(np.float64))
    likeness = [max(float(next(passages) @ query) for _ in range(n)) for n in index.counts]
    return sorted(np.flatnonzero(allowed).tolist(), key=lambda at: (-likeness[at], at))[:k]


@given(
    st.integers(0, 2**32),
    st.integers(0, 60),
    st.integers(0, 30),
    st.sampled_from([many_alike, none_alike]),
)
def test_the_first_k_are_those_that_measuring_everyone_finds(
    seed: int, mentors: int, k: int, vectors: Callable[[np.random.Generator, int], Rows]
) -> None:
    index, query, allowed = made_up(seed, mentors, vectors)
    assert index.top(query, allowed, k).tolist() == one_by_one(index, query, allowed, k)


def test_mentors_alike_to_the_bit_come_in_their_order_wherever_they_stand() -> None:
    chance = np.random.default_rng(1)
    one, query = none_alike(chance, 2)
    index = Nearest(np.tile(one, (1003, 1)), np.ones(1003, dtype=np.intp))
    assert index.top(query, np.ones(1003, dtype=bool), 50).tolist() == [*range(50)]


def test_mentors_nearer_to_one_another_than_single_precision_can_tell_come_in_true_order() -> None:
    chance = np.random.default_rng(1)
    one, query = none_alike(chance, 2)
    vectors = one + chance.normal(scale=1e-8, size=(1003, DIMENSION)).astype(np.float32)
    index, everyone = Nearest(vectors, np.ones(1003, dtype=np.intp)), np.ones(1003, dtype=bool)
    assert index.top(query, everyone, 50).tolist() == one_by_one(index, query, everyone, 50)


def test_the_best_passage_of_a_mentor_counts() -> None:
    axes = np.eye(3, DIMENSION, dtype=np.float32)
    index = Nearest(axes[[1, 2, 0, 1]], np.array([1, 2, 1]))
    assert index.likeness(axes[0]).tolist() == [0.0, 1.0, 0.0]
    assert index.top(axes[0], np.ones(3, dtype=bool), 1).tolist() == [1]


def test_who_is_not_allowed_is_not_found_however_near() -> None:
    axes = np.eye(2, DIMENSION, dtype=np.float32)
    index = Nearest(axes, np.array([1, 1]))
    assert index.top(axes[0], np.array([False, True]), 2).tolist() == [1]


def test_where_nobody_is_allowed_nobody_is_found() -> None:
    index, query, allowed = made_up(1, 5)
    assert index.top(query, np.zeros_like(allowed), 3).tolist() == []


@pytest.mark.parametrize(
    ("vectors", "counts"),
    [
        (np.zeros((2, 3), dtype=np.float32), np.array([1])),
        (np.zeros((2, 3), dtype=np.float32), np.array([2, 0])),
        (np.zeros((2, 3), dtype=np.float32), np.array([3, -1])),
        (np.zeros((2, 3), dtype=np.float32), np.array([1.0, 1.0])),
        (np.zeros((2, 3), dtype=np.float32), np.array([[1, 1]])),
        (np.zeros((2, 3)), np.array([1, 1])),
        (np.zeros(2, dtype=np.float32), np.array([1, 1])),
    ],
    ids=["a passage of nobody", "a mentor without one", "fewer than none", "half passages",
         "counts of counts", "vectors twice as long", "no vectors"],
)  # fmt: skip
def test_vectors_and_counts_that_do_not_fit_together_are_refused(
    vectors: Rows, counts: Counts
) -> None:
    with pytest.raises(ValueError, match=r"passage|rows"):
        Nearest(vectors, counts)


# ---- on disk -----------------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    made_up(3, 20)[0].save(tmp_path / "index")
    return tmp_path / "index"


def test_an_index_opened_finds_what_the_one_that_was_saved_does(saved: Path) -> None:
    built, query, allowed = made_up(3, 20)
    opened = Nearest.open(saved)
    np.testing.assert_array_equal(opened.vectors, built.vectors)
    np.testing.assert_array_equal(opened.counts, built.counts)
    assert opened.top(query, allowed, 9).tolist() == built.top(query, allowed, 9).tolist()


def test_an_opened_index_is_a_map_of_the_file_that_nobody_can_write_to(saved: Path) -> None:
    vectors = Nearest.open(saved).vectors
    assert isinstance(vectors.base, np.memmap)
    assert not vectors.flags.writeable


def test_an_index_without_mentors_is_saved_and_opened_like_any_other(tmp_path: Path) -> None:
    nobody, query, allowed = made_up(3, 0)
    nobody.save(tmp_path)
    assert Nearest.open(tmp_path).top(query, allowed, 5).tolist() == []


def test_who_has_an_index_open_keeps_it_when_another_is_saved_over_it(saved: Path) -> None:
    opened = Nearest.open(saved)
    made_up(4, 5)[0].save(saved)
    np.testing.assert_array_equal(opened.vectors, made_up(3, 20)[0].vectors)
    assert len(Nearest.open(saved).counts) == 5
    assert {file.name for file in saved.iterdir()} == {VECTORS, COUNTS}


@pytest.mark.parametrize("name", [VECTORS, COUNTS])
def test_a_missing_file_is_named(saved: Path, name: str) -> None:
    (saved / name).unlink()
    with pytest.raises(ModelMissing, match=name):
        Nearest.open(saved)


@pytest.mark.parametrize("name", [VECTORS, COUNTS])
@pytest.mark.parametrize("left", [0, 5, 60, 200], ids=lambda left: f"{left} bytes are left")
def test_a_file_cut_short_is_not_read(saved: Path, name: str, left: int) -> None:
    whole = (saved / name).read_bytes()
    (saved / name).write_bytes(whole[:left])
    with pytest.raises(ModelUnreadable, match="make it again"):
        Nearest.open(saved)


@pytest.mark.parametrize("name", [VECTORS, COUNTS])
def test_a_file_that_is_no_array_is_not_read(saved: Path, name: str) -> None:
    (saved / name).write_bytes(b"PK\x03\x04 is how something else begins" * 99)
    with pytest.raises(ModelUnreadable, match="make it again"):
        Nearest.open(saved)


def test_files_of_two_indexes_are_not_read_as_one(saved: Path) -> None:
    np.save(saved / COUNTS, np.ones(3, dtype=np.intp))
    with pytest.raises(ModelUnreadable, match="3 passages are counted"):
        Nearest.open(saved)


# ---- suggestions where there are many mentors --------------------------------------------------


@contextmanager
def shortlists(of: int) -> Iterator[None]:
    """Shortlists of so many, however few mentors there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "SHORTLIST_FROM", 0)
        patch.setattr(matching, "SHORTLIST", of)
        yield


def candidates(programme: Programme, day: date = DAY, k: int = 5) -> dict[str, list[Candidate]]:
    found = suggest(programme, k=k, as_of=day, matcher=MATCHER)
    return {one.mentee_id: [*one.candidates] for one in found}


def in_order(found: list[Candidate]) -> list[tuple[float, str]]:
    """As they are ordered, but for the last digits, which depend on who else is measured."""
    return sorted((-round(one.fit, 3), one.mentor_id) for one in found)


@given(programmes(texts | feedback), days, st.integers(1, 3))
@settings(max_examples=40)
def test_no_candidate_of_a_shortlist_breaks_a_rule(
    programme: Programme, day: date, of: int
) -> None:
    with shortlists(of):
        found = candidates(programme, day, k=of)
    for mentee_id, some in found.items():
        mentee = programme.people[mentee_id]
        kind = kind_asked_for(MATCHER.reader.goals([mentee])[0])
        for one in some:
            assert may(mentee, programme.people[one.mentor_id], programme, day, kind)


@given(programmes(texts | feedback), days)
@settings(max_examples=40)
def test_a_shortlist_that_holds_everyone_changes_nothing(programme: Programme, day: date) -> None:
    without = candidates(programme, day, k=100)
    with shortlists(of=100):
        found = candidates(programme, day, k=100)
    assert {key: in_order(some) for key, some in found.items()} == {
        key: in_order(some) for key, some in without.items()
    }


def person(name: str, goals: str = "", offers: str = "") -> Person:
    return Person(
        name, name, f"{name}@x.org", mentee_goals=goals, mentor_expertise=offers, mentor_capacity=1
    )


def roster(*people: Person) -> Programme:
    return Programme({one.person_id: one for one in people})


FOUR = roster(
    person("mia", goals="negotiate contracts with suppliers"),
    person("near", offers="negotiate contracts with suppliers"),
    person("nearer than none", offers="negotiate"),
    person("far", offers="bread and cakes"),
)


def test_only_those_nearest_to_all_of_the_goal_are_candidates() -> None:
    with shortlists(of=2):
        found = candidates(FOUR, k=2)["mia"]
    assert [one.mentor_id for one in found] == ["near", "nearer than none"]


def test_as_many_candidates_are_found_as_were_asked_for() -> None:
    with shortlists(of=1):
        assert len(candidates(FOUR, k=3)["mia"]) == 3


def test_few_mentors_are_all_measured() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "SHORTLIST", 1)
        patch.setattr(matching, "SHORTLIST_FROM", 3)
        assert len(candidates(FOUR, k=3)["mia"]) == 3


def test_where_nothing_is_wanted_all_mentors_are_measured() -> None:
    programme = roster(
        person("mia", goals="I want not bread and cakes."),
        person("a", offers="bread and cakes"),
        person("b", offers="contracts"),
    )
    with shortlists(of=1):
        assert [one.mentor_id for one in candidates(programme, k=1)["mia"]] == ["b"]


@given(programmes(texts | feedback), st.data())
@settings(max_examples=40)
def test_among_some_mentors_the_fits_are_those_among_all(
    programme: Programme, data: st.DataObject
) -> None:
    index = MATCHER.index(programme.people.values())
    mentees = [*programme.people.values()]
    goals = MATCHER.reader.goals(mentees)
    everyone = [*range(len(index.mentors))]
    some = np.array(data.draw(st.lists(st.sampled_from(everyone), unique=True)) if everyone else [])
    places = some.astype(np.intp)
    fits = index.among(places).fits(mentees, goals)
    np.testing.assert_allclose(fits, index.fits(mentees, goals)[:, places], atol=1e-5)
