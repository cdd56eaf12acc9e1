"""The coordinator's list of mentorships, worst first, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    bindparam,
    case,
    func,
    select,
)
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, RematchRequestRow, StandingRow
from app.services.models import signal_label
from app.services.paging import Paging, paged
from app.services.programme import programme_day
from app.services.review.case_filter import matches, mentee, mentor
from app.services.standing import State

SortKey = Literal["worst", "risk", "last_meeting", "mentee", "mentor", "started"]


@dataclass(frozen=True, slots=True)
class OverviewFilter:
    """What the coordinator narrowed the list to; empty strings narrow nothing.

    Without a state these are the mentorships that have not ended.
    """

    state: State | Literal[""] = ""
    kind: str = ""
    department: str = ""  # of the mentee
    search: str = ""  # in either name, or any of the ids
    read_now: bool = False  # only those with a sentence that a human must see at once


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One mentorship in the list."""

    mentorship_id: str
    mentee_id: str
    mentee_name: str
    mentor_id: str
    mentor_name: str
    kind: str
    department: str
    state: State
    risk: float | None
    flagged: bool
    main_reason: str  # in words; empty if there is none
    last_met_on: date | None  # the last held meeting up to the programme date
    days_since: int | None
    cadence_days: int
    started_on: date
    ended_on: date | None
    end_reason: str | None
    open_request_id: int | None
    safeguarding: int  # how many sentences a human must see at once


@dataclass(frozen=True, slots=True)
class Overview:
    """A page of the list. ``counts`` are of all mentorships, whatever was filtered."""

    day: date
    rows: tuple[OverviewRow, ...]  # sorted as asked; ended ones newest first
    paging: Paging
    ended: int  # that match too and have ended, while those that have not are shown
    counts: Mapping[State, int]
    requests: int  # for a rematch, that wait for an answer


_NO_FILTER = OverviewFilter()
# What a coordinator should look at first.
_URGENCY: Mapping[State, int] = {
    "at_risk": 0,
    "not_enough": 1,
    "unscored": 2,
    "fine": 3,
    "upcoming": 4,
    "ended": 5,
}
_STATE = StandingRow.state


def overview(
    session: Session,
    sort: SortKey = "worst",
    filters: OverviewFilter = _NO_FILTER,
    page: int = 1,
) -> Overview:
    """The coordinator's list, in a few statements however long it is."""
    day = programme_day(session)
    counts = _counts(session)
    wanted = _STANDINGS.where(*_conditions(filters))
    only_ended = filters.state == "ended"
    shown = wanted.where(_STATE == "ended" if only_ended else _STATE != "ended")
    known = sum(counts.values()) - counts["ended"] if filters == _NO_FILTER else None
    ids, paging = paged(session, shown.order_by(*_order(sort, filters)), page, known)
    return Overview(
        day=day,
        rows=_rows(session, ids, day),
        paging=paging,
        ended=_ended(session, wanted, filters, counts),
        counts=counts,
        requests=session.scalar(select(func.count()).where(RematchRequestRow.status == "open"))
        or 0,
    )


def _counts(session: Session) -> dict[State, int]:
    found = dict(session.execute(select(_STATE, func.count()).group_by(_STATE)).all())
    return {state: found.get(state, 0) for state in _URGENCY}


def _ended(
    session: Session,
    wanted: Select[str],
    filters: OverviewFilter,
    counts: Mapping[State, int],
) -> int:
    if filters == _NO_FILTER:
        return counts["ended"]
    if filters.state or filters.read_now:
        return 0
    ended = wanted.where(_STATE == "ended").subquery()
    return session.scalar(select(func.count()).select_from(ended)) or 0


def _conditions(filters: OverviewFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.state:
        found.append(StandingRow.state == filters.state)
    if filters.read_now:
        found.append(StandingRow.safeguarding > 0)
    if filters.kind:
        found.append(MentorshipRow.kind == filters.kind)
    if filters.department:
        found.append(mentee.department == filters.department)
    if filters.search.strip():
        found.append(matches(filters.search))
    return found


def _order(sort: SortKey, filters: OverviewFilter) -> tuple[SQLColumnExpression[Any], ...]:
    last = StandingRow.mentorship_id.asc()
    if filters.state == "ended" and sort == "worst":
        return MentorshipRow.ended_on.desc().nulls_last(), last
    urgency = case(dict(_URGENCY), value=_STATE)
    by: Mapping[SortKey, tuple[SQLColumnExpression[Any], ...]] = {
        "worst": (urgency, StandingRow.risk.desc().nulls_last()),
        "risk": (StandingRow.risk.desc().nulls_last(),),
        "last_meeting": (StandingRow.last_met_on.asc().nulls_first(),),
        "mentee": (func.lower(mentee.name),),
        "mentor": (func.lower(mentor.name),),
        "started": (MentorshipRow.started_on.asc(),),
    }
    return *by[sort], last


def _rows(session: Session, ids: list[str], day: date) -> tuple[OverviewRow, ...]:
    found = {one.mentorship_id: one for one in session.execute(_ROWS, {"ids": ids})}
    return tuple(_row(found[key], day) for key in ids)


def _row(one: Row[Any], day: date) -> OverviewRow:
    return OverviewRow(
        mentorship_id=one.mentorship_id,
        mentee_id=one.mentee_id,
        mentee_name=one.mentee_name,
        mentor_id=one.mentor_id,
        mentor_name=one.mentor_name,
        kind=one.kind,
        department=one.department,
        state=cast(State, one.state),
        risk=one.risk,
        flagged=one.state == "at_risk",
        main_reason=signal_label(one.signals[0]) if one.signals else "",
        last_met_on=one.last_met_on,
        days_since=(day - one.last_met_on).days if one.last_met_on else None,
        cadence_days=one.cadence_days,
        started_on=one.started_on,
        ended_on=one.ended_on,
        end_reason=one.end_reason,
        open_request_id=one.open_request_id,
        safeguarding=one.safeguarding,
    )


# Statements are made once: making them takes longer than running them.

# The ids, with what they are narrowed and sorted by; unused outer joins cost nothing.
_STANDINGS = (
    select(StandingRow.mentorship_id)
    .outerjoin(MentorshipRow, MentorshipRow.mentorship_id == StandingRow.mentorship_id)
    .outerjoin(mentee, mentee.person_id == MentorshipRow.mentee_id)
    .outerjoin(mentor, mentor.person_id == MentorshipRow.mentor_id)
)
_OPEN_REQUEST = (
    select(RematchRequestRow.request_id)
    .where(
        RematchRequestRow.mentorship_id == StandingRow.mentorship_id,
        RematchRequestRow.status == "open",
    )
    .scalar_subquery()
)
_ROWS = _STANDINGS.add_columns(
    _STATE,
    StandingRow.risk,
    StandingRow.signals,
    StandingRow.safeguarding,
    StandingRow.last_met_on,
    MentorshipRow.mentee_id,
    MentorshipRow.mentor_id,
    MentorshipRow.kind,
    MentorshipRow.cadence_days,
    MentorshipRow.started_on,
    MentorshipRow.ended_on,
    MentorshipRow.end_reason,
    mentee.name.label("mentee_name"),
    mentee.department,
    mentor.name.label("mentor_name"),
    _OPEN_REQUEST.label("open_request_id"),
).where(StandingRow.mentorship_id.in_(bindparam("ids", expanding=True)))
