"""The settings: one table of name, type, default and help, read from ``RAPPORT_*`` variables.

Secrets are not among them. They are made at the first ``flask --app app init``, kept in the
instance folder and readable by its owner alone.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

PREFIX = "RAPPORT_"


class SettingsError(click.ClickException):
    """A setting that can't be used; says which and what it should be."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that an installation may choose."""

    instance: Path = field(
        default=Path("instance"), metadata={"help": "folder of the database, secrets and uploads"}
    )
    database_url: str = field(
        default="", metadata={"help": "SQLAlchemy URL; empty: SQLite in the instance folder"}
    )
    artifacts: Path = field(
        default=Path("artifacts"), metadata={"help": "folder of the released models"}
    )
    host: str = field(default="127.0.0.1", metadata={"help": "address that the server listens on"})
    port: int = field(default=8000, metadata={"help": "port that the server listens on"})
    threads: int = field(default=8, metadata={"help": "requests that are served at once"})
    https_only: bool = field(
        default=False, metadata={"help": "send cookies over HTTPS only; on behind a proxy"}
    )
    session_hours: int = field(
        default=12, metadata={"help": "hours until someone has to sign in again"}
    )
    remember_days: int = field(
        default=30, metadata={"help": "days that someone who asked to stay signed in is known"}
    )
    invitation_days: int = field(
        default=7, metadata={"help": "days that a sign-in link can be used"}
    )
    base_address: str = field(
        default="",
        metadata={"help": "where people reach Rapport, for links in mails: https://rapport.corp"},
    )
    timezone: str = field(
        default="UTC", metadata={"help": "time zone of everybody whose own is not known"}
    )
    mail_server: str = field(
        default="", metadata={"help": "SMTP server; empty: no mail leaves, the outbox shows all"}
    )
    mail_port: int = field(default=587, metadata={"help": "port of the SMTP server"})
    mail_user: str = field(default="", metadata={"help": "name at the SMTP server, if it asks"})
    mail_password: str = field(
        default="", repr=False, metadata={"help": "password at the SMTP server"}
    )
    mail_encryption: str = field(
        default="starttls", metadata={"help": "way to the SMTP server: starttls, tls or none"}
    )
    mail_sender: str = field(
        default="Mentorship programme <rapport@localhost>",
        metadata={"help": "sender of every mail, and organiser of calendar invitations"},
    )
    testing: bool = field(
        default=False, metadata={"help": "for the tests: jobs run at once, passwords hash quickly"}
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read and check ``RAPPORT_*``; an unknown or unusable one is an error."""
        known = {PREFIX + one.name.upper(): one for one in fields(cls)}
        given = {key: text for key, text in environment.items() if key.startswith(PREFIX)}
        unknown = sorted(set(given) - set(known) - _FOR_OTHERS)
        if unknown:
            raise SettingsError(f"{unknown[0]} is not a setting. There are: {', '.join(known)}")
        return cls(
            **{
                one.name: _parse(key, given[key], one.default)
                for key, one in known.items()
                if key in given
            }
        ).checked()

    def checked(self) -> Settings:
        """Itself, if the values make sense."""
        for name, lowest, highest in (
            ("port", 0, 65535),
            ("threads", 1, 256),
            ("session_hours", 1, 24 * 30),
            ("remember_days", 1, 365),
            ("invitation_days", 1, 60),
            ("mail_port", 1, 65535),
        ):
            if not lowest <= getattr(self, name) <= highest:
                raise SettingsError(
                    f"{PREFIX}{name.upper()} is {getattr(self, name)}: "
                    f"give a number from {lowest} to {highest}."
                )
        for name, good, wanted in self._checks():
            if not good:
                raise SettingsError(f"{PREFIX}{name}: give {wanted}.")
        return self

    def _checks(self) -> Iterator[tuple[str, bool, str]]:
        linked = self.base_address.startswith(("https://", "http://"))
        yield "TIMEZONE", _is_timezone(self.timezone), "one such as Europe/Berlin"
        yield (
            "MAIL_ENCRYPTION",
            self.mail_encryption in ("starttls", "tls", "none"),
            "starttls, tls or none",
        )
        yield "MAIL_SENDER", "@" in self.mail_sender, "an address, with or without a name"
        # Links in mails must not follow from what a request says of itself.
        yield (
            "BASE_ADDRESS",
            linked or (self.is_twin and not self.base_address),
            "the address that links in mails begin with, such as https://rapport.corp",
        )

    @property
    def is_twin(self) -> bool:
        """Whether mails only seem to be sent, because there is no server to take them."""
        return not self.mail_server

    @property
    def address(self) -> str:
        """What the links in mails begin with, without a slash at the end."""
        return self.base_address.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{(self.instance / 'rapport.sqlite3').resolve()}"

    @property
    def jobs_file(self) -> Path:
        """The queue of background jobs."""
        return self.instance / "jobs.sqlite3"

    @property
    def staged_dir(self) -> Path:
        """Where checked uploads wait to be confirmed."""
        return self.instance / "staged"

    @property
    def demo_sign_ins_file(self) -> Path:
        """The demo's sign-ins, with passwords made at its first loading."""
        return self.instance / "demo_sign_ins.json"

    def secrets(self) -> dict[str, str]:
        """The secret keys; made at the first call."""
        path = self.instance / "secrets.json"
        if not path.exists():
            made = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "PASSWORD_SALT")}
            write_private(path, json.dumps(made).encode())
        return dict(json.loads(path.read_text(encoding="utf-8")))


# Variables with the prefix that tests and scripts read, not the application.
_FOR_OTHERS = {"RAPPORT_REQUIRE_BROWSER"}


def describe() -> Iterator[tuple[str, str, str, str]]:
    """Name, type, default and help of every setting, for documentation."""
    for one in fields(Settings):
        yield PREFIX + one.name.upper(), _type_name(one), str(one.default), one.metadata["help"]


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read; it is never there half written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(path.name + ".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def _type_name(one: Field[Any]) -> str:
    return type(one.default).__name__.replace("PosixPath", "path").replace("WindowsPath", "path")


def _parse(key: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off", ""}:
            return False
        raise SettingsError(f"{key} is {text!r}: give 1 or 0.")
    if isinstance(default, int):
        if not text.strip().lstrip("-").isdigit():
            raise SettingsError(f"{key} is {text!r}: give a whole number.")
        return int(text)
    return Path(text) if isinstance(default, Path) else text
