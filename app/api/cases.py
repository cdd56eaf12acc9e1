"""The review queue, for coordinators: the same cases, filters and bulk work as on its page."""

from __future__ import annotations

from typing import Any, get_args

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.reader import actor
from app.api.schemas import PagingSchema
from app.services import current_session
from app.services.review import case_bulk, case_queue
from app.services.review.case_filter import ALL, KINDS, QueueFilter, SortKey
from app.services.review.case_queue import Queue
from app.services.review.cases import REASON_LABELS, STATUS_LABELS

blueprint = Blueprint(
    "cases-api",
    __name__,
    url_prefix="/api/v1/cases",
    description="Cases under review; for coordinators.",
)
SORTS = [f"{turned}{key}" for key in get_args(SortKey) for turned in ("", "-")]


class QueueFilterSchema(Schema):
    """How the queue is narrowed; without a status, to what is open and not snoozed."""

    status = fields.String(load_default="", validate=validate.OneOf(["", *STATUS_LABELS, ALL]))
    reason = fields.String(load_default="", validate=validate.OneOf(["", *REASON_LABELS]))
    signal = fields.String(load_default="")
    department = fields.String(load_default="")
    owner = fields.String(
        load_default="",
        validate=validate.Regexp(r"^(me|nobody|\d{0,9})$"),
        metadata={"description": "me, nobody, or the number of an account"},
    )
    kind = fields.String(load_default="", validate=validate.OneOf(["", *KINDS]))
    search = fields.String(load_default="")
    silent_since = fields.Date(load_default=None)
    first_meeting = fields.Boolean(load_default=False)
    overdue = fields.Boolean(load_default=False)
    snoozed = fields.Boolean(load_default=False)


class QueueQuery(QueueFilterSchema):
    """How it is narrowed and sorted, and which page of it. A ``-`` turns an order round."""

    sort = fields.String(load_default="urgency", validate=validate.OneOf(SORTS))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1_000_000))


class QueueRowSchema(Schema):
    """One case of the queue."""

    case_id = fields.Integer()
    revision = fields.Integer()
    mentorship_id = fields.String()
    mentee_id = fields.String()
    mentee_name = fields.String()
    department = fields.String()
    mentor_id = fields.String()
    mentor_name = fields.String()
    kind = fields.String()
    status = fields.String()
    reasons = fields.List(fields.String())
    signal = fields.String()
    risk = fields.Float(allow_none=True)
    age_days = fields.Integer()
    last_met_on = fields.Date(allow_none=True)
    days_since = fields.Integer(allow_none=True)
    silent_since = fields.Date(allow_none=True)
    owner_id = fields.Integer(allow_none=True)
    owner_name = fields.String()
    due_on = fields.Date(allow_none=True)
    overdue = fields.Boolean()
    snoozed_until = fields.Date(allow_none=True)
    snoozed_for = fields.String()


class QueueCountsSchema(Schema):
    """How many are open, whatever was narrowed."""

    open = fields.Integer()
    new = fields.Integer()
    regressed = fields.Integer()
    overdue = fields.Integer()
    mine = fields.Integer()
    snoozed = fields.Integer()
    by_status = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_reason = fields.Dict(keys=fields.String(), values=fields.Integer())


class QueueSchema(Schema):
    """One page of the queue."""

    day = fields.Date()
    rows = fields.List(fields.Nested(QueueRowSchema))
    paging = fields.Nested(PagingSchema)
    counts = fields.Nested(QueueCountsSchema)


class ShownSchema(Schema):
    """A case, and its revision as it was seen; without one, changes meanwhile are not noticed."""

    case_id = fields.Integer(required=True)
    revision = fields.Integer(load_default=None, allow_none=True)


class BulkSchema(Schema):
    """A step for many cases, with what it needs."""

    cases = fields.List(fields.Nested(ShownSchema), required=True)
    step = fields.String(required=True, validate=validate.OneOf(get_args(case_bulk.Step)))
    owner_id = fields.Integer(load_default=None, allow_none=True)
    status = fields.String(load_default="")
    due_on = fields.Date(load_default=None, allow_none=True)
    until = fields.Date(load_default=None, allow_none=True)
    verdict = fields.String(load_default="")
    words = fields.String(load_default="")


class RefusalSchema(Schema):
    """A case with which it could not be done."""

    case_id = fields.Integer()
    who = fields.String()
    why = fields.String()


class DoneSchema(Schema):
    """How it went."""

    done = fields.Integer()
    refused = fields.List(fields.Nested(RefusalSchema))


@blueprint.get("", endpoint="list")
@blueprint.arguments(QueueQuery, location="query")
@blueprint.response(200, QueueSchema)
def list_cases(query: dict[str, Any]) -> Queue:
    """One page of the cases, most urgent first."""
    sort, page = query.pop("sort"), query.pop("page")
    return case_queue.queue(current_session(), actor(), QueueFilter(**query), sort, page)


@blueprint.post("/bulk", endpoint="bulk")
@blueprint.arguments(BulkSchema)
@blueprint.response(200, DoneSchema)
def bulk(asked: dict[str, Any]) -> case_bulk.Done:
    """One step for many cases; what can't be done is told with the reason."""
    shown = [(one["case_id"], one["revision"]) for one in asked.pop("cases")]
    return case_bulk.apply(current_session(), actor(), shown, case_bulk.Work(**asked))
