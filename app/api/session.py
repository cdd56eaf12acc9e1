"""Who is signed in, and the token that every call which changes something carries."""

from __future__ import annotations

from typing import Any

from flask_security import current_user
from flask_smorest import Blueprint
from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, fields

blueprint = Blueprint(
    "session-api",
    __name__,
    url_prefix="/api/v1/session",
    description="Who is signed in; for everybody.",
)


class SessionSchema(Schema):
    """Who is signed in. Send ``csrf_token`` as the header X-CSRFToken with every change."""

    user_id = fields.Integer()
    email = fields.String()
    name = fields.String()
    person_id = fields.String(allow_none=True)
    roles = fields.List(fields.String())
    csrf_token = fields.String()


@blueprint.get("", endpoint="one")
@blueprint.response(200, SessionSchema)
def get_session() -> dict[str, Any]:
    """Who asks, as what, and the token for changes."""
    return {
        "user_id": current_user.id,
        "email": current_user.email,
        "name": current_user.name,
        "person_id": current_user.person_id,
        "roles": sorted(role.name for role in current_user.roles),
        "csrf_token": generate_csrf(),
    }
