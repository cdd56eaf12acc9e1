"""Sending what waits in the outbox: at a good hour, only what still holds, and hardly ever twice.

Before a mail leaves it is marked ``sending``, after that ``sent``, each in a transaction of its
own. When the server stops in between, nobody knows whether it left. It is then tried once more:
a proposal that comes twice is a small nuisance, one that never comes is not. Its id is the same,
so that mail programs can tell; and after a second stop it counts as failed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import MailRow
from app.services import preferences
from app.services.mail import letter, reminders, transport
from app.services.mail.mail_kinds import kind
from app.services.mail.transport import Connection, Refused
from app.services.preferences import Reader

log = logging.getLogger(__name__)

# How long to wait after each attempt; after the last one a mail has failed.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
ATTEMPTS = len(BACK_OFF) + 1
INTERRUPTED = "interrupted"
# Longer than any attempt takes: whoever marked it is gone.
_GIVEN_UP = timedelta(minutes=15)
# The same worker scores notes, so that it must not be busy with mails for long.
_AT_ONCE = 100
# One reminder a day; a little less than 24 hours, so that it doesn't come later every day.
_BETWEEN_REMINDERS = timedelta(hours=20)


@dataclass
class _Round:
    """One look at the outbox."""

    session: Session
    connection: Connection
    now: datetime


def deliver(session: Session) -> int:
    """Send what waits and may be sent now; returns how many mails have left."""
    _pick_up_interrupted(session)
    due = session.scalars(
        select(MailRow.mail_id)
        .where(MailRow.status == "waiting", MailRow.try_at <= clock.now())
        .order_by(MailRow.try_at, MailRow.mail_id)
        .limit(_AT_ONCE)
    ).all()
    if not due:
        return 0
    sent = 0
    with transport.connected() as connection:
        this = _Round(session, connection, clock.now())
        for mail_id in due:
            try:
                sent += _one(this, mail_id)
            except Refused:
                # No server took this one, nor would it take the next.
                break
    return sent


def _one(this: _Round, mail_id: int) -> bool:
    mail = this.session.get(MailRow, mail_id, populate_existing=True)
    if mail is None or mail.status != "waiting":
        return False  # Taken back, or gone out with another reminder.
    reader = preferences.reader(this.session, person_id=mail.person_id, user_id=mail.user_id)
    if why := _pointless(mail, reader):
        _drop(this.session, mail, why)
        return False
    assert reader is not None  # noqa: S101 – Else it is pointless.
    later = None if kind(mail.kind).at_once else reader.quiet_end(this.now)
    mails = [mail]
    if later is None and mail.kind == "reminder":
        later = _next_reminder(this, mail)
        mails = _bundle(this, mail) if later is None else mails
    if later is not None:
        mail.try_at = later
        this.session.commit()
        return False
    return bool(mails) and _send(this, mails, reader)


def _pointless(mail: MailRow, reader: Reader | None) -> str:
    if reader is None or not reader.email:
        return "no_address"
    if reader.closed:
        return "account_closed"
    if mail.kind in reader.unwanted and not kind(mail.kind).needed:
        return "unwanted"
    return ""


def _next_reminder(this: _Round, mail: MailRow) -> datetime | None:
    """When the next reminder to the same reader may go, if they have just had one."""
    last = this.session.scalar(
        select(func.max(MailRow.sent_at)).where(_same_reader(mail), MailRow.kind == "reminder")
    )
    if last is None or last + _BETWEEN_REMINDERS <= this.now:
        return None
    return last + _BETWEEN_REMINDERS


def _bundle(this: _Round, mail: MailRow) -> list[MailRow]:
    """All reminders to the same reader that wait and still hold; the others are dropped."""
    waiting = this.session.scalars(
        select(MailRow)
        .where(_same_reader(mail), MailRow.kind == "reminder", MailRow.status == "waiting")
        .order_by(MailRow.mail_id)
    ).all()
    whom = reminders.Whom(person_id=mail.person_id, user_id=mail.user_id)
    still_due = reminders.keys_due(this.session, whom)
    for one in waiting:
        if one.key not in still_due:
            _drop(this.session, one, "acted_on")
    return [one for one in waiting if one.status == "waiting"]


def _same_reader(mail: MailRow) -> ColumnElement[bool]:
    if mail.person_id is not None:
        return MailRow.person_id == mail.person_id
    return MailRow.user_id == mail.user_id


def _send(this: _Round, mails: Sequence[MailRow], reader: Reader) -> bool:
    if not _mark_sending(this.session, mails, this.now):
        return False
    # Only now, so that one that can't be put in words does not hold up all others for ever.
    text = letter.written(this.session, mails, reader)
    first = mails[0]
    try:
        this.connection.send(
            transport.message(
                mail_id=first.mail_id,
                to=reader.email,
                subject=text.subject,
                body=text.text,
                calendar=first.calendar,
            )
        )
    except Refused as refused:
        _note_refused(this, mails, refused.reason)
        if refused.unreachable:
            raise
        return False
    for mail in mails:
        mail.status, mail.sent_at, mail.problem = "sent", this.now, ""
        # A link that sets a password has done its work; the outbox need not keep it.
        mail.body = letter.redacted(mail.body)
        log.info("sent a mail of kind %s to %s", mail.kind, mail.person_id or f"#{mail.user_id}")
    this.session.commit()
    return True


def _mark_sending(session: Session, mails: Sequence[MailRow], now: datetime) -> bool:
    """Take these for this process; no if another one was quicker."""
    ids = [mail.mail_id for mail in mails]
    session.rollback()
    taken = session.scalars(
        update(MailRow)
        .where(MailRow.mail_id.in_(ids), MailRow.status == "waiting")
        .values(status="sending", attempts=MailRow.attempts + 1, try_at=now)
        .returning(MailRow.mail_id)
        .execution_options(synchronize_session=False)
    )
    if len(taken.all()) != len(ids):
        session.rollback()
        return False
    session.commit()
    return True


def _note_refused(this: _Round, mails: Sequence[MailRow], reason: str) -> None:
    for mail in mails:
        mail.problem = reason
        if mail.attempts >= ATTEMPTS:
            mail.status = "failed"
        else:
            mail.status, mail.try_at = "waiting", this.now + BACK_OFF[mail.attempts - 1]
    # What the server said may hold an address, so the log has only that it said something.
    log.warning("a mail of kind %s was not taken; see the outbox", mails[0].kind)
    this.session.commit()


def _drop(session: Session, mail: MailRow, why: str) -> None:
    mail.status, mail.problem = "dropped", why
    session.commit()


def _pick_up_interrupted(session: Session) -> None:
    lost = session.scalars(
        select(MailRow).where(
            MailRow.status == "sending", MailRow.try_at <= clock.now() - _GIVEN_UP
        )
    )
    for mail in lost:
        mail.status = "failed" if mail.problem == INTERRUPTED else "waiting"
        mail.problem = INTERRUPTED
    session.commit()
