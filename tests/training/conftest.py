"""The small corpus, once for all tests of a session, and folds of it without a network."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from model.reading import Reader
from tests.fakes import FakeReader
from tests.training import small_corpus
from training.corpus import Corpus, load
from training.dataset import Cut, Unseen, cuts, read_unseen
from training.labels import folds
from training.learn import Knobs

KNOBS = Knobs(folds=3, cuts_per_pair=3)


class FakeFolds:
    """Gives the same reader whatever is left out, and notes what was."""

    def __init__(self, corpus: Corpus) -> None:
        self.fold_of = folds(corpus, KNOBS.folds)
        self.count = KNOBS.folds
        self.asked: list[frozenset[int]] = []

    def without(self, left_out: Collection[int]) -> Reader:
        self.asked.append(frozenset(left_out))
        return FakeReader()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small corpus in a folder that a test may spoil."""
    return small_corpus.write(tmp_path / "corpus")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return load(small_corpus.write(tmp_path_factory.mktemp("corpus")))


@pytest.fixture(scope="session")
def cut(corpus: Corpus) -> list[Cut]:
    """The histories of the small corpus, each cut at three days."""
    return cuts(corpus, KNOBS.seed, KNOBS.cuts_per_pair)


@pytest.fixture(scope="session")
def unseen(corpus: Corpus) -> Unseen:
    return read_unseen(corpus, FakeFolds(corpus))
