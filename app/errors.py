"""The errors that a person can meet. Each message says what to do next.

::

    AppError                 base: a sentence for the reader and an HTTP status
    ├── NotFound       404   the thing is not there, or not the reader's to see
    ├── Forbidden      403   signed in, but this is not theirs to do
    ├── Invalid        422   something entered can't be; names the field
    ├── Conflict       409   someone else was quicker
    └── ScoresOff      503   the model can't be used just now

``init_app`` turns them, and what Flask raises, into pages and, under ``/api/``, into
problem+json (RFC 9457).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app import logs

log = logging.getLogger(__name__)

API = "/api/"
# The boxes that people write in. What stands in one is given back with any refusal.
_WRITTEN = (
    "feedback",
    "reason",
    "goals",
    "expertise",
    "message",
    "answer",
    "note",
    "text",
    "words",
)


class AppError(Exception):
    """Base of every error that is meant for the reader."""

    status = 500
    title = _l("Something went wrong")

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NotFound(AppError):
    """The thing does not exist, or the reader may not know that it does."""

    status = 404
    title = _l("Not found")


class Forbidden(AppError):
    """The reader is signed in, but this is not theirs to see or do."""

    status = 403
    title = _l("Not yours to do")


class Invalid(AppError):
    """Something that was entered can't be accepted; ``field`` names the form field."""

    status = 422
    title = _l("Please check what you entered")

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class Conflict(AppError):
    """Someone else changed it in the meantime."""

    status = 409
    title = _l("It has changed in the meantime")


class ScoresOff(AppError):
    """The model can't be used; the rest of the application goes on."""

    status = 503
    title = _l("Scores are off")


def init_app(app: Flask) -> None:
    """Answer every error in the form that the reader asked for."""
    app.register_error_handler(AppError, _on_app_error)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_bug)


def answer(
    status: int, title: str, message: str, errors: Mapping[str, object] | None = None
) -> Response:
    """A page, or problem+json for whoever called the API; ``errors`` are told by field."""
    if request.path.startswith(API):
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": str(title),
            "status": status,
            "detail": str(message),
        }
        if errors:
            problem["errors"] = errors
        return Response(json.dumps(problem), status, mimetype="application/problem+json")
    page = render_template(
        "errors/error.html", title=title, message=message, status=status, written=written()
    )
    return Response(page, status)


def written() -> list[str]:
    """What the reader wrote in the form that was sent, so that no error page swallows it."""
    try:
        return [
            text
            for name, value in request.form.items()
            # Where several forms share a page, each has a prefix.
            if name.rpartition("-")[2].partition("_")[0] in _WRITTEN and (text := value.strip())
        ]
    except HTTPException:
        return []  # It was too large to be read at all.


def _on_app_error(error: AppError) -> Response:
    return answer(error.status, error.title, error.message)


def _on_csrf_error(error: CSRFError) -> Response:
    return answer(
        400,
        gettext("This form is too old"),
        gettext(
            "It was opened before you signed in or out, so nothing was saved. Open the page anew "
            "and send it again."
        ),
    )


def _on_http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        # A redirect is an exception of this kind too.
        return Response(error.get_response().get_data(), error.code, error.get_headers())
    message = _HELP.get(error.code, error.description or "")
    # What flask-smorest says of each field of a call to the API.
    title = str(_TITLES.get(error.code, error.name))
    reply = answer(error.code, title, message, getattr(error, "data", {}).get("messages"))
    for header in ("Allow", "Retry-After", "WWW-Authenticate"):
        if header in error.get_response().headers:
            reply.headers[header] = error.get_response().headers[header]
    return reply


def _on_bug(error: Exception) -> Response:
    # The rule and not the path, which may be a link that sets a password.
    log.error("%s %s failed\n%s", request.method, request.url_rule, logs.trace(error))
    return answer(
        500,
        gettext("Something went wrong here"),
        gettext(
            "It is our fault, not yours. What you see may not have been saved; please try again, "
            "and tell whoever runs Rapport if it happens again."
        ),
    )


_TITLES = {
    400: _l("Bad Request"),
    404: _l("Not Found"),
    405: _l("Method Not Allowed"),
    413: _l("Request Entity Too Large"),
    422: _l("Unprocessable Entity"),
    429: _l("Too Many Requests"),
}
_HELP = {
    404: _l("There is nothing at this address. It may have been moved or mistyped."),
    405: _l("This can't be done at this address."),
    422: _l("Something in it can't be accepted."),
    429: _l("That was tried too often. Please wait a quarter of an hour and try again."),
    413: _l("This is larger than 50 MB. Leave out what is not a CSV file of the programme."),
}
