"""Tuning learns what it is shown, the same each time, and nothing of the folds left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.network import HEADS, OUTPUTS, Network
from model.reading import DIRECTIONS, WORD_SIGNALS, Note
from model.windows import Window, Windows
from tests.training import small_corpus
from training import labels, tune
from training.corpus import Corpus
from training.tune import Example, Tuner, Tuning

KNOBS = Tuning(epochs=12, rate=3e-4)
FIRST = np.cumsum([0, *HEADS.values()])


@pytest.fixture(scope="module")
def examples(corpus: Corpus) -> list[Example]:
    return tune.examples(corpus, labels.folds(corpus, 3))


@pytest.fixture(scope="module")
def network(examples: list[Example]) -> Network:
    return tune.tune(examples, KNOBS)


def test_a_register_is_whole_in_its_fold(corpus: Corpus) -> None:
    found = labels.folds(corpus, 3)
    assert {found[register] for register in small_corpus.REGISTERS} == {0, 1, 2}


def test_a_quoted_sentence_bears_its_label_and_the_others_none(corpus: Corpus) -> None:
    (first, *_) = labels.labelled(corpus, labels.folds(corpus, 3))
    (said,) = corpus.notes[0].says
    aside, quoted, name = first.targets[:, : FIRST[2]]
    elsewhere = DIRECTIONS.index("elsewhere")
    assert aside[elsewhere] == name[elsewhere] == 1.0
    assert quoted[DIRECTIONS.index(said.direction)] == 1.0
    assert quoted[FIRST[1] + WORD_SIGNALS.index(said.signal)] == 1.0


def test_of_a_safeguarding_note_nothing_is_learnt_but_whether_it_worries(corpus: Corpus) -> None:
    *_, last = labels.labelled(corpus, labels.folds(corpus, 3))
    assert last.targets.shape[1] == OUTPUTS
    assert np.isnan(last.targets[:, :-1]).all()
    assert not np.isnan(last.targets[:, -1]).any()


def test_the_network_tells_bad_from_good(network: Network) -> None:
    texts = [small_corpus.BAD[0][0], small_corpus.GOOD[0][0]]
    read = network.read([Note("x", "mentee", text) for text in texts])
    bad, good = (one.sentences[0] for one in read)
    assert bad.bad > bad.good
    assert good.good > good.bad
    assert bad.leaning > good.leaning


def test_the_network_worries_about_what_was_labelled(network: Network) -> None:
    text = f"{small_corpus.ELSEWHERE[0]} {small_corpus.CONCERN}"
    (read,) = network.read([Note("x", "mentee", text)])
    calm, worrying = read.sentences
    assert worrying.concern > calm.concern


def test_the_same_examples_and_knobs_give_the_same_network(examples: list[Example]) -> None:
    short = Tuning(epochs=1)
    one, other = (tune.tune(examples[:48], short) for _ in range(2))
    assert {name: tensor.tolist() for name, tensor in one.tensors.items()} == {
        name: tensor.tolist() for name, tensor in other.tensors.items()
    }


def test_a_network_lacks_the_folds_left_out_and_is_made_once(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, network: Network
) -> None:
    seen: list[set[int]] = []

    def spy(learn_from: list[Example], knobs: Tuning) -> Network:
        seen.append({example.fold for example in learn_from})
        return network

    monkeypatch.setattr(tune, "tune", spy)
    for _ in range(2):
        Tuner(corpus, "digest", KNOBS, 3, folder=tmp_path).without({1})
    assert seen == [{0, 2}]
    Tuner(corpus, "another digest", KNOBS, 3, folder=tmp_path).without({1})
    assert seen == [{0, 2}, {0, 2}]


def test_pronouns_are_turned_and_nothing_else(examples: list[Example]) -> None:
    pronouns = tune.Pronouns()
    window = next(e.window for e in examples if e.window.ids)
    tokenizer = Windows().tokenizer
    ids = tokenizer("She told him that it helped.")["input_ids"]
    turned = pronouns.turn(Window(ids, window.spans), np.random.default_rng(1))
    assert tokenizer.decode(turned.ids, skip_special_tokens=True) == "he told her that it helped."
