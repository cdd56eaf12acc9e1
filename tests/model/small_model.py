"""A model that reads by a few words, with a risk line set by hand.

Every weight of the line is above 0, so that no signal is silent in it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from model import artifact
from model.finetuned import changes
from model.goal_network import GoalEncoder, GoalNetwork
from model.health import HealthModel, RiskLine
from model.history import FEATURES
from model.network import Encoder, Network
from tests.fakes import FakeReader, fake_ranking
from tests.training import small_corpus

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


def line() -> RiskLine:
    """Its risk line."""
    return RiskLine(np.linspace(0.2, 2.0, len(FEATURES)), BASELINE, THRESHOLD, 2.0)


@cache
def health() -> HealthModel:
    """The model itself; nothing in it changes, so one serves all tests."""
    return HealthModel(FakeReader(), line())


@cache
def network() -> Network:
    """A network that has learnt nothing: the packaged weights under heads left to chance."""
    return Network(changes(Encoder()))


@cache
def goal_network() -> GoalNetwork:
    """The same for goals and offers."""
    return GoalNetwork(changes(GoalEncoder()))


def save(folder: Path) -> None:
    """Save a release, with these networks."""
    artifact.save(
        folder,
        version_name=VERSION,
        network=network(),
        line=line(),
        goal_network=goal_network(),
        ranking=fake_ranking(),
        facts=FACTS,
    )
