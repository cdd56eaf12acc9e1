"""The outbox. A mail names people and leads to a page; confidential words are never in it."""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import MailRow
from app.services import preferences


def queue(
    session: Session,
    *,
    kind: str,
    subject: Any,
    body: Any,
    person_id: str | None = None,
    user_id: int | None = None,
    key: str | None = None,
    calendar: str = "",
) -> None:
    """Put a mail to a person of the roster, or to an account, into the outbox. Commit afterwards.

    A ``key`` that was used before queues nothing: the same thing is told once. Give subject and
    body by ``lazy_gettext``: they are put in the receiver's language, not the writer's.
    """
    if key is not None and known(session, key):
        return
    now = clock.now()
    with force_locale(preferences.language(session, person_id=person_id, user_id=user_id)):
        words = {"subject": str(subject), "body": str(body)}
    session.add(
        MailRow(
            key=key,
            person_id=person_id,
            user_id=user_id,
            kind=kind,
            calendar=calendar,
            queued_at=now,
            status="waiting",
            attempts=0,
            try_at=now,
            problem="",
            **words,
        )
    )


def drop(session: Session, key: str, why: str = "acted_on") -> bool:
    """Take back what has become pointless, if it was not sent yet; says whether it was not."""
    dropped = session.scalars(
        update(MailRow)
        .where(MailRow.key == key, MailRow.status == "waiting")
        .values(status="dropped", problem=why)
        .returning(MailRow.mail_id)
        .execution_options(synchronize_session=False)
    )
    return bool(dropped.all())


def known(session: Session, key: str) -> bool:
    """Whether a mail of that key was queued before."""
    return session.scalar(select(MailRow.mail_id).where(MailRow.key == key)) is not None
