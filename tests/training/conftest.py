"""The small corpus, once for all tests of a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes import FakeEmbedder
from tests.training import small_corpus
from training.corpus import Corpus, load
from training.dataset import Material, gather
from training.learn import Knobs

KNOBS = Knobs(reader_c=10.0, guard_c=10.0, folds=3, cuts_per_pair=3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small corpus in a folder that a test may spoil."""
    return small_corpus.write(tmp_path / "corpus")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return load(small_corpus.write(tmp_path_factory.mktemp("corpus")))


@pytest.fixture(scope="session")
def material(corpus: Corpus) -> Material:
    return gather(corpus, FakeEmbedder(), KNOBS.seed, KNOBS.cuts_per_pair)
