"""The way of a mail out of the house: SMTP, or a twin of it that keeps everything inside."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from flask import Flask, current_app
from flask_mailman import EmailMultiAlternatives, Mail
from flask_mailman.backends import smtp
from flask_mailman.backends.base import BaseEmailBackend

from app.settings import Settings

# A server that does not answer must not hold up the other background work.
_TIMEOUT_SECONDS = 15


class Refused(Exception):
    """A mail did not leave. ``unreachable``: the server took none at all."""

    def __init__(self, reason: str, *, unreachable: bool = False) -> None:
        self.reason, self.unreachable = reason, unreachable
        super().__init__(reason)


class _Verified(smtplib.SMTP):
    """STARTTLS with the server's certificate checked, which smtplib does only when told to."""

    def starttls(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return super().starttls(context=ssl.create_default_context())


class Server(smtp.EmailBackend):  # type: ignore[misc]
    """SMTP as Flask-Mailman does it."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What speaks to the server."""
        return smtplib.SMTP_SSL if self.use_ssl else _Verified


class Twin(BaseEmailBackend):  # type: ignore[misc]
    """Takes every mail and sends none: without a server, nothing leaves."""

    def send_messages(self, messages: Sequence[EmailMultiAlternatives]) -> int:
        """How many seem to be sent. Each is built, so that what can't be is found here too."""
        return len([message.message() for message in messages])


class Connection:
    """One way to the server for many mails; opened with the first of them."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def send(self, message: EmailMultiAlternatives) -> None:
        """Hand one mail over; Refused if it is not taken."""
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Refused(_told(error), unreachable=True) from error
        try:
            self._backend.send_messages([message])
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # After an error nobody knows what the server expects next.
            self.close()
            raise Refused(_told(error)) from error

    def close(self) -> None:
        """Say goodbye, if there was anything to say."""
        with suppress(OSError, smtplib.SMTPException):
            self._backend.close()


def init_app(app: Flask, settings: Settings) -> None:
    """Configure Flask-Mailman."""
    app.config.update(
        MAIL_BACKEND=Twin if settings.is_twin else Server,
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_user or None,
        MAIL_PASSWORD=settings.mail_password or None,
        MAIL_USE_TLS=settings.mail_encryption == "starttls",
        MAIL_USE_SSL=settings.mail_encryption == "tls",
        MAIL_DEFAULT_SENDER=settings.mail_sender,
        MAIL_TIMEOUT=_TIMEOUT_SECONDS,
    )
    Mail().init_app(app)


@contextmanager
def connected() -> Iterator[Connection]:
    """A connection that is closed at the end."""
    connection = Connection(current_app.extensions["mailman"].get_connection())
    try:
        yield connection
    finally:
        connection.close()


def message(
    *, mail_id: int, to: str, subject: str, body: str, calendar: str = ""
) -> EmailMultiAlternatives:
    """A mail as it goes out.

    Its id is always the same, so that a mail system knows it again should it come twice.
    """
    domain = _settings().mail_sender.rstrip("> ").rpartition("@")[2] or "localhost"
    made = EmailMultiAlternatives(
        subject=subject,
        body=body,
        to=[to],
        headers={
            "Message-ID": f"<rapport-{mail_id}@{domain}>",
            # No "I am on holiday" in reply.
            "Auto-Submitted": "auto-generated",
        },
    )
    if calendar:
        method = "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST"
        made.attach_alternative(calendar, f"text/calendar; method={method}")
    return made


def _told(error: Exception) -> str:
    """What the server said, short; of our own errors their kind."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {getattr(error, 'strerror', None) or ''}".rstrip(": ")
    plain = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(plain.split())}"[:200]


def _settings() -> Settings:
    settings: Settings = current_app.extensions["rapport"].settings
    return settings
