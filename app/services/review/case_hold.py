"""A case in the hands of one person: nobody else changes it meanwhile, nor unnoticed before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseEventRow, CaseRow, MentorshipRow, User
from app.errors import AppError, Conflict, Forbidden
from app.permissions import Action, Actor, may
from app.services.programme import lock, programme_day
from app.services.review import cases
from app.services.review.case_words import said


def check_may_work(actor: Actor) -> None:
    """Forbidden for whoever is no coordinator."""
    if not may(actor, Action.WORK_ON_CASES):
        raise Forbidden(_("Only a coordinator works on cases."))


@contextmanager
def held(
    session: Session, actor: Actor, case_id: int, revision: int | None = None
) -> Iterator[CaseRow]:
    """The case, to be changed; committed at the end, and left as it was if something is refused.

    Conflict if somebody has changed it since ``revision`` was shown.
    """
    check_may_work(actor)
    try:
        lock(session)
        session.expire_all()
        case = cases.get(session, case_id)
        if revision is not None and revision != case.revision:
            raise Conflict(_changed_by(session, case))
        case.revision += 1
        yield case
    except AppError:
        session.rollback()
        raise
    session.commit()


def has_ended(session: Session, case: CaseRow) -> bool:
    """Whether the mentorship of a case is over, so that nothing is left to decide."""
    mentorship = session.get_one(MentorshipRow, case.mentorship_id)
    ended = mentorship.ended_on
    return mentorship.status != "active" and (ended is None or ended <= programme_day(session))


def check_goes_on(session: Session, case: CaseRow) -> None:
    """Conflict if the mentorship of a case has ended."""
    if has_ended(session, case):
        raise Conflict(_("The mentorship has ended, so there is nothing left to decide."))


def _changed_by(session: Session, case: CaseRow) -> str:
    last = session.execute(
        select(CaseEventRow, User.name, User.email)
        .outerjoin(User, User.id == CaseEventRow.by_user)
        .where(CaseEventRow.case_id == case.case_id, CaseEventRow.kind.not_in(cases.BY_ITSELF))
        .order_by(CaseEventRow.event_id.desc())
        .limit(1)
    ).first()
    if last is None:
        return str(
            _("Somebody has changed this case since you opened it. Look again, then decide.")
        )
    event, name, email = last
    message: str = _(
        "%(name)s has changed this case since you opened it (%(what)s). Look again, then decide.",
        name=name or email or _("Somebody"),
        what=said(event.kind, event.details),
    )
    return message
