"""One plan for everyone who waits for a mentor, for coordinators."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.rematch import RematchRequestSchema
from app.api.schemas import PersonSchema
from app.api.suggestions import FitSchema
from app.services import current_session
from app.services.matching import planning
from app.services.matching.planning import PlanView

blueprint = Blueprint(
    "plan-api",
    __name__,
    url_prefix="/api/v1/plan",
    description="One mentor each for everyone who waits; for coordinators.",
)


class PlanQuery(Schema):
    """Pairs that must or must not be; each is the mentee's id, a comma, and the mentor's id."""

    pin = fields.List(fields.String(), load_default=list)
    forbid = fields.List(fields.String(), load_default=list)


class PlannedPairSchema(Schema):
    """A mentee with the mentor that the plan gives them."""

    mentee = fields.Nested(PersonSchema)
    mentor = fields.Nested(PersonSchema)
    kind = fields.String()
    fit = fields.Float()
    weak = fields.Boolean()
    first_choice = fields.Boolean()
    less_than_today = fields.Boolean()
    pinned = fields.Boolean()
    why = fields.Nested(FitSchema, allow_none=True)
    request = fields.Nested(RematchRequestSchema, allow_none=True)


class LeftOverSchema(Schema):
    """A mentee for whom nobody is left, and why."""

    mentee = fields.Nested(PersonSchema)
    kind = fields.String()
    reason = fields.String()
    request = fields.Nested(RematchRequestSchema, allow_none=True)


class LoadSchema(Schema):
    """A mentor's mentees before and after the plan, of how many they take."""

    mentor = fields.Nested(PersonSchema)
    capacity = fields.Integer()
    before = fields.Integer()
    after = fields.Integer()


class HeldPairSchema(Schema):
    """A pair that was asked for; with a problem, it is left out of the plan."""

    hold = fields.String()
    mentee_id = fields.String()
    mentor_id = fields.String()
    problem = fields.String()


class MoveSchema(Schema):
    """A mentee who gets another mentor by the pairs; null is no mentor."""

    mentee = fields.Nested(PersonSchema)
    before = fields.Nested(PersonSchema, allow_none=True)
    after = fields.Nested(PersonSchema, allow_none=True)


class PlanChangesSchema(Schema):
    """What the pairs do, against the plan without them."""

    moves = fields.List(fields.Nested(MoveSchema))
    effect = fields.String()
    total_fit = fields.Float()
    more_mentees = fields.Integer()


class PlanSchema(Schema):
    """The plan, with what the pairs that were asked for change."""

    day = fields.Date()
    pairs = fields.List(fields.Nested(PlannedPairSchema))
    left_over = fields.List(fields.Nested(LeftOverSchema))
    without_goals = fields.List(fields.Nested(PersonSchema))
    loads = fields.List(fields.Nested(LoadSchema))
    held = fields.List(fields.Nested(HeldPairSchema))
    changes = fields.Nested(PlanChangesSchema, allow_none=True)


@blueprint.get("", endpoint="plan")
@blueprint.arguments(PlanQuery, location="query")
@blueprint.response(200, PlanSchema)
def plan(query: dict[str, Any]) -> PlanView:
    """The best plan for open requests and unmatched mentees; nothing is decided by it."""
    pinned, forbidden = ([*map(planning.read_pair, query[hold])] for hold in ("pin", "forbid"))
    return planning.plan(current_session(), pinned, forbidden)
