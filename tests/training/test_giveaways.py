"""What gives a label away is measured, and nothing does over the whole corpus."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.corpus import Corpus, load
from training.giveaways import GIVEAWAYS, giveaways

# Half of all pairs fail, so chance alone moves an AUC over some 600 pairs by up to 0.05.
_TELLS_LITTLE = 0.1


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, float]]:
    return giveaways(load())


@pytest.mark.parametrize("name", GIVEAWAYS)
def test_over_all_registers_it_tells_little(found: dict[str, dict[str, float]], name: str) -> None:
    assert abs(found[name]["all"] - 0.5) <= _TELLS_LITTLE


@pytest.mark.parametrize(
    ("name", "added"),
    [
        ("length of the notes", " and so on and so forth, as these things go"),
        ("courtesy", " Thank you so kindly."),
        ("concrete detail", " 12 Peter 13 Paul"),
        ("she rather than he", " she she she"),
        ("mood (VADER)", " wonderful, wonderful"),
    ],
)
def test_what_only_failing_pairs_have_is_found(corpus: Corpus, name: str, added: str) -> None:
    fails = {pair.pair for pair in corpus.pairs if pair.fails_on(pair.until_day)}
    notes = tuple(
        replace(note, text=note.text + added) if note.pair in fails else note
        for note in corpus.notes
    )
    assert giveaways(replace(corpus, notes=notes))[name]["all"] > 0.9
