"""The readers to compare learn from the same labels, and from no fold that is left out."""

from __future__ import annotations

import numpy as np
import pytest

from model.reading import Note, Reader
from tests.fakes import FakeEmbedder, FakeReader
from tests.training import small_corpus
from tests.training.conftest import FakeFolds
from training import readers
from training.corpus import Corpus
from training.dataset import Folds

KINDS = (
    "frozen MiniLM, linear heads",
    "frozen MiniLM, nearest sentences",
    "bag of words",
    "tuned MiniLM and bag of words",
)


@pytest.fixture(scope="module")
def others(corpus: Corpus) -> dict[str, Folds]:
    return readers.others(corpus, FakeFolds(corpus), FakeEmbedder())


def note(text: str) -> Note:
    return Note("x", "mentee", text)


@pytest.mark.parametrize("kind", KINDS)
def test_each_tells_what_it_learnt(others: dict[str, Folds], kind: str) -> None:
    reader: Reader = others[kind].without({0})
    texts = [small_corpus.BAD[0][0], small_corpus.GOOD[0][0], small_corpus.CONCERN]
    bad, good, worrying = (one.sentences[0] for one in reader.read([note(t) for t in texts]))
    assert bad.bad > good.bad
    assert good.good > bad.good
    assert bad.leaning > good.leaning
    assert worrying.concern > max(bad.concern, good.concern)


@pytest.mark.parametrize("kind", KINDS)
def test_each_says_nothing_of_a_note_without_a_sentence(
    others: dict[str, Folds], kind: str
) -> None:
    read = others[kind].without({0}).read([note("..."), note("It helped me.")])
    assert [len(one.sentences) for one in read] == [0, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_probabilities_are_such(others: dict[str, Folds], kind: str) -> None:
    (read,) = others[kind].without({1}).read([note("A text that nobody ever labelled.")])
    (one,) = read.sentences
    assert 0.0 <= one.bad <= 1.0
    assert 0.0 <= one.good <= 1.0
    assert one.signals.sum() == pytest.approx(1.0)


def test_nothing_is_learnt_from_a_fold_that_is_left_out(corpus: Corpus) -> None:
    seen: list[int] = []

    def make(notes: list[Note], targets: readers.Rows) -> Reader:
        seen.append(len(notes))
        assert len(targets) >= len(notes)
        return FakeReader()

    kind = readers.Fitted(corpus, FakeFolds(corpus), make)  # type: ignore[arg-type]
    for left_out in ((), (0,), (0, 1), (0, 1, 2)):
        if len(left_out) < 3:
            kind.without(left_out)
    assert seen == sorted(seen, reverse=True)
    assert len({*seen}) == 3


def test_a_blend_lies_between_its_two_readers(corpus: Corpus, others: dict[str, Folds]) -> None:
    text = [note(small_corpus.BAD[1][0])]
    one = FakeReader().read(text)[0].sentences[0]
    other = others["bag of words"].without({2}).read(text)[0].sentences[0]
    both = readers.Blend(FakeReader(), others["bag of words"].without({2}))
    mean = both.read(text)[0].sentences[0]
    assert mean.bad == pytest.approx(np.mean([one.bad, other.bad]))
    assert mean.concern == pytest.approx(np.mean([one.concern, other.concern]))
