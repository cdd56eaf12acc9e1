"""How one cell of a bundle is read: from text to a value, or a complaint in plain words.

A parser takes the cell's text, which is never empty, and returns the value or raises
``ValueError`` whose message completes the sentence "file, row, column: …".
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, get_args

from model.programme import (
    EndReason,
    HouseRuleName,
    Kind,
    Medium,
    MeetingStatus,
    MentorshipStatus,
    Side,
    Verdict,
)

MAX_CELL_CHARACTERS = 20_000
MAX_KEY_CHARACTERS = 64

Parser = Callable[[str], Any]
_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,8}|[ixIX](?=-))(-[A-Za-z0-9]{1,8})*")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def text(cell: str) -> str:
    """Free text, kept to the letter, because evidence is quoted from it."""
    return cell


def key(cell: str) -> str:
    """A unique key of up to 64 characters, kept to the letter."""
    if len(cell) > MAX_KEY_CHARACTERS:
        raise ValueError(f"a key has at most {MAX_KEY_CHARACTERS} characters, this has {len(cell)}")
    return cell


def email(cell: str) -> str:
    """An e-mail address: something, one @, something."""
    address = cell.strip()
    before, at, after = address.partition("@")
    if not (at and before and after) or "@" in after or re.search(r"\s", address):
        raise ValueError(f"{_short(cell)} is not an e-mail address")
    return address


def iso_date(cell: str) -> date:
    """A date written as 2026-03-14."""
    if not _ISO_DATE.fullmatch(cell.strip()):
        raise ValueError(f"{_short(cell)} is not a date; write dates as 2026-03-14")
    try:
        return date.fromisoformat(cell.strip())
    except ValueError:
        raise ValueError(f"{cell!r} is not a day of the calendar") from None


def whole_number(low: int, high: int | None = None) -> Parser:
    """A parser for integers from ``low`` to ``high``, both included."""

    def parse(cell: str) -> int:
        span = f"from {low} to {high}" if high is not None else f"of {low} or more"
        digits = cell.strip()
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", digits):
            raise ValueError(f"{_short(cell)} is not a whole number {span}")
        number = int(digits)
        if number < low or (high is not None and number > high):
            raise ValueError(f"{number} is out of range; it must be a whole number {span}")
        return number

    return parse


def one_of(words: Sequence[str]) -> Parser:
    """A parser for one word of a fixed list."""

    def parse(cell: str) -> str:
        if cell.strip() not in words:
            raise ValueError(f"{_short(cell)} is not one of {', '.join(words)}")
        return cell.strip()

    return parse


def languages(cell: str) -> tuple[str, ...]:
    """BCP 47 tags joined by semicolons."""
    tags = tuple(tag.strip() for tag in cell.split(";") if tag.strip())
    for tag in tags:
        if not _LANGUAGE_TAG.fullmatch(tag):
            raise ValueError(f"{_short(tag)} is not a language tag; write tags as en;de;pt-BR")
    return tags


def iso_dates(cell: str) -> tuple[date, ...]:
    """Dates joined by semicolons, put in order."""
    return tuple(sorted(iso_date(one) for one in cell.split(";") if one.strip()))


def timezone(cell: str) -> str:
    """An IANA time zone name."""
    if cell.strip() not in _known_timezones():
        raise ValueError(f"{_short(cell)} is not an IANA time zone; write it as Europe/Berlin")
    return cell.strip()


@cache
def _known_timezones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _short(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else cell[:40] + "…")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its name, how it is read, what an empty cell means."""

    name: str
    parse: Parser
    required: bool = False
    empty: Any = ""


def _words(literal: Any) -> Parser:
    return one_of(get_args(literal))


FileName = Literal[
    "people.csv", "mentorships.csv", "meetings.csv", "reviews.csv", "rules.csv", "careers.csv"
]

# The contract's tables, row for row, the house rules and the careers.
COLUMNS: dict[FileName, tuple[Column, ...]] = {
    "people.csv": (
        Column("person_id", key, required=True),
        Column("name", text, required=True),
        Column("email", email, required=True),
        Column("department", text),
        Column("job_title", text),
        Column("seniority", whole_number(1, 10), empty=None),
        Column("location", text),
        Column("timezone", timezone),
        Column("languages", languages, empty=()),
        Column("manager_id", key),
        Column("mentee_goals", text),
        Column("mentor_expertise", text),
        Column("mentor_capacity", whole_number(0), empty=0),
    ),
    "mentorships.csv": (
        Column("mentorship_id", key, required=True),
        Column("mentor_id", key, required=True),
        Column("mentee_id", key, required=True),
        Column("kind", _words(Kind), empty="traditional"),
        Column("started_on", iso_date, required=True),
        Column("cadence_days", whole_number(1, 365), empty=14),
        Column("status", _words(MentorshipStatus), required=True),
        Column("ended_on", iso_date, empty=None),
        Column("end_reason", _words(EndReason), empty=None),
    ),
    "meetings.csv": (
        Column("meeting_id", key, required=True),
        Column("mentorship_id", key, required=True),
        Column("scheduled_on", iso_date, required=True),
        Column("status", _words(MeetingStatus), required=True),
        Column("cancelled_by", _words(Side), empty=None),
        Column("minutes", whole_number(0), empty=None),
        Column("medium", _words(Medium), empty=None),
        Column("mentee_feedback", text),
        Column("mentor_feedback", text),
        Column("mentee_rating", whole_number(1, 5), empty=None),
        Column("mentor_rating", whole_number(1, 5), empty=None),
    ),
    "reviews.csv": (
        Column("mentorship_id", key, required=True),
        Column("reviewed_on", iso_date, required=True),
        Column("verdict", _words(Verdict), required=True),
    ),
    "rules.csv": (
        Column("rule", _words(HouseRuleName), required=True),
        Column("value", text),
        Column("person_id", key),
        Column("other_person_id", key),
    ),
    "careers.csv": (
        Column("person_id", key, required=True),
        Column("joined_on", iso_date, required=True),
        Column("department", text),
        Column("seniority", whole_number(1, 10), empty=None),
        Column("promoted_on", iso_dates, empty=()),
        Column("left_on", iso_date, empty=None),
    ),
}

OPTIONAL_FILES: frozenset[FileName] = frozenset({"reviews.csv", "rules.csv", "careers.csv"})


@dataclass(frozen=True, slots=True)
class RuleCells:
    """What stands beside a house rule: how its value is read, and how many people it names."""

    value: Parser | None = None
    may_be_empty: bool = False
    people: int = 0


_SAME = RuleCells(one_of(("excluded", "wanted")))
# Seniority has ten levels, so that two people are at most nine apart.
_GAP = RuleCells(whole_number(-9, 9))

RULE_CELLS: dict[HouseRuleName, RuleCells] = {
    "same_department": _SAME,
    "same_location": _SAME,
    "least_seniority_gap": _GAP,
    "greatest_seniority_gap": _GAP,
    "greatest_load": RuleCells(whole_number(1)),
    "never_together": RuleCells(people=2),
    "on_pause": RuleCells(iso_date, may_be_empty=True, people=1),
}
