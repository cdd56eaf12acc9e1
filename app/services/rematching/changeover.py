"""The change itself: the old mentorship ends without blame, and the new one begins.

One transaction. The rules are checked at that moment, whatever was shown before. The way back is
in ``changeback``.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.db.tables import (
    ClosureRow,
    HouseRuleRow,
    MentorshipRow,
    PersonRow,
    RematchRequestRow,
)
from app.errors import Conflict
from app.permissions import Actor
from app.services import changes, model_words
from app.services.limits import checked_text
from app.services.mail import mails, messages
from app.services.matching import rules
from app.services.programme import load_for_matching, lock, programme_day
from app.services.rematching import closing, proposal_life, rematch
from app.services.review import cases
from model.eligibility import Eligibility
from model.programme import Kind, Programme


@dataclass(frozen=True, slots=True)
class Words:
    """What a coordinator writes to each of the three; empty words write nothing."""

    to_mentee: str = ""
    to_mentor: str = ""
    to_old_mentor: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A rematch that has taken place, and until when it can be undone."""

    closure_id: int
    old_id: str
    new_id: str
    mentee: str
    old_mentor: str
    new_mentor: str
    on: date
    undo_until: date
    undoable: bool


def obstacle(session: Session, old: MentorshipRow, mentor_id: str, day: date) -> str | None:
    """Why ``mentor_id`` can't take over on ``day``, for the coordinator; ``None`` if nothing."""
    if old.status != "active":
        return str(_("The mentorship has ended in the meantime."))
    if day < old.started_on:
        return str(
            _(
                "The mentorship only begins on %(start)s, so it can't end on %(day)s.",
                start=old.started_on,
                day=day,
            )
        )
    programme = load_for_matching(session, but_for=old.mentorship_id)
    return barred(programme, old.mentee_id, mentor_id, cast(Kind, old.kind), day)


def barred(
    programme: Programme, mentee_id: str, mentor_id: str, kind: Kind, day: date
) -> str | None:
    """The rule that keeps a mentor from a mentee, in a sentence; ``None`` if none does."""
    mentor = programme.people.get(mentor_id)
    if mentor is None:
        return str(_("This mentor is not on the roster any more. Look at the candidates again."))
    rule = Eligibility(programme, day).against(programme.people[mentee_id], mentor, kind)
    if rule is None:
        return None
    # The library says it in English, as it does on the page of the candidates.
    barred = _("%(name)s %(rule)s", name=mentor.name, rule=model_words.RULES[rule])
    return f"{barred}. " + str(_("Look at the candidates again."))


def approve(
    session: Session,
    actor: Actor,
    request_id: int,
    mentor_id: str,
    message: str = "",
    *,
    to_mentor: str = "",
    to_old_mentor: str = "",
    never_again: bool = False,
) -> str:
    """Change over at once, because all three have agreed; returns the new mentorship's id."""
    rematch.check_may_decide(actor)
    words = Words(
        checked_text(message, "message"),
        checked_text(to_mentor, "to_mentor"),
        checked_text(to_old_mentor, "to_old_mentor"),
    )
    lock(session)
    request = rematch.open_row(session, request_id)
    proposal = proposal_life.open_of(session, request_id)
    if proposal is not None:
        agreed = proposal.mentor_id == mentor_id
        proposal_life.end(session, proposal, "accepted" if agreed else "withdrawn", actor)
    return change_over(session, actor, request, mentor_id, words, never_again=never_again)


def change_over(
    session: Session,
    actor: Actor,
    request: RematchRequestRow,
    mentor_id: str,
    words: Words,
    *,
    never_again: bool = False,
) -> str:
    """End the old mentorship and begin the new one; it commits. ``lock`` before it.

    With ``never_again`` a house rule keeps the two of the old one apart from now on.
    """
    old = session.get_one(MentorshipRow, request.mentorship_id, populate_existing=True)
    day = programme_day(session)
    if why_not := obstacle(session, old, mentor_id, day):
        session.rollback()
        raise Conflict(why_not)
    rematch.decide(session, actor, request.request_id, status="approved")
    new = begun(mentor_id, old.mentee_id, day, kind=old.kind, cadence_days=old.cadence_days)
    session.add(new)
    session.flush()
    closure = closing.end(
        session,
        old,
        how="rematch",
        reason="relationship",
        new_mentorship_id=new.mentorship_id,
    )
    closure.before = closure.before | {"request": request.request_id}
    if never_again:
        closure.before = closure.before | _kept_apart(session, old)
    session.refresh(request)
    request.new_mentorship_id = new.mentorship_id
    case = cases.ensure(session, old.mentorship_id)
    cases.rest(session, case, "closed")
    cases.log(session, case, "rematched", actor, new_mentorship_id=new.mentorship_id)
    _tell(session, actor, closure, new, words)
    new_id, old_id = new.mentorship_id, old.mentorship_id
    changes.commit(session, [old_id, new_id])
    return new_id


def begun(
    mentor_id: str, mentee_id: str, day: date, *, kind: str, cadence_days: int
) -> MentorshipRow:
    """A new mentorship; its agreement is for the two to make."""
    return MentorshipRow(
        mentorship_id=f"m-{secrets.token_hex(6)}",
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        started_on=day,
        kind=kind,
        cadence_days=cadence_days,
        status="active",
    )


def of_mentorship(session: Session, mentorship_id: str) -> Change | None:
    """The newest rematch that ended or began a mentorship, unless it was undone."""
    closure = closure_of(session, mentorship_id)
    return _views(session, [closure])[0] if closure is not None else None


def newest(session: Session, limit: int = 50) -> list[Change]:
    """Rematches that took place, newest first."""
    found = session.scalars(
        select(ClosureRow)
        .where(
            ClosureRow.how == "rematch",
            ClosureRow.undone_at.is_(None),
            ClosureRow.new_mentorship_id.is_not(None),
        )
        .order_by(ClosureRow.closure_id.desc())
        .limit(limit)
    )
    return _views(session, [*found])


def _tell(
    session: Session, actor: Actor, closure: ClosureRow, new: MentorshipRow, words: Words
) -> None:
    """The coordinator's words to each, and a mail that names the two of the new one."""
    old = session.get_one(MentorshipRow, closure.mentorship_id)
    for person_id, text in (
        (old.mentee_id, words.to_mentee),
        (new.mentor_id, words.to_mentor),
        (old.mentor_id, words.to_old_mentor),
    ):
        messages.write(
            session, actor, to_person=person_id, text=text, mentorship_id=old.mentorship_id
        )
    mentee, mentor = (
        session.get_one(PersonRow, one).name for one in (new.mentee_id, new.mentor_id)
    )
    for person_id, other in ((new.mentee_id, mentor), (new.mentor_id, mentee)):
        announce(session, person_id, other, key=mail_key(closure, person_id))


def announce(session: Session, person_id: str, other: str, *, key: str) -> None:
    """Tell by mail that a mentorship begins. Commit afterwards."""
    mails.queue(
        session,
        kind="rematch",
        key=key,
        person_id=person_id,
        subject=_("Your mentorship with %(name)s begins", name=other),
        body=_(
            "From today on you and %(name)s are a pair in the mentorship programme. Sign in to "
            "see how to begin: a first meeting within ten days is a good start.",
            name=other,
        ),
    )


def mail_key(closure: ClosureRow, person_id: str) -> str:
    """The key of the mail that says that the new mentorship begins."""
    return f"rematch-{closure.closure_id}-{person_id}"


def _kept_apart(session: Session, old: MentorshipRow) -> dict[str, Any]:
    one, other = sorted((old.mentee_id, old.mentor_id))
    if session.get(HouseRuleRow, ("never_together", one, other)) is not None:
        return {}
    rules.put_apart(session, old.mentee_id, old.mentor_id)
    return {"apart": [one, other]}


def closure_of(session: Session, mentorship_id: str) -> ClosureRow | None:
    """The newest rematch that ended or began a mentorship, as it is stored, unless undone."""
    return session.scalars(
        select(ClosureRow)
        .where(
            ClosureRow.how == "rematch",
            ClosureRow.undone_at.is_(None),
            ClosureRow.new_mentorship_id.is_not(None),
            or_(
                ClosureRow.mentorship_id == mentorship_id,
                ClosureRow.new_mentorship_id == mentorship_id,
            ),
        )
        .order_by(ClosureRow.closure_id.desc())
    ).first()


def _views(session: Session, closures: list[ClosureRow]) -> list[Change]:
    ids = {one.mentorship_id for one in closures} | {one.new_mentorship_id for one in closures}
    rows = {
        one.mentorship_id: one
        for one in session.scalars(
            select(MentorshipRow).where(MentorshipRow.mentorship_id.in_(ids))
        )
    }
    people = {one.mentor_id for one in rows.values()} | {one.mentee_id for one in rows.values()}
    names = dict(
        session.execute(
            select(PersonRow.person_id, PersonRow.name).where(PersonRow.person_id.in_(people))
        ).all()
    )
    day = programme_day(session)
    found: list[Change] = []
    for one in closures:
        old, new = rows[one.mentorship_id], rows[cast(str, one.new_mentorship_id)]
        until = one.ended_on + timedelta(closing.UNDO_DAYS)
        found.append(
            Change(
                closure_id=one.closure_id,
                old_id=old.mentorship_id,
                new_id=new.mentorship_id,
                mentee=names[old.mentee_id],
                old_mentor=names[old.mentor_id],
                new_mentor=names[new.mentor_id],
                on=one.ended_on,
                undo_until=until,
                undoable=day <= until,
            )
        )
    return found
