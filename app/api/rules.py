"""House rules, for coordinators."""

from __future__ import annotations

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.schemas import PersonSchema
from app.services import current_session
from app.services.matching import rules
from app.services.matching.rules import RulesOverview

blueprint = Blueprint(
    "rules-api",
    __name__,
    url_prefix="/api/v1/rules",
    description="House rules with whom they concern; for coordinators.",
)


class RuleSchema(Schema):
    """A rule with what it does today."""

    rule = fields.String()
    value = fields.String()
    people = fields.List(fields.Nested(PersonSchema))
    until = fields.Date(allow_none=True)
    over = fields.Boolean()
    pairs = fields.Integer()
    mentors = fields.Integer()
    mentorships = fields.Integer()


class RulesSchema(Schema):
    """The rules that are set, and how many pairs could be made without and with them."""

    day = fields.Date()
    rules = fields.List(fields.Nested(RuleSchema))
    possible_pairs = fields.Integer()
    allowed_pairs = fields.Integer()


@blueprint.get("", endpoint="list")
@blueprint.response(200, RulesSchema)
def list_rules() -> RulesOverview:
    """Every house rule, with the pairs that it rules out today."""
    return rules.overview(current_session())
