"""Leaving a mentorship gracefully: a coded reason, words for the coordinators, a thank-you.

The other side learns that it has ended and reads the thank-you; never the reason or the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import ClosureRow, MentorshipRow, PersonRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Action, Actor, Side, may, side_of
from app.services import changes
from app.services.limits import checked_text
from app.services.mail import mails, messages
from app.services.participants import mine
from app.services.programme import lock, programme_day
from app.services.rematching import closing, proposal_tidy
from app.services.review import cases

REASONS: Mapping[closing.Reason, Any] = {
    "goals_met": _("We have reached what we set out for"),
    "logistics": _("Time or place does not work out"),
    "relationship": _("It is not the right match"),
    "other": _("Something else"),
}
_HOW: Mapping[Side, closing.How] = {"mentee": "left_by_mentee", "mentor": "left_by_mentor"}
_LEFT_BY: Mapping[str, Side] = {how: side for side, how in _HOW.items()}


@dataclass(frozen=True, slots=True)
class Left:
    """That one side has left, and until when it can be undone."""

    closure_id: int
    mentorship_id: str
    by: Side
    on: date
    undo_until: date
    words: str  # for coordinators alone


def leave(
    session: Session,
    actor: Actor,
    mentorship_id: str,
    *,
    reason: str,
    words: str = "",
    thanks: str = "",
) -> None:
    """End it today, for the side that the actor is."""
    own = mine.running(session, actor, mentorship_id)
    if reason not in REASONS:
        raise Invalid(gettext("Please choose what fits best."), "reason")
    said = checked_text(words, "words")
    lock(session)
    mentorship = session.get_one(MentorshipRow, mentorship_id, populate_existing=True)
    closure = closing.end(session, mentorship, how=_HOW[own.side], reason=cast(Any, reason))
    closure.words = said
    case = cases.of_mentorship(session, mentorship_id)
    if case is not None:
        cases.log(session, case, "left", actor, said, reason=reason)
    messages.write(
        session,
        actor,
        to_person=own.other.person_id,
        text=thanks,
        mentorship_id=mentorship_id,
        by_person=actor.person_id,
        field="thanks",
    )
    mails.queue(
        session,
        kind="left",
        key=_key(closure),
        person_id=own.other.person_id,
        subject=_("A mentorship of yours has ended"),
        body=_(
            "Your mentorship with %(name)s has ended, without blame to anyone. "
            "Sign in to see what comes next.",
            name=session.get_one(PersonRow, actor.person_id).name,
        ),
    )
    changes.commit(session, [mentorship_id])
    # Whatever was asked for in it is asked for no longer.
    proposal_tidy.tidy(session)


def undo(session: Session, actor: Actor, mentorship_id: str) -> None:
    """Let it go on as before; for whoever left, or a coordinator, within a week."""
    lock(session)
    mentorship = session.get(MentorshipRow, mentorship_id)
    side = mentorship and side_of(actor, mentorship.mentor_id, mentorship.mentee_id)
    closure = _newest(session, mentorship_id)
    left_by = _LEFT_BY.get(closure.how) if closure else None
    if mentorship is None or not (side or may(actor, Action.WORK_ON_CASES)):
        session.rollback()
        raise NotFound(gettext("This is not one of your mentorships."))
    if closure is None or left_by is None or (side and side != left_by):
        session.rollback()
        raise Conflict(gettext("There is nothing left to undo."))
    closing.undo(session, closure.closure_id)
    mails.drop(session, _key(closure))
    changes.commit(session, [mentorship_id])


def undoable(session: Session, actor: Actor) -> dict[str, Left]:
    """What the actor has left within the last week, by mentorship."""
    day = programme_day(session)
    rows = session.execute(
        select(ClosureRow, MentorshipRow)
        .join(MentorshipRow, MentorshipRow.mentorship_id == ClosureRow.mentorship_id)
        .where(
            ClosureRow.undone_at.is_(None),
            ClosureRow.how.in_([*_LEFT_BY]),
            ClosureRow.ended_on >= day - timedelta(closing.UNDO_DAYS),
            (MentorshipRow.mentee_id == actor.person_id)
            | (MentorshipRow.mentor_id == actor.person_id),
        )
    )
    return {
        closure.mentorship_id: _view(closure)
        for closure, one in rows
        if side_of(actor, one.mentor_id, one.mentee_id) == _LEFT_BY[closure.how]
    }


def last(session: Session, mentorship_id: str) -> Left | None:
    """How a mentorship was left, for coordinators; ``None`` if nobody left it."""
    closure = _newest(session, mentorship_id)
    return _view(closure) if closure is not None and closure.how in _LEFT_BY else None


def _newest(session: Session, mentorship_id: str) -> ClosureRow | None:
    return session.scalars(
        select(ClosureRow)
        .where(ClosureRow.mentorship_id == mentorship_id, ClosureRow.undone_at.is_(None))
        .order_by(ClosureRow.closure_id.desc())
    ).first()


def _view(closure: ClosureRow) -> Left:
    return Left(
        closure_id=closure.closure_id,
        mentorship_id=closure.mentorship_id,
        by=_LEFT_BY[closure.how],
        on=closure.ended_on,
        undo_until=closure.ended_on + timedelta(closing.UNDO_DAYS),
        words=closure.words,
    )


def _key(closure: ClosureRow) -> str:
    return f"left-{closure.closure_id}"
