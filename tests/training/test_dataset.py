"""Cuts know nothing of what comes after them, and sentences bear the labels of their quotes."""

from __future__ import annotations

from datetime import timedelta

from training.corpus import DAY_ZERO, Corpus
from training.dataset import Material, blanked, cuts


def test_a_cut_holds_nothing_from_after_its_day(material: Material) -> None:
    for cut in material.cuts:
        last = DAY_ZERO + timedelta(days=cut.day)
        assert cut.history.as_of == last
        assert all(meeting.scheduled_on <= last for meeting in cut.history.meetings)


def test_a_cut_tells_how_its_pair_stood_on_that_day(material: Material) -> None:
    assert all(cut.fails == cut.pair.fails_on(cut.day) for cut in material.cuts)


def test_every_pair_is_cut_on_its_last_day(material: Material) -> None:
    last = {cut.pair.pair for cut in material.cuts if cut.day == cut.pair.until_day}
    assert last == {pair.pair for pair in material.corpus.pairs}


def test_no_pair_is_cut_more_often_than_asked_or_twice_a_day(corpus: Corpus) -> None:
    found = cuts(corpus, seed=3, per_pair=4)
    for pair in corpus.pairs:
        days = [cut.day for cut in found if cut.pair == pair]
        assert len(days) == len({*days}) <= 4


def test_the_same_seed_cuts_the_same_and_another_does_not(corpus: Corpus) -> None:
    assert cuts(corpus, 1, 4) == cuts(corpus, 1, 4)
    assert cuts(corpus, 1, 4) != cuts(corpus, 2, 4)


def test_a_quoted_sentence_bears_its_label_and_the_others_none(material: Material) -> None:
    first = material.corpus.notes[0]
    own = [
        (str(direction), str(signal))
        for direction, signal, pair in zip(
            material.sentences.direction,
            material.sentences.signal,
            material.sentences.pair,
            strict=True,
        )
        if pair == first.pair
    ]
    said = first.says[0]
    assert own[:3] == [("elsewhere", ""), (said.direction, said.signal), ("elsewhere", "")]


def test_the_sentences_of_some_pairs_are_theirs_alone(material: Material) -> None:
    some = {"plain-0", "dry-3"}
    assert {*material.sentences.of(some).pair} == some


def test_the_notes_of_some_pairs_are_theirs_alone(material: Material) -> None:
    found = {one.note.text for one in material.notes_of({"plain-0"})}
    assert found == {note.text for note in material.corpus.notes if note.pair == "plain-0"}


def test_a_cut_without_words_has_no_notes_and_keeps_its_ratings(material: Material) -> None:
    cut = material.cuts_of({"plain-0"})[-1]
    without = blanked(cut, words=True, ratings=False)
    assert without.history.notes == []
    assert [m.mentee_rating for m in without.history.meetings] == [
        m.mentee_rating for m in cut.history.meetings
    ]


def test_a_cut_without_ratings_keeps_its_words(material: Material) -> None:
    cut = material.cuts_of({"plain-0"})[-1]
    without = blanked(cut, words=False, ratings=True)
    assert all(m.mentee_rating is None for m in without.history.meetings)
    assert without.history.notes == cut.history.notes
