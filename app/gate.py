"""Before every request: the table of permissions is asked. Views need no decorators."""

from __future__ import annotations

from flask import Flask, Response, current_app, request, session
from flask.typing import ResponseReturnValue
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


def init_app(app: Flask) -> None:
    """Guard every route of ``app``."""
    app.before_request(_check)
    app.after_request(_add_headers)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # There is no such route; Flask answers that itself.
    action = ROUTES.get(request.endpoint)
    if action is None:
        raise Forbidden("Nobody may come here, because the table of permissions has no entry.")
    if action is Action.VISIT:
        return None
    if not current_user.is_authenticated:
        if request.path.startswith(API):
            return answer(401, "Not signed in", "Sign in as a coordinator first.")
        if written():
            return answer(
                401,
                "You are signed out",
                "Nothing was saved. Copy what you wrote, sign in again, and paste it there.",
            )
        login: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return login
    session.permanent = True
    if not may(actor_of(current_user), action):
        raise Forbidden(f"Your account does not let you {action}.")
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
