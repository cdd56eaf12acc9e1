"""Views of the review queue that are kept under a name, for coordinators."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.cases import SORTS, QueueFilterSchema
from app.api.reader import actor
from app.services import current_session
from app.services.review import saved_views
from app.services.review.case_filter import QueueFilter
from app.services.review.saved_views import View

blueprint = Blueprint(
    "saved-views-api",
    __name__,
    url_prefix="/api/v1/saved-views",
    description="Views of the queue; for coordinators.",
)


class ViewSchema(Schema):
    """A view; one without a number is built in."""

    view_id = fields.Integer(allow_none=True)
    name = fields.String()
    query = fields.String(metadata={"description": "as GET /api/v1/cases takes it"})
    shared = fields.Boolean()
    mine = fields.Boolean()
    by = fields.String()


class NewViewSchema(Schema):
    """A view to keep."""

    name = fields.String(required=True)
    filters = fields.Nested(QueueFilterSchema, load_default=dict)
    sort = fields.String(load_default="urgency", validate=validate.OneOf(SORTS))
    shared = fields.Boolean(load_default=False)


class KeptSchema(Schema):
    """The number under which it is kept."""

    view_id = fields.Integer()


@blueprint.get("", endpoint="list")
@blueprint.response(200, ViewSchema(many=True))
def list_views() -> list[View]:
    """The built-in ones, one's own, and what others share."""
    return [*saved_views.views(current_session(), actor())]


@blueprint.post("", endpoint="save")
@blueprint.arguments(NewViewSchema)
@blueprint.response(201, KeptSchema)
def save(asked: dict[str, Any]) -> dict[str, int]:
    """Keep a view; the same name again changes it."""
    filters = QueueFilter(**asked.pop("filters"))
    return {"view_id": saved_views.save(current_session(), actor(), filters=filters, **asked)}


@blueprint.delete("/<int:view_id>", endpoint="delete")
@blueprint.response(204)
def delete(view_id: int) -> None:
    """Remove one's own view."""
    saved_views.delete(current_session(), actor(), view_id)
