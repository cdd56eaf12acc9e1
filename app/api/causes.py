"""Causes that lie with a mentor or a department, for coordinators."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.reader import actor
from app.services import current_session
from app.services.review import cause_actions
from app.services.review import causes as service
from app.services.review.cause_actions import Outcome, Wish
from app.services.review.causes import Cause

blueprint = Blueprint(
    "causes-api",
    __name__,
    url_prefix="/api/v1/causes",
    description="What several mentorships share, and one action for all; for coordinators.",
)


class CauseSignSchema(Schema):
    """What several mentorships share."""

    sign = fields.String()
    said = fields.String()
    count = fields.Integer()
    total = fields.Integer()
    elsewhere = fields.Float(allow_none=True)


class CauseSchema(Schema):
    """A mentor or a department, with the mentorships that share something."""

    scope = fields.String()
    key = fields.String()
    name = fields.String()
    total = fields.Integer()
    signs = fields.List(fields.Nested(CauseSignSchema))
    mentorship_ids = fields.List(fields.String())


class CauseWishSchema(Schema):
    """What to do; what is left out is not done."""

    mentorship_ids = fields.List(fields.String(), load_default=[])
    message = fields.String(load_default="")
    pause = fields.Boolean(load_default=False)
    pause_until = fields.Date(load_default=None, allow_none=True)
    take = fields.Boolean(load_default=False)
    due_on = fields.Date(load_default=None, allow_none=True)
    note = fields.String(load_default="")


class CauseRefusalSchema(Schema):
    """A case with which it could not be done."""

    case_id = fields.Integer()
    who = fields.String()
    why = fields.String()


class CauseOutcomeSchema(Schema):
    """What was done."""

    written = fields.Boolean()
    paused = fields.Boolean()
    cases = fields.Integer()
    refused = fields.List(fields.Nested(CauseRefusalSchema))


@blueprint.get("", endpoint="list")
@blueprint.response(200, CauseSchema(many=True))
def list_causes() -> list[Cause]:
    """Every cause there is today."""
    return [*service.all_causes(current_session())]


@blueprint.post("/<any(mentor, department):scope>/<key:key>", endpoint="act")
@blueprint.arguments(CauseWishSchema)
@blueprint.response(200, CauseOutcomeSchema)
def act(wish: dict[str, Any], scope: str, key: str) -> Outcome:
    """Do something about a cause, for all its cases at once."""
    wish["mentorship_ids"] = tuple(wish["mentorship_ids"])
    return cause_actions.act(current_session(), actor(), scope, key, Wish(**wish))
