"""Who is a man, a woman, or named how can be turned, and what that does is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.bundle import read_folder
from model.history import History
from model.programme import Meeting
from tests.model import small_model
from tests.model.conftest import ROOT
from training import fairness

DAY = date(2026, 3, 1)


def history(text: str) -> History:
    meeting = Meeting("x", "m", date(2026, 2, 1), "held", mentee_feedback=text)
    return History("m", "peer", date(2026, 1, 1), 14, DAY, (meeting,))


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("She told him.", "He told her."),
        ("HE HIMSELF", "She Herself"),
        ("There they are, the shepherd.", "There they are, the shepherd."),
        ("", ""),
    ],
)
def test_pronouns_are_turned_as_whole_words(text: str, turned: str) -> None:
    assert fairness.pronouns(text) == turned


def test_everyone_gets_the_first_name_of_somebody_else() -> None:
    programme = read_folder(ROOT / "data" / "demo").programme
    turn = fairness.names(programme)
    first = {person.name.split()[0] for person in programme.people.values()}
    assert all(turn(name) in first - {name} for name in first)


def test_a_reader_that_hears_no_pronouns_does_not_move() -> None:
    found = fairness.swapped(
        small_model.health(), [history("He cancelled again.")], fairness.pronouns
    )
    assert (found.mentorships, found.changed, found.largest, found.flips) == (1, 1, 0.0, 0)


def test_what_moves_is_counted() -> None:
    one = history("He cancelled again. It helped me. He cancelled again.")
    found = fairness.swapped(
        small_model.health(),
        [one, history("Fine.")],
        lambda text: text.replace("cancelled", "sang"),
    )
    assert (found.mentorships, found.changed) == (2, 1)
    assert found.largest == found.mean > 0.0
    assert replace(one, meetings=()).notes == []
