"""Before every request: the table of permissions is asked. Views need no decorators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, current_app, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user

from app.errors import API, Forbidden, answer, written
from app.permissions import ROUTES, Action, may
from app.services.accounts import actor_of

# Everything comes from here: no other host, no code in line. Bootstrap draws some of its signs
# from data in its style sheet.
_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# What someone is told who may not do something.
NOT_YOURS: Mapping[Action, str] = {
    Action.USE_ACCOUNT: _l("Your account does not let you use one's own account."),
    Action.SEE_PROGRAMME: _l(
        "Your account does not let you see every mentorship, its risk and both sides' feedback."
    ),
    Action.CHANGE_PROGRAMME: _l(
        "Your account does not let you import, export, set the programme date, score."
    ),
    Action.DECIDE_REMATCH: _l(
        "Your account does not let you see candidates and the plan, and decide requests for a "
        "rematch."
    ),
    Action.WORK_ON_CASES: _l(
        "Your account does not let you review cases, write to people and try repairs."
    ),
    Action.SET_RULES: _l("Your account does not let you see and set the house rules."),
    Action.INVITE_PEOPLE: _l(
        "Your account does not let you see the roster and make sign-in links."
    ),
    Action.TAKE_PART: _l("Your account does not let you see and write in one's own mentorships."),
    Action.MANAGE_ACCOUNTS: _l("Your account does not let you give and take roles."),
}


def init_app(app: Flask) -> None:
    """Guard every route of ``app``."""
    app.before_request(_check)
    app.after_request(_add_headers)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # There is no such route; Flask answers that itself.
    action = ROUTES.get(request.endpoint)
    if action is None:
        raise Forbidden(_("Nobody may come here, because the table of permissions has no entry."))
    if action is Action.VISIT:
        return None
    if not current_user.is_authenticated:
        if request.path.startswith(API):
            return answer(
                401,
                _("Not signed in"),
                _("Sign in first; then call again with the session cookie."),
            )
        if written():
            return answer(
                401,
                _("You are signed out"),
                _("Nothing was saved. Copy what you wrote, sign in again, and paste it there."),
            )
        login: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return login
    session.permanent = True
    if not may(actor_of(current_user), action):
        raise Forbidden(str(NOT_YOURS[action]))
    return None


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY_POLICY)
    headers.setdefault("Referrer-Policy", "same-origin")
    if request.endpoint is None or not request.endpoint.endswith("static"):
        # Confidential pages must not come back by the browser's back button after signing out.
        # Flask-Security's own header, "no-store=True", is none that a browser knows.
        headers["Cache-Control"] = "no-store"
    return response
