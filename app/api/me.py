"""What a mentee or mentor sees and writes: their own words only, never those of the other side."""

from __future__ import annotations

from typing import Any, get_args

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app import jobs
from app.api.reader import actor
from app.api.schemas import PersonSchema
from app.services import current_session
from app.services.mail import messages
from app.services.mail.messages import Message
from app.services.participants import alternatives, appointments, meetings, mine
from app.services.participants.alternatives import Band
from app.services.participants.mine import OwnMentorship
from app.services.participants.next_steps import next_steps
from app.services.participants.steps import Step

blueprint = Blueprint(
    "me-api",
    __name__,
    url_prefix="/api/v1/me",
    description="One's own mentorships; for mentees and mentors.",
)


class OwnMeetingSchema(Schema):
    """A meeting with one's own words."""

    meeting_id = fields.String()
    on = fields.Date()
    status = fields.String()
    cancelled_by = fields.String(allow_none=True)
    minutes = fields.Integer(allow_none=True)
    medium = fields.String(allow_none=True)
    feedback = fields.String()
    rating = fields.Integer(allow_none=True)


class OwnMentorshipSchema(Schema):
    """A mentorship as one side sees it."""

    mentorship_id = fields.String()
    side = fields.String()
    other = fields.Nested(PersonSchema)
    kind = fields.String()
    cadence_days = fields.Integer()
    started_on = fields.Date()
    active = fields.Boolean()
    ended_on = fields.Date(allow_none=True)
    last_met_on = fields.Date(allow_none=True)
    meetings = fields.List(fields.Nested(OwnMeetingSchema))


class NextStepSchema(Schema):
    """One thing that waits; the most pressing has the greatest weight."""

    weight = fields.Integer()
    side = fields.String()
    mentorship_id = fields.String(allow_none=True)
    title = fields.String()
    text = fields.String()
    button = fields.String()


class MessageSchema(Schema):
    """A message; without ``sender`` the coordinators wrote."""

    message_id = fields.Integer()
    mentorship_id = fields.String(allow_none=True)
    sender = fields.String()
    sent_at = fields.AwareDateTime()
    text = fields.String()
    read = fields.Boolean()


class BandSchema(Schema):
    """How many mentors would fit, as a band."""

    band = fields.String(validate=validate.OneOf(get_args(Band)))


class FeedbackInSchema(Schema):
    """One's own words on a meeting. Read by coordinators, not by the other side."""

    feedback = fields.String(load_default="")
    rating = fields.Integer(load_default=None, allow_none=True)


class MeetingInSchema(FeedbackInSchema):
    """A meeting that took place, or did not."""

    on = fields.Date(required=True)
    status = fields.String(required=True)
    cancelled_by = fields.String(load_default=None, allow_none=True)
    minutes = fields.Integer(load_default=None, allow_none=True)
    medium = fields.String(load_default=None, allow_none=True)
    meeting_id = fields.String(load_default=None, allow_none=True)


class AppointmentInSchema(Schema):
    """A meeting that is still to come; with ``meeting_id`` that one is moved."""

    on = fields.Date(required=True)
    begins = fields.Time(load_default=None, allow_none=True)
    minutes = fields.Integer(load_default=None, allow_none=True)
    medium = fields.String(load_default=None, allow_none=True)
    place = fields.String(load_default="")
    meeting_id = fields.String(load_default=None, allow_none=True)


class MeetingIdSchema(Schema):
    """Which meeting it became."""

    meeting_id = fields.String()


@blueprint.get("/mentorships", endpoint="mentorships")
@blueprint.response(200, OwnMentorshipSchema(many=True))
def own_mentorships() -> list[OwnMentorship]:
    """One's own mentorships with one's own words, active ones first."""
    return [*mine.mentorships(current_session(), actor())]


@blueprint.get("/next-steps", endpoint="next_steps")
@blueprint.response(200, NextStepSchema(many=True))
def own_next_steps() -> list[Step]:
    """What waits for one, most pressing first."""
    return next_steps(current_session(), actor())


@blueprint.get("/alternatives", endpoint="alternatives")
@blueprint.response(200, BandSchema)
def own_alternatives() -> dict[str, str]:
    """How many mentors would fit one's goals, as a band; ``wait`` while it is being found."""
    person_id = actor().person_id or ""
    band = alternatives.band(current_session(), person_id)
    if band == "wait":
        jobs.look_for_alternatives(person_id)
    return {"band": band}


@blueprint.post("/mentorships/<key:mentorship_id>/meetings", endpoint="record")
@blueprint.arguments(MeetingInSchema)
@blueprint.response(201, MeetingIdSchema)
def record(entry: dict[str, Any], mentorship_id: str) -> dict[str, str]:
    """Say that a meeting took place, or did not, and how it went."""
    return {"meeting_id": meetings.record(current_session(), actor(), mentorship_id, **entry)}


@blueprint.post("/mentorships/<key:mentorship_id>/meetings/planned", endpoint="plan")
@blueprint.arguments(AppointmentInSchema)
@blueprint.response(201, MeetingIdSchema)
def plan(entry: dict[str, Any], mentorship_id: str) -> dict[str, str]:
    """Plan a meeting, or move one; both get it into their calendars."""
    return {"meeting_id": appointments.plan(current_session(), actor(), mentorship_id, **entry)}


@blueprint.delete("/meetings/<key:meeting_id>", endpoint="call_off")
@blueprint.response(204)
def call_off(meeting_id: str) -> None:
    """Call a planned meeting off."""
    appointments.call_off(current_session(), actor(), meeting_id)


@blueprint.put("/meetings/<key:meeting_id>/feedback", endpoint="feedback")
@blueprint.arguments(FeedbackInSchema)
@blueprint.response(204)
def feedback(entry: dict[str, Any], meeting_id: str) -> None:
    """Write or correct one's own words on a meeting."""
    meetings.write_feedback(current_session(), actor(), meeting_id, **entry)


@blueprint.get("/messages", endpoint="messages")
@blueprint.response(200, MessageSchema(many=True))
def own_messages() -> list[Message]:
    """Messages to one, unread ones first."""
    return messages.inbox(current_session(), actor())


@blueprint.post("/messages/<int:message_id>/read", endpoint="read")
@blueprint.response(204)
def read(message_id: int) -> None:
    """Say that one has read it."""
    messages.mark_read(current_session(), actor(), message_id)
