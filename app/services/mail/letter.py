"""A mail as its reader sees it: greeting, words, the way to the page, and why it came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.db.tables import MailRow, ProgrammeRow
from app.services.mail.mail_kinds import kind
from app.services.preferences import Reader
from app.settings import Settings

# A link that sets a password is worth an account to whoever reads it.
_RESET_LINK = re.compile(r"(/reset/)[\w.~-]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text, in the reader's language."""

    subject: str
    text: str


def written(session: Session, mails: Sequence[MailRow], reader: Reader) -> Letter:
    """What one reader gets: one mail, or several reminders in one."""
    first = mails[0]
    with force_locale(reader.language):
        # The words themselves were put in the reader's language when they were queued.
        subject = first.subject
        if len(mails) > 1:
            subject = ngettext(
                "%(num)s thing waits for you in your mentorship programme",
                "%(num)s things wait for you in your mentorship programme",
                len(mails),
            )
        hello = _("Hello %(name)s,", name=reader.name) if reader.name else _("Hello,")
        words = [one.body for one in mails]
        return Letter(
            subject,
            "\n\n".join([hello, *words, *_way_in(first, reader), _footer(session, first)]) + "\n",
        )


def redacted(text: str) -> str:
    """The text without what sets a password."""
    return _RESET_LINK.sub(r"\1…", text)


def _way_in(mail: MailRow, reader: Reader) -> list[str]:
    if mail.kind == "password":
        return []
    way = [_("Sign in: %(address)s", address=f"{_settings().address}/")]
    if not reader.has_password:
        way.append(
            _("You have no password yet? Your programme's coordinators give you a link to set one.")
        )
    return way


def _footer(session: Session, mail: MailRow) -> str:
    known = kind(mail.kind)
    lines = ["-- ", _programme(session), str(known.why)]
    if known.needed:
        lines.append(_("Mails of this kind can't be turned off."))
    else:
        lines.append(
            _(
                "Change what you get, and when: %(address)s",
                address=f"{_settings().address}/account/settings",
            )
        )
    return "\n".join(lines)


def _programme(session: Session) -> str:
    found = session.get(ProgrammeRow, 1)
    return found.name if found is not None else _("Mentorship programme")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["rapport"].settings
    return settings
