"""Cuts know nothing of what comes after them, and nothing is read by who learnt from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.training.conftest import KNOBS, FakeFolds
from training.corpus import DAY_ZERO, Corpus
from training.dataset import Cut, blanked, cuts, read_unseen


def of(cut: list[Cut], pair: str) -> Cut:
    """The last cut of a pair."""
    return [one for one in cut if one.pair.pair == pair][-1]


def test_a_cut_holds_nothing_from_after_its_day(cut: list[Cut]) -> None:
    for one in cut:
        last = DAY_ZERO + timedelta(days=one.day)
        assert one.history.as_of == last
        assert all(meeting.scheduled_on <= last for meeting in one.history.meetings)


def test_a_cut_tells_how_its_pair_stood_on_that_day(cut: list[Cut]) -> None:
    assert all(one.fails == one.pair.fails_on(one.day) for one in cut)


def test_every_pair_is_cut_on_its_last_day(corpus: Corpus, cut: list[Cut]) -> None:
    last = {one.pair.pair for one in cut if one.day == one.pair.until_day}
    assert last == {pair.pair for pair in corpus.pairs}


def test_no_pair_is_cut_more_often_than_asked_or_twice_a_day(corpus: Corpus) -> None:
    found = cuts(corpus, seed=3, per_pair=4)
    for pair in corpus.pairs:
        days = [one.day for one in found if one.pair == pair]
        assert len(days) == len({*days}) <= 4


def test_the_same_seed_cuts_the_same_and_another_does_not(corpus: Corpus) -> None:
    assert cuts(corpus, 1, 4) == cuts(corpus, 1, 4)
    assert cuts(corpus, 1, 4) != cuts(corpus, 2, 4)


def test_every_note_is_read_once(corpus: Corpus) -> None:
    unseen = read_unseen(corpus, FakeFolds(corpus))
    assert len(unseen.notes) == len(corpus.notes)
    assert {*unseen.concerns} == {note.note for note in corpus.concerns}


def test_a_fold_is_read_only_by_a_reader_that_lacks_it(corpus: Corpus) -> None:
    folds = FakeFolds(corpus)
    read_unseen(corpus, folds)
    assert folds.asked == [frozenset({fold}) for fold in range(KNOBS.folds)]


def test_with_a_fold_left_out_nothing_of_it_is_read_or_learnt_from(corpus: Corpus) -> None:
    folds = FakeFolds(corpus)
    unseen = read_unseen(corpus, folds, {1})
    assert folds.asked == [frozenset({0, 1}), frozenset({1, 2})]
    hidden = {pair.pair for pair in corpus.pairs if folds.fold_of[pair.register] == 1}
    shown = {reading.note.text for reading in unseen.notes.values()}
    assert hidden
    assert not shown & {note.text for note in corpus.notes if note.pair in hidden}


@pytest.mark.parametrize(("words", "ratings"), [(True, False), (False, True)])
def test_a_cut_is_blanked_of_what_was_asked_and_keeps_the_rest(
    cut: list[Cut], words: bool, ratings: bool
) -> None:
    whole = of(cut, "plain-0")
    blank = blanked(whole, words=words, ratings=ratings)
    kept = [] if words else whole.history.notes
    given = [None if ratings else m.mentee_rating for m in whole.history.meetings]
    assert blank.history.notes == kept
    assert [m.mentee_rating for m in blank.history.meetings] == given
