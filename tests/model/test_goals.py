"""Goals and offers are cut into pieces, each verbatim."""

from __future__ import annotations

import pytest
from hypothesis import given

from model.goals import job, pieces
from model.programme import Person
from tests.model.programmes import texts


@given(texts)
def test_every_piece_stands_in_the_text_where_it_says(text: str) -> None:
    for piece in pieces(text):
        assert text[piece.start :].startswith(piece.text)


@given(texts)
def test_pieces_come_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for piece in pieces(text):
        assert piece.start >= end
        end = piece.start + len(piece.text)


@given(texts)
def test_whatever_somebody_wrote_has_a_piece(text: str) -> None:
    assert bool(pieces(text)) == bool(text.strip())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lead. Listen.", ["Lead.", "Listen."]),
        ("lead; listen • write", ["lead", "listen", "write"]),
        ("lead\nlisten", ["lead", "listen"]),
        (" ; ; ", ["; ;"]),
        ("", []),
    ],
)
def test_sentences_clauses_and_list_items_are_pieces(text: str, expected: list[str]) -> None:
    assert [piece.text for piece in pieces(text)] == expected


@pytest.mark.parametrize(
    ("title", "department", "told"),
    [("Baker", "Kitchen", "Baker, Kitchen"), ("Baker", "", "Baker"), ("", "", "")],
)
def test_a_job_is_title_and_department(title: str, department: str, told: str) -> None:
    assert job(Person("a", "a", "a@x.org", department=department, job_title=title)) == told
