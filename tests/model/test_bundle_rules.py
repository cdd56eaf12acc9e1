"""House rules in a bundle: read as they are meant, and refused with their place in plain words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.bundle import read_folder, write_folder
from model.programme import HouseRule, Programme
from tests.model.csv_files import accepted, files, refused

HEADER = "rule,value,person_id,other_person_id\n"


def with_rules(*rows: str) -> dict[str, bytes]:
    """The sound bundle, of p-1 and p-2, with these rows in its rules.csv."""
    return files() | {"rules.csv": (HEADER + "".join(f"{row}\n" for row in rows)).encode()}


def test_every_rule_is_read() -> None:
    rows = (
        "same_department,excluded,,",
        "same_location,wanted,,",
        "least_seniority_gap,-9,,",
        "greatest_seniority_gap,9,,",
        "greatest_load,3,,",
        "never_together,,p-1,p-2",
        "on_pause,,p-1,",
        "on_pause,2026-08-31,p-2,",
    )
    assert accepted(with_rules(*rows)).programme.rules == (
        HouseRule("same_department", "excluded"),
        HouseRule("same_location", "wanted"),
        HouseRule("least_seniority_gap", "-9"),
        HouseRule("greatest_seniority_gap", "9"),
        HouseRule("greatest_load", "3"),
        HouseRule("never_together", "", "p-1", "p-2"),
        HouseRule("on_pause", "", "p-1"),
        HouseRule("on_pause", "2026-08-31", "p-2"),
    )


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("same_location, wanted ,,", "wanted"),
        ("greatest_load,+03,,", "3"),
        ("on_pause, 2026-08-31,p-1,", "2026-08-31"),
        ("never_together, ,p-1,p-2", ""),
    ],
)
def test_a_value_is_kept_as_it_is_meant_and_not_as_it_is_written(row: str, value: str) -> None:
    assert accepted(with_rules(row)).programme.rules[0].value == value


def test_without_the_file_there_are_no_rules() -> None:
    assert accepted(files()).programme.rules == ()


def test_a_header_alone_makes_no_rules() -> None:
    assert accepted(with_rules()).programme.rules == ()


def test_gaps_may_be_equal() -> None:
    rows = ("least_seniority_gap,2,,", "greatest_seniority_gap,2,,")
    assert len(accepted(with_rules(*rows)).programme.rules) == 2


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("same_desk,wanted,,", "rule", "'same_desk' is not one of same_department"),
        (",wanted,,", "rule", "must not be empty"),
        ("same_department,banned,,", "value", "'banned' is not one of excluded, wanted"),
        ("same_department,,,", "value", "must not be empty where the rule is same_department"),
        ("least_seniority_gap,two,,", "value", "not a whole number from -9 to 9"),
        ("least_seniority_gap,-10,,", "value", "out of range"),
        ("greatest_seniority_gap,1.5,,", "value", "not a whole number"),
        ("greatest_load,0,,", "value", "must be a whole number of 1 or more"),
        ("greatest_load,,,", "value", "must not be empty"),
        ("greatest_load,2,p-1,", "person_id", "must be empty where the rule is greatest_load"),
        ("greatest_load,2,,p-1", "other_person_id", "must be empty"),
        ("never_together,yes,p-1,p-2", "value", "must be empty where the rule is never_together"),
        ("never_together,,,p-2", "person_id", "must not be empty"),
        ("never_together,,p-1,", "other_person_id", "must not be empty"),
        ("never_together,,p-1,p-1", "other_person_id", "they must be two people"),
        ("never_together,,p-1,p-9", "other_person_id", "'p-9' is not in people.csv"),
        ("on_pause,,,", "person_id", "must not be empty where the rule is on_pause"),
        ("on_pause,,p-9,", "person_id", "'p-9' is not in people.csv"),
        ("on_pause,,p-1,p-2", "other_person_id", "must be empty where the rule is on_pause"),
        ("on_pause,31/08/2026,p-1,", "value", "write dates as 2026-03-14"),
        ("on_pause,2026-02-30,p-1,", "value", "not a day of the calendar"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_at_its_cell_alone(
    row: str, column: str, message: str
) -> None:
    [problem] = refused(with_rules("same_location,excluded,,", row))
    assert (problem.file, problem.row, problem.column) == ("rules.csv", 3, column)
    assert re.search(re.escape(message), problem.message)


@pytest.mark.parametrize(
    ("first", "again", "message"),
    [
        ("greatest_load,2,,", "greatest_load,3,,", "greatest_load stands in row 2; it can stand"),
        ("same_location,wanted,,", "same_location,wanted,,", "stands in row 2"),
        ("never_together,,p-1,p-2", "never_together,,p-2,p-1", "in row 2 for them"),
        ("on_pause,,p-1,", "on_pause,2026-08-31,p-1,", "in row 2 for them"),
    ],
)
def test_what_can_stand_only_once_is_refused_the_second_time_and_names_both_rows(
    first: str, again: str, message: str
) -> None:
    [problem] = refused(with_rules(first, again))
    assert (problem.file, problem.row, problem.column) == ("rules.csv", 3, "rule")
    assert message in problem.message


def test_a_least_gap_above_the_greatest_leaves_nobody_and_is_refused() -> None:
    rows = ("greatest_seniority_gap,1,,", "least_seniority_gap,2,,")
    [problem] = refused(with_rules(*rows))
    assert str(problem) == (
        "rules.csv, row 3, column value: 2 is more than the greatest gap of 1 in row 2"
    )


def test_all_problems_of_the_rules_come_at_once() -> None:
    found = refused(with_rules("greatest_load,many,,", "never_together,,p-9,p-8", "on_pause,,,"))
    assert [(one.row, one.column) for one in found] == [
        (2, "value"),
        (3, "person_id"),
        (3, "other_person_id"),
        (4, "person_id"),
    ]


def test_a_folder_that_held_rules_holds_none_once_a_programme_without_is_written(
    tmp_path: Path,
) -> None:
    people = accepted(files()).programme.people
    write_folder(Programme(people, rules=(HouseRule("greatest_load", "2"),)), tmp_path)
    write_folder(Programme(people), tmp_path)
    assert not (tmp_path / "rules.csv").exists()
    assert read_folder(tmp_path).programme == Programme(people)
