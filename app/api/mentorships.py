"""Mentorships, for coordinators."""

from __future__ import annotations

from typing import Any, get_args

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.case_page import CasePart
from app.api.rematch import RematchRequestSchema
from app.api.schemas import PagingSchema, PersonSchema
from app.services import current_session
from app.services.explaining import case_page
from app.services.explaining.case_page import CasePage
from app.services.review import mentorships as many_mentorships
from app.services.review.mentorships import Overview, OverviewFilter, SortKey, State

blueprint = Blueprint(
    "mentorships-api",
    __name__,
    url_prefix="/api/v1/mentorships",
    description="Mentorships with their risk; for coordinators.",
)


class OverviewQuery(Schema):
    """How the list is narrowed and sorted."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *get_args(State)]))
    kind = fields.String(load_default="")
    department = fields.String(load_default="")
    search = fields.String(load_default="")
    read_now = fields.Boolean(load_default=False)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1_000_000))
    sort = fields.String(load_default="worst", validate=validate.OneOf(get_args(SortKey)))


class OverviewRowSchema(Schema):
    """One mentorship of the list."""

    mentorship_id = fields.String()
    mentee_id = fields.String()
    mentee_name = fields.String()
    mentor_id = fields.String()
    mentor_name = fields.String()
    kind = fields.String()
    department = fields.String()
    state = fields.String()
    risk = fields.Float(allow_none=True)
    flagged = fields.Boolean()
    main_reason = fields.String()
    last_met_on = fields.Date(allow_none=True)
    days_since = fields.Integer(allow_none=True)
    cadence_days = fields.Integer()
    started_on = fields.Date()
    ended_on = fields.Date(allow_none=True)
    end_reason = fields.String(allow_none=True)
    open_request_id = fields.Integer(allow_none=True)
    safeguarding = fields.Integer()


class OverviewSchema(Schema):
    """A page of the list, how many of those that match have ended, and how many there are."""

    day = fields.Date()
    rows = fields.List(fields.Nested(OverviewRowSchema))
    paging = fields.Nested(PagingSchema)
    ended = fields.Integer()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    requests = fields.Integer()


class QuoteSchema(Schema):
    """A sentence of the feedback, or a meeting as a fact."""

    meeting_id = fields.String()
    author = fields.String(allow_none=True)
    text = fields.String(allow_none=True)
    on = fields.Date(allow_none=True)


class ReasonSchema(Schema):
    """A reason with what it rests on."""

    signal = fields.String()
    label = fields.String()
    contribution = fields.Float()
    evidence = fields.List(fields.Nested(QuoteSchema))


class AssessmentSchema(Schema):
    """The newest assessment."""

    as_of = fields.Date()
    computed_at = fields.AwareDateTime()
    model_version = fields.String()
    state = fields.String()
    risk = fields.Float()
    flagged = fields.Boolean()
    reasons = fields.List(fields.Nested(ReasonSchema))
    safeguarding = fields.List(fields.Nested(QuoteSchema))
    unread = fields.List(fields.Nested(QuoteSchema))


class SideSchema(Schema):
    """What one side wrote of a meeting."""

    feedback = fields.Function(lambda side: "".join(one.text for one in side.segments))
    rating = fields.Integer(allow_none=True)


class MeetingSchema(Schema):
    """One meeting with both sides."""

    meeting_id = fields.String()
    on = fields.Date()
    status = fields.String()
    cancelled_by = fields.String(allow_none=True)
    minutes = fields.Integer(allow_none=True)
    medium = fields.String(allow_none=True)
    mentee = fields.Nested(SideSchema)
    mentor = fields.Nested(SideSchema)


class MentorshipSchema(Schema):
    """One mentorship in full."""

    mentorship_id = fields.String()
    mentee = fields.Nested(PersonSchema)
    mentor = fields.Nested(PersonSchema)
    kind = fields.String()
    cadence_days = fields.Integer()
    started_on = fields.Date()
    status = fields.String()
    ended_on = fields.Date(allow_none=True)
    end_reason = fields.String(allow_none=True)
    state = fields.String()
    stale = fields.Boolean()
    assessment = fields.Nested(AssessmentSchema, allow_none=True)
    meetings = fields.List(fields.Nested(MeetingSchema))
    requests = fields.List(fields.Nested(RematchRequestSchema))


class CasePageSchema(CasePart, MentorshipSchema):
    """One mentorship in full, as the case page has it."""


@blueprint.get("", endpoint="list")
@blueprint.arguments(OverviewQuery, location="query")
@blueprint.response(200, OverviewSchema)
def list_mentorships(query: dict[str, Any]) -> Overview:
    """A page of the mentorships, worst first; without a state, of those that have not ended."""
    sort, page = query.pop("sort"), query.pop("page")
    return many_mentorships.overview(current_session(), sort, OverviewFilter(**query), page)


@blueprint.get("/<key:mentorship_id>", endpoint="one")
@blueprint.response(200, CasePageSchema)
def get_mentorship(mentorship_id: str) -> CasePage:
    """One mentorship with its meetings, feedback, reasons, and all that helps to judge it."""
    return case_page.case_page(current_session(), mentorship_id)
