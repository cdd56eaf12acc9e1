"""A sound bundle as rows of text, and the means to break it in one place."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from copy import deepcopy

import pytest

from model.bundle import ReadBundle, read_files
from model.columns import COLUMNS
from model.errors import BundleError, Problem

Rows = dict[str, list[dict[str, str]]]
Change = Callable[[Rows], object]

_SOUND: Rows = {
    "people.csv": [
        {"person_id": "p-1", "name": "Mia", "email": "mia@example.org", "mentee_goals": "to lead"},
        {
            "person_id": "p-2",
            "name": "Carl",
            "email": "carl@example.org",
            "department": "Works",
            "job_title": "Fitter",
            "seniority": "7",
            "location": "Leeds",
            "timezone": "Europe/London",
            "languages": "en;pt-BR",
            "manager_id": "p-1",
            "mentor_expertise": "leading a crew",
            "mentor_capacity": "2",
        },
    ],
    "mentorships.csv": [
        {
            "mentorship_id": "m-1",
            "mentor_id": "p-2",
            "mentee_id": "p-1",
            "kind": "peer",
            "started_on": "2026-01-05",
            "cadence_days": "21",
            "status": "active",
        },
    ],
    "meetings.csv": [
        {
            "meeting_id": "mt-1",
            "mentorship_id": "m-1",
            "scheduled_on": "2026-01-12",
            "status": "held",
            "minutes": "45",
            "medium": "video",
            "mentee_feedback": "He listened.",
            "mentee_rating": "4",
        },
        {
            "meeting_id": "mt-2",
            "mentorship_id": "m-1",
            "scheduled_on": "2026-02-02",
            "status": "no_show",
            "cancelled_by": "mentor",
        },
    ],
    "reviews.csv": [
        {"mentorship_id": "m-1", "reviewed_on": "2026-03-02", "verdict": "working"},
    ],
}


def sound() -> Rows:
    """A bundle without a problem; row 2 of each file is its first entry."""
    return deepcopy(_SOUND)


def encode(
    rows: Sequence[dict[str, str]],
    columns: Sequence[str],
    *,
    delimiter: str = ",",
    newline: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
) -> str:
    """Rows as CSV text with a header."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(
        buffer, columns, restval="", delimiter=delimiter, lineterminator=newline, quoting=quoting
    )
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def columns_of(file: str) -> list[str]:
    """The names of all columns of the contract, in its order."""
    return [column.name for column in COLUMNS[file]]  # type: ignore[index]


def files(change: Change | None = None) -> dict[str, bytes]:
    """The sound bundle, changed, as it would lie on a disk."""
    rows = sound()
    if change is not None:
        change(rows)
    return {file: encode(entries, columns_of(file)).encode() for file, entries in rows.items()}


def set_cell(file: str, row: int, column: str, value: str) -> Change:
    """A change of one cell; ``row`` counts as a spreadsheet does."""

    def change(rows: Rows) -> None:
        rows[file][row - 2][column] = value

    return change


def refused(contents: dict[str, bytes]) -> tuple[Problem, ...]:
    """The problems for which a bundle is refused."""
    with pytest.raises(BundleError) as caught:
        read_files(contents)
    return caught.value.problems


def places(contents: dict[str, bytes]) -> list[tuple[str, int | None, str]]:
    """File, row and column of each of those problems."""
    return [(problem.file, problem.row, problem.column) for problem in refused(contents)]


def accepted(contents: dict[str, bytes]) -> ReadBundle:
    """A bundle that is read; a test that calls this fails with the problems if there are any."""
    return read_files(contents)
