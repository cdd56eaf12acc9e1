"""Every way in which a bundle can break the contract is told with file, row and column."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from model.bundle import read_folder
from model.errors import BundleError, Problem
from model.programme import Meeting, Mentorship, Person, Review
from tests.model.csv_files import (
    Rows,
    accepted,
    columns_of,
    encode,
    files,
    places,
    refused,
    set_cell,
    sound,
)

EMOJI = "👩🏽‍🏫 naïve — „Ärger“, 無理"


def test_a_sound_bundle_is_read_cell_by_cell() -> None:
    programme = accepted(files()).programme

    assert programme.people["p-2"] == Person(
        "p-2",
        "Carl",
        "carl@example.org",
        department="Works",
        job_title="Fitter",
        seniority=7,
        location="Leeds",
        timezone="Europe/London",
        languages=("en", "pt-BR"),
        manager_id="p-1",
        mentor_expertise="leading a crew",
        mentor_capacity=2,
    )
    assert programme.mentorships["m-1"] == Mentorship(
        "m-1", "p-2", "p-1", date(2026, 1, 5), kind="peer", cadence_days=21
    )
    assert programme.meetings["mt-2"] == Meeting(
        "mt-2", "m-1", date(2026, 2, 2), "no_show", cancelled_by="mentor"
    )
    assert programme.reviews == (Review("m-1", date(2026, 3, 2), "working"),)


def test_empty_cells_mean_what_the_contract_says() -> None:
    def empty(rows: Rows) -> None:
        rows["mentorships.csv"][0].update(kind="", cadence_days="")

    programme = accepted(files(empty)).programme

    mia, mentorship = programme.people["p-1"], programme.mentorships["m-1"]
    assert (mia.mentor_capacity, mia.seniority, mia.languages, mia.timezone) == (0, None, (), "")
    assert (mentorship.kind, mentorship.cadence_days, mentorship.ended_on) == (
        "traditional",
        14,
        None,
    )


def test_optional_columns_may_be_absent() -> None:
    required = ["person_id", "name", "email"]
    contents = {
        "people.csv": encode([{"person_id": "p-1", "name": "M", "email": "m@x.org"}], required),
        "mentorships.csv": "mentorship_id,mentor_id,mentee_id,started_on,status\n",
        "meetings.csv": "meeting_id,mentorship_id,scheduled_on,status\n",
    }
    read = accepted({file: text.encode() for file, text in contents.items()})
    assert read.programme.people["p-1"].mentee_goals == ""


def test_columns_may_come_in_any_order() -> None:
    contents = files()
    backwards = encode(sound()["people.csv"], columns_of("people.csv")[::-1])
    contents["people.csv"] = backwards.encode()
    assert accepted(contents).programme == accepted(files()).programme


def test_the_reviews_may_be_missing() -> None:
    contents = files()
    del contents["reviews.csv"]
    assert accepted(contents).programme.reviews == ()


def test_headers_alone_make_an_empty_programme() -> None:
    contents = {file: encode([], columns_of(file)).encode() for file in sound()}
    assert accepted(contents).programme.latest_date is None


# ---- extra columns ---------------------------------------------------------------------------


def test_an_extra_column_is_left_out_with_a_warning_that_names_it() -> None:
    contents = files()
    columns = [*columns_of("meetings.csv"), "room"]
    rows = [{**row, "room": "4.02"} for row in sound()["meetings.csv"]]
    contents["meetings.csv"] = encode(rows, columns).encode()

    read = accepted(contents)

    assert [(one.file, one.row, one.column) for one in read.warnings] == [
        ("meetings.csv", 1, "room")
    ]
    assert read.programme == accepted(files()).programme


def test_a_sound_bundle_is_read_without_a_warning() -> None:
    assert accepted(files()).warnings == ()


@pytest.mark.parametrize(
    ("file", "row", "changes", "column"),
    [
        ("mentorships.csv", 2, {"ended_on": "2026-06-01"}, "ended_on"),
        ("meetings.csv", 2, {"cancelled_by": "mentee"}, "cancelled_by"),
    ],
)
def test_what_is_odd_but_harmless_is_a_warning(
    file: str, row: int, changes: dict[str, str], column: str
) -> None:
    read = accepted(files(lambda rows: rows[file][row - 2].update(changes)))
    assert [(one.file, one.row, one.column) for one in read.warnings] == [(file, row, column)]


def test_a_meeting_after_the_end_is_a_warning() -> None:
    end = {"status": "completed", "ended_on": "2026-01-20"}
    read = accepted(files(lambda rows: rows["mentorships.csv"][0].update(end)))
    assert [(one.file, one.row, one.column) for one in read.warnings] == [
        ("meetings.csv", 3, "scheduled_on")
    ]


# ---- encodings, delimiters, line ends ---------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_as_such(encoding: str) -> None:
    contents = files()
    contents["people.csv"] = contents["people.csv"].decode().encode(encoding)
    problems = refused(contents)
    assert [(one.file, one.row, one.column) for one in problems] == [("people.csv", None, "")]
    assert "UTF-16" in problems[0].message


def test_latin_1_is_refused_at_the_cell_of_the_first_foreign_letter() -> None:
    contents = files(set_cell("meetings.csv", 3, "mentor_feedback", "très bien"))
    contents["meetings.csv"] = contents["meetings.csv"].decode().encode("latin-1")
    problems = refused(contents)
    assert [(one.file, one.row, one.column) for one in problems] == [
        ("meetings.csv", 3, "mentor_feedback")
    ]
    assert "UTF-8" in problems[0].message


@pytest.mark.parametrize(
    ("head", "place"),
    [
        (b"\xff", (1, "")),
        (b"person_id,n\xff", (1, "")),
        (b"\n\xff", (2, "")),
        (b"person_id,name\n\xff", (2, "person_id")),
        (b"person_id,name\n1,\xff", (2, "name")),
        (b'person_id,name\n1,"a\nb\n\xff', (2, "name")),
        (b'person_id,name\n1,"a\nb"\n2,\xff', (3, "name")),
        (b'person_id,name\n"1,' + b"x" * 200_000 + b"\xff", (2, "person_id")),
    ],
)
def test_a_byte_that_is_not_utf_8_is_found_wherever_it_stands(
    head: bytes, place: tuple[int, str]
) -> None:
    contents = files()
    contents["people.csv"] = head
    first = refused(contents)[0]
    assert (first.file, first.row, first.column) == ("people.csv", *place)


def test_a_byte_order_mark_is_no_part_of_the_header() -> None:
    contents = {file: b"\xef\xbb\xbf" + content for file, content in files().items()}
    assert accepted(contents).programme == accepted(files()).programme


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_any_line_end_is_read_alike(newline: str) -> None:
    contents = {
        file: encode(rows, columns_of(file), newline=newline).encode()
        for file, rows in sound().items()
    }
    assert accepted(contents).programme == accepted(files()).programme


@pytest.mark.parametrize(("delimiter", "word"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_another_delimiter_is_named(delimiter: str, word: str, quoting: int) -> None:
    contents = files()
    rows, columns = sound()["people.csv"], columns_of("people.csv")
    contents["people.csv"] = encode(rows, columns, delimiter=delimiter, quoting=quoting).encode()
    problems = refused(contents)
    assert [(one.file, one.row, one.column) for one in problems] == [("people.csv", 1, "")]
    assert word in problems[0].message


# ---- files and headers ------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["people.csv", "mentorships.csv", "meetings.csv"])
def test_a_missing_file_is_named(file: str) -> None:
    contents = files()
    del contents[file]
    assert places(contents) == [(file, None, "")]


def test_all_missing_files_are_named() -> None:
    assert places({}) == [
        ("people.csv", None, ""),
        ("mentorships.csv", None, ""),
        ("meetings.csv", None, ""),
    ]


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_header_is_told_to_be_empty(content: bytes) -> None:
    contents = files() | {"reviews.csv": content}
    problems = refused(contents)
    assert [(one.file, one.row, one.column) for one in problems] == [("reviews.csv", 1, "")]
    assert "empty" in problems[0].message


REQUIRED = [
    ("people.csv", "person_id"),
    ("people.csv", "name"),
    ("people.csv", "email"),
    ("mentorships.csv", "mentorship_id"),
    ("mentorships.csv", "mentor_id"),
    ("mentorships.csv", "mentee_id"),
    ("mentorships.csv", "started_on"),
    ("mentorships.csv", "status"),
    ("meetings.csv", "meeting_id"),
    ("meetings.csv", "mentorship_id"),
    ("meetings.csv", "scheduled_on"),
    ("meetings.csv", "status"),
    ("reviews.csv", "mentorship_id"),
    ("reviews.csv", "reviewed_on"),
    ("reviews.csv", "verdict"),
]


@pytest.mark.parametrize(("file", "column"), REQUIRED)
def test_a_missing_required_column_is_named(file: str, column: str) -> None:
    rows = sound()[file]
    for row in rows:
        row.pop(column)
    columns = [name for name in columns_of(file) if name != column]
    contents = files() | {file: encode(rows, columns).encode()}
    assert places(contents) == [(file, 1, column)]


@pytest.mark.parametrize(("file", "column"), REQUIRED)
@pytest.mark.parametrize("cell", ["", "  "])
def test_an_empty_required_cell_is_named(file: str, column: str, cell: str) -> None:
    def no_others(rows: Rows) -> None:
        rows[file][0][column] = cell

    assert (file, 2, column) in places(files(no_others))


def test_a_column_that_is_there_twice_is_named() -> None:
    contents = files()
    contents["reviews.csv"] = b"mentorship_id,reviewed_on,verdict,verdict\n"
    assert places(contents) == [("reviews.csv", 1, "verdict")]


# ---- single cells -----------------------------------------------------------------------------

BAD_CELLS = [
    ("meetings.csv", 3, "meeting_id", "x" * 65),
    ("people.csv", 3, "email", "carl"),
    ("people.csv", 3, "email", "carl@"),
    ("people.csv", 3, "email", "carl smith@example.org"),
    ("people.csv", 3, "seniority", "0"),
    ("people.csv", 3, "seniority", "11"),
    ("people.csv", 3, "seniority", "senior"),
    ("people.csv", 3, "timezone", "Berlin"),
    ("people.csv", 3, "languages", "en,de"),
    ("people.csv", 3, "languages", "English language"),
    ("people.csv", 3, "languages", "en_GB"),
    ("people.csv", 3, "manager_id", "p-9"),
    ("people.csv", 3, "mentor_capacity", "-1"),
    ("people.csv", 3, "mentor_capacity", "2.5"),
    ("mentorships.csv", 2, "mentor_id", "p-9"),
    ("mentorships.csv", 2, "mentee_id", "p-9"),
    ("mentorships.csv", 2, "mentee_id", "p-2"),
    ("mentorships.csv", 2, "kind", "classic"),
    ("mentorships.csv", 2, "started_on", "05.01.2026"),
    ("mentorships.csv", 2, "started_on", "2026-1-5"),
    ("mentorships.csv", 2, "started_on", "20260105"),
    ("mentorships.csv", 2, "started_on", "2026-02-30"),
    ("mentorships.csv", 2, "cadence_days", "0"),
    ("mentorships.csv", 2, "cadence_days", "366"),
    ("mentorships.csv", 2, "status", "paused"),
    ("meetings.csv", 3, "mentorship_id", "m-9"),
    ("meetings.csv", 3, "scheduled_on", "2026-01-04"),
    ("meetings.csv", 3, "scheduled_on", "02/02/2026"),
    ("meetings.csv", 3, "status", "done"),
    ("meetings.csv", 3, "cancelled_by", "coordinator"),
    ("meetings.csv", 3, "minutes", "-5"),
    ("meetings.csv", 3, "minutes", "an hour"),
    ("meetings.csv", 3, "medium", "letter"),
    ("meetings.csv", 3, "mentee_rating", "7"),
    ("meetings.csv", 3, "mentor_rating", "0"),
    ("meetings.csv", 3, "mentor_rating", "4.5"),
    ("meetings.csv", 3, "mentee_feedback", "x" * 50_000),
    ("meetings.csv", 3, "mentor_feedback", "a NUL \x00 here"),
    ("reviews.csv", 2, "mentorship_id", "m-9"),
    ("reviews.csv", 2, "reviewed_on", "soon"),
    ("reviews.csv", 2, "verdict", "so-so"),
]


@pytest.mark.parametrize(
    ("file", "row", "column", "cell"),
    BAD_CELLS,
    ids=[f"{column}={cell[:12]!r}" for _, _, column, cell in BAD_CELLS],
)
def test_a_bad_cell_is_refused_at_its_place_alone(
    file: str, row: int, column: str, cell: str
) -> None:
    assert places(files(set_cell(file, row, column, cell))) == [(file, row, column)]


GOOD_CELLS = [
    ("people.csv", 3, "languages", "en; de ;zh-Hant-TW"),
    ("people.csv", 3, "languages", "i-klingon;x-house"),
    ("people.csv", 3, "manager_id", "p-2"),
    ("people.csv", 3, "timezone", "UTC"),
    ("meetings.csv", 3, "meeting_id", "x" * 64),
    ("people.csv", 3, "seniority", "10"),
    ("people.csv", 3, "name", EMOJI),
    ("mentorships.csv", 2, "cadence_days", "365"),
    ("meetings.csv", 3, "scheduled_on", "2026-01-05"),
    ("meetings.csv", 3, "minutes", "0"),
    ("meetings.csv", 3, "mentor_rating", "5"),
    ("meetings.csv", 3, "mentee_feedback", "<script>alert(1)</script>"),
]


@pytest.mark.parametrize(
    ("file", "row", "column", "cell"),
    GOOD_CELLS,
    ids=[f"{column}={cell[:12]!r}" for _, _, column, cell in GOOD_CELLS],
)
def test_a_cell_at_the_edge_of_what_is_allowed_is_read(
    file: str, row: int, column: str, cell: str
) -> None:
    assert accepted(files(set_cell(file, row, column, cell))).programme.people


def test_the_message_for_a_rating_of_7_says_what_is_allowed() -> None:
    (problem,) = refused(files(set_cell("meetings.csv", 2, "mentee_rating", "7")))
    assert str(problem) == (
        "meetings.csv, row 2, column mentee_rating: "
        "7 is out of range; it must be a whole number from 1 to 5"
    )


def test_the_message_for_a_long_cell_does_not_repeat_it() -> None:
    (problem,) = refused(files(set_cell("people.csv", 2, "email", "x" * 15_000)))
    assert len(str(problem)) < 200


@pytest.mark.parametrize("status", ["completed", "ended_early"])
def test_an_ended_mentorship_needs_the_day_of_its_end(status: str) -> None:
    assert places(files(set_cell("mentorships.csv", 2, "status", status))) == [
        ("mentorships.csv", 2, "ended_on")
    ]


def test_an_end_before_the_start_is_refused() -> None:
    end = {"status": "completed", "ended_on": "2026-01-04"}
    contents = files(lambda rows: rows["mentorships.csv"][0].update(end))
    assert places(contents) == [("mentorships.csv", 2, "ended_on")]


# ---- free text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'She said "no", twice, and "maybe" once.',
        "first line\nsecond line\r\nthird\rfourth\n",
        EMOJI,
        "x" * 20_000,
        "👍" * 20_000,
        "=HYPERLINK(1)",
        "a;b\tc|d",
        "  spaces around  ",
        "bell \x07 escape \x1b and \u2028 separator \x0c",
    ],
    ids=["quotes", "lines", "emoji", "20,000", "20,000 emoji", "formula", "marks", "spaces", "odd"],
)
def test_free_text_is_kept_to_the_letter(text: str) -> None:
    contents = files(set_cell("meetings.csv", 2, "mentee_feedback", text))
    assert accepted(contents).programme.meetings["mt-1"].mentee_feedback == text


def test_20_001_characters_are_too_many() -> None:
    contents = files(set_cell("meetings.csv", 2, "mentee_feedback", "x" * 20_001))
    assert places(contents) == [("meetings.csv", 2, "mentee_feedback")]


# ---- keys -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("people.csv", "person_id"),
        ("mentorships.csv", "mentorship_id"),
        ("meetings.csv", "meeting_id"),
    ],
)
def test_a_key_used_twice_is_refused_where_it_comes_again(file: str, key: str) -> None:
    def twice(rows: Rows) -> None:
        again = {**rows[file][0], "email": "another@example.org"}
        if file != "people.csv":
            del again["email"]
        rows[file].append(again)

    problems = refused(files(twice))
    last = len(sound()[file]) + 2
    assert [(one.file, one.row, one.column) for one in problems] == [(file, last, key)]
    assert "row 2" in problems[0].message


def test_addresses_that_differ_only_in_case_are_the_same() -> None:
    contents = files(set_cell("people.csv", 3, "email", "MIA@Example.ORG"))
    assert places(contents) == [("people.csv", 3, "email")]


def test_keys_that_differ_in_case_are_different() -> None:
    def both(rows: Rows) -> None:
        rows["people.csv"].append({"person_id": "P-1", "name": "N", "email": "n@example.org"})

    assert len(accepted(files(both)).programme.people) == 3


# ---- row numbers ------------------------------------------------------------------------------


def test_rows_are_counted_as_in_a_spreadsheet_after_cells_of_many_lines() -> None:
    def change(rows: Rows) -> None:
        rows["meetings.csv"][0]["mentee_feedback"] = "one\ntwo\r\nthree\n\n\nsix"
        rows["meetings.csv"][1]["mentee_rating"] = "7"

    assert places(files(change)) == [("meetings.csv", 3, "mentee_rating")]


def test_an_empty_line_counts_as_a_row() -> None:
    contents = files(set_cell("meetings.csv", 3, "mentee_rating", "7"))
    header, rest = contents["meetings.csv"].split(b"\r\n", 1)
    contents["meetings.csv"] = header + b"\r\n\r\n" + rest
    assert places(contents) == [("meetings.csv", 4, "mentee_rating")]


# ---- broken quotes ----------------------------------------------------------------------------

HEADER = b"mentorship_id,reviewed_on,verdict\n"


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        (b'm-1,2026-03-02,"working\n', 2),
        (b'm-1,2026-03-02,"working" or so\n', 2),
        (b"m-1,2026-03-02\n", 2),
        (b"m-1,2026-03-02,working,well\n", 2),
        (b"m-1,2026-03-02,working\nm-1\n", 3),
    ],
    ids=["never closed", "closed too early", "a cell short", "a cell too many", "later"],
)
def test_a_row_with_broken_quotes_or_cells_is_named(rows: bytes, row: int) -> None:
    contents = files() | {"reviews.csv": HEADER + rows}
    problems = refused(contents)
    assert [(one.file, one.row, one.column) for one in problems] == [("reviews.csv", row, "")]
    assert "quotes" in problems[0].message


def test_a_header_with_broken_quotes_is_one_problem() -> None:
    contents = files() | {"reviews.csv": b'mentorship_id,"reviewed_on" x,verdict\n'}
    assert places(contents) == [("reviews.csv", 1, "")]


# ---- all at once ------------------------------------------------------------------------------


def test_all_problems_of_all_files_come_at_once_in_the_order_of_the_bundle() -> None:
    def change(rows: Rows) -> None:
        rows["people.csv"][0]["email"] = "nobody"
        rows["people.csv"][1]["manager_id"] = "p-9"
        rows["mentorships.csv"][0]["cadence_days"] = "0"
        rows["mentorships.csv"][0]["mentor_id"] = "p-8"
        rows["meetings.csv"][0]["scheduled_on"] = "2026-01-01"
        rows["meetings.csv"][1].update(mentorship_id="m-9", mentee_rating="7")
        rows["reviews.csv"][0]["verdict"] = "so-so"

    assert places(files(change)) == [
        ("people.csv", 2, "email"),
        ("people.csv", 3, "manager_id"),
        ("mentorships.csv", 2, "cadence_days"),
        ("mentorships.csv", 2, "mentor_id"),
        ("meetings.csv", 2, "scheduled_on"),
        ("meetings.csv", 3, "mentee_rating"),
        ("meetings.csv", 3, "mentorship_id"),
        ("reviews.csv", 2, "verdict"),
    ]


def test_a_row_with_a_bad_cell_is_still_checked_against_the_others() -> None:
    def change(rows: Rows) -> None:
        rows["people.csv"][1].update(seniority="99", person_id="p-1", email="MIA@example.org")
        rows["mentorships.csv"].clear()
        rows["meetings.csv"].clear()
        rows["reviews.csv"].clear()

    assert sorted(places(files(change))) == [
        ("people.csv", 3, "email"),
        ("people.csv", 3, "person_id"),
        ("people.csv", 3, "seniority"),
    ]


def test_a_row_with_a_bad_cell_can_still_be_referred_to() -> None:
    assert places(files(set_cell("people.csv", 3, "seniority", "99"))) == [
        ("people.csv", 3, "seniority")
    ]


def test_a_row_with_a_cell_too_many_can_still_be_referred_to() -> None:
    contents = files()
    contents["people.csv"] = contents["people.csv"].rstrip(b"\r\n") + b",more\r\n"
    assert places(contents) == [("people.csv", 3, "")]


def test_references_into_a_file_that_can_not_be_read_are_not_blamed() -> None:
    contents = files() | {"people.csv": "person_id;name;email\n".encode("utf-16")}
    assert places(contents) == [("people.csv", None, "")]


def test_problems_are_printed_one_a_line() -> None:
    def change(rows: Rows) -> None:
        rows["meetings.csv"][0]["mentee_rating"] = "not\na number"
        rows["meetings.csv"][1]["status"] = "a\nb"

    with pytest.raises(BundleError) as caught:
        accepted(files(change))
    assert len(str(caught.value).splitlines()) == len(caught.value.problems) == 2


def test_a_problem_reads_as_a_place_and_a_complaint() -> None:
    assert str(Problem("people.csv", None, "", "is missing")) == "people.csv: is missing"


# ---- folders ----------------------------------------------------------------------------------


def write(folder: Path, contents: dict[str, bytes]) -> Path:
    for file, content in contents.items():
        (folder / file).write_bytes(content)
    return folder


def test_a_folder_is_read_and_other_files_in_it_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, files() | {"notes.txt": b"\xff", "truth.csv": b"\xff"})
    assert read_folder(tmp_path).programme == accepted(files()).programme


@pytest.mark.parametrize("name", ["nowhere", "people.csv"])
def test_what_is_not_a_folder_is_named(tmp_path: Path, name: str) -> None:
    write(tmp_path, files())
    with pytest.raises(BundleError, match=name):
        read_folder(tmp_path / name)


def test_a_file_that_can_not_be_opened_is_told_with_the_other_problems(tmp_path: Path) -> None:
    contents = files(set_cell("meetings.csv", 2, "mentee_rating", "7"))
    del contents["people.csv"]
    write(tmp_path, contents)
    (tmp_path / "people.csv").mkdir()
    with pytest.raises(BundleError) as caught:
        read_folder(tmp_path)
    assert [(one.file, one.row) for one in caught.value.problems] == [
        ("people.csv", None),
        ("meetings.csv", 2),
    ]


def test_a_file_without_rows_is_told_once_and_not_for_every_row_that_refers_to_it() -> None:
    def change(rows: Rows) -> None:
        rows["people.csv"].clear()

    assert places(files(change)) == [("people.csv", None, "")]
