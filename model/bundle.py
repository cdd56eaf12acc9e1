"""A programme bundle (a folder or zip of CSV files) ⇄ a :class:`~model.programme.Programme`.

Reading finds every problem, not the first one, and returns a programme only if there is none.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from model.columns import COLUMNS, OPTIONAL_FILES, RULE_CELLS, FileName
from model.errors import BundleError, Problem
from model.programme import Career, HouseRule, Meeting, Mentorship, Person, Programme, Review
from model.table import Row, Table

MAX_FILES_IN_ZIP = 20
MAX_UNPACKED_BYTES = 400_000_000

Record = TypeVar("Record")

# Which column of which file names the key of a row of which other.
_REFERENCES: tuple[tuple[FileName, str, FileName, str], ...] = (
    ("people.csv", "manager_id", "people.csv", "person_id"),
    ("mentorships.csv", "mentor_id", "people.csv", "person_id"),
    ("mentorships.csv", "mentee_id", "people.csv", "person_id"),
    ("meetings.csv", "mentorship_id", "mentorships.csv", "mentorship_id"),
    ("reviews.csv", "mentorship_id", "mentorships.csv", "mentorship_id"),
    ("rules.csv", "person_id", "people.csv", "person_id"),
    ("rules.csv", "other_person_id", "people.csv", "person_id"),
)
_NAMED_BY_A_RULE = ("person_id", "other_person_id")


@dataclass(frozen=True, slots=True)
class ReadBundle:
    """A bundle without problems: its programme and what was left out."""

    programme: Programme
    warnings: tuple[Problem, ...]


def read_folder(folder: Path) -> ReadBundle:
    """Read and check a bundle that is a folder.

    Raises
    ------
    BundleError
        With every problem that was found.
    """
    if not folder.is_dir():
        raise BundleError([Problem(str(folder), None, "", "is not a folder with CSV files")])
    contents: dict[str, bytes] = {}
    unreadable: list[Problem] = []
    for file in COLUMNS:
        try:
            contents[file] = (folder / file).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            unreadable.append(Problem(file, None, "", f"can't be read: {error.strerror}"))
    return _read(contents, unreadable)


def read_zip(file: BinaryIO) -> ReadBundle:
    """Read and check a bundle that is a zip of the CSV files, loose or in one folder.

    Nothing is unpacked to disk, so paths in the archive can do no harm.

    Raises
    ------
    BundleError
        With every problem that was found.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            contents = _unpack(archive)
    except BundleError:
        raise
    except Exception as error:
        # zipfile raises many kinds of error on a damaged file; each means the same to the reader.
        message = f"is not a zip file that can be read ({error}); zip the CSV files again"
        raise BundleError([Problem("the upload", None, "", message)]) from error
    return read_files(contents)


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")
    ]
    if len(members) > MAX_FILES_IN_ZIP:
        message = f"holds {len(members)} files; a bundle has at most {MAX_FILES_IN_ZIP}"
        raise BundleError([Problem("the upload", None, "", message)])
    contents: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    for entry in members:
        name = entry.filename.replace("\\", "/").rsplit("/", 1)[-1]
        if name not in COLUMNS:
            continue
        if name in contents:
            raise BundleError([Problem(name, None, "", "is in the zip more than once")])
        # The size in the archive's directory can lie, so only what is really unpacked counts.
        with archive.open(entry) as member:
            contents[name] = member.read(left + 1)
        left -= len(contents[name])
        if left < 0:
            message = f"is larger than {MAX_UNPACKED_BYTES:,} bytes when unpacked"
            raise BundleError([Problem("the upload", None, "", message)])
    return contents


def read_files(contents: Mapping[str, bytes]) -> ReadBundle:
    """Read and check the files of a bundle, given by name.

    Raises
    ------
    BundleError
        With every problem that was found.
    """
    return _read(contents, [])


def _read(contents: Mapping[str, bytes], unreadable: Sequence[Problem]) -> ReadBundle:
    told = {problem.file for problem in unreadable}
    missing = [
        Problem(file, None, "", "is missing from the bundle")
        for file in COLUMNS
        if file not in contents and file not in OPTIONAL_FILES and file not in told
    ]
    tables = {file: Table(file, contents[file]) for file in COLUMNS if file in contents}
    _Checks(tables).run()
    problems = [*unreadable, *missing]
    problems.extend(problem for table in tables.values() for problem in table.problems)
    if problems:
        raise BundleError(sorted(problems, key=_place))
    warnings = sorted((one for table in tables.values() for one in table.warnings), key=_place)
    return ReadBundle(_programme(tables), tuple(warnings))


def _place(problem: Problem) -> tuple[int, int]:
    order: dict[str, int] = {file: place for place, file in enumerate(COLUMNS)}
    return order.get(problem.file, -1), problem.row or 0


def _programme(tables: Mapping[FileName, Table]) -> Programme:
    """The programme of tables without a problem."""

    def records(file: FileName, record: Callable[..., Record]) -> list[Record]:
        return [record(**row) for _, row in tables[file].rows] if file in tables else []

    return Programme(
        {one.person_id: one for one in records("people.csv", Person)},
        {one.mentorship_id: one for one in records("mentorships.csv", Mentorship)},
        {one.meeting_id: one for one in records("meetings.csv", Meeting)},
        tuple(records("reviews.csv", Review)),
        tuple(records("rules.csv", HouseRule)),
        tuple(records("careers.csv", Career)),
    )


class _Checks:
    """What can only be seen across rows and files. A cell with a problem is not looked at again."""

    def __init__(self, tables: Mapping[FileName, Table]) -> None:
        self.tables = tables

    def run(self) -> None:
        """Add to each table the problems that it has with itself and with the others."""
        self._check_unique("people.csv", "person_id", "key")
        self._check_unique("people.csv", "email", "address", fold=str.casefold)
        self._check_unique("mentorships.csv", "mentorship_id", "key")
        self._check_unique("meetings.csv", "meeting_id", "key")
        self._check_unique("careers.csv", "person_id", "key")
        for file, column, target, key in _REFERENCES:
            self._check_reference(file, column, target, key)
        self._check_mentorships()
        self._check_meetings()
        self._check_rules()
        self._check_careers()

    def _rows(self, file: FileName) -> list[tuple[int, Row]]:
        return self.tables[file].rows if file in self.tables else []

    def _check_unique(
        self, file: FileName, column: str, noun: str, fold: Callable[[str], str] = str
    ) -> None:
        first: dict[str, int] = {}
        for number, row in self._rows(file):
            if column not in row:
                continue
            begun = first.setdefault(fold(row[column]), number)
            if begun != number:
                message = f"{row[column]!r} is already the {noun} of row {begun}"
                self.tables[file].problem(number, column, message)

    def _check_reference(self, file: FileName, column: str, target: FileName, key: str) -> None:
        if target not in self.tables or not self.tables[target].complete:
            # The row referred to may be one of those that could not be read, so a complaint
            # here could send the reader the wrong way; the target's own problems come first.
            return
        known = {row[key] for _, row in self._rows(target) if key in row}
        known |= self.tables[target].misplaced
        if not known and any(row.get(column) for _, row in self._rows(file)):
            # One line says it better than one for each row that refers to it.
            if not self.tables[target].problems:
                self.tables[target].problem(None, "", f"holds no rows, and {file} refers to it")
            return
        for number, row in self._rows(file):
            if row.get(column) and row[column] not in known:
                message = f"{row[column]!r} is not in {target}"
                self.tables[file].problem(number, column, message)

    def _check_mentorships(self) -> None:
        for number, row in self._rows("mentorships.csv"):
            table = self.tables["mentorships.csv"]
            status, ended_on = row.get("status"), row.get("ended_on")
            started_on = row.get("started_on")
            if "mentee_id" in row and row["mentee_id"] == row.get("mentor_id"):
                table.problem(number, "mentee_id", "is the mentor too; they must be two people")
            if status in ("completed", "ended_early") and "ended_on" in row and ended_on is None:
                table.problem(number, "ended_on", f"must not be empty where the status is {status}")
            if ended_on and started_on and ended_on < started_on:
                table.problem(number, "ended_on", f"lies before started_on {started_on}")
            if status == "active" and (ended_on or row.get("end_reason")):
                table.warn(number, "ended_on", "an active mentorship has no end; it is not used")

    def _check_meetings(self) -> None:
        mentorships: dict[str, Row] = {}
        for _, row in self._rows("mentorships.csv"):
            if "mentorship_id" in row:
                mentorships.setdefault(row["mentorship_id"], row)
        for number, row in self._rows("meetings.csv"):
            table = self.tables["meetings.csv"]
            mentorship = mentorships.get(row.get("mentorship_id", ""), {})
            day, started_on = row.get("scheduled_on"), mentorship.get("started_on")
            if day and started_on and day < started_on:
                message = f"lies before the mentorship began on {started_on}"
                table.problem(number, "scheduled_on", message)
            ended = mentorship.get("ended_on") if mentorship.get("status") != "active" else None
            if day and ended and day > ended and row.get("status") != "planned":
                table.warn(number, "scheduled_on", f"lies after the mentorship ended on {ended}")
            if row.get("cancelled_by") and row.get("status") in ("held", "planned"):
                table.warn(number, "cancelled_by", f"is not used where status is {row['status']}")

    def _check_careers(self) -> None:
        for number, row in self._rows("careers.csv"):
            joined_on, left_on = row.get("joined_on"), row.get("left_on")
            if joined_on and left_on and left_on < joined_on:
                message = f"lies before joined_on {joined_on}"
                self.tables["careers.csv"].problem(number, "left_on", message)

    def _check_rules(self) -> None:
        rows = [(number, row) for number, row in self._rows("rules.csv") if "rule" in row]
        first: dict[tuple[str, frozenset[str]], int] = {}
        for number, row in rows:
            self._check_rule_value(number, row)
            self._check_rule_people(number, row)
            if not all(column in row for column in _NAMED_BY_A_RULE):
                continue
            # A pair has no order, so that the same two the other way round are the same rule.
            named = frozenset(row[column] for column in _NAMED_BY_A_RULE)
            begun = first.setdefault((row["rule"], named), number)
            if begun != number:
                whom = " for them" if RULE_CELLS[row["rule"]].people else ""
                message = f"{row['rule']} stands in row {begun}{whom}; it can stand only once"
                self.tables["rules.csv"].problem(number, "rule", message)
        self._check_gaps(rows)

    def _check_rule_value(self, number: int, row: Row) -> None:
        table, rule, cells = self.tables["rules.csv"], row["rule"], RULE_CELLS[row["rule"]]
        value = row.get("value")
        if value and cells.value is None:
            table.problem(number, "value", f"must be empty where the rule is {rule}")
        elif value and cells.value is not None:
            try:
                # Blanks around it and a plus sign are no part of what it says.
                row["value"] = str(cells.value(value))
            except ValueError as error:
                table.problem(number, "value", str(error))
                del row["value"]
        elif value == "" and cells.value is not None and not cells.may_be_empty:
            table.problem(number, "value", f"must not be empty where the rule is {rule}")

    def _check_rule_people(self, number: int, row: Row) -> None:
        table, rule, people = self.tables["rules.csv"], row["rule"], RULE_CELLS[row["rule"]].people
        for place, column in enumerate(_NAMED_BY_A_RULE):
            if place < people and row.get(column) == "":
                table.problem(number, column, f"must not be empty where the rule is {rule}")
            if place >= people and row.get(column):
                table.problem(number, column, f"must be empty where the rule is {rule}")
        one, other = (row.get(column) for column in _NAMED_BY_A_RULE)
        if people == 2 and one and one == other:
            table.problem(number, "other_person_id", "is person_id too; they must be two people")

    def _check_gaps(self, rows: Sequence[tuple[int, Row]]) -> None:
        """No one can be at least so far above the mentee and at most less far."""
        gaps = {
            row["rule"]: (number, int(row["value"]))
            for number, row in rows
            if row["rule"] in ("least_seniority_gap", "greatest_seniority_gap") and row.get("value")
        }
        if len(gaps) == 2:
            (number, least), (other, greatest) = (gaps[rule] for rule in sorted(gaps)[::-1])
            if least > greatest:
                message = f"{least} is more than the greatest gap of {greatest} in row {other}"
                self.tables["rules.csv"].problem(number, "value", message)


def write_folder(programme: Programme, folder: Path) -> None:
    """Write ``programme`` as a bundle; reading it again gives the same programme."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = _render(programme)
    for file, content in contents.items():
        (folder / file).write_bytes(content)
    # What an earlier programme left there would be read as part of this one.
    for file in OPTIONAL_FILES - contents.keys():
        (folder / file).unlink(missing_ok=True)


def write_zip(programme: Programme, file: BinaryIO) -> None:
    """Write ``programme`` as a zip of the CSV files."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _render(programme).items():
            archive.writestr(name, content)


def _render(programme: Programme) -> dict[FileName, bytes]:
    contents: dict[FileName, bytes] = {
        "people.csv": _csv("people.csv", programme.people.values()),
        "mentorships.csv": _csv("mentorships.csv", programme.mentorships.values()),
        "meetings.csv": _csv("meetings.csv", programme.meetings.values()),
        "reviews.csv": _csv("reviews.csv", programme.reviews),
    }
    # The contract knows neither file, so a programme without such rows is written without it.
    if programme.rules:
        contents["rules.csv"] = _csv("rules.csv", programme.rules)
    if programme.careers:
        contents["careers.csv"] = _csv("careers.csv", programme.careers)
    return contents


def _csv(file: FileName, records: Iterable[object]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    names = [column.name for column in COLUMNS[file]]
    writer.writerow(names)
    for record in records:
        writer.writerow([_cell(getattr(record, name)) for name in names])
    return buffer.getvalue().encode("utf-8")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return str(value)
