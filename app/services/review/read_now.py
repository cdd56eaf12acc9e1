"""Mentorships in which something was written that a human must read at once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.db.tables import CaseRow, MentorshipRow, PersonRow, StandingRow

# So many are named; the others are counted.
NAMED = 5


@dataclass(frozen=True, slots=True)
class ToRead:
    """A mentorship to be read, by its people."""

    mentorship_id: str
    mentee_name: str
    mentor_name: str


@dataclass(frozen=True, slots=True)
class ReadNow:
    """The first of them, and how many there are."""

    named: tuple[ToRead, ...]
    total: int


def read_now(session: Session) -> ReadNow:
    """All that nobody has read, whatever their risk and whatever a list is narrowed to."""
    found = session.execute(_WANTED).all()
    return ReadNow(
        tuple(ToRead(one.mentorship_id, one.mentee_name, one.mentor_name) for one in found),
        found[0].total if found else 0,
    )


_mentee, _mentor = aliased(PersonRow), aliased(PersonRow)
_WANTED = (
    select(
        StandingRow.mentorship_id,
        _mentee.name.label("mentee_name"),
        _mentor.name.label("mentor_name"),
        func.count().over().label("total"),
    )
    .join(MentorshipRow, MentorshipRow.mentorship_id == StandingRow.mentorship_id)
    .join(_mentee, _mentee.person_id == MentorshipRow.mentee_id)
    .join(_mentor, _mentor.person_id == MentorshipRow.mentor_id)
    .outerjoin(CaseRow, CaseRow.mentorship_id == StandingRow.mentorship_id)
    .where(
        StandingRow.safeguarding > 0,  # By its index.
        StandingRow.safeguarding > func.coalesce(CaseRow.worries_read, 0),
    )
    .order_by(func.coalesce(StandingRow.risk, 0.0).desc(), StandingRow.mentorship_id)
    .limit(NAMED)
)
