"""How an account wants to read and be written to: language, time zone, quiet hours, mails."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import MailRow, PersonRow, PreferencesRow, User
from app.errors import Forbidden, Invalid
from app.permissions import Actor, Role
from app.services.mail.mail_kinds import KINDS, choosable
from app.settings import Settings

# The languages that every text is translated into, by the name that their speakers use.
LANGUAGES = {"en": "English", "de": "Deutsch"}
DEFAULT_LANGUAGE = "en"
Digest = Literal["daily", "weekly", "never"]
DIGESTS: dict[str, Any] = {
    "daily": lazy_gettext("Every day"),
    "weekly": lazy_gettext("Once a week"),
    "never": lazy_gettext("Never"),
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What an account has chosen, or the defaults. Empty: as browser or roster say."""

    language: str
    timezone: str
    quiet_from: int
    quiet_until: int
    unwanted: tuple[str, ...]
    digest: str
    # The kinds of mail that this account gets and may turn off; only coordinators get a digest.
    choosable: tuple[str, ...]
    offers_digest: bool
    # What holds while ``timezone`` is empty.
    roster_timezone: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever a mail goes to, with what its sending depends on."""

    name: str
    email: str
    language: str
    timezone: ZoneInfo
    quiet_from: int
    quiet_until: int
    unwanted: tuple[str, ...]
    # A person of the roster may not have signed in yet; an account may have been closed.
    has_password: bool
    closed: bool

    def quiet_end(self, now: datetime) -> datetime | None:
        """When the reader's quiet hours end, if they are in them now."""
        here = now.astimezone(self.timezone)
        begin, end = self.quiet_from, self.quiet_until
        quiet = begin <= here.hour < end if begin <= end else not end <= here.hour < begin
        if not quiet:
            return None
        until = here.replace(hour=end % 24, minute=0, second=0, microsecond=0)
        # Wall-clock time goes on by a day, however long that day is.
        return (until if until > here else until + timedelta(days=1)).astimezone(now.tzinfo)


def get(session: Session, actor: Actor) -> Preferences:
    """The actor's settings."""
    user = _user(session, actor)
    row = user.preferences or _defaults(user.id)
    return Preferences(
        language=row.language,
        timezone=row.timezone,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        unwanted=row.unwanted,
        digest=row.digest,
        choosable=choosable(actor.roles),
        offers_digest=Role.COORDINATOR in actor.roles,
        roster_timezone=known_timezone(user.person.timezone if user.person else "")
        or _settings().timezone,
    )


def save(
    session: Session,
    actor: Actor,
    *,
    language: str | None = None,
    timezone: str | None = None,
    quiet_from: int | None = None,
    quiet_until: int | None = None,
    unwanted: Collection[str] | None = None,
    digest: str | None = None,
) -> None:
    """Change what is given; ``None`` leaves a thing as it is. Mails that wait follow at once."""
    user = _user(session, actor)
    row = session.get(PreferencesRow, user.id) or _defaults(user.id)
    if language is not None:
        row.language = _one_of(language, ("", *LANGUAGES), "language")
    if timezone is not None:
        row.timezone = _checked_timezone(timezone)
    if quiet_from is not None:
        row.quiet_from = _hour(quiet_from, "quiet_from")
    if quiet_until is not None:
        row.quiet_until = _hour(quiet_until, "quiet_until")
    if unwanted is not None:
        row.unwanted = _checked_kinds(unwanted)
    if digest is not None:
        row.digest = _one_of(digest, get_args(Digest), "digest")
    session.add(row)
    # Those that wait for a quiet night to end are asked again whether they have to.
    session.execute(
        update(MailRow)
        .where(
            MailRow.status == "waiting",
            MailRow.attempts == 0,
            (MailRow.user_id == user.id) | (MailRow.person_id == user.person_id),
        )
        .values(try_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    session.commit()
    session.expire(user)


def reader(
    session: Session, *, person_id: str | None = None, user_id: int | None = None
) -> Reader | None:
    """Whoever a mail to a person or an account goes to; ``None`` if they are gone."""
    user = _account(session, person_id, user_id)
    person = user.person if user is not None else None
    if person is None and person_id is not None:
        person = session.get(PersonRow, person_id)
    if user is None and person is None:
        return None
    row = (user.preferences if user else None) or _defaults(0)
    zone = row.timezone or known_timezone(person.timezone if person else "")
    return Reader(
        name=(person.name if person else "") or (user.name if user else ""),
        email=user.email if user else person.email if person else "",
        language=row.language or _spoken(person),
        timezone=ZoneInfo(zone or _settings().timezone),
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        unwanted=row.unwanted,
        has_password=bool(user and user.password),
        closed=bool(user and not user.active),
    )


def language(session: Session, *, person_id: str | None = None, user_id: int | None = None) -> str:
    """In which language to write to a person or an account."""
    found = reader(session, person_id=person_id, user_id=user_id)
    return found.language if found is not None else DEFAULT_LANGUAGE


def language_of(user: Any) -> str:
    """What Flask-Security's ``current_user`` has chosen; empty if nothing."""
    row = getattr(user, "preferences", None)
    return row.language if row is not None else ""


def timezone_of(user: Any) -> str:
    """The time zone of ``current_user``: the chosen one, else the roster's; empty if neither."""
    row, person = getattr(user, "preferences", None), getattr(user, "person", None)
    chosen = row.timezone if row is not None else ""
    return chosen or known_timezone(person.timezone if person is not None else "")


@cache
def timezones() -> tuple[str, ...]:
    """Every time zone that can be chosen, by name: places, and UTC."""
    places = (name for name in available_timezones() if "/" in name)
    return ("UTC", *sorted(name for name in places if not name.startswith(("Etc/", "SystemV/"))))


def known_timezone(name: str) -> str:
    """The name, if there is such a time zone: the roster may say anything."""
    return name if name in timezones() else ""


def _spoken(person: PersonRow | None) -> str:
    """English, unless somebody speaks another of the languages and not English."""
    spoken = person.languages if person is not None else ()
    if DEFAULT_LANGUAGE in spoken:
        return DEFAULT_LANGUAGE
    return next((one for one in spoken if one in LANGUAGES), DEFAULT_LANGUAGE)


def _account(session: Session, person_id: str | None, user_id: int | None) -> User | None:
    if user_id is not None:
        return session.get(User, user_id)
    if person_id is None:
        return None
    return session.scalar(select(User).where(User.person_id == person_id))


def _user(session: Session, actor: Actor) -> User:
    user = session.get(User, actor.user_id) if actor.user_id is not None else None
    if user is None:
        raise Forbidden(_("Only an account has settings."))
    return user


def _defaults(user_id: int) -> PreferencesRow:
    return PreferencesRow(
        user_id=user_id,
        language="",
        timezone="",
        quiet_from=20,
        quiet_until=7,
        unwanted=(),
        digest="weekly",
    )


def _one_of(value: str, allowed: Collection[str], field: str) -> str:
    if value not in allowed:
        raise Invalid(_("Choose one of these."), field)
    return value


def _hour(value: int, field: str) -> int:
    if not 0 <= value <= 23:
        raise Invalid(_("Choose an hour from 0 to 23."), field)
    return value


def _checked_timezone(name: str) -> str:
    if name and not known_timezone(name):
        raise Invalid(
            _("There is no time zone of this name. Choose one such as Europe/Berlin."), "timezone"
        )
    return name


def _checked_kinds(unwanted: Collection[str]) -> tuple[str, ...]:
    for one in unwanted:
        if one not in KINDS or KINDS[one].needed:
            raise Invalid(
                _("These mails can't be turned off: somebody waits for the answer."), "unwanted"
            )
    return tuple(sorted({*unwanted}))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["rapport"].settings
    return settings
