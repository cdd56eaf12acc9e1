"""The matching network: goals and offers → vectors in one space, piece by piece.

MiniLM, fine-tuned on goals and offers that belong together, reads a goal with the job of who
wrote it in front, and an offer likewise. Of a goal it tells word by word what is wanted, what is
there already, what is not wanted, what is a wish about the mentor and what is only told; a piece
of a goal is then the mean over its wanted words, and apart from it the mean over its unwanted
ones. Of an offer every piece has a vector, and so has every passage, because one of several
texts of a mentor may be the one that fits.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from model import finetuned
from model.embedding import (
    DIMENSION,
    VectorCache,
    half_precision,
    transformer,
    weights_folder,
)
from model.goals import LEVELS, PARTS, Goal, Offer, Piece, Rows, job, pieces
from model.programme import Person

HEADS = {"part": len(PARTS), "level": len(LEVELS)}

# Longer texts are read in passages of whole pieces, of so many tokens at most.
PASSAGE = 160
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_BATCH = 64
# The length of a token's vector before the heads; unit vectors would make heads learn slowly.
_SCALE = 18.0
# A goal of which nothing seems wanted is still read, every word of it counting this much.
_ANY_WORD = 0.1


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive pieces of a text as tokens, the job in front.

    Attributes
    ----------
    ids : list of int
        Tokens.
    places : list of (int, int)
        Where each token stands in the whole text; negative where it belongs to the job.
    spans : list of (int, int)
        Per piece its first token and the one after its last; equal if nothing is left of it.
    """

    ids: list[int]
    places: list[tuple[int, int]]
    spans: list[tuple[int, int]]


def _end(piece: Piece) -> int:
    return piece.start + len(piece.text)


class Passages:
    """Cuts texts into passages."""

    def __init__(self) -> None:
        self.tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
            str(weights_folder()), local_files_only=True
        )

    def of(self, front: str, text: str, split: Sequence[Piece]) -> list[Passage]:
        """The passages of ``text``, whose pieces are ``split``; none if there is no piece."""
        found: list[Passage] = []
        begin = 0
        for at in range(1, len(split) + 1):
            # Texts apart by an empty line are texts of their own.
            if at == len(split) or _EMPTY_LINE.search(text, _end(split[at - 1]), split[at].start):
                found.extend(self._halved(front, text, split[begin:at]))
                begin = at
        return found

    def _halved(self, front: str, text: str, split: Sequence[Piece]) -> list[Passage]:
        whole = self._passage(front, text, split)
        if len(split) == 1 or len(whole.ids) < PASSAGE:
            return [whole]
        middle = len(split) // 2
        return [
            *self._halved(front, text, split[:middle]),
            *self._halved(front, text, split[middle:]),
        ]

    def _passage(self, front: str, text: str, split: Sequence[Piece]) -> Passage:
        begin, end = split[0].start, _end(split[-1])
        before = f"{front}. " if front else ""
        encoded = self.tokenizer(
            before + text[begin:end],
            truncation=True,
            max_length=PASSAGE,
            return_offsets_mapping=True,
        )
        shift = begin - len(before)
        places = [
            (first + shift, last + shift) if last > first >= len(before) else (-1, -1)
            for first, last in encoded["offset_mapping"]
        ]
        starts = np.array([first for first, _ in places])
        spans = []
        for piece in split:
            inside = np.flatnonzero((starts >= piece.start) & (starts < _end(piece)))
            spans.append((int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 0))
        return Passage(list(encoded["input_ids"]), places, spans)


@dataclass(frozen=True)
class GoalTensors:
    """What the encoder makes of passages of goals; rows of pieces are those of all passages."""

    whole: Tensor  # (passages, 384)
    mass: Tensor  # (passages,): how many wanted words
    wanted: Tensor  # (pieces, 384)
    unwanted: Tensor  # (pieces, 384)
    shares: Tensor  # (pieces, 5)
    weights: Tensor  # (pieces,)
    owner: Tensor  # (pieces,): which passage
    parts: Tensor  # (passages, tokens, 5): logits
    levels: Tensor  # (passages, 7): logits


class GoalEncoder(nn.Module):
    """MiniLM with the heads, as it is trained and used."""

    def __init__(self) -> None:
        super().__init__()
        self.body = transformer()
        self.heads = nn.ModuleDict({name: nn.Linear(DIMENSION, n) for name, n in HEADS.items()})

    def offers(self, passages: Sequence[Passage]) -> tuple[Tensor, Tensor, Tensor]:
        """Vectors of passages and of all their pieces, and which passage each piece is of."""
        states, real = self._states(passages)
        whole = _unit(torch.einsum("pl,pld->pd", real, states))
        spans, owner = _spans(passages, states.shape[1])
        return whole, _unit(torch.einsum("kl,kld->kd", spans, states[owner])), owner

    def goals(self, passages: Sequence[Passage]) -> GoalTensors:
        """Goals, told apart into what is wanted and what is not."""
        states, _ = self._states(passages)
        parts = self.heads["part"](_unit(states) * _SCALE)
        chances = parts.softmax(dim=-1)
        spans, owner = _spans(passages, states.shape[1])
        inside = torch.zeros(states.shape[:2]).index_add(0, owner, spans).clamp(max=1.0)
        wanted = chances[..., PARTS.index("wanted")] + chances[..., PARTS.index("wish")]
        unwanted = chances[..., PARTS.index("unwanted")]
        weighted = (wanted + _ANY_WORD) * inside + 1e-6
        # A piece of which nothing is wanted still needs a direction to be compared by.
        want, no = spans * (wanted[owner] + 1e-3), spans * (unwanted[owner] + 1e-3)
        size = spans.sum(dim=1).clamp(min=1.0)
        return GoalTensors(
            whole=_unit(torch.einsum("pl,pld->pd", weighted, states)),
            mass=(wanted * inside).sum(dim=1),
            wanted=_unit(torch.einsum("kl,kld->kd", want, states[owner])),
            unwanted=_unit(torch.einsum("kl,kld->kd", no, states[owner])),
            shares=torch.einsum("kl,klc->kc", spans, chances[owner]) / size[:, None],
            weights=want.sum(dim=1),
            owner=owner,
            parts=parts,
            levels=self.heads["level"](
                _unit(torch.einsum("pl,pld->pd", wanted * inside + 1e-3, states)) * _SCALE
            ),
        )

    def _states(self, passages: Sequence[Passage]) -> tuple[Tensor, Tensor]:
        tokens, real = finetuned.padded([passage.ids for passage in passages])
        with half_precision():
            states: Tensor = self.body(input_ids=tokens, attention_mask=real).last_hidden_state
        return states.float(), real.float()


def _unit(vectors: Tensor) -> Tensor:
    return nn.functional.normalize(vectors, dim=-1)


def _spans(passages: Sequence[Passage], length: int) -> tuple[Tensor, Tensor]:
    """Per piece of all passages which tokens are its own, and its passage."""
    owner = torch.tensor([at for at, one in enumerate(passages) for _ in one.spans])
    spans = torch.zeros(len(owner), length)
    for row, (first, last) in enumerate(span for one in passages for span in one.spans):
        spans[row, first:last] = 1.0
    return spans, owner


class GoalNetwork:
    """Reads goals and offers; safe to share between threads.

    Parameters
    ----------
    tensors : mapping of str to Tensor
        What :func:`model.finetuned.changes` gave.
    cache : VectorCache, optional
        Asked before anything is computed, and given what was.

    Raises
    ------
    ModelUnreadable
        At the first text, if the tensors don't fit the packaged weights.
    """

    def __init__(self, tensors: Mapping[str, Tensor], cache: VectorCache | None = None) -> None:
        self.tensors = dict(tensors)
        self.cache = cache
        self._digest = finetuned.digest(self.tensors)
        self._lock = threading.Lock()
        self._loaded: tuple[Passages, GoalEncoder] | None = None

    @classmethod
    def load(cls, path: Path, cache: VectorCache | None = None) -> GoalNetwork:
        """From a file that :meth:`save` wrote."""
        return cls(load_file(path), cache)

    def save(self, path: Path) -> None:
        """Write what fine-tuning changed."""
        finetuned.save(self.tensors, path)

    def goals(self, mentees: Sequence[Person]) -> list[Goal]:
        """What each of them wrote as ``mentee_goals``."""
        return [
            _goal(pieces(person.mentee_goals), flat)
            for person, flat in zip(
                mentees,
                self._read("goal", [(job(one), one.mentee_goals) for one in mentees]),
                strict=True,
            )
        ]

    def offers(self, mentors: Sequence[Person]) -> list[Offer]:
        """What each of them wrote as ``mentor_expertise``."""
        return [
            _offer(pieces(person.mentor_expertise), flat)
            for person, flat in zip(
                mentors,
                self._read("offer", [(job(one), one.mentor_expertise) for one in mentors]),
                strict=True,
            )
        ]

    def warm_up(self) -> None:
        """Load the weights now rather than at the first text."""
        with self._lock:
            self._load()

    def _read(self, kind: str, texts: Sequence[tuple[str, str]]) -> list[Rows]:
        keys = [self._key(kind, front, text) for front, text in texts]
        distinct = dict(zip(keys, texts, strict=True))
        known = dict(self.cache.get_many([*distinct])) if self.cache else {}
        fresh = {key: text for key, text in distinct.items() if key not in known}
        if fresh:
            computed = dict(zip(fresh, self._compute(kind, [*fresh.values()]), strict=True))
            if self.cache:
                self.cache.put_many(computed)
            known.update(computed)
        return [known[key] for key in keys]

    def _compute(self, kind: str, texts: Sequence[tuple[str, str]]) -> list[Rows]:
        """All numbers of each text, flat, so that a cache of vectors can keep them."""
        with self._lock:
            passages, encoder = self._load()
            cut = [passages.of(front, text, pieces(text)) for front, text in texts]
            each = [passage for own in cut for passage in own]
            read = iter((_goal_rows if kind == "goal" else _offer_rows)(encoder, each))
        found: list[Rows] = []
        for own in cut:
            numbers = [next(read) for _ in own]
            found.append(
                np.concatenate(
                    [
                        np.array([len(own)], dtype=np.float32),
                        *(head for head, _ in numbers),
                        *(rows for _, rows in numbers),
                    ]
                )
            )
        return found

    def _load(self) -> tuple[Passages, GoalEncoder]:
        if self._loaded is None:
            encoder = GoalEncoder()
            finetuned.apply(encoder, self.tensors)
            self._loaded = Passages(), encoder.eval()
        return self._loaded

    def _key(self, kind: str, front: str, text: str) -> bytes:
        whole = "\0".join((self._digest, kind, front, text))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()


# Per passage of a goal: its vector, its mass, its levels. Per piece: wanted, unwanted, shares,
# weight. Per passage of an offer its vector, per piece its vector.
_GOAL_HEAD = DIMENSION + 1 + len(LEVELS)
_GOAL_PIECE = 2 * DIMENSION + len(PARTS) + 1

_Numbers = tuple[Rows, Rows]  # of a passage and of its pieces, both flat


def _goal_rows(encoder: GoalEncoder, passages: Sequence[Passage]) -> list[_Numbers]:
    def numbers(chosen: Sequence[Passage]) -> tuple[Tensor, Tensor]:
        read = encoder.goals(chosen)
        levels = read.levels.softmax(dim=1)
        return (
            torch.cat([read.whole, read.mass[:, None], levels], dim=1),
            torch.cat([read.wanted, read.unwanted, read.shares, read.weights[:, None]], dim=1),
        )

    return _in_batches(passages, numbers)


def _offer_rows(encoder: GoalEncoder, passages: Sequence[Passage]) -> list[_Numbers]:
    return _in_batches(passages, lambda chosen: encoder.offers(chosen)[:2])


def _in_batches(
    passages: Sequence[Passage],
    numbers: Callable[[Sequence[Passage]], tuple[Tensor, Tensor]],
) -> list[_Numbers]:
    """Computed shortest first, a batch at once, because padding costs time."""
    order = sorted(range(len(passages)), key=lambda at: len(passages[at].ids))
    found: dict[int, _Numbers] = {}
    with torch.inference_mode():
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            chosen = [passages[at] for at in batch]
            heads, bodies = numbers(chosen)
            ends = np.cumsum([len(passage.spans) for passage in chosen])[:-1]
            parts = np.split(bodies.numpy(), ends)
            for at, head, body in zip(batch, heads.numpy(), parts, strict=True):
                found[at] = head, body.ravel()
    return [found[at] for at in range(len(passages))]


def _goal(split: list[Piece], flat: Rows) -> Goal:
    heads, rows = _unpacked(flat, _GOAL_HEAD)
    whole, mass, levels = np.split(heads, [DIMENSION, DIMENSION + 1], axis=1)
    wanted, unwanted, shares, weights = np.split(
        rows.reshape(len(split), _GOAL_PIECE),
        [DIMENSION, 2 * DIMENSION, 2 * DIMENSION + len(PARTS)],
        axis=1,
    )
    # What a passage wants counts by how much it wants.
    share = (mass + 1e-6) / (mass + 1e-6).sum() if len(mass) else mass
    mean = (whole * share).sum(axis=0)
    length = float(np.linalg.norm(mean))
    return Goal(
        pieces=split,
        whole=mean / length if length else mean,
        wanted=wanted,
        unwanted=unwanted,
        shares=shares,
        weights=weights[:, 0],
        levels=(levels * share).sum(axis=0),
    )


def _offer(split: list[Piece], flat: Rows) -> Offer:
    heads, rows = _unpacked(flat, DIMENSION)
    return Offer(pieces=split, each=rows.reshape(len(split), DIMENSION), passages=heads)


def _unpacked(flat: Rows, width: int) -> tuple[Rows, Rows]:
    """The numbers of the passages, a row each, and those of the pieces, flat."""
    passages = int(flat[0])
    cut = 1 + passages * width
    return flat[1:cut].reshape(passages, width), flat[cut:]
