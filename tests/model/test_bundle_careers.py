"""careers.csv: who joined, rose and left, in the programme or not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from model.bundle import read_folder, write_folder
from model.programme import Career, Programme
from tests.model.csv_files import accepted, files, places

HEADER = "person_id,joined_on,department,seniority,promoted_on,left_on\n"
SOMEONE = Career("x-9", date(2020, 1, 6), "Law", 4, (date(2022, 3, 1), date(2025, 3, 1)))


def with_careers(*rows: str) -> dict[str, bytes]:
    return files() | {"careers.csv": (HEADER + "".join(f"{row}\n" for row in rows)).encode()}


def test_a_career_is_read_with_its_promotions_in_order() -> None:
    read = accepted(with_careers("x-9,2020-01-06,Law,4,2025-03-01;2022-03-01,"))
    assert read.programme.careers == (SOMEONE,)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("x-9,,Law,4,,", "joined_on"),
        ("x-9,2020-01-06,,,last spring,", "promoted_on"),
        ("x-9,2020-01-06,,11,,", "seniority"),
        ("x-9,2020-01-06,,,,2019-01-01", "left_on"),
    ],
)
def test_a_slip_is_told_with_its_place(row: str, column: str) -> None:
    assert places(with_careers(row)) == [("careers.csv", 2, column)]


def test_nobody_has_two_careers() -> None:
    twice = with_careers("x-9,2020-01-06,,,,", "x-9,2021-01-06,,,,")
    assert places(twice) == [("careers.csv", 3, "person_id")]


def test_a_programme_without_careers_leaves_no_file_of_them_behind(tmp_path: Path) -> None:
    people = accepted(files()).programme.people
    write_folder(Programme(people, careers=(SOMEONE,)), tmp_path)
    write_folder(Programme(people), tmp_path)
    assert read_folder(tmp_path).programme.careers == ()
