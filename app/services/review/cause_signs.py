"""Which signs of trouble the open mentorships show, read or counted in few statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Select, Text, case, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from app.db.tables import CaseRow, MentorshipRow, PersonRow, StandingRow
from app.services.review.cases import OPEN
from app.services.review.cause_words import SIGNS

# Mentorship, mentor, their name, department, signals, silent, without a first meeting, reasons.
_Wanted: TypeAlias = Select[str, str, str, str, tuple[str, ...], bool, bool, tuple[str, ...]]
# What people said themselves stands with the case.
_FROM_CASE = ("asked_rematch", "asked_to_look")
_ENDED = ("ended", "upcoming")

_mentor = aliased(PersonRow)


class Row(NamedTuple):
    """One open mentorship, with its signs; the department is the mentee's."""

    mentorship_id: str
    mentor_id: str
    mentor_name: str
    department: str
    signs: frozenset[str]


def everywhere(session: Session) -> list[Row]:
    """Every open mentorship."""
    return _rows(session, _OPEN)


def of_mentor(session: Session, mentor_id: str) -> list[Row]:
    """Those of one mentor."""
    return _rows(session, _OPEN.where(MentorshipRow.mentor_id == mentor_id))


def of_department(session: Session, department: str) -> list[Row]:
    """Those whose mentee is of a department."""
    return _rows(session, _OPEN.where(PersonRow.department == department))


def count(rows: Iterable[Row]) -> Counter[str]:
    """How many of them have each sign."""
    return Counter(sign for row in rows for sign in row.signs)


def counts(
    session: Session, signs: Sequence[str], department: str | None = None
) -> tuple[dict[str, int], int]:
    """How many open mentorships have each sign, and how many there are; one statement."""
    signals = type_coerce(StandingRow.signals, Text)
    reasons = type_coerce(CaseRow.reasons, Text)
    tests = {
        "silent": StandingRow.silent_since.is_not(None),
        "no_first_meeting": StandingRow.needs_first_meeting,
        **{one: reasons.contains(one) for one in _FROM_CASE},
    }
    columns = [func.sum(case((tests.get(one, signals.contains(one)), 1), else_=0)) for one in signs]
    wanted = select(func.count(), *columns).select_from(StandingRow)
    if any(one in _FROM_CASE for one in signs):
        wanted = wanted.outerjoin(CaseRow, _its_case())
    if department is not None:
        wanted = (
            wanted.join(MentorshipRow, MentorshipRow.mentorship_id == StandingRow.mentorship_id)
            .join(PersonRow, PersonRow.person_id == MentorshipRow.mentee_id)
            .where(PersonRow.department == department)
        )
    total, *found = session.execute(wanted.where(StandingRow.state.not_in(_ENDED))).one()
    return dict(zip(signs, (int(one or 0) for one in found), strict=True)), int(total)


def _its_case() -> ColumnElement[bool]:
    """Joins each standing with the case, if that is open."""
    return (CaseRow.mentorship_id == StandingRow.mentorship_id) & CaseRow.status.in_(OPEN)


# Made once, because to make it takes as long as to ask it.
_OPEN: _Wanted = (
    select(
        StandingRow.mentorship_id,
        MentorshipRow.mentor_id,
        _mentor.name,
        PersonRow.department,
        StandingRow.signals,
        StandingRow.silent_since.is_not(None),
        StandingRow.needs_first_meeting,
        func.coalesce(CaseRow.reasons, "", type_=CaseRow.reasons.type),
    )
    .join(MentorshipRow, MentorshipRow.mentorship_id == StandingRow.mentorship_id)
    .join(PersonRow, PersonRow.person_id == MentorshipRow.mentee_id)
    .join(_mentor, _mentor.person_id == MentorshipRow.mentor_id)
    .outerjoin(CaseRow, _its_case())
    .where(StandingRow.state.not_in(_ENDED))
    .order_by(StandingRow.mentorship_id)
)


def _rows(session: Session, wanted: _Wanted) -> list[Row]:
    found = []
    for key, mentor_id, mentor, department, signals, silent, first, said in session.execute(wanted):
        signs = {one for one in signals if one in SIGNS}
        signs |= {one for one in said if one in _FROM_CASE}
        signs |= {"silent"} if silent else set()
        signs |= {"no_first_meeting"} if first else set()
        found.append(Row(key, mentor_id, mentor, department, frozenset(signs)))
    return found
