"""Accounts by Flask-Security: passwords, sessions and one-time links are not ours to write."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_security import MailUtil, Security
from flask_security.datastore import FSQLALiteUserDatastore

from app.db import db
from app.db.tables import Role, User
from app.settings import Settings

log = logging.getLogger(__name__)


class NoMail(MailUtil):
    """There is no mail yet: coordinators hand out sign-in links themselves."""

    def normalize(self, email: str) -> str:
        """Write an address as accounts have it. The roster alone says what an address is.

        A house may use domains such as ``corp.local``, which the world's rules reserve.
        """
        return email.strip().lower()

    def send_mail(self, template: str, subject: str, recipient: Any, *_: Any, **__: Any) -> None:
        """Say in the log that someone waits for a mail; whom, but never what is in it."""
        log.warning("no mail is set up, so %r was not sent to %s", template, recipient)


def init_app(app: Flask, settings: Settings) -> None:
    """Hang sign-in, sign-out and the setting of passwords into ``app``."""
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.secrets()["PASSWORD_SALT"],
        SECURITY_PASSWORD_LENGTH_MIN=10,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        SECURITY_MSG_UNAUTHENTICATED=("Please sign in first.", "info"),
        SECURITY_MSG_PASSWORD_RESET_NO_LOGIN=("Your password is set. Sign in with it.", "success"),
        # Nobody learns from the answers which addresses have an account.
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        # Sign-in links are links to set a password.
        SECURITY_RECOVERABLE=True,
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(days=settings.invitation_days),
        SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL=False,
    )
    app.config.update(
        REMEMBER_COOKIE_DURATION=timedelta(days=settings.remember_days),
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.https_only,
    )
    if settings.testing:
        # Good hashing is slow on purpose, which a thousand tests can't wait for.
        app.config |= {
            "SECURITY_PASSWORD_HASH": "plaintext",
            "SECURITY_PASSWORD_SCHEMES": ["plaintext"],
        }
    Security(app, FSQLALiteUserDatastore(db, User, Role), mail_util_cls=NoMail)
    _slow_down_guessing(app)


def _slow_down_guessing(app: Flask) -> None:
    """Count attempts to sign in that failed. The counts are this process's, and end with it.

    They are by where it is tried from, so that nobody can shut someone else out.
    """

    def address() -> str:
        return request.remote_addr or ""

    def address_and_account() -> str:
        return f"{address()} {request.form.get('email', '').strip().lower()}"

    limiter = Limiter(address, app=app, storage_uri="memory://", strategy="moving-window")
    for times, key in (("10 per 15 minutes", address_and_account), ("100 per 15 minutes", address)):
        failed = limiter.limit(
            times,
            key_func=key,
            methods=["POST"],
            deduct_when=lambda response: response.status_code != 302,
        )
        app.view_functions["security.login"] = failed(app.view_functions["security.login"])
