"""The programme as a whole: its content for the library, and its date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import (
    CareerRow,
    HouseRuleRow,
    MeetingRow,
    MentorshipRow,
    PersonRow,
    ProgrammeRow,
    ProposalRow,
    RematchRequestRow,
    ReviewRow,
)
from model.programme import Career, HouseRule, Meeting, Mentorship, Person, Programme, Review

# A proposal of these keeps one of the mentor's places, until its last day is over.
PROPOSAL_OPEN = ("asked_mentor", "later", "asked_mentee")

Record = TypeVar("Record", Person, Mentorship, Meeting, Review, HouseRule, Career)


@dataclass(frozen=True, slots=True)
class ProgrammeStatus:
    """What a page's head says of the programme."""

    name: str
    day: date  # the programme date: fixed, or today
    fixed: bool
    is_demo: bool
    people: int
    mentorships: int


def row(session: Session) -> ProgrammeRow:
    """The one row; made when it is first asked for, and stored with the next commit."""
    found = session.get(ProgrammeRow, 1)
    if found is None:
        found = ProgrammeRow(id=1, name="Mentorship programme", as_of=None, is_demo=False)
        session.add(found)
    return found


def status(session: Session) -> ProgrammeStatus:
    """Name, date and size."""
    found = session.get(ProgrammeRow, 1)
    return ProgrammeStatus(
        name=found.name if found else "Mentorship programme",
        day=programme_day(session),
        fixed=bool(found and found.as_of),
        is_demo=bool(found and found.is_demo),
        people=session.scalar(select(func.count()).select_from(PersonRow)) or 0,
        mentorships=session.scalar(select(func.count()).select_from(MentorshipRow)) or 0,
    )


def programme_day(session: Session) -> date:
    """The day that every form and score goes by."""
    return fixed_day(session) or clock.today()


def fixed_day(session: Session) -> date | None:
    """The day that the programme is fixed at; ``None`` if it lives."""
    found = session.get(ProgrammeRow, 1)
    # A session forgets rows that nobody holds on to, and every page asks for the day many times.
    session.info["programme"] = found
    return found.as_of if found is not None else None


def set_as_of(session: Session, as_of: date | None) -> None:
    """Fix the programme at a day, or let it live (``None``). Score it again afterwards."""
    row(session).as_of = as_of
    session.commit()


def lock(session: Session) -> None:
    """Take the right to write until the commit, so that what is checked next stays true."""
    session.execute(update(ProgrammeRow).values(id=ProgrammeRow.id))


def is_active(day: date) -> ColumnElement[bool]:
    """In SQL what ``Mentorship.is_active_on`` says."""
    return (MentorshipRow.started_on <= day) & (
        (MentorshipRow.status == "active") | (MentorshipRow.ended_on > day)
    )


def load_for_matching(session: Session, *, but_for: str | None = None) -> Programme:
    """People, mentorships without their meetings, and rules: all that matching reads.

    Places that are kept for somebody count as taken, but for those kept for the mentee of the
    mentorship ``but_for``.
    """
    people = session.scalars(select(PersonRow).order_by(PersonRow.person_id))
    mentorships = session.scalars(select(MentorshipRow).order_by(MentorshipRow.mentorship_id))
    return Programme(
        people={one.person_id: one for one in records(Person, people)},
        mentorships={one.mentorship_id: one for one in records(Mentorship, mentorships)},
        rules=house_rules(session),
        held=held_places(session, but_for=but_for),
    )


def held_places(session: Session, *, but_for: str | None = None) -> dict[str, int]:
    """How many places each mentor keeps for mentees whom they were asked to take."""
    rows = session.execute(
        select(ProposalRow.mentor_id, func.count())
        .join(RematchRequestRow, RematchRequestRow.request_id == ProposalRow.request_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .where(
            ProposalRow.status.in_(PROPOSAL_OPEN),
            ProposalRow.expires_on >= programme_day(session),
            RematchRequestRow.status == "open",
            MentorshipRow.status == "active",
            MentorshipRow.mentorship_id != (but_for or ""),
        )
        .group_by(ProposalRow.mentor_id)
    )
    return dict(rows.all())


def house_rules(session: Session) -> tuple[HouseRule, ...]:
    """Every house rule that is stored."""
    key = HouseRuleRow.rule, HouseRuleRow.person_id, HouseRuleRow.other_person_id
    return tuple(records(HouseRule, session.scalars(select(HouseRuleRow).order_by(*key))))


def careers(session: Session) -> tuple[Career, ...]:
    """Everyone of whom it is stored when they joined, rose and left."""
    return tuple(records(Career, session.scalars(select(CareerRow).order_by(CareerRow.person_id))))


def load(
    session: Session,
    mentorship_ids: Sequence[str] | None = None,
    *,
    but_for: str | None = None,
) -> Programme:
    """The programme for the library.

    With ``mentorship_ids`` only these, their meetings, reviews and people, and nothing else:
    enough to judge them, not enough to look for mentors.
    """
    mentorships = select(MentorshipRow).order_by(MentorshipRow.mentorship_id)
    meetings = select(MeetingRow).order_by(MeetingRow.scheduled_on, MeetingRow.meeting_id)
    reviews = select(ReviewRow).order_by(ReviewRow.reviewed_on, ReviewRow.mentorship_id)
    people = select(PersonRow).order_by(PersonRow.person_id)
    if mentorship_ids is not None:
        mentorships = mentorships.where(MentorshipRow.mentorship_id.in_(mentorship_ids))
        meetings = meetings.where(MeetingRow.mentorship_id.in_(mentorship_ids))
        reviews = reviews.where(ReviewRow.mentorship_id.in_(mentorship_ids))
        theirs = mentorships.order_by(None).subquery()
        people = people.where(
            PersonRow.person_id.in_(select(theirs.c.mentor_id))
            | PersonRow.person_id.in_(select(theirs.c.mentee_id))
        )
    return Programme(
        people={one.person_id: one for one in records(Person, session.scalars(people))},
        mentorships={
            one.mentorship_id: one for one in records(Mentorship, session.scalars(mentorships))
        },
        meetings={one.meeting_id: one for one in records(Meeting, session.scalars(meetings))},
        reviews=tuple(records(Review, session.scalars(reviews))),
        rules=house_rules(session) if mentorship_ids is None else (),
        careers=careers(session) if mentorship_ids is None else (),
        held=held_places(session, but_for=but_for) if mentorship_ids is None else {},
    )


def records(kind: type[Record], rows: Iterable[Any]) -> Iterable[Record]:
    """Rows as the library's records: a column for each field, by the same name."""
    names = [one.name for one in fields(kind)]
    return (kind(**{name: getattr(row, name) for name in names}) for row in rows)


def values_of(
    record: Person | Mentorship | Meeting | Review | HouseRule | Career,
) -> dict[str, Any]:
    """A record's fields as the values of a row."""
    return {one.name: getattr(record, one.name) for one in fields(record)}
