"""The review queue: the cases of a filter, most urgent first, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Row, bindparam, func, select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, MentorshipRow, Role, StandingRow, User
from app.permissions import Actor
from app.permissions import Role as Roles
from app.services.models import signal_label
from app.services.paging import Paging, paged
from app.services.programme import programme_day
from app.services.review.case_filter import (
    NO_FILTER,
    QueueFilter,
    conditions,
    mentee,
    mentor,
    order_by,
)
from app.services.review.cases import OPEN, WAITING


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case of the queue."""

    case_id: int
    revision: int
    mentorship_id: str
    mentee_id: str
    mentee_name: str
    department: str  # of the mentee
    mentor_id: str
    mentor_name: str
    kind: str
    status: str
    reasons: tuple[str, ...]  # of ``cases.REASONS``, weightiest first
    signal: str  # the strongest one behind a flag, in words; empty without a flag
    risk: float | None
    age_days: int
    last_met_on: date | None
    days_since: int | None
    cadence_days: int
    silent_since: date | None
    owner_id: int | None
    owner_name: str
    due_on: date | None
    overdue: bool
    snoozed_until: date | None  # empty once the day has come
    snoozed_for: str


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many cases wait, whatever the page is narrowed to. What is snoozed is counted apart."""

    open: int
    new: int  # nobody has begun with them
    regressed: int  # of the new ones, those that were fine before
    overdue: int
    mine: int
    snoozed: int
    by_status: Mapping[str, int]
    by_reason: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue."""

    day: date
    rows: tuple[QueueRow, ...]
    paging: Paging
    counts: QueueCounts


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Somebody to whom a case can be given."""

    user_id: int
    name: str


def queue(
    session: Session,
    actor: Actor,
    filters: QueueFilter = NO_FILTER,
    sort: str = "urgency",
    page: int = 1,
) -> Queue:
    """One page of the cases that match, in a few statements however many there are."""
    day = programme_day(session)
    wanted = _CASES.where(*conditions(filters, actor, day)).order_by(*order_by(sort))
    counts = _counts(session, actor, day)
    known = counts.open if filters == NO_FILTER else None
    ids, paging = paged(session, wanted, page, known)
    return Queue(day, _rows(session, ids, day), paging, counts)


def coordinators(session: Session) -> tuple[Coordinator, ...]:
    """Who works on cases, by name."""
    found = session.execute(
        select(User.id, User.name, User.email)
        .join(User.roles)
        .where(User.active, Role.name == Roles.COORDINATOR)
    )
    people = (Coordinator(key, name or email) for key, name, email in found)
    return tuple(sorted(people, key=lambda one: one.name.casefold()))


def _rows(session: Session, ids: list[int], day: date) -> tuple[QueueRow, ...]:
    found = {one.case_id: one for one in session.execute(_ROWS, {"ids": ids})}
    return tuple(_row(found[case_id], day) for case_id in ids)


def _row(one: Row[*tuple[Any, ...]], day: date) -> QueueRow:
    flagged = one.signals and "at_risk" in one.reasons
    asleep = one.snoozed_until is not None and one.snoozed_until > day
    return QueueRow(
        case_id=one.case_id,
        revision=one.revision,
        mentorship_id=one.mentorship_id,
        mentee_id=one.mentee_id,
        mentee_name=one.mentee_name,
        department=one.department,
        mentor_id=one.mentor_id,
        mentor_name=one.mentor_name,
        kind=one.kind,
        status=one.status,
        reasons=one.reasons,
        signal=signal_label(one.signals[0]) if flagged else "",
        risk=one.risk,
        # The programme date may have been set back.
        age_days=max(0, (day - one.opened_on).days),
        last_met_on=one.last_met_on,
        days_since=(day - one.last_met_on).days if one.last_met_on else None,
        cadence_days=one.cadence_days,
        silent_since=one.silent_since if "silent" in one.reasons else None,
        owner_id=one.owner_id,
        owner_name=one.owner_name,
        due_on=one.due_on,
        overdue=one.due_on is not None and one.due_on < day,
        snoozed_until=one.snoozed_until if asleep else None,
        snoozed_for=one.snoozed_for,
    )


def _counts(session: Session, actor: Actor, day: date) -> QueueCounts:
    """Everything that is counted, from one statement that sorts open cases into few heaps."""
    heaps = session.execute(_HEAPS, {"day": day}).all()
    awake = [heap for heap in heaps if not heap.asleep]
    by_status: Counter[str] = Counter()
    by_reason: Counter[str] = Counter()
    for heap in awake:
        by_status[heap.status] += heap.number
        for reason in heap.reasons:
            by_reason[reason] += heap.number
    return QueueCounts(
        open=by_status.total(),
        new=sum(by_status[status] for status in WAITING),
        regressed=by_status["regressed"],
        overdue=sum(heap.number for heap in awake if heap.overdue),
        mine=sum(
            heap.number
            for heap in awake
            if heap.owner_id is not None and heap.owner_id == actor.user_id
        ),
        snoozed=sum(heap.number for heap in heaps if heap.asleep),
        by_status=by_status,
        by_reason=by_reason,
    )


# Statements are made once: making them takes longer than running them.

# The numbers of cases, with all that they are narrowed and sorted by. Each outer join finds at
# most one row, so the database leaves out those that nothing asks for.
_CASES = (
    select(CaseRow.case_id)
    .outerjoin(StandingRow, StandingRow.mentorship_id == CaseRow.mentorship_id)
    .outerjoin(MentorshipRow, MentorshipRow.mentorship_id == CaseRow.mentorship_id)
    .outerjoin(mentee, mentee.person_id == MentorshipRow.mentee_id)
    .outerjoin(mentor, mentor.person_id == MentorshipRow.mentor_id)
)
_ROWS = (
    select(
        CaseRow.case_id,
        CaseRow.revision,
        CaseRow.mentorship_id,
        CaseRow.status,
        CaseRow.reasons,
        CaseRow.signals,
        CaseRow.risk,
        CaseRow.opened_on,
        CaseRow.owner_id,
        CaseRow.due_on,
        CaseRow.snoozed_until,
        CaseRow.snoozed_for,
        MentorshipRow.kind,
        MentorshipRow.cadence_days,
        mentee.person_id.label("mentee_id"),
        mentee.name.label("mentee_name"),
        mentee.department,
        mentor.person_id.label("mentor_id"),
        mentor.name.label("mentor_name"),
        StandingRow.last_met_on,
        StandingRow.silent_since,
        func.coalesce(func.nullif(User.name, ""), User.email, "").label("owner_name"),
    )
    .join(MentorshipRow, MentorshipRow.mentorship_id == CaseRow.mentorship_id)
    .join(mentee, mentee.person_id == MentorshipRow.mentee_id)
    .join(mentor, mentor.person_id == MentorshipRow.mentor_id)
    .outerjoin(StandingRow, StandingRow.mentorship_id == CaseRow.mentorship_id)
    .outerjoin(User, User.id == CaseRow.owner_id)
    .where(CaseRow.case_id.in_(bindparam("ids", expanding=True)))
)
_DAY = bindparam("day", type_=Date)
_HEAPS = (
    select(
        CaseRow.status,
        CaseRow.reasons,
        CaseRow.owner_id,
        func.coalesce(CaseRow.snoozed_until > _DAY, False).label("asleep"),
        func.coalesce(CaseRow.due_on < _DAY, False).label("overdue"),
        func.count().label("number"),
    )
    .where(CaseRow.status.in_(OPEN))
    .group_by(CaseRow.status, CaseRow.reasons, CaseRow.owner_id, "asleep", "overdue")
)
