"""The start of mentorships that were agreed on: for mentees who wait for a first mentor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast, get_args

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, PersonRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services import changes
from app.services.limits import checked_text
from app.services.mail import messages
from app.services.programme import load_for_matching, lock, programme_day
from app.services.rematching import changeover, rematch
from model.programme import DEFAULT_CADENCE_DAYS, Kind, Programme

__all__ = ["DEFAULT_CADENCE_DAYS", "MOST_CADENCE_DAYS", "Beginning", "Named", "begin", "named"]

MOST_CADENCE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Beginning:
    """A pair that is to begin, of one kind."""

    mentee_id: str
    mentor_id: str
    kind: str = "traditional"


@dataclass(frozen=True, slots=True)
class Named:
    """The same with names, for the page that asks before it begins."""

    beginning: Beginning
    mentee: str
    mentor: str
    why_not: str | None  # the rule that has come between, in words


def named(session: Session, pairs: Sequence[Beginning]) -> list[Named]:
    """Pairs with names, and with what stands against each today."""
    programme, day = load_for_matching(session), programme_day(session)
    found: list[Named] = []
    for one in pairs:
        people = programme.people
        if one.mentee_id not in people or one.mentor_id not in people:
            raise NotFound(_("One of these people is not on the roster any more."))
        found.append(
            Named(
                one,
                people[one.mentee_id].name,
                people[one.mentor_id].name,
                changeover.barred(
                    programme, one.mentee_id, one.mentor_id, cast(Kind, one.kind), day
                ),
            )
        )
    return found


def begin(
    session: Session,
    actor: Actor,
    pairs: Sequence[Beginning],
    *,
    to_mentees: str = "",
    to_mentors: str = "",
    cadence_days: int = DEFAULT_CADENCE_DAYS,
) -> list[str]:
    """Begin all of these today under the rules, or none; returns their ids.

    Both of each pair get a mail with the other's name and read the coordinator's words.
    """
    rematch.check_may_decide(actor)
    to_mentee = checked_text(to_mentees, "to_mentees")
    to_mentor = checked_text(to_mentors, "to_mentors")
    if not 1 <= cadence_days <= MOST_CADENCE_DAYS:
        raise Invalid(_("Between 1 and %(most)s days.", most=MOST_CADENCE_DAYS), "cadence_days")
    if not pairs:
        raise Invalid(_("Please choose at least one pair."), "pairs")
    lock(session)
    day = programme_day(session)
    begun: list[MentorshipRow] = []
    for one in pairs:
        # Each takes its place before the next is checked, so that none is given twice.
        _check(session, load_for_matching(session), one)
        new = changeover.begun(
            one.mentor_id, one.mentee_id, day, kind=one.kind, cadence_days=cadence_days
        )
        session.add(new)
        session.flush()
        begun.append(new)
    names = _names(session, begun)
    for new in begun:
        for person_id, other, words in (
            (new.mentee_id, new.mentor_id, to_mentee),
            (new.mentor_id, new.mentee_id, to_mentor),
        ):
            messages.write(
                session,
                actor,
                to_person=person_id,
                text=words,
                mentorship_id=new.mentorship_id,
            )
            changeover.announce(
                session, person_id, names[other], key=f"begins-{new.mentorship_id}-{person_id}"
            )
    ids = [new.mentorship_id for new in begun]
    changes.commit(session, ids)
    return ids


def _check(session: Session, programme: Programme, one: Beginning) -> None:
    day = programme_day(session)
    if one.kind not in get_args(Kind):
        session.rollback()
        raise Invalid(_("This is not a kind of mentorship."), "kind")
    mentee = programme.people.get(one.mentee_id)
    if mentee is None:
        session.rollback()
        raise NotFound(_("One of these people is not on the roster any more."))
    why_not = changeover.barred(programme, one.mentee_id, one.mentor_id, cast(Kind, one.kind), day)
    # Somebody else may have begun the same plan a moment ago.
    served = any(
        row.mentee_id == one.mentee_id and (row.is_active_on(day) or row.started_on > day)
        for row in programme.mentorships.values()
        if row.status == "active"
    )
    if served:
        why_not = str(_("%(mentee)s has a mentor by now.", mentee=mentee.name))
    if why_not:
        session.rollback()
        raise Conflict(f"{mentee.name}: {why_not}")


def _names(session: Session, begun: Sequence[MentorshipRow]) -> dict[str, str]:
    wanted = {one.mentee_id for one in begun} | {one.mentor_id for one in begun}
    rows = session.execute(
        select(PersonRow.person_id, PersonRow.name).where(PersonRow.person_id.in_(wanted))
    )
    return dict(rows.all())
