"""Accounts by Flask-Security: passwords, sessions and one-time links are not ours to write."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _
from flask_limiter import Limiter
from flask_security import MailUtil, Security
from flask_security.datastore import FSQLALiteUserDatastore

from app import clock, jobs
from app.db import db
from app.db.tables import Role, User
from app.services import current_session
from app.services.mail import mails
from app.settings import Settings

log = logging.getLogger(__name__)


class Outbox(MailUtil):
    """Mails of Flask-Security go the way of all others.

    Without a mail server there are none: coordinators hand out sign-in links themselves.
    """

    def normalize(self, email: str) -> str:
        """Write an address as accounts have it. The roster alone says what an address is.

        A house may use domains such as ``corp.local``, which the world's rules reserve.
        """
        return email.strip().lower()

    def validate(self, email: str) -> str:
        """The same: only addresses that an account has are ever written to."""
        return self.normalize(email)

    def send_mail(
        self, template: str, subject: str, recipient: Any, *__: Any, **context: Any
    ) -> None:
        """Queue a link that sets a password, in our own words; there are no other mails.

        The link begins with the address in the settings: what a request says of its host is
        whatever its sender likes.
        """
        settings: Settings = current_app.extensions["rapport"].settings
        user, token = context.get("user"), context.get("reset_token")
        if settings.is_twin or user is None or token is None:
            # Whom, but never what is in it.
            log.warning("no mail is set up, so %r was not sent to %s", template, recipient)
            return
        path = current_app.url_map.bind("").build("security.reset_password", {"token": token})
        session = current_session()
        mails.queue(
            session,
            kind="password",
            user_id=user.id,
            # Clicking again and again brings one mail in five minutes.
            key=f"password:{user.id}:{int(clock.now().timestamp()) // 300}",
            subject=_("Set a new password"),
            body=_(
                "With this link you set a new password. It can be used once.\n\n%(link)s\n\n"
                "If you did not ask for it, you need not do anything.",
                link=f"{settings.address}{path}",
            ),
        )
        session.commit()
        jobs.deliver()


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
        SECURITY_MSG_UNAUTHENTICATED=(_("Please sign in first."), "info"),
        SECURITY_MSG_PASSWORD_RESET_NO_LOGIN=(
            _("Your password is set. Sign in with it."),
            "success",
        ),
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
    Security(app, FSQLALiteUserDatastore(db, User, Role), mail_util_cls=Outbox)
    app.jinja_env.globals["mails_go_out"] = not settings.is_twin
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
    asked = limiter.limit("10 per 15 minutes", key_func=address, methods=["POST"])
    view = "security.forgot_password"
    app.view_functions[view] = asked(app.view_functions[view])
