"""The line learns what is there, the same for the same seed, and never against the reader."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from model.history import FEATURES
from model.safeguarding import worrying
from tests.training.conftest import KNOBS
from training import learn
from training.corpus import Corpus
from training.dataset import Cut, Unseen


def test_training_twice_gives_the_same_line(corpus: Corpus, cut: list[Cut], unseen: Unseen) -> None:
    line, other = (learn.fit_line(cut, corpus, unseen, KNOBS) for _ in range(2))
    np.testing.assert_array_equal(line.weights, other.weights)
    assert (line.baseline, line.threshold) == (other.baseline, other.threshold)


def test_every_feature_has_a_weight_and_none_is_negative(
    corpus: Corpus, cut: list[Cut], unseen: Unseen
) -> None:
    line = learn.fit_line(cut, corpus, unseen, KNOBS)
    assert line.weights.shape == (len(FEATURES),)
    assert (line.weights >= 0.0).all()


def test_failing_pairs_that_were_not_seen_rank_above_working_ones(
    corpus: Corpus, cut: list[Cut], unseen: Unseen
) -> None:
    line = learn.fit_line([c for c in cut if c.pair.register != "dry"], corpus, unseen, KNOBS)
    judged = [one for one in cut if one.pair.register == "dry"]
    risks = [line.risk(row) for row in learn.feature_rows(judged, unseen.notes)]
    failing = [risk for risk, one in zip(risks, judged, strict=True) if one.fails]
    working = [risk for risk, one in zip(risks, judged, strict=True) if not one.fails]
    assert min(failing) > max(working)


def test_at_its_threshold_what_was_labelled_is_found_and_nothing_else(
    corpus: Corpus, unseen: Unseen
) -> None:
    threshold = learn.concern_threshold(learn.worries(corpus, unseen), corpus, KNOBS)
    for note in corpus.concerns:
        # Calm notes are all alike here, so what lies above them is what was labelled.
        found = worrying(unseen.concerns[note.note], threshold + 0.1)
        assert found == ([note.quote] if note.quote else [])


def test_a_note_of_fear_counts_neither_as_calm_nor_as_a_concern(
    corpus: Corpus, unseen: Unseen
) -> None:
    worries = learn.worries(corpus, unseen)
    unclear = [
        note
        for note in corpus.notes
        if any(one.signal == "trust_respect" and one.direction == "bad" for one in note.says)
    ]
    assert unclear
    assert len(worries.names) == len(corpus.notes) - len(unclear) + len(corpus.concerns)


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
