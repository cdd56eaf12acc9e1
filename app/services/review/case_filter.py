"""How the review queue is narrowed and sorted, and the same as words of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, cast, get_args

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    Text,
    case,
    false,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from app.db.tables import CaseRow, MentorshipRow, PersonRow, StandingRow, User
from app.permissions import Actor
from app.services.review.cases import OPEN, REASON_LABELS, STATUS_LABELS

SortKey = Literal[
    "urgency",
    "risk",
    "age",
    "status",
    "mentee",
    "mentor",
    "department",
    "last_met",
    "due",
    "owner",
]
KINDS = ("traditional", "reverse", "peer")
# Every case, whether or not it is open.
ALL = "all"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue is narrowed to. What is empty narrows nothing.

    Without a status these are the cases that are open, and not snoozed unless ``snoozed``.
    """

    status: str = ""
    reason: str = ""
    signal: str = ""
    department: str = ""  # of the mentee
    owner: str = ""  # "me", "nobody", or the number of an account
    kind: str = ""
    search: str = ""  # in either name, or any of the ids
    silent_since: date | None = None  # silent since that day, or longer
    first_meeting: bool = False
    overdue: bool = False
    snoozed: bool = False  # only those that are


NO_FILTER = QueueFilter()


def read(given: Mapping[str, str]) -> tuple[QueueFilter, str]:
    """Filter and order as an address has them; what nobody could have chosen narrows nothing."""
    order = given.get("sort", "")
    return (
        QueueFilter(
            status=_one_of(given.get("status"), (*STATUS_LABELS, ALL)),
            reason=_one_of(given.get("reason"), REASON_LABELS),
            signal=given.get("signal", ""),
            department=given.get("department", ""),
            owner=_owner(given.get("owner", "")),
            kind=_one_of(given.get("kind"), KINDS),
            search=given.get("search", "").strip(),
            silent_since=_day(given.get("silent_since", "")),
            first_meeting=bool(given.get("first_meeting")),
            overdue=bool(given.get("overdue")),
            snoozed=bool(given.get("snoozed")),
        ),
        order if order.removeprefix("-") in get_args(SortKey) else "urgency",
    )


def words(filters: QueueFilter, sort: str = "urgency") -> dict[str, str]:
    """The words of an address that ``read`` reads again as these."""
    said: dict[str, str] = {}
    for one in fields(filters):
        value = getattr(filters, one.name)
        if value:
            said[one.name] = "1" if value is True else str(value)
    return said if sort == "urgency" else {**said, "sort": sort}


mentee, mentor = aliased(PersonRow), aliased(PersonRow)


def conditions(filters: QueueFilter, actor: Actor, day: date) -> list[ColumnElement[bool]]:
    """The filter in SQL."""
    asleep = CaseRow.snoozed_until > day
    found: list[ColumnElement[bool]] = []
    if not filters.status:
        found.append(CaseRow.status.in_(OPEN))
    elif filters.status != ALL:
        found.append(CaseRow.status == filters.status)
    if filters.snoozed:
        found.append(asleep)
    elif filters.status in ("", *OPEN):
        found.append(or_(CaseRow.snoozed_until.is_(None), ~asleep))
    if filters.owner:
        found.append(_owned(filters.owner, actor))
    if filters.overdue:
        found.append(CaseRow.due_on < day)
    return [*found, *_about_the_pair(filters)]


def _about_the_pair(filters: QueueFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.reason:
        found.append(_has_tag(CaseRow.reasons, filters.reason))
    if filters.signal:
        found.append(_has_tag(CaseRow.signals, filters.signal))
    if filters.first_meeting:
        found.append(StandingRow.needs_first_meeting.is_(True))
    if filters.silent_since:
        found.append(StandingRow.silent_since <= filters.silent_since)
    if filters.kind:
        found.append(MentorshipRow.kind == filters.kind)
    if filters.department:
        found.append(mentee.department == filters.department)
    if filters.search:
        found.append(matches(filters.search))
    return found


def matches(search: str) -> ColumnElement[bool]:
    """Whether a mentorship has the text in either name, or in one of its ids."""
    wanted = search.strip()
    # SQLite folds the case of ASCII alone, so it looks for other letters as names are written.
    said = {wanted} if wanted.isascii() else {wanted.lower(), wanted.upper(), wanted.title()}
    columns = (
        mentee.name,
        mentor.name,
        MentorshipRow.mentorship_id,
        MentorshipRow.mentee_id,
        MentorshipRow.mentor_id,
    )
    return or_(*(one.icontains(text, autoescape=True) for one in columns for text in sorted(said)))


def order_by(sort: str) -> tuple[SQLColumnExpression[Any], ...]:
    """The order; a leading ``-`` turns it round. What is not known comes last, either way."""
    key = cast(SortKey, sort.removeprefix("-"))
    if sort == "urgency":
        return CaseRow.urgency.desc(), CaseRow.case_id.asc()
    expression, descending = _SORTED[key]
    turned = descending ^ sort.startswith("-")
    first = expression.desc() if turned else expression.asc()
    # Of all columns only a meeting that never was is worse than the oldest.
    known = first.nulls_first() if key == "last_met" and not turned else first.nulls_last()
    return known, CaseRow.urgency.desc(), CaseRow.case_id.asc()


_STATUS_ORDER = case({one: n for n, one in enumerate(STATUS_LABELS)}, value=CaseRow.status)
# What each column sorts by, and whether the largest comes first.
_SORTED: Mapping[SortKey, tuple[SQLColumnExpression[Any], bool]] = {
    "urgency": (CaseRow.urgency, True),
    "risk": (CaseRow.risk, True),
    "age": (CaseRow.opened_on, False),
    "status": (_STATUS_ORDER, False),
    "mentee": (func.lower(mentee.name), False),
    "mentor": (func.lower(mentor.name), False),
    "department": (mentee.department, False),
    "last_met": (StandingRow.last_met_on, False),
    "due": (CaseRow.due_on, False),
    "owner": (
        select(func.lower(User.name)).where(User.id == CaseRow.owner_id).scalar_subquery(),
        False,
    ),
}


def _has_tag(column: SQLColumnExpression[tuple[str, ...]], tag: str) -> ColumnElement[bool]:
    stored = ";" + type_coerce(column, Text) + ";"
    return stored.contains(f";{tag};", autoescape=True)


def _owned(owner: str, actor: Actor) -> ColumnElement[bool]:
    if owner == "nobody":
        return CaseRow.owner_id.is_(None)
    user_id = actor.user_id if owner == "me" else int(owner)
    return false() if user_id is None else CaseRow.owner_id == user_id


def _owner(text: str) -> str:
    return text if text in ("me", "nobody") or (text.isdecimal() and len(text) < 10) else ""


def _one_of(value: str | None, allowed: Mapping[str, object] | tuple[str, ...]) -> str:
    return value if value and value in allowed else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
