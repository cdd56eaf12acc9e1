"""The words of the pages: days, states; and ids in addresses."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest
from werkzeug.routing import Map, Rule

from app.web import words
from app.web.icons import icon
from app.web.keys import KeyConverter


def test_a_day_is_said_in_words_and_marked_up_for_machines() -> None:
    said = '<time datetime="2026-11-20">Fri 20 Nov 2026</time>'
    assert words.day(date(2026, 11, 20)) == said


@pytest.mark.parametrize(
    ("risk", "flagged", "said"),
    [(0.97, True, "very high"), (0.6, True, "high"), (0.4, False, "some"), (0.02, False, "low")],
)
def test_a_risk_is_said_in_a_word_too(risk: float, flagged: bool, said: str) -> None:
    assert words.how_high(risk, flagged) == said


def test_who_cancelled_is_said() -> None:
    assert words.meeting_state("cancelled", "mentor") == "Cancelled by the mentor"
    assert words.meeting_state("no_show", "mentee") == "The mentee did not come"
    assert words.meeting_state("cancelled", None) == "Cancelled"


def test_an_icon_is_silent_beside_words_and_speaks_where_it_stands_alone() -> None:
    assert 'aria-hidden="true"' in icon("check-circle")
    assert 'aria-label="Good sign"' in icon("check-circle", "Good sign")


@pytest.mark.parametrize(
    "key", ["m-017", "a/b", "..", ".", "50 %", "a?b=c#d", "ÄÖ 東京", "%2F", "//", " x "]
)
def test_any_id_can_stand_in_an_address(key: str) -> None:
    rules = Map([Rule("/x/<key:which>/y", endpoint="e")], converters={"key": KeyConverter})
    adapter = rules.bind("localhost")
    path = adapter.build("e", {"which": key})
    # A server undoes one quoting before it matches.
    assert adapter.match(unquote(path)) == ("e", {"which": key})
    assert "/../" not in path
    assert path.count("/") == 3
