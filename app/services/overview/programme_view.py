"""The programme as a whole: how its mentorships stand, by group, over time, and by mentor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import case, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db.tables import (
    AssessmentRow,
    CaseRow,
    MeetingRow,
    MentorshipRow,
    PersonRow,
    StandingRow,
)
from app.services.health import is_newest
from app.services.programme import is_active, programme_day
from app.services.review import cases

# How a mentorship counts here; each counts once, by the first that is true.
Standing = Literal[
    "at_risk", "no_first_meeting", "silent", "paused", "not_enough", "unscored", "fine"
]
STANDINGS: tuple[Standing, ...] = (
    "at_risk", "no_first_meeting", "silent", "paused", "not_enough", "unscored", "fine",
)  # fmt: skip
# Groups of fewer are told together with others, because a figure would point at people.
FEWEST = 5
_MONTHS = 12
# The trend of risk counts mentorships above one half, whatever the model's line is.
_HIGH = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """A department, kind or medium; an empty name is that of the small groups together."""

    name: str
    total: int
    counts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month; shares and means are ``None`` where too few stand behind them."""

    first: date
    started: int
    ended: int
    held: int
    missed: int
    mentee_rating: float | None
    mentor_rating: float | None
    high_risk: float | None


@dataclass(frozen=True, slots=True)
class MentorLoad:
    """A mentor with the mentees they have and the places they offer."""

    mentor_id: str
    name: str
    mentees: int
    places: int
    in_trouble: int


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """Everything that the page shows."""

    day: date
    running: int
    counts: Mapping[Standing, int]
    open_cases: int
    groups: Mapping[str, tuple[Group, ...]]  # by department, kind and medium
    months: tuple[Month, ...]  # oldest first
    loads: Mapping[int, int]  # mentees at once → mentors
    full: tuple[MentorLoad, ...]  # at or over their places, fullest first
    free_places: int
    waiting: int  # people with goals and no mentor


@dataclass(frozen=True, slots=True)
class _Running:
    standing: Standing
    department: str
    kind: str
    medium: str
    mentor_id: str


def view(session: Session) -> ProgrammeView:
    """The programme on its day, in a number of statements that does not grow."""
    day = programme_day(session)
    running = _running(session, day)
    loads = _loads(session, running)
    return ProgrammeView(
        day=day,
        running=len(running),
        counts=_counted(running),
        open_cases=session.scalar(
            select(func.count()).select_from(CaseRow).where(CaseRow.status.in_(cases.OPEN))
        )
        or 0,
        groups={
            "department": grouped(running, lambda one: one.department),
            "kind": grouped(running, lambda one: one.kind),
            "medium": grouped(running, lambda one: one.medium),
        },
        months=_months(session, day),
        loads=dict(sorted(Counter(one.mentees for one in loads).items())),
        full=tuple(
            sorted(
                (one for one in loads if one.mentees and one.mentees >= one.places),
                key=lambda one: (one.places - one.mentees, -one.in_trouble, one.name),
            )
        ),
        free_places=sum(max(0, one.places - one.mentees) for one in loads),
        waiting=_waiting(session, day),
    )


def grouped(running: Sequence[_Running], key: Callable[[_Running], str]) -> tuple[Group, ...]:
    """Groups, largest first; those of fewer than ``FEWEST`` are one, which is never that small."""
    members: dict[str, list[_Running]] = defaultdict(list)
    for one in running:
        if key(one):
            members[key(one)].append(one)
    by_size = sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    shown = [(name, of) for name, of in by_size if len(of) >= FEWEST]
    rest = [one for _, of in by_size if len(of) < FEWEST for one in of]
    # A rest that is too small takes the smallest group in, or it could be told by subtraction.
    while rest and len(rest) < FEWEST and shown:
        rest += shown.pop()[1]
    groups = [Group(name, len(of), _counted(of)) for name, of in shown]
    if len(rest) >= FEWEST:
        groups.append(Group("", len(rest), _counted(rest)))
    return tuple(groups)


def _counted(running: Iterable[_Running]) -> dict[Standing, int]:
    counts = Counter(one.standing for one in running)
    return {standing: counts[standing] for standing in STANDINGS}


def _running(session: Session, day: date) -> list[_Running]:
    media = _media(session)
    found = session.execute(
        select(
            MentorshipRow.mentorship_id,
            MentorshipRow.mentor_id,
            MentorshipRow.kind,
            PersonRow.department,
            StandingRow.state,
            StandingRow.needs_first_meeting,
            StandingRow.silent_since,
            StandingRow.paused_until,
        )
        .join(PersonRow, PersonRow.person_id == MentorshipRow.mentee_id)
        .outerjoin(StandingRow, StandingRow.mentorship_id == MentorshipRow.mentorship_id)
        .where(is_active(day))
    )
    return [
        _Running(
            _standing(state or "unscored", first=bool(first), silent=silent, paused=paused),
            department,
            kind,
            media.get(key, ""),
            mentor_id,
        )
        for key, mentor_id, kind, department, state, first, silent, paused in found
    ]


def _standing(state: str, *, first: bool, silent: date | None, paused: date | None) -> Standing:
    told: dict[Standing, bool] = {
        "paused": paused is not None,
        "at_risk": state == "at_risk",
        "no_first_meeting": first,
        "silent": silent is not None,
        "not_enough": state == "not_enough",
        "fine": state == "fine",
    }
    return next((standing for standing, holds in told.items() if holds), "unscored")


def _media(session: Session) -> dict[str, str]:
    """How the two of each mentorship meet most often."""
    found = session.execute(
        select(MeetingRow.mentorship_id, MeetingRow.medium, func.count().label("times"))
        .where(MeetingRow.status == "held", MeetingRow.medium.is_not(None))
        .group_by(MeetingRow.mentorship_id, MeetingRow.medium)
        .order_by("times", MeetingRow.medium)
    )
    return {key: medium or "" for key, medium, _ in found}


def _loads(session: Session, running: Sequence[_Running]) -> list[MentorLoad]:
    mentees = Counter(one.mentor_id for one in running)
    trouble = Counter(
        one.mentor_id for one in running if one.standing not in ("fine", "paused", "unscored")
    )
    mentors = session.execute(
        select(PersonRow.person_id, PersonRow.name, PersonRow.mentor_capacity).where(
            (PersonRow.mentor_expertise != "")
            | PersonRow.person_id.in_(select(MentorshipRow.mentor_id))
        )
    )
    return [
        MentorLoad(key, name, mentees[key], places, trouble[key])
        for key, name, places in mentors
        if places or mentees[key]
    ]


def _waiting(session: Session, day: date) -> int:
    with_mentor = select(MentorshipRow.mentee_id).where(is_active(day))
    return (
        session.scalar(
            select(func.count())
            .select_from(PersonRow)
            .where(PersonRow.mentee_goals != "", PersonRow.person_id.not_in(with_mentor))
        )
        or 0
    )


def _months(session: Session, day: date) -> tuple[Month, ...]:
    firsts = _firsts(day)
    met = _meetings_by_month(session, firsts[0], day)
    started = _by_month(session, MentorshipRow.started_on, firsts[0], day)
    ended = _by_month(session, MentorshipRow.ended_on, firsts[0], day)
    risks = _high_risk(session, firsts)
    made = []
    for first in firsts:
        held, missed, mentee, rated_mentee, mentor, rated_mentor = met.get(
            (first.year, first.month), (0, 0, None, 0, None, 0)
        )
        made.append(
            Month(
                first=first,
                started=started.get((first.year, first.month), 0),
                ended=ended.get((first.year, first.month), 0),
                held=held,
                missed=missed,
                mentee_rating=mentee if rated_mentee >= FEWEST else None,
                mentor_rating=mentor if rated_mentor >= FEWEST else None,
                high_risk=risks.get(first),
            )
        )
    # Months before anything happened say nothing.
    begun = next((n for n, one in enumerate(made) if one.held or one.missed or one.started), 0)
    return tuple(made[begun:])


def _firsts(day: date) -> list[date]:
    """The first days of the last twelve months, oldest first."""
    months = [day.year * 12 + day.month - 1 - back for back in reversed(range(_MONTHS))]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _by_month(
    session: Session, on: InstrumentedAttribute[Any], since: date, day: date
) -> dict[tuple[int, int], int]:
    year, month = extract("year", on), extract("month", on)
    found = session.execute(
        select(year, month, func.count()).where(on >= since, on <= day).group_by(year, month)
    )
    return {(int(y), int(m)): count for y, m, count in found}


def _meetings_by_month(
    session: Session, since: date, day: date
) -> dict[tuple[int, int], tuple[int, int, float | None, int, float | None, int]]:
    on = MeetingRow.scheduled_on
    year, month = extract("year", on), extract("month", on)
    found = session.execute(
        select(
            year,
            month,
            func.sum(case((MeetingRow.status == "held", 1), else_=0)),
            func.sum(case((MeetingRow.status.in_(("cancelled", "no_show")), 1), else_=0)),
            func.avg(MeetingRow.mentee_rating),
            func.count(MeetingRow.mentee_rating),
            func.avg(MeetingRow.mentor_rating),
            func.count(MeetingRow.mentor_rating),
        )
        .where(on >= since, on <= day)
        .group_by(year, month)
    )
    return {
        (int(y), int(m)): (
            held,
            missed,
            float(mentee) if mentee is not None else None,
            rated_mentee,
            float(mentor) if mentor is not None else None,
            rated_mentor,
        )
        for y, m, held, missed, mentee, rated_mentee, mentor, rated_mentor in found
    }


def _high_risk(session: Session, firsts: Sequence[date]) -> dict[date, float]:
    """At the end of each month: the share, of those with a known risk, that is above one half.

    A risk holds until the next one was computed; mentorships that have ended since are in it.
    """
    high: Counter[date] = Counter()
    known: Counter[date] = Counter()
    rows = session.execute(
        select(AssessmentRow.trajectory, MentorshipRow.ended_on).join(MentorshipRow, is_newest())
    )
    ends = [*firsts[1:], date.max]
    for trajectory, ended_on in rows:
        points = [(date.fromisoformat(on), risk) for on, risk in trajectory]
        for first, end in zip(firsts, ends, strict=True):
            if ended_on is not None and ended_on < end:
                break
            risk = next((risk for on, risk in reversed(points) if on < end), None)
            if risk is not None:
                known[first] += 1
                high[first] += risk >= _HIGH
    return {first: high[first] / known[first] for first in firsts if known[first] >= FEWEST}
