"""One CSV file of a bundle → rows of checked values, with every problem on the way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from model.columns import COLUMNS, MAX_CELL_CHARACTERS, Column, FileName
from model.errors import Problem

# csv refuses longer fields with an error that names no cell, so its own limit is kept far above
# the contract's, which is checked cell by cell below.
_CSV_FIELD_LIMIT = 50_000_000
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}

Row = dict[str, Any]


class Table:
    """The rows of one file, and what is wrong with them.

    Attributes
    ----------
    rows : list of (row number, values)
        A cell with a problem has no value. Row numbers count the header as 1.
    misplaced : set of str
        The cells of rows that have another number of cells than the header.
    complete : bool
        Whether the file could be read to its end.
    problems, warnings : list of Problem
        Everything that breaks the contract; everything that was left out without harm.
    """

    def __init__(self, file: FileName, content: bytes) -> None:
        self.file = file
        self.rows: list[tuple[int, Row]] = []
        self.misplaced: set[str] = set()
        self.complete = False
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        decoded = self._decode(content)
        if decoded is not None:
            self._read(decoded)

    def problem(self, row: int | None, column: str, message: str) -> None:
        """Note something that breaks the contract."""
        self.problems.append(Problem(self.file, row, column, message))

    def warn(self, row: int | None, column: str, message: str) -> None:
        """Note something odd that does no harm."""
        self.warnings.append(Problem(self.file, row, column, message))

    def _decode(self, content: bytes) -> str | None:
        # A header begins with a plain letter, so a NUL beside it is half of a UTF-16 letter.
        if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:2]:
            self.problem(None, "", "is in UTF-16; save it as UTF-8")
            return None
        try:
            return content.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8").removeprefix("\ufeff")
            row, column = self._place_of_end(before)
            self.problem(
                row,
                column,
                f"is not UTF-8 (byte 0x{content[error.start]:02x}); save the file as UTF-8",
            )
            return None

    @staticmethod
    def _place_of_end(before: str) -> tuple[int, str]:
        """The row and column in which the text ``before`` breaks off."""
        # Any letter in the place of what can't be read shows which cell that belongs to.
        records = list(_csv_reader(before + "x", strict=False))
        header = next(filter(None, records))
        row, place = len(records), len(records[-1]) - 1
        named = records[-1] is not header and place < len(header)
        return row, header[place].strip() if named else ""

    def _read(self, decoded: str) -> None:
        if self._is_separated_otherwise(decoded):
            return
        records = self._records(decoded)
        header = next(records, None)
        if header is None:
            if not self.problems:
                self.problem(1, "", "is empty; the first row must name the columns")
            return
        places = self._places(*header)
        if places is None:
            return
        width = len(header[1])
        for number, cells in records:
            if len(cells) == width:
                self.rows.append((number, self._row(number, cells, places)))
            else:
                self.misplaced.update(cells)
                counted = f"has {len(cells)} cells where the header has {width}"
                self.problem(number, "", f"{counted}; check the quotes")

    def _is_separated_otherwise(self, decoded: str) -> bool:
        """Whether the header names more columns if it is cut by another sign than the comma."""
        found = re.search(r"\S[^\r\n]*", decoded)
        header = found.group() if found else ""
        for delimiter, words in _OTHER_DELIMITERS.items():
            if self._count_columns(header, delimiter) > self._count_columns(header, ","):
                self.problem(1, "", f"is separated by {words}; separate the cells by commas")
                return True
        return False

    def _count_columns(self, header: str, delimiter: str) -> int:
        names = {name.strip().strip('"').strip() for name in header.split(delimiter)}
        return len(names & {column.name for column in COLUMNS[self.file]})

    def _records(self, decoded: str) -> Iterator[tuple[int, list[str]]]:
        """Numbered records; stops with a problem where the quoting is broken."""
        reader = _csv_reader(decoded, strict=True)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                self.complete = True
                return
            except csv.Error as error:
                self.problem(number, "", f"can't be read as CSV ({error}); check the quotes")
                return
            if cells:
                yield number, cells

    def _places(self, row: int, header: list[str]) -> list[tuple[int, Column]] | None:
        """Where each known column stands; ``None`` if the header can't be used."""
        names = [cell.strip() for cell in header]
        columns = {column.name: column for column in COLUMNS[self.file]}
        missing = [c.name for c in columns.values() if c.required and c.name not in names]
        for name in missing:
            self.problem(row, name, "this column is required and is not in the header")
        repeated = [name for name in columns if names.count(name) > 1]
        for name in repeated:
            self.problem(row, name, "this column is in the header more than once")
        if missing or repeated:
            return None
        for name in dict.fromkeys(names):
            if name not in columns:
                self.warn(row, name, "this column is not part of the contract and was left out")
        return [(place, columns[name]) for place, name in enumerate(names) if name in columns]

    def _row(self, number: int, cells: list[str], places: list[tuple[int, Column]]) -> Row:
        row: Row = {column.name: column.empty for column in COLUMNS[self.file]}
        for place, column in places:
            cell = cells[place]
            message = self._complaint(cell, column)
            if message is None and cell.strip():
                try:
                    row[column.name] = column.parse(cell)
                except ValueError as error:
                    message = str(error)
            if message is not None:
                self.problem(number, column.name, message)
                del row[column.name]
        return row

    @staticmethod
    def _complaint(cell: str, column: Column) -> str | None:
        """What is wrong with a cell whatever its type."""
        if len(cell) > MAX_CELL_CHARACTERS:
            return f"has {len(cell):,} characters; at most {MAX_CELL_CHARACTERS:,} are allowed"
        if "\x00" in cell:
            return "holds a NUL character; remove it"
        if column.required and not cell.strip():
            return "must not be empty"
        return None


def _csv_reader(decoded: str, *, strict: bool) -> Iterator[list[str]]:
    # The limit is csv's own and process-wide; setting it to the same value again is harmless.
    csv.field_size_limit(_CSV_FIELD_LIMIT)
    return csv.reader(io.StringIO(decoded, newline=""), strict=strict)
