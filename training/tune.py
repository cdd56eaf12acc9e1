"""Fine-tunes the reading network on the corpus: every weight of its layers, all heads at once.

A side task keeps it from knowing only the corpus's own words: shown a single word, the head that
tells good from bad has to say which it is, with a published word list (VADER's) as the answer.
Half of the time a note is shown to it with all its pronouns turned, he for she and she for
he, so that it can't learn anything from who is which.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from model import sentences
from model.embedding import VectorCache, half_precision
from model.finetuned import changes
from model.network import HEADS, Encoder, Network
from model.reading import DIRECTIONS
from model.windows import Window, Windows
from training.cache import BUILD
from training.corpus import Corpus
from training.labels import Targets, folds, labelled

# Vectors are cleared of this share of places, so that no head leans on a single one.
_DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class Tuning:
    """What can be turned.

    Attributes
    ----------
    epochs : int
        How often the corpus is gone through.
    rate, head_rate : float
        Highest learning rates of the packaged layers and of the new heads.
    batch : int
        Notes a step.
    signal, fails, concern, words : float
        How much the other tasks count beside the direction of a sentence.
    concern_weight : float
        How much more a sentence with a concern counts than one without; there are few of them.
    seed : int
    """

    epochs: int = 2
    rate: float = 1e-4
    head_rate: float = 2e-3
    batch: int = 24
    signal: float = 0.5
    fails: float = 0.5
    concern: float = 1.0
    words: float = 1.0
    concern_weight: float = 3.0
    seed: int = 20261124


@dataclass(frozen=True, slots=True)
class Example:
    """A window of a labelled note.

    Attributes
    ----------
    targets : ndarray of shape (sentences, 14)
        What the heads should answer; ``nan`` where nobody knows.
    fold : int
        Which fold the note belongs to.
    """

    window: Window
    targets: Targets
    fold: int


def examples(corpus: Corpus, fold_of: Mapping[str, int]) -> list[Example]:
    """The notes cut into windows."""
    windows = Windows()
    found: list[Example] = []
    for one in labelled(corpus, fold_of):
        targets = iter(one.targets)
        for window in windows.of(one.note, sentences.split(one.note.text)):
            rows = np.array([next(targets) for _ in window.spans])
            found.append(Example(window, rows, one.fold))
    return found


def tune(learn_from: Sequence[Example], knobs: Tuning) -> Network:
    """A network fine-tuned on ``learn_from``; the same for the same examples and knobs."""
    torch.manual_seed(knobs.seed)
    chance = np.random.default_rng(knobs.seed)
    task = _Task(Encoder(), knobs)
    body = []
    for name, weight in task.encoder.body.named_parameters():
        # The vectors of words stay as they are, so that words the corpus lacks keep their place.
        if name.startswith("embeddings."):
            weight.requires_grad_(False)
        else:
            body.append(weight)
    new = [*task.encoder.heads.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": knobs.rate}, {"params": new, "lr": knobs.head_rate}],
        weight_decay=0.01,
    )
    batches = [
        batch for _ in range(knobs.epochs) for batch in _batches(learn_from, knobs.batch, chance)
    ]
    # The rates rise over the first tenth of the way and fall to nothing over the rest.
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [knobs.rate, knobs.head_rate], total_steps=len(batches) + 1, pct_start=0.1
    )
    task.train()
    for number, batch in enumerate(batches, start=1):
        loss = task.loss([learn_from[at] for at in batch], chance)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_([*body, *new], 1.0)
        optimizer.step()
        schedule.step()
        if number % 50 == 0 or number == len(batches):
            print(f"    step {number} of {len(batches)}, loss {loss.item():.2f}", flush=True)
    return Network(changes(task.encoder))


def _batches(
    learn_from: Sequence[Example], size: int, chance: np.random.Generator
) -> Iterator[list[int]]:
    """All examples once, in batches of like length, because padding costs time."""
    shuffled = chance.permutation(len(learn_from))
    batches: list[list[int]] = []
    for begin in range(0, len(shuffled), 20 * size):
        chunk = sorted(
            (int(at) for at in shuffled[begin : begin + 20 * size]),
            key=lambda at: len(learn_from[at].window.ids),
        )
        batches.extend(chunk[first : first + size] for first in range(0, len(chunk), size))
    for at in chance.permutation(len(batches)):
        yield batches[at]


class Pronouns:
    """Turns he into she and back, token by token."""

    _TURNED = (
        ("he", ("she",)),
        ("she", ("he",)),
        ("him", ("her",)),
        ("his", ("her",)),
        # Without grammar nobody can tell which it is, and for this purpose either will do.
        ("her", ("him", "his")),
        ("hers", ("his",)),
        ("himself", ("herself",)),
        ("herself", ("himself",)),
    )

    def __init__(self) -> None:
        number = Windows().tokenizer.convert_tokens_to_ids
        self._turned = {number(word): [*map(number, others)] for word, others in self._TURNED}

    def turn(self, window: Window, chance: np.random.Generator) -> Window:
        """The window with its pronouns turned."""
        ids = [int(chance.choice(self._turned.get(one, [one]))) for one in window.ids]
        return Window(ids, window.spans)


class Words:
    """A published list of words with how good news they are, from 0 (bad) to 1 (good)."""

    def __init__(self) -> None:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        lexicon = SentimentIntensityAnalyzer().lexicon
        known = [(word, value) for word, value in lexicon.items() if any(map(str.isalpha, word))]
        tokenizer = Windows().tokenizer
        self.ids = [tokenizer(word)["input_ids"] for word, _ in known]
        # Few words lie beyond 3 on the list's scale from -4 to 4.
        values = np.array([value for _, value in known], dtype=np.float32)
        self.values = (np.clip(values / 3.0, -1.0, 1.0) + 1.0) / 2.0

    def sample(self, count: int, chance: np.random.Generator) -> tuple[list[list[int]], Tensor]:
        """Some words as tokens, with their values."""
        chosen = chance.integers(0, len(self.ids), count)
        return [self.ids[at] for at in chosen], torch.from_numpy(self.values[chosen])


class _Task(nn.Module):
    """The encoder with all that it is trained for."""

    def __init__(self, encoder: Encoder, knobs: Tuning) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(_DROPOUT)
        self.words = Words()
        self.pronouns = Pronouns()
        self.knobs = knobs

    def loss(self, batch: Sequence[Example], chance: np.random.Generator) -> Tensor:
        windows = [
            self.pronouns.turn(example.window, chance) if chance.random() < 0.5 else example.window
            for example in batch
        ]
        with half_precision():
            vectors = self.encoder.encode(windows)
        answers = self.encoder.answers(self.dropout(vectors))
        targets = torch.from_numpy(np.concatenate([example.targets for example in batch]))
        direction, signal, fails, concern = torch.split(answers, [*HEADS.values()], dim=1)
        to_direction, to_signal, to_fails, to_concern = torch.split(
            targets, [*HEADS.values()], dim=1
        )
        return (
            _choice(direction, to_direction)
            + self.knobs.signal * _choice(signal, to_signal)
            + self.knobs.fails * _yes_or_no(fails, to_fails, 1.0)
            + self.knobs.concern * _yes_or_no(concern, to_concern, self.knobs.concern_weight)
            + self.knobs.words * self._single_words(chance)
        )

    def _single_words(self, chance: np.random.Generator) -> Tensor:
        ids, values = self.words.sample(32, chance)
        with half_precision():
            states, real = self.encoder.states(ids)
        shares = (real / real.sum(dim=1, keepdim=True)).unsqueeze(1).to(states.dtype)
        answers = self.encoder.answers(self.encoder.scaled((shares @ states).squeeze(1)))
        bad, good = (answers[:, DIRECTIONS.index(one)] for one in ("bad", "good"))
        return nn.functional.binary_cross_entropy_with_logits(good - bad, values)


def _choice(answers: Tensor, targets: Tensor) -> Tensor:
    known = torch.nan_to_num(targets)
    return -(known * nn.functional.log_softmax(answers, dim=1)).sum() / known.sum().clamp(min=1.0)


def _yes_or_no(answers: Tensor, targets: Tensor, weight: float) -> Tensor:
    known = ~targets.isnan()
    if not known.any():
        return answers.sum() * 0.0
    return nn.functional.binary_cross_entropy_with_logits(
        answers[known], targets[known], pos_weight=torch.tensor(weight)
    )


class Tuner:
    """Fine-tunes networks without some folds, each once; what was made is kept in a folder.

    Parameters
    ----------
    corpus : Corpus
    corpus_digest : str
        Changes with any text or label of the corpus.
    knobs : Tuning
    count : int
        The number of folds.
    folder : Path
        Where what was made is kept.
    cache : VectorCache, optional
        Keeps what the networks say of a note.
    """

    def __init__(
        self,
        corpus: Corpus,
        corpus_digest: str,
        knobs: Tuning,
        count: int,
        *,
        folder: Path = BUILD / "networks",
        cache: VectorCache | None = None,
    ) -> None:
        self.fold_of = folds(corpus, count)
        self.count = count
        self._corpus = corpus
        self._examples: list[Example] | None = None
        self._knobs = knobs
        self._folder = folder
        self._cache = cache
        self._name = f"{corpus_digest}\0{json.dumps(asdict(knobs))}\0{count}"

    def without(self, left_out: Collection[int]) -> Network:
        """A network that saw nothing of the folds ``left_out``."""
        name = hashlib.sha256(f"{self._name}\0{sorted(left_out)}".encode()).hexdigest()[:16]
        path = self._folder / f"{name}.safetensors"
        if not path.is_file():
            if self._examples is None:
                self._examples = examples(self._corpus, self.fold_of)
            print(f"  tuning a network without folds {sorted(left_out)}", flush=True)
            seen = [example for example in self._examples if example.fold not in left_out]
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            tune(seen, self._knobs).save(part)
            part.replace(path)
        return Network.load(path, self._cache)
