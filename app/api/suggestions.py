"""Candidates for a mentee, for coordinators."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.schemas import PersonSchema
from app.services import current_session
from app.services.matching import suggestions
from app.services.matching.suggestions import CandidateList

blueprint = Blueprint(
    "candidates-api",
    __name__,
    url_prefix="/api/v1/mentees",
    description="Mentors who could take over; for coordinators.",
)


class CandidateQuery(Schema):
    """How many candidates, and for which of the mentee's mentorships."""

    k = fields.Integer(load_default=5, validate=validate.Range(1, 50))
    mentorship_id = fields.String(load_default=None)


class FitSchema(Schema):
    """What fits, both verbatim."""

    goal = fields.String()
    expertise = fields.String()
    similarity = fields.Float()


class MisfitSchema(Schema):
    """What does not fit: an unmet goal, something unwanted that is offered, a level."""

    kind = fields.String()
    goal = fields.String()
    expertise = fields.String()


class AppointmentsSchema(Schema):
    """How many appointments took place, of all that the mentor could have kept."""

    kept = fields.Integer()
    of = fields.Integer()


class CandidateSchema(Schema):
    """A mentor with how well they fit and how much room they have."""

    mentor = fields.Nested(PersonSchema)
    score = fields.Float()
    fits = fields.List(fields.Nested(FitSchema))
    misfits = fields.List(fields.Nested(MisfitSchema))
    capacity = fields.Integer()
    mentees_now = fields.Integer()
    places_free = fields.Integer()
    mentorship_id = fields.String(allow_none=True)
    gain = fields.String(allow_none=True)
    appointments = fields.Nested(AppointmentsSchema, allow_none=True)


class TemptingSchema(Schema):
    """Somebody who would fit better than all candidates, and the rule in the way."""

    mentor = fields.Nested(PersonSchema)
    fits = fields.List(fields.Nested(FitSchema))
    why_not = fields.String()
    remedy = fields.String(allow_none=True)


class ChangeSchema(Schema):
    """What changed the search; ``said`` if a request named it."""

    aspect = fields.String()
    signals = fields.List(fields.String())
    said = fields.Boolean()


class CandidateListSchema(Schema):
    """Today's mentors, then candidates best first."""

    mentee = fields.Nested(PersonSchema)
    goals = fields.String()
    today = fields.List(fields.Nested(CandidateSchema))
    compared_with = fields.Nested(PersonSchema, allow_none=True)
    candidates = fields.List(fields.Nested(CandidateSchema))
    none_clearly_better = fields.Boolean()
    why_none = fields.String(allow_none=True)
    tempting = fields.List(fields.Nested(TemptingSchema))
    changed_by = fields.List(fields.Nested(ChangeSchema))
    outcomes = fields.String(allow_none=True)


@blueprint.get("/<key:mentee_id>/candidates", endpoint="list")
@blueprint.arguments(CandidateQuery, location="query")
@blueprint.response(200, CandidateListSchema)
def list_candidates(query: dict[str, Any], mentee_id: str) -> CandidateList:
    """Mentors who would do better than today's, under all rules."""
    return suggestions.candidates(
        current_session(), mentee_id, query["k"], mentorship_id=query["mentorship_id"]
    )
