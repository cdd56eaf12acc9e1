"""The outbox as coordinators see it: what waits, was sent, failed or was dropped, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import MailRow, PersonRow, User
from app.errors import Conflict, NotFound
from app.services import preferences
from app.services.mail import letter
from app.services.mail.mail_kinds import kind
from app.services.paging import Paging, paged

Status = Literal["waiting", "sending", "sent", "failed", "dropped"]
STATUSES: Mapping[str, Any] = {
    "waiting": lazy_gettext("Waiting"),
    "sending": lazy_gettext("On its way"),
    "sent": lazy_gettext("Sent"),
    "failed": lazy_gettext("Failed"),
    "dropped": lazy_gettext("Not sent"),
}
# Why a mail was not sent; what a server said stands there in its own words.
WHY: Mapping[str, Any] = {
    "acted_on": lazy_gettext("It had been done by then."),
    "superseded": lazy_gettext("A newer one took its place."),
    "unwanted": lazy_gettext("The reader has turned mails of this kind off."),
    "account_closed": lazy_gettext("The account is closed."),
    "no_address": lazy_gettext("There is nobody to send it to."),
    "interrupted": lazy_gettext("The server stopped while it was being sent."),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in the list."""

    mail_id: int
    kind: str
    kind_label: Any
    to: str
    subject: str
    status: Status
    why: Any
    queued_at: datetime
    # When it is tried, if it waits.
    try_at: datetime
    sent_at: datetime | None
    attempts: int
    has_calendar: bool


@dataclass(frozen=True, slots=True)
class WholeMail:
    """A mail with all that its reader sees."""

    mail: Mail
    text: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """One page of the outbox, newest first; ``counts`` are of all mails, by status."""

    mails: tuple[Mail, ...]
    counts: Mapping[str, int]
    kinds: tuple[str, ...]
    paging: Paging


def listed(session: Session, *, status: str = "", of_kind: str = "", page: int = 1) -> Outbox:
    """The mails of a status and a kind; empty means all."""
    wanted = select(MailRow.mail_id).order_by(MailRow.mail_id.desc())
    if status:
        wanted = wanted.where(MailRow.status == status)
    if of_kind:
        wanted = wanted.where(MailRow.kind == of_kind)
    counts: dict[Any, int] = dict(
        session.execute(select(MailRow.status, func.count()).group_by(MailRow.status)).all()
    )
    ids, place = paged(session, wanted, page)
    rows = session.execute(
        _mails().where(MailRow.mail_id.in_(ids)).order_by(MailRow.mail_id.desc())
    )
    kinds = session.scalars(select(MailRow.kind).distinct().order_by(MailRow.kind))
    return Outbox(
        mails=tuple(_view(mail, name) for mail, name in rows),
        counts=counts,
        kinds=tuple(kinds),
        paging=place,
    )


def one(session: Session, mail_id: int) -> WholeMail:
    """One mail as its reader gets it, but never with a link that sets a password."""
    mail, name = _found(session, mail_id)
    reader = preferences.reader(session, person_id=mail.person_id, user_id=mail.user_id)
    text = letter.written(session, [mail], reader).text if reader else mail.body
    return WholeMail(_view(mail, name), letter.redacted(text))


def calendar(session: Session, mail_id: int) -> str:
    """What a mail says to the reader's calendar, as the text of an .ics file."""
    mail, _name = _found(session, mail_id)
    if not mail.calendar:
        raise NotFound(_("This mail has nothing for a calendar."))
    return mail.calendar


def send_again(session: Session, mail_id: int) -> None:
    """Put a mail that has failed among those that wait, with all its attempts before it."""
    mail, _name = _found(session, mail_id)
    session.refresh(mail)
    if mail.status != "failed":
        raise Conflict(_("This mail has not failed, or is on its way again."))
    if mail.kind == "password":
        raise Conflict(_("Its link is not kept. Let the person ask for a new one."))
    mail.status, mail.attempts, mail.try_at, mail.problem = "waiting", 0, clock.now(), ""
    session.commit()


def _mails() -> Select[MailRow, str]:
    """Mails with the name of whom they go to."""
    name = func.coalesce(PersonRow.name, func.nullif(User.name, ""), User.email, "")
    return (
        select(MailRow, name)
        .outerjoin(PersonRow, PersonRow.person_id == MailRow.person_id)
        .outerjoin(User, User.id == MailRow.user_id)
    )


def _found(session: Session, mail_id: int) -> tuple[MailRow, str]:
    row = session.execute(_mails().where(MailRow.mail_id == mail_id)).first()
    if row is None:
        raise NotFound(_("There is no such mail."))
    return row[0], row[1]


def _view(row: MailRow, name: str) -> Mail:
    return Mail(
        mail_id=row.mail_id,
        kind=row.kind,
        kind_label=kind(row.kind).label,
        to=name,
        subject=row.subject,
        status=cast(Status, row.status),
        why=WHY.get(row.problem, row.problem),
        queued_at=row.queued_at,
        try_at=row.try_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        has_calendar=bool(row.calendar),
    )
