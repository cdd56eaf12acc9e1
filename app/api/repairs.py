"""Repair before replace, for coordinators."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.agreements import AgreementsSchema
from app.api.reader import actor
from app.services import current_session
from app.services.repairing import repair, repair_plan
from app.services.repairing.repair import Panel
from app.services.repairing.repair_plan import Plan
from app.services.repairing.repair_record import Next, Record, which_helped

blueprint = Blueprint(
    "repairs-api",
    __name__,
    url_prefix="/api/v1",
    description="What is tried for mentorships in trouble, and whether it helped.",
)


class RepairGuideSchema(Schema):
    """A conversation guide; a coordinator's has neither ``said`` nor ``mail``."""

    said = fields.String()
    often = fields.String()
    opening = fields.List(fields.String())
    ask = fields.List(fields.String())
    agree = fields.List(fields.String())
    stop = fields.String()
    mail = fields.String()


class RepairReaderGuideSchema(Schema):
    """A guide with whom it is for."""

    reader = fields.String()
    kind_words = fields.String()
    guide = fields.Nested(RepairGuideSchema)


class RepairRecordSchema(Schema):
    """How a rung has done; without an interval there are too few to say."""

    trouble = fields.String()
    rung = fields.String()
    tried = fields.Integer()
    helped = fields.Integer()
    partly = fields.Integer()
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)


class RepairStepSchema(Schema):
    """One rung of the ladder."""

    rung = fields.String()
    label = fields.String()
    record = fields.Nested(RepairRecordSchema, allow_none=True)


class RepairNextSchema(Schema):
    """What to try now."""

    rung = fields.String(allow_none=True)
    rematch = fields.Boolean()


class RepairPlanQuery(Schema):
    """Which trouble and rung; left out, what the case suggests."""

    trouble = fields.String(load_default="")
    rung = fields.String(load_default="")


class RepairPlanSchema(Schema):
    """The ladder, the guides and two drafts."""

    mentorship_id = fields.String()
    revision = fields.Integer(allow_none=True)
    trouble = fields.String()
    trouble_label = fields.String()
    suggested = fields.String()
    apart = fields.Boolean()
    ladder = fields.List(fields.Nested(RepairStepSchema))
    rung = fields.String()
    next = fields.Nested(RepairNextSchema)
    guides = fields.List(fields.Nested(RepairReaderGuideSchema))
    to_mentee = fields.String()
    to_mentor = fields.String()
    check_back_on = fields.Date()


class RepairSchema(Schema):
    """One attempt to mend a mentorship."""

    repair_id = fields.Integer()
    mentorship_id = fields.String()
    trouble = fields.String()
    rung = fields.String()
    started_on = fields.Date()
    by = fields.String()
    check_back_on = fields.Date()
    due = fields.Boolean()
    risk_before = fields.Float(allow_none=True)
    risk_after = fields.Float(allow_none=True)
    outcome = fields.String(allow_none=True)
    note = fields.String()
    checked_on = fields.Date(allow_none=True)


class RepairPanelSchema(Schema):
    """The open repair, the past ones, and what comes next."""

    mentorship_id = fields.String()
    goes_on = fields.Boolean()
    revision = fields.Integer(allow_none=True)
    open = fields.Nested(RepairSchema, allow_none=True)
    past = fields.List(fields.Nested(RepairSchema))
    trouble = fields.String()
    next = fields.Nested(RepairNextSchema)
    agreements = fields.Nested(AgreementsSchema)


class RepairStartSchema(Schema):
    """A rung to try. Empty messages write to nobody."""

    trouble = fields.String(required=True)
    rung = fields.String(required=True)
    check_back_on = fields.Date(required=True)
    to_mentee = fields.String(load_default="")
    to_mentor = fields.String(load_default="")
    revision = fields.Integer(load_default=None, allow_none=True)


class RepairStartedSchema(Schema):
    """The repair that has begun."""

    repair_id = fields.Integer()


class RepairCheckSchema(Schema):
    """Whether it helped: helped, partly, did_not_help or not_tried."""

    outcome = fields.String(required=True)
    note = fields.String(load_default="")
    revision = fields.Integer(load_default=None, allow_none=True)


@blueprint.get("/mentorships/<key:mentorship_id>/repair-plan", endpoint="plan")
@blueprint.arguments(RepairPlanQuery, location="query")
@blueprint.response(200, RepairPlanSchema)
def get_plan(query: dict[str, str], mentorship_id: str) -> Plan:
    """What could be tried: the ladder, three guides, and drafts to edit."""
    return repair_plan.plan(
        current_session(), actor(), mentorship_id, query["trouble"], query["rung"]
    )


@blueprint.get("/mentorships/<key:mentorship_id>/repairs", endpoint="list")
@blueprint.response(200, RepairPanelSchema)
def list_repairs(mentorship_id: str) -> Panel:
    """What was tried, and what comes next."""
    return repair.panel(current_session(), mentorship_id)


@blueprint.post("/mentorships/<key:mentorship_id>/repairs", endpoint="start")
@blueprint.arguments(RepairStartSchema)
@blueprint.response(201, RepairStartedSchema)
def start(given: dict[str, Any], mentorship_id: str) -> dict[str, int]:
    """Try a rung, and write to the two."""
    return {"repair_id": repair.start(current_session(), actor(), mentorship_id, **given)}


@blueprint.post("/repairs/<int:repair_id>/check", endpoint="check")
@blueprint.arguments(RepairCheckSchema)
@blueprint.response(200, RepairNextSchema)
def check(given: dict[str, Any], repair_id: int) -> Next:
    """Say whether it helped; answers what to try next."""
    return repair.check(current_session(), actor(), repair_id, **given)


@blueprint.get("/repairs/which-helped", endpoint="which_helped")
@blueprint.response(200, RepairRecordSchema(many=True))
def get_which_helped() -> list[Record]:
    """By trouble and rung: how often it was tried and helped, with Wilson's interval."""
    return [*which_helped(current_session()).values()]
