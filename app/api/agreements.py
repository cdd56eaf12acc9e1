"""Agreements and help to say it: for the two of a mentorship, and agreements for coordinators."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.reader import actor
from app.services import current_session
from app.services.repairing import agreement_page, agreements, say_it
from app.services.repairing.agreements import Agreement, Agreements

blueprint = Blueprint(
    "agreements-api",
    __name__,
    url_prefix="/api/v1",
    description="How two people want to work together.",
)


class AgreementTermsSchema(Schema):
    """What is agreed on. ``seen``: the newest agreement_id that was shown, 0 for none."""

    cadence_days = fields.Integer(required=True)
    medium = fields.String(load_default="")
    goals = fields.String(load_default="")
    mentee_brings = fields.String(load_default="")
    mentor_brings = fields.String(load_default="")
    seen = fields.Integer(load_default=None, allow_none=True, load_only=True)


class AgreementSchema(AgreementTermsSchema):
    """One agreement, and who has said yes."""

    agreement_id = fields.Integer()
    mentorship_id = fields.String()
    proposed_by = fields.String()
    proposed_at = fields.AwareDateTime()
    mentee_agreed_at = fields.AwareDateTime(allow_none=True)
    mentor_agreed_at = fields.AwareDateTime(allow_none=True)
    status = fields.String()


class AgreementsSchema(Schema):
    """What holds, what waits for a yes, and what held before."""

    current = fields.Nested(AgreementSchema, allow_none=True)
    proposal = fields.Nested(AgreementSchema, allow_none=True)
    earlier = fields.List(fields.Nested(AgreementSchema))


class ProposedAgreementSchema(Schema):
    """The proposal that was made."""

    agreement_id = fields.Integer()


class SayItSchema(Schema):
    """A guide for one's own side, and a message to begin with."""

    key = fields.String()
    said = fields.String(attribute="guide.said")
    often = fields.String(attribute="guide.often")
    opening = fields.List(fields.String(), attribute="guide.opening")
    ask = fields.List(fields.String(), attribute="guide.ask")
    agree = fields.List(fields.String(), attribute="guide.agree")
    stop = fields.String(attribute="guide.stop")
    kind_words = fields.String()
    to_coordinators = fields.Boolean()
    addresses = fields.List(fields.String())
    title = fields.String()
    body = fields.String()


@blueprint.get("/mentorships/<key:mentorship_id>/agreement", endpoint="of_mentorship")
@blueprint.response(200, AgreementsSchema)
def of_mentorship(mentorship_id: str) -> Agreements:
    """For coordinators."""
    return agreement_page.page(current_session(), actor(), mentorship_id, "coordinator").agreements


@blueprint.post("/mentorships/<key:mentorship_id>/agreement", endpoint="suggest")
@blueprint.arguments(AgreementTermsSchema)
@blueprint.response(201, ProposedAgreementSchema)
def suggest(terms: dict[str, Any], mentorship_id: str) -> dict[str, int]:
    """A coordinator's proposal; it holds once both have agreed."""
    return _propose(mentorship_id, terms)


@blueprint.get("/own/mentorships/<key:mentorship_id>/agreement", endpoint="own")
@blueprint.response(200, AgreementsSchema)
def own(mentorship_id: str) -> Agreements:
    """For either side."""
    return agreement_page.page(current_session(), actor(), mentorship_id, "participant").agreements


@blueprint.post("/own/mentorships/<key:mentorship_id>/agreement", endpoint="propose")
@blueprint.arguments(AgreementTermsSchema)
@blueprint.response(201, ProposedAgreementSchema)
def propose(terms: dict[str, Any], mentorship_id: str) -> dict[str, int]:
    """Propose one, or a change to the one that holds or waits."""
    return _propose(mentorship_id, terms)


@blueprint.post("/own/agreements/<int:agreement_id>/agree", endpoint="agree")
@blueprint.response(200, AgreementSchema)
def agree(agreement_id: int) -> Agreement:
    """Say yes to a proposal."""
    return agreements.agree(current_session(), actor(), agreement_id)


@blueprint.get("/own/mentorships/<key:mentorship_id>/help-me-say-it", endpoint="say_it")
@blueprint.response(200, SayItSchema(many=True))
def help_me_say_it(mentorship_id: str) -> list[say_it.Subject]:
    """Every subject at once: nothing is stored, and nobody is told."""
    return [*say_it.say_it(current_session(), actor(), mentorship_id).subjects]


def _propose(mentorship_id: str, terms: dict[str, Any]) -> dict[str, int]:
    done = agreements.propose(current_session(), actor(), mentorship_id, **terms)
    return {"agreement_id": done}
