"""Accounts by Flask-Security: passwords, sessions and one-time links are not ours to write."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import MailUtil, Security
from flask_security.datastore import FSQLALiteUserDatastore

from app.db import db
from app.db.tables import Role, User
from app.settings import Settings

log = logging.getLogger(__name__)


class NoMail(MailUtil):
    """There is no mail yet: coordinators hand out sign-in links themselves."""

    def send_mail(self, template: str, subject: str, recipient: Any, *_: Any, **__: Any) -> None:
        """Say in the log that someone waits for a mail; whom, but never what is in it."""
        log.warning("no mail is set up, so %r was not sent to %s", template, recipient)


def init_app(app: Flask, settings: Settings) -> None:
    """Hang sign-in, sign-out and the setting of passwords into ``app``."""
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.secrets()["PASSWORD_SALT"],
        SECURITY_PASSWORD_LENGTH_MIN=10,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        # Nobody learns from the answers which addresses have an account.
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        # Sign-in links are links to set a password.
        SECURITY_RECOVERABLE=True,
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(days=settings.invitation_days),
        SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL=False,
    )
    if settings.testing:
        # Good hashing is slow on purpose, which a thousand tests can't wait for.
        app.config |= {
            "SECURITY_PASSWORD_HASH": "plaintext",
            "SECURITY_PASSWORD_SCHEMES": ["plaintext"],
        }
    Security(app, FSQLALiteUserDatastore(db, User, Role), mail_util_cls=NoMail)
