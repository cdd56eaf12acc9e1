"""What coordinators do with a case. Each step is kept in its history with who did it and when."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import formats
from app.db.tables import CaseRow, MentorshipRow, Role, User
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.permissions import Role as Roles
from app.services.limits import checked_text
from app.services.mail import mails
from app.services.programme import lock, programme_day
from app.services.review import cases
from app.services.review.case_hold import check_goes_on, check_may_work, held
from app.services.review.case_view import CaseView, view
from app.services.review.case_waiting import answer, check_heard
from app.services.review.case_words import HOW_LABELS, WITH_LABELS
from app.services.review.verdicts import before, reopen, verdict

__all__ = [
    "CaseView",
    "answer",
    "assign",
    "contact",
    "note",
    "open_case",
    "quiet",
    "read",
    "reopen",
    "set_due",
    "set_status",
    "snooze",
    "verdict",
    "view",
    "wake",
]

# Where a person may move a case. It is new or regressed by itself, and quiet by ``quiet``.
MOVES: tuple[cases.Status, ...] = ("in_review", "repairing", "rematching", "closed")


def assign(
    session: Session,
    actor: Actor,
    case_id: int,
    owner_id: int | None,
    *,
    revision: int | None = None,
) -> None:
    """Give a case to a coordinator, who is told once a day; ``None`` gives it to nobody."""
    with held(session, actor, case_id, revision) as case:
        owner = _coordinator(session, owner_id) if owner_id is not None else None
        case.owner_id = owner_id
        name = (owner.name or owner.email) if owner else None
        cases.log(session, case, "assigned", actor, owner_id=owner_id, owner=name)
        if owner is not None and owner.id != actor.user_id:
            mails.queue(
                session,
                kind="assigned",
                user_id=owner.id,
                key=f"assigned-{owner.id}-{programme_day(session)}",
                subject=lazy_gettext("A case waits for you"),
                body=lazy_gettext("Another coordinator has given you a case. Sign in to read it."),
            )


def set_status(
    session: Session, actor: Actor, case_id: int, status: str, *, revision: int | None = None
) -> None:
    """Move a case on, or close it without a verdict."""
    if status not in MOVES:
        raise Invalid(_("Choose one of the states that a case can be moved to."), "status")
    with held(session, actor, case_id, revision) as case:
        check_goes_on(session, case)
        if status == "closed":
            check_heard(session, case)
            was = before(case)
            cases.rest(session, case, "closed")
            cases.log(session, case, "status", actor, status=status, before=was)
            return
        cases.set_status(session, case, cast(cases.Status, status))
        case.snoozed_until, case.snoozed_for = None, ""
        cases.log(session, case, "status", actor, status=status)


def read(
    session: Session,
    actor: Actor,
    case_id: int,
    *,
    seen: int,
    serious: bool,
    revision: int | None = None,
) -> None:
    """Say that the ``seen`` sentences that a human must read were read.

    If it is serious the case is the reader's now. Otherwise they speak for the case no more;
    without another reason it closes by itself. One that came meanwhile is still to be read.
    """
    with held(session, actor, case_id, revision) as case:
        case.worries_read = max(0, min(seen, cases.worries(session, case)))
        if not serious:
            case.worries_dismissed = case.worries_read
        else:
            case.owner_id = actor.user_id
            if case.status in (*cases.WAITING, "quiet", "closed"):
                cases.set_status(session, case, "in_review")
        cases.log(session, case, "read", actor, serious=serious)
        cases.follow(session, [case.mentorship_id])


def set_due(
    session: Session,
    actor: Actor,
    case_id: int,
    due_on: date | None,
    *,
    revision: int | None = None,
) -> None:
    """Say until when something is to be done; ``None`` takes the date away."""
    with held(session, actor, case_id, revision) as case:
        day = programme_day(session)
        if due_on is not None and due_on < day:
            raise Invalid(_("Choose %(day)s or a later day.", day=formats.day(day)), "due_on")
        _check_open(case)
        case.due_on = due_on
        cases.log(session, case, "due", actor, on=due_on and due_on.isoformat())


def snooze(
    session: Session,
    actor: Actor,
    case_id: int,
    until: date,
    reason: str,
    *,
    revision: int | None = None,
) -> None:
    """Put a case aside until a day. Only something else, or worse, brings it back before."""
    with held(session, actor, case_id, revision) as case:
        day = programme_day(session)
        if until <= day:
            raise Invalid(_("Choose a day after %(day)s.", day=formats.day(day)), "until")
        words = checked_text(reason, "reason")
        if not words:
            raise Invalid(_("Say why it can wait: whoever reads it next will ask."), "reason")
        check_goes_on(session, case)
        _check_open(case)
        check_heard(session, case, requests=False)
        cases.remember(session, case)
        case.snoozed_until, case.snoozed_for = until, words
        cases.log(session, case, "snoozed", actor, words, until=until.isoformat())


def wake(session: Session, actor: Actor, case_id: int) -> None:
    """End a snooze before its day."""
    with held(session, actor, case_id) as case:
        if case.snoozed_until is None:
            raise Conflict(_("This case is not snoozed."))
        case.snoozed_until, case.snoozed_for = None, ""
        cases.log(session, case, "woke", actor)


def quiet(
    session: Session, actor: Actor, case_id: int, reason: str = "", *, revision: int | None = None
) -> None:
    """Put a case to rest until it gets worse."""
    with held(session, actor, case_id, revision) as case:
        words = checked_text(reason, "reason")
        check_goes_on(session, case)
        check_heard(session, case)
        was = before(case)
        cases.rest(session, case, "quiet")
        cases.log(session, case, "quiet", actor, words, before=was)


def note(session: Session, actor: Actor, case_id: int, text: str) -> None:
    """Keep a note that coordinators alone read."""
    with held(session, actor, case_id) as case:
        words = checked_text(text, "text")
        if not words:
            raise Invalid(_("Write the note first."), "text")
        cases.log(session, case, "note", actor, words)


def contact(
    session: Session,
    actor: Actor,
    case_id: int,
    *,
    with_whom: str,
    how: str,
    text: str,
    on: date,
) -> None:
    """Keep that somebody was talked to. A case that waited is in review from then on."""
    with held(session, actor, case_id) as case:
        if with_whom not in WITH_LABELS:
            raise Invalid(_("Choose whom you talked with."), "with_whom")
        if how not in HOW_LABELS:
            raise Invalid(_("Choose how you talked."), "how")
        day = programme_day(session)
        if on > day:
            raise Invalid(_("Choose %(day)s or an earlier day.", day=formats.day(day)), "on")
        if case.status in cases.WAITING:
            cases.set_status(session, case, "in_review")
        cases.log(
            session,
            case,
            "contact",
            actor,
            checked_text(text, "text"),
            with_whom=with_whom,
            how=how,
            on=on.isoformat(),
        )


def open_case(session: Session, actor: Actor, mentorship_id: str) -> int:
    """Open a case by hand, or again; it is the actor's, and in review. Returns its id."""
    check_may_work(actor)
    lock(session)
    if session.get(MentorshipRow, mentorship_id) is None:
        raise NotFound(_("There is no such mentorship."))
    case_id = cases.ensure(session, mentorship_id).case_id
    with held(session, actor, case_id) as case:
        check_goes_on(session, case)
        if case.status in cases.OPEN and case.status != "new":
            raise Conflict(_("This mentorship has an open case already."))
        if case.status in ("quiet", "closed"):
            case.opened_on = programme_day(session)
        if "by_hand" not in case.reasons:
            case.reasons = (*case.reasons, "by_hand")
        cases.set_status(session, case, "in_review")
        case.owner_id = case.owner_id or actor.user_id
        cases.log(session, case, "status", actor, status="in_review")
    return case_id


def _coordinator(session: Session, user_id: int) -> User:
    """An account that works on cases."""
    found = session.scalars(
        select(User).where(
            User.id == user_id, User.active, User.roles.any(Role.name == Roles.COORDINATOR)
        )
    ).first()
    if found is None:
        raise Invalid(_("Choose a coordinator."), "owner_id")
    return found


def _check_open(case: CaseRow) -> None:
    if case.status not in cases.OPEN:
        raise Conflict(_("This case rests. Open it again first."))
