"""What is written as a bundle is read again as the same programme, to the letter."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from model.bundle import read_folder, read_zip, write_folder, write_zip
from model.programme import Person, Programme
from tests.model.conftest import ROOT
from tests.model.programmes import programmes, texts


def through_a_zip(programme: Programme) -> Programme:
    file = io.BytesIO()
    write_zip(programme, file)
    file.seek(0)
    return read_zip(file).programme


@given(programmes(texts))
def test_any_programme_survives_a_zip(programme: Programme) -> None:
    assert through_a_zip(programme) == programme


@given(programmes(texts))
def test_the_order_of_every_file_survives(programme: Programme) -> None:
    again = through_a_zip(programme)
    assert [[*again.people], [*again.mentorships], [*again.meetings]] == [
        [*programme.people],
        [*programme.mentorships],
        [*programme.meetings],
    ]


@given(programmes(texts))
def test_what_was_written_is_read_without_a_warning_about_columns(programme: Programme) -> None:
    file = io.BytesIO()
    write_zip(programme, file)
    assert not [one for one in read_zip(file).warnings if one.row == 1]


@given(programmes(texts))
def test_a_folder_and_a_zip_hold_the_same(programme: Programme) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_folder(programme, Path(folder))
        assert read_folder(Path(folder)).programme == through_a_zip(programme)


def test_20_000_characters_survive() -> None:
    person = Person("p", "P", "p@example.org", mentee_goals='",\n👍x' * 4_000)
    assert len(person.mentee_goals) == 20_000
    assert through_a_zip(Programme({"p": person})).people["p"] == person


@pytest.mark.parametrize("name", ["demo"])
def test_the_demo_programme_survives(name: str) -> None:
    programme = read_folder(ROOT / "data" / name).programme
    assert through_a_zip(programme) == programme
