"""What a sentence adds to the tone of its side."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from model import history as histories
from model.history import History, Part
from model.programme import Meeting
from model.reading import WORD_SIGNALS, Note, NoteReading, SentenceReading

DAY = date(2026, 3, 2)
MEETING = Meeting("x", "m", DAY, "held", mentee_feedback="A sentence.")
HISTORY = History("m", "traditional", date(2026, 1, 5), 14, DAY, (MEETING,))


def part(*, bad: float = 0.0, good: float = 0.0, leaning: float = 0.0) -> Part:
    """The part of the tone that rests on one sentence so read."""
    signals = np.full(len(WORD_SIGNALS), 1.0 / len(WORD_SIGNALS))
    read = SentenceReading("A sentence.", bad, good, signals, leaning, concern=-4.0)
    note = NoteReading(Note("x", "mentee", "A sentence."), (read,))
    (found,) = histories.features(HISTORY, [note])["tone.of_mentee"]
    return found


def test_how_it_sounds_counts_less_where_it_speaks_of_something_else() -> None:
    about = part(bad=0.5, good=0.5, leaning=2.0).value
    elsewhere = part(leaning=2.0).value
    assert 0.0 < elsewhere < about / 2.0


def test_what_it_says_counts_beside_how_it_sounds() -> None:
    assert part(bad=0.9, leaning=1.0).value > part(good=0.9, leaning=1.0).value


@pytest.mark.parametrize("leaning", [-6.0, -1.0])
def test_what_speaks_badly_never_lowers_the_risk_by_how_it_sounds(leaning: float) -> None:
    assert part(bad=0.6, good=0.1, leaning=leaning).value == 0.0
    assert part(bad=0.1, good=0.6, leaning=leaning).value < 0.0


def test_what_speaks_of_something_else_is_told_as_how_the_notes_sound() -> None:
    assert part(leaning=2.0).signal == histories.WORDING
    assert part(bad=0.9).signal in WORD_SIGNALS


def test_what_speaks_badly_is_more_worth_quoting() -> None:
    assert part(bad=0.9).telling > part(bad=0.4, good=0.5).telling
