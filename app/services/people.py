"""People: how pages show them, and the roster as the coordinator sees it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db.tables import MentorshipRow, PersonRow, User
from app.services.programme import is_active, programme_day
from model.programme import Person


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Someone as pages show them; no feedback, no risk."""

    person_id: str
    name: str
    email: str
    department: str
    job_title: str
    location: str
    timezone: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person: what they seek and offer, their load, and whether they can sign in."""

    person: PersonCard
    seeks: bool
    offers: bool
    capacity: int
    mentees_now: int
    mentors_now: int
    has_account: bool  # a sign-in link was made for them at some time


def card(row: PersonRow | Person) -> PersonCard:
    """A person as pages show them."""
    return PersonCard(
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        department=row.department,
        job_title=row.job_title,
        location=row.location,
        timezone=row.timezone,
        languages=row.languages,
    )


def roster(session: Session, search: str = "") -> tuple[RosterRow, ...]:
    """Everybody whose name, address or department holds ``search``, by name."""
    mentees = active_counts(session, MentorshipRow.mentor_id)
    mentors = active_counts(session, MentorshipRow.mentee_id)
    accounts = set(session.scalars(select(User.person_id).where(User.person_id.is_not(None))))
    wanted = search.strip().casefold()
    return tuple(
        RosterRow(
            person=card(row),
            seeks=bool(row.mentee_goals),
            offers=bool(row.mentor_expertise),
            capacity=row.mentor_capacity,
            mentees_now=mentees.get(row.person_id, 0),
            mentors_now=mentors.get(row.person_id, 0),
            has_account=row.person_id in accounts,
        )
        for row in session.scalars(select(PersonRow).order_by(PersonRow.name, PersonRow.person_id))
        if wanted in f"{row.name}\n{row.email}\n{row.department}".casefold()
    )


def departments(session: Session) -> tuple[str, ...]:
    """Every department of somebody on the roster, by name."""
    found = select(PersonRow.department).where(PersonRow.department != "").distinct()
    return tuple(session.scalars(found.order_by(PersonRow.department)))


def active_counts(session: Session, side: InstrumentedAttribute[str]) -> dict[str, int]:
    """How many active mentorships each person has on one side."""
    return dict(
        session.execute(
            select(side, func.count()).where(is_active(programme_day(session))).group_by(side)
        ).all()
    )
