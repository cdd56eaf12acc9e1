"""The settings of one's own account, and meetings for one's calendar."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.reader import actor
from app.services import current_session, preferences
from app.services.mail import invitations
from app.services.preferences import Preferences

blueprint = Blueprint(
    "account-api",
    __name__,
    url_prefix="/api/v1",
    description="How one's own account wants to read and be written to.",
)


class ChosenSchema(Schema):
    """What is to change; what is left out stays as it is."""

    language = fields.String()
    timezone = fields.String()
    quiet_from = fields.Integer()
    quiet_until = fields.Integer()
    unwanted = fields.List(fields.String())
    digest = fields.String()


class PreferencesSchema(ChosenSchema):
    """The settings; an empty time zone means the roster's. ``choosable``
    are the kinds of mail that can be ``unwanted``."""

    choosable = fields.List(fields.String())
    offers_digest = fields.Boolean()
    roster_timezone = fields.String()


@blueprint.get("/account/settings", endpoint="settings")
@blueprint.response(200, PreferencesSchema)
def settings() -> Preferences:
    """Language, time zone, quiet hours and mails."""
    return preferences.get(current_session(), actor())


@blueprint.patch("/account/settings", endpoint="change")
@blueprint.arguments(ChosenSchema)
@blueprint.response(200, PreferencesSchema)
def change(chosen: dict[str, Any]) -> Preferences:
    """Change some of them."""
    preferences.save(current_session(), actor(), **chosen)
    return preferences.get(current_session(), actor())


@blueprint.get("/meetings/<key:meeting_id>/calendar", endpoint="calendar")
@blueprint.response(200, content_type="text/calendar")
def calendar(meeting_id: str) -> Response:
    """A planned meeting of one's own as an iCalendar file."""
    file = invitations.download(current_session(), actor(), meeting_id)
    return Response(file.text, mimetype="text/calendar")
