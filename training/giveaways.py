"""What must not give the label away: length, courtesy, detail, pronouns, mood.

Each is measured on the notes of a pair, which are then ranked by it: 0.5 tells nothing, and a
model could live on what lies far from it without understanding a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from training.baselines import sentiment
from training.corpus import Corpus, load
from training.metrics import auc

Texts = Sequence[str]
_WORD = re.compile(r"\w+")
_POLITE = re.compile(
    r"\b(?:thank\w*|grateful|please|kind\w*|appreciat\w*|pleas\w*|courte\w*|sorry|nice|lovely)\b",
    re.IGNORECASE,
)
# What is concrete has numbers, times and names in it.
_DETAIL = re.compile(r"\d|(?<=[a-z,] )[A-Z][a-z]+")
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)


def _a_word(pattern: re.Pattern[str]) -> Callable[[Texts], float]:
    """How often a pattern occurs, a word."""
    return lambda texts: sum(len(pattern.findall(text)) for text in texts) / _words(texts)


def _words(texts: Texts) -> int:
    return max(sum(len(_WORD.findall(text)) for text in texts), 1)


GIVEAWAYS: dict[str, Callable[[Texts], float]] = {
    "length of the notes": lambda texts: _words(texts) / len(texts),
    "number of notes": lambda texts: float(len(texts)),
    "courtesy": _a_word(_POLITE),
    "concrete detail": _a_word(_DETAIL),
    "she rather than he": lambda texts: _a_word(_SHE)(texts) - _a_word(_HE)(texts),
    "mood (VADER)": lambda texts: float(np.mean([sentiment(text) for text in texts])),
}


def giveaways(corpus: Corpus) -> dict[str, dict[str, float]]:
    """Per giveaway how well it ranks the pairs that fail, over ``all`` and within each register."""
    texts: dict[str, list[str]] = {}
    for note in corpus.notes:
        texts.setdefault(note.pair, []).append(note.text)
    pairs = [pair for pair in corpus.pairs if pair.pair in texts]
    fails = np.array([pair.fails_on(pair.until_day) for pair in pairs])
    registers = np.array([pair.register for pair in pairs])
    found: dict[str, dict[str, float]] = {}
    for name, measure in GIVEAWAYS.items():
        values = np.array([measure(texts[pair.pair]) for pair in pairs])
        found[name] = {"all": auc(values, fails)}
        for register in sorted(set(registers)):
            own = registers == register
            found[name][register] = auc(values[own], fails[own])
    return found


def main() -> None:
    """Print how well each ranks, over all and where it ranks best or worst."""
    print("what might give the label away (AUC over all; 0.5 tells nothing)")
    for name, by_register in giveaways(load()).items():
        overall = by_register.pop("all")
        furthest = max(by_register, key=lambda register: abs(by_register[register] - 0.5))
        print(f"{name:22} {overall:.2f}, furthest {by_register[furthest]:.2f} in {furthest}")


if __name__ == "__main__":
    main()
