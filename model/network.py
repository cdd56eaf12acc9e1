"""The reading network: notes → what each sentence says, read in its note.

MiniLM, fine-tuned on the corpus, with four linear heads. A whole note is encoded at once, so
that every word is seen in its context; the vector of a sentence is the mean over its words. Only
what fine-tuning changed is stored, and added to the packaged weights on loading.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn

from model import finetuned, sentences
from model.embedding import DIMENSION, VectorCache, half_precision, transformer
from model.language import is_foreign
from model.reading import DIRECTIONS, WORD_SIGNALS, Note, NoteReading, SentenceReading
from model.windows import Window, Windows

Rows = NDArray[np.float32]

# What the heads answer, in the order of their outputs: the direction and the signal of a
# sentence, whether it stands in a pair that fails, and whether a human must see it.
HEADS: dict[str, int] = {
    "direction": len(DIRECTIONS),
    "signal": len(WORD_SIGNALS),
    "fails": 1,
    "concern": 1,
}
OUTPUTS = sum(HEADS.values())
# Beside these it is kept where the sentence begins in its note, how long it is, and whether it is
# in a language that the network does not know.
COLUMNS = OUTPUTS + 3
# The length of the sentence vectors before the heads; unit vectors would make heads learn slowly.
_SCALE = 20.0
_BATCH = 64


class Encoder(nn.Module):
    """MiniLM with the heads, as it is trained and used."""

    def __init__(self) -> None:
        super().__init__()
        self.body = transformer()
        self.heads = nn.ModuleDict({name: nn.Linear(DIMENSION, n) for name, n in HEADS.items()})

    def encode(self, windows: Sequence[Window]) -> Tensor:
        """Vectors of all sentences of all windows, of shape (sentences, 384) and length 20."""
        states, _ = self.states([window.ids for window in windows])
        count, length, _ = states.shape
        spans = [
            (place * length + first, place * length + stop)
            for place, window in enumerate(windows)
            for first, stop in window.spans
        ]
        mean = torch.zeros(len(spans), count * length, dtype=states.dtype)
        for row, (first, stop) in enumerate(spans):
            mean[row, first:stop] = 1.0 / max(stop - first, 1)
        return self.scaled(mean @ states.reshape(count * length, -1))

    def states(self, ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """The state of every token, padded, and which of them are real."""
        tokens, real = finetuned.padded(ids)
        states: Tensor = self.body(input_ids=tokens, attention_mask=real).last_hidden_state
        return states, real

    def answers(self, vectors: Tensor) -> Tensor:
        """Log-odds and logits of all heads, of shape (sentences, 14)."""
        return torch.cat([self.heads[name](vectors) for name in HEADS], dim=1)

    @staticmethod
    def scaled(vectors: Tensor) -> Tensor:
        """Vectors of one length, in full precision."""
        return nn.functional.normalize(vectors.float(), dim=1) * _SCALE


class Network:
    """Reads notes; safe to share between threads.

    Parameters
    ----------
    tensors : mapping of str to Tensor
        What :func:`model.finetuned.changes` gave.
    cache : VectorCache, optional
        Asked before anything is computed, and given what was: per note the answers of the heads.

    Raises
    ------
    ModelUnreadable
        If the tensors don't fit the packaged weights.
    """

    def __init__(self, tensors: Mapping[str, Tensor], cache: VectorCache | None = None) -> None:
        self.tensors = dict(tensors)
        self.cache = cache
        self._digest = finetuned.digest(self.tensors)
        self._lock = threading.Lock()
        self._loaded: tuple[Windows, Encoder] | None = None

    @classmethod
    def load(cls, path: Path, cache: VectorCache | None = None) -> Network:
        """From a file that :meth:`save` wrote."""
        return cls(load_file(path), cache)

    def save(self, path: Path) -> None:
        """Write what fine-tuning changed, some 5 MB."""
        finetuned.save(self.tensors, path)

    def warm_up(self) -> None:
        """Load the weights now rather than at the first note."""
        with self._lock:
            self._load()

    def read(self, notes: Sequence[Note]) -> list[NoteReading]:
        """Each note with its sentences read, in the order given."""
        keys = [self._key(note) for note in notes]
        distinct = dict(zip(keys, notes, strict=True))
        known = dict(self.cache.get_many([*distinct])) if self.cache else {}
        fresh = {key: note for key, note in distinct.items() if key not in known}
        if fresh:
            computed = dict(zip(fresh, self._compute([*fresh.values()]), strict=True))
            if self.cache:
                self.cache.put_many(computed)
            known.update(computed)
        return _readings(notes, [known[key] for key in keys])

    def _compute(self, notes: Sequence[Note]) -> list[Rows]:
        """The columns of each note's sentences, flat, so that a cache of vectors can keep them."""
        split = [sentences.split(note.text) for note in notes]
        if not any(split):
            return [np.zeros(0, dtype=np.float32) for _ in notes]
        with self._lock:
            windows, encoder = self._load()
            cut = [windows.of(note, parts) for note, parts in zip(notes, split, strict=True)]
            answers = _answers(encoder, [window for own in cut for window in own])
        facts = np.array(
            [
                (part.start, len(part.text), is_foreign(part.text))
                for parts in split
                for part in parts
            ],
            dtype=np.float32,
        )
        columns = np.hstack([np.concatenate(answers), facts])
        ends = np.cumsum([len(parts) for parts in split])[:-1]
        return [rows.ravel() for rows in np.split(columns, ends)]

    def _load(self) -> tuple[Windows, Encoder]:
        if self._loaded is None:
            encoder = Encoder()
            finetuned.apply(encoder, self.tensors)
            self._loaded = Windows(), encoder.eval()
        return self._loaded

    def _key(self, note: Note) -> bytes:
        whole = "\0".join((self._digest, note.author, note.text, *note.names))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()


def _answers(encoder: Encoder, windows: Sequence[Window]) -> list[Rows]:
    """Per window an array of shape (sentences, 14); computed shortest first, a batch at once."""
    order = sorted(range(len(windows)), key=lambda at: len(windows[at].ids))
    found: dict[int, Rows] = {}
    with torch.inference_mode():
        for batch in _batches(order):
            chosen = [windows[at] for at in batch]
            with half_precision():
                vectors = encoder.encode(chosen)
            rows = encoder.answers(vectors).numpy()
            ends = np.cumsum([len(window.spans) for window in chosen])[:-1]
            found |= dict(zip(batch, np.split(rows, ends), strict=True))
    return [found[at] for at in range(len(windows))]


def _batches(order: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(order), _BATCH):
        yield order[begin : begin + _BATCH]


def _readings(notes: Sequence[Note], flat: Sequence[Rows]) -> list[NoteReading]:
    """The readings of all notes from their columns, computed for all of them at once."""
    if not notes:
        return []
    rows = np.concatenate(flat).reshape(-1, COLUMNS).astype(np.float64)
    answers = np.split(rows, np.cumsum([*HEADS.values()]), axis=1)
    direction, signal = _softmax(answers[0]), _softmax(answers[1])
    leaning, concern, facts = answers[2][:, 0], answers[3][:, 0], answers[4].astype(int)
    foreign = facts[:, 2] > 0
    # What a sentence in a language that it does not know seems to say is noise.
    direction[foreign] = np.eye(len(DIRECTIONS))[DIRECTIONS.index("elsewhere")]
    leaning[foreign] = 0.0
    columns = zip(
        facts[:, 0].tolist(),
        (facts[:, 0] + facts[:, 1]).tolist(),
        direction[:, DIRECTIONS.index("bad")].tolist(),
        direction[:, DIRECTIONS.index("good")].tolist(),
        signal,
        leaning.tolist(),
        concern.tolist(),
        foreign.tolist(),
        strict=True,
    )
    return [
        NoteReading(
            note,
            tuple(
                SentenceReading(note.text[begin:end], bad, good, signals, *rest)
                for begin, end, bad, good, signals, *rest in islice(columns, len(own) // COLUMNS)
            ),
        )
        for note, own in zip(notes, flat, strict=True)
    ]


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
