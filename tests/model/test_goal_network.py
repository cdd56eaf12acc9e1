"""Goals and offers are read piece by piece, the same alone and in company."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.embedding import MemoryCache
from model.errors import ModelUnreadable
from model.goal_network import PASSAGE, GoalNetwork, Passages
from model.goals import PARTS, pieces
from model.programme import Person
from tests.model import small_model

GOALS = "I can plan a project. I want to speak on a stage; and to sleep."
OFFER = "I bake bread. I run a kitchen."


def person(goals: str = "", offer: str = "", title: str = "") -> Person:
    return Person("a", "a", "a@x.org", job_title=title, mentee_goals=goals, mentor_expertise=offer)


@pytest.fixture(scope="module")
def passages() -> Passages:
    return Passages()


def test_a_goal_has_numbers_for_every_piece_of_it() -> None:
    [goal] = small_model.goal_network().goals([person(GOALS)])
    count = len(pieces(GOALS))
    assert goal.pieces == pieces(GOALS)
    assert goal.wanted.shape == goal.unwanted.shape == (count, 384)
    assert goal.shares.shape == (count, len(PARTS))
    np.testing.assert_allclose(goal.shares.sum(axis=1), 1.0, atol=0.01)
    assert goal.levels.sum() == pytest.approx(1.0, abs=0.01)
    np.testing.assert_allclose(np.linalg.norm(goal.wanted, axis=1), 1.0, atol=0.01)
    assert np.linalg.norm(goal.whole) == pytest.approx(1.0, abs=0.01)


def test_an_offer_has_a_vector_for_every_piece_and_every_passage() -> None:
    [offer] = small_model.goal_network().offers([person(offer=OFFER)])
    assert offer.each.shape == (2, 384)
    assert offer.passages.shape == (1, 384)


def test_texts_read_the_same_alone_and_in_company() -> None:
    network = small_model.goal_network()
    [alone] = network.goals([person(GOALS)])
    long = person("A much longer goal than the others, of many words. " * 9)
    _, together, again = network.goals([long, person(GOALS), person(GOALS)])
    # Half precision is exact to two or three digits, and padding changes the order of sums.
    np.testing.assert_allclose(together.wanted, alone.wanted, atol=0.05)
    np.testing.assert_array_equal(together.wanted, again.wanted)


def test_the_job_in_front_changes_what_is_read() -> None:
    network = small_model.goal_network()
    plain, titled = network.offers([person(offer=OFFER), person(offer=OFFER, title="Baker")])
    assert not np.allclose(plain.each, titled.each, atol=0.01)
    assert plain.pieces == titled.pieces


def test_who_wrote_nothing_has_neither_goal_nor_offer() -> None:
    network = small_model.goal_network()
    [goal], [offer] = network.goals([person()]), network.offers([person()])
    assert goal.pieces == []
    assert goal.wanted.shape == (0, 384)
    assert offer.passages.shape == offer.each.shape == (0, 384)


def test_what_was_read_is_kept_and_nothing_is_read_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = GoalNetwork(small_model.goal_network().tensors, MemoryCache())
    [first], [offer] = network.goals([person(GOALS)]), network.offers([person(offer=OFFER)])
    monkeypatch.setattr(network, "_compute", lambda *_: pytest.fail("was read again"))
    [second], [same] = network.goals([person(GOALS)]), network.offers([person(offer=OFFER)])
    np.testing.assert_array_equal(first.wanted, second.wanted)
    np.testing.assert_array_equal(offer.each, same.each)


def test_a_goal_and_an_offer_of_the_same_words_are_kept_apart() -> None:
    network = GoalNetwork(small_model.goal_network().tensors, MemoryCache())
    network.goals([person(OFFER, OFFER)])
    [offer] = network.offers([person(OFFER, OFFER)])
    assert offer.each.shape == (2, 384)


def test_a_long_text_is_read_in_passages_of_whole_pieces(passages: Passages) -> None:
    text = "I like to talk about leading a team of many people through a hard winter. " * 20
    split = pieces(text)
    cut = passages.of("Baker", text, split)
    assert len(cut) > 1
    assert sum(len(passage.spans) for passage in cut) == len(split)
    assert all(len(passage.ids) <= PASSAGE for passage in cut)


def test_texts_apart_by_an_empty_line_are_passages_of_their_own(passages: Passages) -> None:
    text = "I bake bread.\n\nI run a kitchen.\nI sing."
    cut = passages.of("", text, pieces(text))
    assert [len(passage.spans) for passage in cut] == [1, 2]


def test_tokens_know_where_they_stand_in_the_text(passages: Passages) -> None:
    text = "I bake bread. I sing."
    [passage] = passages.of("Head baker", text, pieces(text))
    first, last = passage.spans[1]
    begin, end = passage.places[first][0], passage.places[last - 1][1]
    assert text[begin:end] == "I sing."
    assert all(place == (-1, -1) for place in passage.places[1:3])


def test_a_saved_network_reads_the_same(tmp_path: Path) -> None:
    small_model.goal_network().save(tmp_path / "goals.safetensors")
    loaded = GoalNetwork.load(tmp_path / "goals.safetensors")
    [before] = small_model.goal_network().offers([person(offer=OFFER)])
    [after] = loaded.offers([person(offer=OFFER)])
    np.testing.assert_allclose(before.each, after.each, atol=0.01)


def test_tensors_of_another_network_are_refused() -> None:
    with pytest.raises(ModelUnreadable, match="make train"):
        GoalNetwork(small_model.network().tensors).warm_up()
