"""A model trained in no time on the small corpus, with a vector place for every word.

Its risk line is set by hand, with every weight above 0, so that no signal is silent in it.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from model import artifact
from model.health import HealthModel, RiskLine
from model.history import FEATURES
from tests.fakes import FakeEmbedder
from tests.training import small_corpus
from training import learn
from training.corpus import load
from training.dataset import gather
from training.learn import Knobs

VERSION = "small-1"
THRESHOLD = 0.5
BASELINE = -0.5
FACTS = {"notes": 96}
# Sentences whose words the model knows, for tests that make up feedback.
SENTENCES = (
    *(text for text, _ in (*small_corpus.BAD, *small_corpus.GOOD)),
    *small_corpus.ELSEWHERE,
    small_corpus.CONCERN,
)


@cache
def health() -> HealthModel:
    """The model itself; nothing in it changes, so one serves all tests."""
    knobs = Knobs(reader_c=10.0, guard_c=10.0, folds=3, cuts_per_pair=2)
    with tempfile.TemporaryDirectory() as folder:
        corpus = load(small_corpus.write(Path(folder)))
    material = gather(corpus, FakeEmbedder(), knobs.seed, knobs.cuts_per_pair)
    reader, _ = learn.fit_health(material, corpus.pairs, knobs)
    guard, _ = learn.fit_guard(material, knobs)
    line = RiskLine(np.linspace(0.2, 2.0, len(FEATURES)), BASELINE, THRESHOLD)
    return HealthModel(reader, guard, line, FakeEmbedder())


def save(folder: Path) -> None:
    """Save it as a release."""
    small = health()
    artifact.save(
        folder,
        version_name=VERSION,
        reader=small.reader,
        guard=small.guard,
        line=small.line,
        facts=FACTS,
    )
