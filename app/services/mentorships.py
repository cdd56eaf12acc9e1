"""The coordinator's list of mentorships, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.db.tables import AssessmentRow, MeetingRow, MentorshipRow, PersonRow, RematchRequestRow
from app.services.health import is_newest
from app.services.models import signal_label
from app.services.programme import programme_day

# unscored: no assessment yet (scores off, or the job has not come to it).
# upcoming: it begins after the programme date.
State = Literal["at_risk", "fine", "not_enough", "unscored", "upcoming", "ended"]
SortKey = Literal["worst", "risk", "last_meeting", "mentee", "mentor", "started"]


@dataclass(frozen=True, slots=True)
class OverviewFilter:
    """What the coordinator narrowed the list to; empty strings narrow nothing."""

    state: State | Literal[""] = ""
    kind: str = ""
    department: str = ""  # of the mentee
    search: str = ""  # in either name, or the mentorship's id
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
    """The whole list. ``counts`` are of all mentorships, whatever was filtered."""

    day: date
    rows: tuple[OverviewRow, ...]  # everything not ended, sorted as asked
    ended: tuple[OverviewRow, ...]  # ended ones apart, newest first
    counts: Mapping[State, int]
    read_now: tuple[
        OverviewRow, ...
    ]  # with a sentence that a human must see; whatever was filtered
    departments: tuple[str, ...]  # for the filter


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


def state_of(mentorship: MentorshipRow, assessed: str | None, day: date) -> State:
    """What to call a mentorship on ``day``; ``assessed`` is the state of its assessment."""
    if mentorship.started_on > day:
        return "upcoming"
    if mentorship.status != "active" and (mentorship.ended_on or day) <= day:
        return "ended"
    return cast(State, assessed) if assessed else "unscored"


def overview(
    session: Session, sort: SortKey = "worst", filters: OverviewFilter = _NO_FILTER
) -> Overview:
    """The coordinator's list, in a few statements however long it is."""
    day = programme_day(session)
    everything = _rows(session, day)
    counts = Counter(row.state for row in everything)
    wanted = sorted((row for row in everything if _matches(row, filters)), key=_ORDER[sort])
    ended = [row for row in wanted if row.state == "ended"]
    ended.sort(key=lambda row: row.ended_on or day, reverse=True)
    return Overview(
        day=day,
        rows=tuple(row for row in wanted if row.state != "ended"),
        ended=tuple(ended),
        counts={state: counts[state] for state in _URGENCY},
        read_now=tuple(sorted((row for row in everything if _to_be_read(row)), key=_worst_first)),
        departments=tuple(sorted({row.department for row in everything if row.department})),
    )


def _rows(session: Session, day: date) -> list[OverviewRow]:
    last_met = dict(
        session.execute(
            select(MeetingRow.mentorship_id, func.max(MeetingRow.scheduled_on))
            .where(MeetingRow.status == "held", MeetingRow.scheduled_on <= day)
            .group_by(MeetingRow.mentorship_id)
        ).all()
    )
    requests = dict(
        session.execute(
            select(RematchRequestRow.mentorship_id, RematchRequestRow.request_id).where(
                RematchRequestRow.status == "open"
            )
        ).all()
    )
    mentee, mentor = aliased(PersonRow), aliased(PersonRow)
    found = session.execute(
        select(
            MentorshipRow,
            mentee.name,
            mentee.department,
            mentor.name,
            AssessmentRow.state,
            AssessmentRow.risk,
            AssessmentRow.flagged,
            AssessmentRow.reasons,
            AssessmentRow.safeguarding,
        )
        .join(mentee, mentee.person_id == MentorshipRow.mentee_id)
        .join(mentor, mentor.person_id == MentorshipRow.mentor_id)
        .outerjoin(AssessmentRow, is_newest())
    )
    rows: list[OverviewRow] = []
    for one, mentee_name, department, mentor_name, assessed, risk, flagged, reasons, worry in found:
        state = state_of(one, assessed, day)
        is_open = state in ("at_risk", "fine", "not_enough")
        met = last_met.get(one.mentorship_id)
        rows.append(
            OverviewRow(
                mentorship_id=one.mentorship_id,
                mentee_id=one.mentee_id,
                mentee_name=mentee_name,
                mentor_id=one.mentor_id,
                mentor_name=mentor_name,
                kind=one.kind,
                department=department,
                state=state,
                # Where too little is known a figure would say more than we know.
                risk=risk if state in ("at_risk", "fine") else None,
                flagged=bool(flagged) and is_open,
                main_reason=signal_label(reasons[0]["signal"]) if flagged and reasons else "",
                last_met_on=met,
                days_since=(day - met).days if met else None,
                cadence_days=one.cadence_days,
                started_on=one.started_on,
                ended_on=one.ended_on,
                end_reason=one.end_reason,
                open_request_id=requests.get(one.mentorship_id),
                safeguarding=len(worry or ()),
            )
        )
    return rows


def _matches(row: OverviewRow, filters: OverviewFilter) -> bool:
    searched = f"{row.mentee_name}\n{row.mentor_name}\n{row.mentorship_id}".casefold()
    return (
        filters.state in ("", row.state)
        and (_to_be_read(row) or not filters.read_now)
        and filters.kind in ("", row.kind)
        and filters.department in ("", row.department)
        and filters.search.strip().casefold() in searched
    )


def _to_be_read(row: OverviewRow) -> bool:
    return bool(row.safeguarding) and row.state != "ended"


def _worst_first(row: OverviewRow) -> tuple[object, ...]:
    return (_URGENCY[row.state], -(row.risk or 0.0), row.mentorship_id)


_ORDER: Mapping[SortKey, Callable[[OverviewRow], Any]] = {
    "worst": _worst_first,
    "risk": lambda row: (-(row.risk if row.risk is not None else -1.0), row.mentorship_id),
    "last_meeting": lambda row: (row.last_met_on or date.min, row.mentorship_id),
    "mentee": lambda row: (row.mentee_name.casefold(), row.mentorship_id),
    "mentor": lambda row: (row.mentor_name.casefold(), row.mentorship_id),
    "started": lambda row: (row.started_on, row.mentorship_id),
}
