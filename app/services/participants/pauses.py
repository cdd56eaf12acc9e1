"""A mentorship that rests for a while. Either side may say so; both and the coordinators see it.

While it rests nobody is reminded or asked, and it does not count as silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, PauseRow, PersonRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Action, Actor, may, side_of
from app.services import health
from app.services.limits import checked_text
from app.services.mail import mails
from app.services.programme import lock, programme_day

# Whoever needs longer may pause again, or end it without blame.
MAX_DAYS = 183


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause that is on; on ``until`` it goes on again."""

    pause_id: int
    mentorship_id: str
    asked_by: str  # mentee, mentor or coordinator
    since: date
    until: date
    reason: str


def running(session: Session, mentorship_ids: Sequence[str]) -> dict[str, Pause]:
    """Those of the mentorships that rest on the programme day."""
    rows = session.scalars(
        select(PauseRow).where(
            PauseRow.mentorship_id.in_(mentorship_ids),
            PauseRow.from_on <= programme_day(session),
            func.coalesce(PauseRow.ended_on, PauseRow.until_on) > programme_day(session),
        )
    )
    return {
        row.mentorship_id: Pause(
            row.pause_id, row.mentorship_id, row.asked_by, row.from_on, row.until_on, row.reason
        )
        for row in rows
    }


def begin(
    session: Session, actor: Actor, mentorship_id: str, *, until: date, reason: str = ""
) -> None:
    """Let it rest from today until ``until``. What was planned stays planned."""
    mentorship, side = _own(session, actor, mentorship_id)
    said = checked_text(reason, "reason")
    day = programme_day(session)
    if mentorship.status != "active" or mentorship.started_on > day:
        raise Conflict(_("This mentorship is not going on today, so it can't rest."))
    if not day < until <= day + timedelta(MAX_DAYS):
        raise Invalid(_("Choose a day after today, at most half a year ahead."), "until")
    lock(session)
    if running(session, [mentorship_id]):
        session.rollback()
        raise Conflict(_("It rests already. End that pause first if the date is to be another."))
    session.add(
        PauseRow(
            mentorship_id=mentorship_id,
            asked_by=side,
            from_on=day,
            until_on=until,
            reason=said,
        )
    )
    _tell(session, mentorship, actor, lazy_gettext("Your mentorship rests for a while"))
    health.follow(session, [mentorship_id])


def end(session: Session, actor: Actor, mentorship_id: str) -> None:
    """Let it go on from today."""
    mentorship, _side = _own(session, actor, mentorship_id)
    lock(session)
    pause = running(session, [mentorship_id]).get(mentorship_id)
    if pause is None:
        session.rollback()
        raise Conflict(_("It does not rest any more."))
    session.get_one(PauseRow, pause.pause_id).ended_on = programme_day(session)
    _tell(session, mentorship, actor, lazy_gettext("Your mentorship goes on"))
    health.follow(session, [mentorship_id])


def _own(session: Session, actor: Actor, mentorship_id: str) -> tuple[MentorshipRow, str]:
    """The mentorship, and who of the three the actor is."""
    mentorship = session.get(MentorshipRow, mentorship_id)
    side = mentorship and side_of(actor, mentorship.mentor_id, mentorship.mentee_id)
    if mentorship is not None and side:
        return mentorship, side
    if mentorship is not None and may(actor, Action.WORK_ON_CASES):
        return mentorship, "coordinator"
    raise NotFound(_("This is not one of your mentorships."))


def _tell(session: Session, mentorship: MentorshipRow, actor: Actor, subject: Any) -> None:
    """Let the others know that something has changed; why stands on their page alone."""
    both = (mentorship.mentee_id, mentorship.mentor_id)
    names = dict(
        session.execute(
            select(PersonRow.person_id, PersonRow.name).where(PersonRow.person_id.in_(both))
        ).all()
    )
    for person_id in both:
        if person_id == actor.person_id:
            continue
        with_whom = next(one for one in both if one != person_id)
        mails.queue(
            session,
            kind="pause",
            person_id=person_id,
            subject=subject,
            body=lazy_gettext(
                "Something has changed in your mentorship with %(name)s. Sign in to read it.",
                name=names[with_whom],
            ),
        )
