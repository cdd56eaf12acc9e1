"""Goals, expertise and capacity, edited by the person themselves."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, PersonRow
from app.errors import Forbidden, Invalid, NotFound
from app.permissions import Actor, may_edit_profile
from app.services.limits import checked_text
from app.services.people import PersonCard, active_counts, card

# More mentees than anyone could do well by; a larger number is a slip of the keys.
MAX_CAPACITY = 50


@dataclass(frozen=True, slots=True)
class Profile:
    """What someone says of themselves for matching."""

    person: PersonCard
    goals: str
    expertise: str
    capacity: int
    mentees_now: int


def get(session: Session, person_id: str) -> Profile:
    """NotFound for an unknown person."""
    row = _row(session, person_id)
    return Profile(
        person=card(row),
        goals=row.mentee_goals,
        expertise=row.mentor_expertise,
        capacity=row.mentor_capacity,
        mentees_now=active_counts(session, MentorshipRow.mentor_id).get(person_id, 0),
    )


def update(
    session: Session,
    actor: Actor,
    person_id: str,
    *,
    goals: str | None = None,
    expertise: str | None = None,
    capacity: int | None = None,
) -> None:
    """Change what is given; ``None`` leaves a thing as it is.

    Nothing has to be scored again: matching reads the words when it is asked.
    """
    if not may_edit_profile(actor, person_id):
        raise Forbidden(gettext("Only the person themselves can change this."))
    row = _row(session, person_id)
    if goals is not None:
        row.mentee_goals = checked_text(goals, "goals")
    if expertise is not None:
        row.mentor_expertise = checked_text(expertise, "expertise")
    if capacity is not None:
        if not 0 <= capacity <= MAX_CAPACITY:
            raise Invalid(
                gettext("Give a number from 0 to %(most)s.", most=MAX_CAPACITY), "capacity"
            )
        row.mentor_capacity = capacity
    session.commit()


def _row(session: Session, person_id: str) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None:
        raise NotFound(gettext("This person is not on the roster."))
    return row
