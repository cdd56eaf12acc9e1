"""The corpus's labels as what the network's heads should answer, and its division into folds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model import sentences
from model.reading import DIRECTIONS, WORD_SIGNALS, Note
from model.sentences import Sentence
from training.corpus import ConcernNote, Corpus, CorpusNote

Targets = NDArray[np.float32]

# So many characters of a sentence a quote must cover for its label to count: fewer are a matter of
# where sentences were split, not of meaning.
_LEAST_OVERLAP = 8


def folds(corpus: Corpus, count: int) -> dict[str, int]:
    """The fold of each register and of each safeguarding note, by name.

    A register stays whole, and with it every pair and every mentor in it. Safeguarding notes are
    spread by the digest of their names.
    """
    registers = sorted({pair.register for pair in corpus.pairs}, key=_scrambled)
    found = {register: at % count for at, register in enumerate(registers)}
    return found | {one.note: int(_scrambled(one.note), 16) % count for one in corpus.concerns}


def _scrambled(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A note with what the network's heads should answer.

    Attributes
    ----------
    targets : ndarray of shape (sentences, 14)
        ``nan`` where nobody knows.
    fold : int
        Which fold the note belongs to.
    """

    note: Note
    targets: Targets
    fold: int


def labelled(corpus: Corpus, fold_of: Mapping[str, int]) -> Iterator[Labelled]:
    """Every note of the corpus that has sentences."""
    pairs = {pair.pair: pair for pair in corpus.pairs}
    for one in corpus.notes:
        pair = pairs[one.pair]
        fails = pair.fails_on(one.day)
        rows = [_of_relationship(one, sentence, fails) for sentence in sentences.split(one.text)]
        if rows:
            note = Note(one.note, one.author, one.text)
            yield Labelled(note, np.array(rows), fold_of[pair.register])
    for concern in corpus.concerns:
        rows = [_of_safety(concern, sentence) for sentence in sentences.split(concern.text)]
        if rows:
            note = Note(concern.note, concern.author, concern.text)
            yield Labelled(note, np.array(rows), fold_of[concern.note])


def _of_relationship(note: CorpusNote, sentence: Sentence, fails: bool) -> Targets:
    """Direction and signal divide evenly where a sentence says two things.

    A sentence of disrespect or fear may well deserve a second look by a human, and nobody
    labelled it for this, so nothing is learnt from it about concerns.
    """
    said = [one for one in note.says if _covers(note.text, one.quote, sentence)]
    direction = np.zeros(len(DIRECTIONS))
    signal = np.zeros(len(WORD_SIGNALS))
    for one in said:
        direction[DIRECTIONS.index(one.direction)] += 1.0 / len(said)
        signal[WORD_SIGNALS.index(one.signal)] += 1.0 / len(said)
    if not said:
        direction[DIRECTIONS.index("elsewhere")] = 1.0
    unclear = any(one.signal == "trust_respect" and one.direction == "bad" for one in said)
    return _row(direction, signal, float(fails), np.nan if unclear else 0.0)


def _of_safety(note: ConcernNote, sentence: Sentence) -> Targets:
    raised = note.quote is not None and _covers(note.text, note.quote, sentence)
    unknown = np.full(len(DIRECTIONS), np.nan), np.full(len(WORD_SIGNALS), np.nan)
    return _row(*unknown, np.nan, float(raised))


def _row(*answers: NDArray[np.float64] | float) -> Targets:
    return np.hstack(answers).astype(np.float32)


def _covers(text: str, quote: str, sentence: Sentence) -> bool:
    begin = text.index(quote)
    end = sentence.start + len(sentence.text)
    overlap = min(end, begin + len(quote)) - max(sentence.start, begin)
    return overlap >= min(_LEAST_OVERLAP, len(quote))
