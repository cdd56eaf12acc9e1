"""Proposals: a mentor is asked to take over, then the mentee."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.reader import actor
from app.services import current_session
from app.services.rematching import beginnings, proposals, rematch_board
from app.services.rematching.beginnings import Beginning
from app.services.rematching.changeover import Words
from app.services.rematching.rematch_board import Question

blueprint = Blueprint(
    "proposals-api",
    __name__,
    url_prefix="/api/v1/proposals",
    description="A mentor is asked to take over, then the mentee.",
)
starts = Blueprint(
    "beginnings-api",
    __name__,
    url_prefix="/api/v1/beginnings",
    description="First mentorships of a plan; for coordinators.",
)


class ProposeSchema(Schema):
    """Who is asked for which request, until when, and what each of the three reads."""

    request_id = fields.Integer(required=True)
    mentor_id = fields.String(required=True)
    to_mentor = fields.String(load_default="")
    to_mentee = fields.String(load_default="")
    to_old_mentor = fields.String(required=True)
    expires_on = fields.Date(load_default=None, allow_none=True)
    never_again = fields.Boolean(load_default=False)


class MadeProposalSchema(Schema):
    """The proposal that was made."""

    proposal_id = fields.Integer()


class QuestionSchema(Schema):
    """A proposal as the one sees it who is asked."""

    proposal_id = fields.Integer()
    side = fields.String()
    open = fields.Boolean()
    name = fields.String(attribute="other.name")
    department = fields.String(attribute="other.department")
    goals = fields.String()
    fits = fields.List(fields.List(fields.String()))
    words = fields.String()
    kind = fields.String()
    cadence_days = fields.Integer()
    expires_on = fields.Date()


class DeclineProposalSchema(Schema):
    """A coded reason, and words to the coordinators."""

    reason = fields.String(required=True)
    words = fields.String(load_default="")


class LaterSchema(Schema):
    """The day from which one wants to be asked again."""

    until = fields.Date(required=True)


class AcceptedSchema(Schema):
    """The mentorship that began, once both have said yes; null until then."""

    mentorship_id = fields.String(allow_none=True)


class BeginningSchema(Schema):
    """A pair that begins."""

    mentee_id = fields.String(required=True)
    mentor_id = fields.String(required=True)
    kind = fields.String(load_default="traditional")


class BeginSchema(Schema):
    """Pairs that begin together, or none of them."""

    pairs = fields.List(fields.Nested(BeginningSchema), required=True)
    to_mentees = fields.String(load_default="")
    to_mentors = fields.String(load_default="")
    cadence_days = fields.Integer(load_default=beginnings.DEFAULT_CADENCE_DAYS)


class BegunManySchema(Schema):
    """The mentorships that began."""

    mentorship_ids = fields.List(fields.String())


@blueprint.post("", endpoint="propose")
@blueprint.arguments(ProposeSchema)
@blueprint.response(201, MadeProposalSchema)
def propose(sent: dict[str, Any]) -> dict[str, int]:
    """Ask a mentor."""
    words = Words(
        to_mentee=sent["to_mentee"],
        to_mentor=sent["to_mentor"],
        to_old_mentor=sent["to_old_mentor"],
    )
    made = proposals.propose(
        current_session(),
        actor(),
        sent["request_id"],
        sent["mentor_id"],
        words,
        expires_on=sent["expires_on"],
        never_again=sent["never_again"],
    )
    return {"proposal_id": made}


@blueprint.get("/<int:proposal_id>", endpoint="one")
@blueprint.response(200, QuestionSchema)
def get_proposal(proposal_id: int) -> Question:
    """What one is asked."""
    return rematch_board.question(current_session(), actor(), proposal_id)


@blueprint.post("/<int:proposal_id>/accept", endpoint="accept")
@blueprint.response(200, AcceptedSchema)
def accept(proposal_id: int) -> dict[str, str | None]:
    """Say yes."""
    return {"mentorship_id": proposals.accept(current_session(), actor(), proposal_id)}


@blueprint.post("/<int:proposal_id>/decline", endpoint="decline")
@blueprint.arguments(DeclineProposalSchema)
@blueprint.response(204)
def decline(sent: dict[str, Any], proposal_id: int) -> None:
    """Say no."""
    proposals.decline(current_session(), actor(), proposal_id, **sent)


@blueprint.post("/<int:proposal_id>/later", endpoint="later")
@blueprint.arguments(LaterSchema)
@blueprint.response(204)
def later(sent: dict[str, date], proposal_id: int) -> None:
    """Ask for time; for the mentor."""
    proposals.later(current_session(), actor(), proposal_id, sent["until"])


@blueprint.post("/<int:proposal_id>/withdraw", endpoint="withdraw")
@blueprint.response(204)
def withdraw(proposal_id: int) -> None:
    """Take it back; for coordinators."""
    proposals.withdraw(current_session(), actor(), proposal_id)


@starts.post("", endpoint="begin")
@starts.arguments(BeginSchema)
@starts.response(201, BegunManySchema)
def begin(sent: dict[str, Any]) -> dict[str, list[str]]:
    """Begin first mentorships today."""
    pairs = [Beginning(**one) for one in sent.pop("pairs")]
    return {"mentorship_ids": beginnings.begin(current_session(), actor(), pairs, **sent)}
