"""Words to one person. They stand in the application; a mail announces them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import MessageRow, PersonRow
from app.errors import NotFound
from app.permissions import Actor
from app.services.limits import checked_text
from app.services.mail import mails


@dataclass(frozen=True, slots=True)
class Message:
    """A message as its reader sees it; without ``sender`` the coordinators wrote."""

    message_id: int
    mentorship_id: str | None
    sender: str
    sent_at: datetime
    text: str
    read: bool


def write(
    session: Session,
    actor: Actor,
    *,
    to_person: str,
    text: str,
    mentorship_id: str | None = None,
    by_person: str | None = None,
    field: str = "message",
) -> None:
    """Write to a person of the roster. Empty words write nothing. Commit afterwards.

    Without ``by_person`` it is signed by the coordinators. Invalid at ``field``.
    """
    words = checked_text(text, field)
    if not words:
        return
    session.add(
        MessageRow(
            to_person=to_person,
            mentorship_id=mentorship_id,
            by_user=actor.user_id,
            by_person=by_person,
            sent_at=clock.now(),
            text=words,
        )
    )
    mails.queue(
        session,
        kind="message",
        person_id=to_person,
        subject=lazy_gettext("A message from your mentorship programme"),
        body=lazy_gettext("Somebody has written to you. Sign in to read it.")
        if by_person
        else lazy_gettext("The coordinators have written to you. Sign in to read it."),
    )


def inbox(session: Session, actor: Actor) -> list[Message]:
    """The actor's messages: unread ones first, then the newest."""
    rows = session.execute(
        select(MessageRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.person_id == MessageRow.by_person)
        .where(MessageRow.to_person == actor.person_id)
        .order_by(MessageRow.read_at.is_not(None), MessageRow.message_id.desc())
    )
    return [
        Message(
            message_id=row.message_id,
            mentorship_id=row.mentorship_id,
            sender=name or "",
            sent_at=row.sent_at,
            text=row.text,
            read=row.read_at is not None,
        )
        for row, name in rows
    ]


def mark_read(session: Session, actor: Actor, message_id: int) -> None:
    """Say that the actor has read it; a second time changes nothing."""
    row = session.get(MessageRow, message_id)
    if row is None or actor.person_id is None or row.to_person != actor.person_id:
        raise NotFound(_("This is not a message to you."))
    if row.read_at is None:
        row.read_at = clock.now()
    session.commit()
