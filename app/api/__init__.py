"""The JSON API under /api/v1, thin over the same services as the pages.

The OpenAPI document is made from the code: /api/v1/openapi.json.
"""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from app.api import (
    agreements,
    case_work,
    cases,
    causes,
    mails,
    me,
    mentorships,
    my_mentorship,
    planning,
    preferences,
    programme,
    proposals,
    pulses,
    rematch,
    repairs,
    rules,
    saved_views,
    session,
    suggestions,
)


class _Api(Api):  # type: ignore[misc]
    """An API whose errors are told by ``app.errors``, like all others."""

    def _register_error_handlers(self) -> None:
        pass


def init_app(app: Flask) -> None:
    """Hang the API into ``app``."""
    app.config.update(
        API_TITLE="Rapport",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/api/v1",
    )
    api = _Api(app)
    for part in (
        mentorships,
        suggestions,
        rematch,
        planning,
        programme,
        rules,
        cases,
        saved_views,
        case_work,
        causes,
        repairs,
        agreements,
        session,
        mails,
        preferences,
        me,
        my_mentorship,
        pulses,
        proposals,
    ):
        api.register_blueprint(part.blueprint)
    for more in (rematch.of_mentorships, proposals.starts):
        api.register_blueprint(more)
