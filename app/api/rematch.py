"""Requests for a rematch, for coordinators."""

from __future__ import annotations

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.services import current_session, rematch
from app.services.rematch import RematchRequest

blueprint = Blueprint(
    "rematch-api",
    __name__,
    url_prefix="/api/v1/rematch-requests",
    description="Open requests for a rematch; for coordinators.",
)


class RematchRequestSchema(Schema):
    """A request and what became of it."""

    request_id = fields.Integer()
    mentorship_id = fields.String()
    mentee_id = fields.String()
    mentee_name = fields.String()
    mentor_name = fields.String()
    asked_by = fields.String()
    asked_at = fields.AwareDateTime()
    what_is_missing = fields.List(fields.String())
    reason = fields.String()
    status = fields.String()
    answer = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    new_mentorship_id = fields.String(allow_none=True)


@blueprint.get("", endpoint="list")
@blueprint.response(200, RematchRequestSchema(many=True))
def list_requests() -> list[RematchRequest]:
    """What waits for a decision, oldest first."""
    return [*rematch.open_requests(current_session())]
