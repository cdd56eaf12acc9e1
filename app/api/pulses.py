"""The rounds of questions that wait for a mentee or mentor."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.reader import actor
from app.services import current_session
from app.services.participants import pulses
from app.services.participants.pulses import Pulse

blueprint = Blueprint(
    "pulses-api",
    __name__,
    url_prefix="/api/v1/pulses",
    description="Short question rounds; for mentees and mentors.",
)


class PulseSchema(Schema):
    """A round that waits: which mentorship, and the questions by code."""

    pulse_id = fields.Integer()
    mentorship_id = fields.String()
    side = fields.String()
    kind = fields.String()
    due_on = fields.Date()
    questions = fields.List(fields.String())


class AnswerSchema(Schema):
    """From 1, not at all, to 5, fully, by question; and a text if one likes."""

    answers = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True), required=True)
    text = fields.String(load_default="")


class AnsweredSchema(Schema):
    """Whether a coordinator is asked to look."""

    coordinators_look = fields.Boolean()


@blueprint.get("", endpoint="list")
@blueprint.response(200, PulseSchema(many=True))
def list_pulses() -> list[Pulse]:
    """What waits for whoever asks."""
    return [*pulses.asked(current_session(), actor())]


@blueprint.post("/<int:pulse_id>/answer", endpoint="answer")
@blueprint.arguments(AnswerSchema)
@blueprint.response(200, AnsweredSchema)
def answer(given: dict[str, Any], pulse_id: int) -> dict[str, bool]:
    """Answer; programme coordinators read it, and nobody else."""
    low = pulses.answer(current_session(), actor(), pulse_id, given["answers"], given["text"])
    return {"coordinators_look": low}


@blueprint.post("/<int:pulse_id>/skip", endpoint="skip")
@blueprint.response(204)
def skip(pulse_id: int) -> None:
    """Let a round pass without an answer."""
    pulses.skip(current_session(), actor(), pulse_id)
