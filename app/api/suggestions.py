"""Candidates for a mentee, for coordinators."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.schemas import PersonSchema
from app.services import current_session, suggestions
from app.services.suggestions import CandidateList

blueprint = Blueprint(
    "candidates-api",
    __name__,
    url_prefix="/api/v1/mentees",
    description="Mentors who could take over; for coordinators.",
)


class CandidateQuery(Schema):
    """How many candidates."""

    k = fields.Integer(load_default=5, validate=validate.Range(1, 50))


class FitSchema(Schema):
    """What fits, both verbatim."""

    goal = fields.String()
    expertise = fields.String()
    similarity = fields.Float()


class CandidateSchema(Schema):
    """A mentor with how well they fit and how much room they have."""

    mentor = fields.Nested(PersonSchema)
    score = fields.Float()
    fits = fields.List(fields.Nested(FitSchema))
    capacity = fields.Integer()
    mentees_now = fields.Integer()
    places_free = fields.Integer()
    mentorship_id = fields.String(allow_none=True)


class CandidateListSchema(Schema):
    """Today's mentors, then candidates best first."""

    mentee = fields.Nested(PersonSchema)
    goals = fields.String()
    today = fields.List(fields.Nested(CandidateSchema))
    candidates = fields.List(fields.Nested(CandidateSchema))
    why_none = fields.String(allow_none=True)


@blueprint.get("/<key:mentee_id>/candidates", endpoint="list")
@blueprint.arguments(CandidateQuery, location="query")
@blueprint.response(200, CandidateListSchema)
def list_candidates(query: dict[str, Any], mentee_id: str) -> CandidateList:
    """Mentors for one mentee under all rules, beside today's."""
    return suggestions.candidates(current_session(), mentee_id, query["k"])
