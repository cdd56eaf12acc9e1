"""Training learns what is there, the same for the same seed, and never against the reader."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.history import FEATURES
from model.reading import Note, prepare
from tests.fakes import FakeEmbedder
from tests.training import small_corpus
from tests.training.conftest import KNOBS
from training import learn
from training.corpus import Corpus
from training.dataset import Material, gather

DAY = date(2026, 1, 5)


def test_training_twice_gives_the_same_model(corpus: Corpus, material: Material) -> None:
    again = gather(corpus, FakeEmbedder(), KNOBS.seed, KNOBS.cuts_per_pair)
    reader, line = learn.fit_health(material, corpus.pairs, KNOBS)
    other_reader, other_line = learn.fit_health(again, corpus.pairs, KNOBS)
    np.testing.assert_array_equal(line.weights, other_line.weights)
    assert (line.baseline, line.threshold) == (other_line.baseline, other_line.threshold)
    readings = zip(reader.read(material.prepared), other_reader.read(again.prepared), strict=True)
    for one, other in readings:
        for mine, theirs in zip(one.sentences, other.sentences, strict=True):
            assert (mine.text, mine.bad, mine.good) == (theirs.text, theirs.bad, theirs.good)


def test_the_guard_is_the_same_when_fitted_twice(material: Material) -> None:
    first, _ = learn.fit_guard(material, KNOBS)
    second, _ = learn.fit_guard(material, KNOBS)
    assert first.threshold == second.threshold
    assert first.find(material.prepared) == second.find(material.prepared)


def test_every_feature_has_a_weight_and_none_is_negative(
    corpus: Corpus, material: Material
) -> None:
    _, line = learn.fit_health(material, corpus.pairs, KNOBS)
    assert line.weights.shape == (len(FEATURES),)
    assert (line.weights >= 0.0).all()


def test_failing_pairs_that_were_not_seen_rank_above_working_ones(
    corpus: Corpus, material: Material
) -> None:
    known = [pair for pair in corpus.pairs if pair.register != "dry"]
    unseen = {pair.pair for pair in corpus.pairs if pair.register == "dry"}
    reader, line = learn.fit_health(material, known, KNOBS)
    readings = learn.index_of(reader.read(material.notes_of(unseen)))
    judged = material.cuts_of(unseen)
    risks = [line.risk(row) for row in learn.feature_rows(judged, readings)]
    failing = [risk for risk, cut in zip(risks, judged, strict=True) if cut.fails]
    working = [risk for risk, cut in zip(risks, judged, strict=True) if not cut.fails]
    assert min(failing) > max(working)


def test_the_reader_tells_bad_from_good(material: Material) -> None:
    reader = learn.fit_reader(material.sentences, KNOBS)
    texts = [small_corpus.BAD[0][0], small_corpus.GOOD[0][0]]
    notes = [Note("x", "mentee", text) for text in texts]
    bad, good = (one.sentences[0] for one in reader.read(prepare(notes, FakeEmbedder())))
    assert bad.bad > bad.good
    assert good.good > good.bad


def test_the_guard_finds_what_was_labelled_and_nothing_else(material: Material) -> None:
    guard, _ = learn.fit_guard(material, KNOBS)
    for note, found in zip(material.corpus.concerns, guard.find(material.concerns), strict=True):
        assert found == ([note.quote] if note.quote else [])


rows = st.lists(
    st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.booleans()), min_size=4, max_size=30
)


@given(rows)
@settings(max_examples=50)
def test_no_data_make_a_weight_negative(data: list[tuple[float, float, bool]]) -> None:
    features = np.array([[one, other] for one, other, _ in data])
    fails = np.array([failing for *_, failing in data])
    weights, base = learn.fit_nonnegative(features, fails, c=1.0)
    assert (weights >= 0.0).all()
    assert np.isfinite([*weights, base]).all()


def test_a_feature_that_tells_gets_weight_and_one_that_misleads_gets_none() -> None:
    fails = np.array([True, False] * 20)
    tells = fails.astype(float)
    weights, _ = learn.fit_nonnegative(np.column_stack([tells, 1.0 - tells]), fails, c=1.0)
    assert weights[0] > 0.0
    assert weights[1] == 0.0


def test_the_threshold_parts_what_can_be_parted() -> None:
    log_odds = np.array([-2.0, -1.0, 1.0, 2.0])
    fails = np.array([False, False, True, True])
    threshold = learn.best_threshold(log_odds, fails)
    odds = np.log(threshold / (1.0 - threshold))
    assert list(log_odds >= odds) == list(fails)


@pytest.mark.parametrize("fails", [[True, True], [False, False]])
def test_a_threshold_exists_even_where_there_is_nothing_to_part(fails: list[bool]) -> None:
    assert 0.0 < learn.best_threshold(np.array([0.0, 1.0]), np.array(fails)) < 1.0
