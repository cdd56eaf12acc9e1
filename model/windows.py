"""Notes as the reading network sees them: windows of tokens, in which nobody has a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from model.embedding import weights_folder
from model.reading import Note
from model.sentences import Sentence

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# Longer notes are read in windows of whole sentences of this many tokens at most.
WINDOW = 256
# Both people of a mentorship are called by this name, one that men and women bear in many places.
_STAND_IN = "Sam"


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of a note as tokens.

    Attributes
    ----------
    ids : list of int
        Tokens, the author's role first.
    spans : list of (int, int)
        Per sentence its first token and the one after its last; equal if nothing is left of it.
    """

    ids: list[int]
    spans: list[tuple[int, int]]


class Windows:
    """Cuts notes into windows."""

    def __init__(self) -> None:
        from transformers import AutoTokenizer

        self.tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
            str(weights_folder()), local_files_only=True
        )

    def of(self, note: Note, split: Sequence[Sentence]) -> list[Window]:
        """The windows of a note whose sentences are ``split``."""
        if not split:
            return []
        whole = self._window(note, split)
        if len(split) == 1 or len(whole.ids) < WINDOW:
            return [whole]
        middle = len(split) // 2
        return [*self.of(note, split[:middle]), *self.of(note, split[middle:])]

    def _window(self, note: Note, split: Sequence[Sentence]) -> Window:
        heard = f"{note.author}:"
        places: list[tuple[int, int]] = []
        for one in split:
            text = _unnamed(one.text, note.names)
            places.append((len(heard) + 1, len(heard) + 1 + len(text)))
            heard = f"{heard} {text}"
        encoded = self.tokenizer(
            heard,
            truncation=True,
            max_length=WINDOW,
            return_offsets_mapping=True,
        )
        starts = np.array([start for start, _ in encoded["offset_mapping"]])
        stops = np.array([stop for _, stop in encoded["offset_mapping"]])
        spans = []
        for first, last in places:
            inside = np.flatnonzero((starts < last) & (stops > first))
            spans.append((int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 0))
        return Window(list(encoded["input_ids"]), spans)


def _unnamed(text: str, names: tuple[str, ...]) -> str:
    """``text`` with everyone of ``names`` called the same."""
    return _any_of(names).sub(_STAND_IN, text) if names else text


@lru_cache(maxsize=1024)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
