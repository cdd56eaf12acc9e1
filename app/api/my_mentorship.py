"""What one side does with a mentorship: goals, a concern, a pause, leaving it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.reader import actor
from app.services import current_session
from app.services.participants import concerns, goals, leaving, mine, pauses
from app.services.participants.concerns import Concern
from app.services.participants.goals import Goal

blueprint = Blueprint(
    "my-mentorship-api",
    __name__,
    url_prefix="/api/v1/me",
    description="What one does with one's own mentorships; for mentees and mentors.",
)


class GoalSchema(Schema):
    """A goal that both sides see; progress is 0, 25, 50, 75 or 100."""

    goal_id = fields.Integer()
    mentorship_id = fields.String()
    text = fields.String()
    progress = fields.Integer()
    set_on = fields.Date()
    changed_on = fields.Date()
    reached_on = fields.Date(allow_none=True)
    dropped_on = fields.Date(allow_none=True)


class GoalsInSchema(Schema):
    """New goals. Read by both sides and coordinators."""

    texts = fields.List(fields.String(), required=True)


class GoalChangeSchema(Schema):
    """What is to change; what is left out stays as it is."""

    text = fields.String()
    progress = fields.Integer()
    dropped = fields.Boolean()


class ConcernSchema(Schema):
    """Something that one asked the coordinators, and their answer."""

    concern_id = fields.Integer()
    mentorship_id = fields.String()
    words = fields.String()
    raised_on = fields.Date()
    open = fields.Boolean()
    answer = fields.String()


class ConcernInSchema(Schema):
    """Words to the coordinators, if any. Not read by the other side."""

    words = fields.String(load_default="")


class ConcernIdSchema(Schema):
    """Which concern it became."""

    concern_id = fields.Integer()


class PauseInSchema(Schema):
    """Until when it rests. Read by both sides and coordinators."""

    until = fields.Date(required=True)
    reason = fields.String(load_default="")


class LeaveInSchema(Schema):
    """Why one leaves. Coordinators alone read reason and words; the other side reads thanks."""

    reason = fields.String(required=True)
    words = fields.String(load_default="")
    thanks = fields.String(load_default="")


@blueprint.get("/mentorships/<key:mentorship_id>/goals", endpoint="goals")
@blueprint.response(200, GoalSchema(many=True))
def list_goals(mentorship_id: str) -> list[Goal]:
    """The goals of one mentorship."""
    mine.mentorship(current_session(), actor(), mentorship_id)
    return goals.of_mentorship(current_session(), mentorship_id)


@blueprint.post("/mentorships/<key:mentorship_id>/goals", endpoint="set_goals")
@blueprint.arguments(GoalsInSchema)
@blueprint.response(201, GoalSchema(many=True))
def set_goals(given: dict[str, list[str]], mentorship_id: str) -> list[Goal]:
    """Set more goals, all of them or none."""
    goals.add(current_session(), actor(), mentorship_id, given["texts"])
    return goals.of_mentorship(current_session(), mentorship_id)


@blueprint.get("/mentorships/<key:mentorship_id>/goals/offered", endpoint="offered_goals")
@blueprint.response(200)
def offered_goals(mentorship_id: str) -> list[str]:
    """What one wrote for the matching, cut into goals that are not set yet."""
    return goals.offered(current_session(), actor(), mentorship_id)


@blueprint.patch("/goals/<int:goal_id>", endpoint="change_goal")
@blueprint.arguments(GoalChangeSchema)
@blueprint.response(200, GoalSchema)
def change_goal(given: dict[str, Any], goal_id: int) -> Goal:
    """Word a goal anew, say how far it is, put it away or take it up again."""
    return goals.change(current_session(), actor(), goal_id, **given)


@blueprint.get("/concerns", endpoint="concerns")
@blueprint.response(200, ConcernSchema(many=True))
def list_concerns() -> list[Concern]:
    """What one asked the coordinators."""
    own = concerns.own(current_session(), actor())
    return [one for found in own.values() for one in found]


@blueprint.post("/mentorships/<key:mentorship_id>/concerns", endpoint="ask_to_look")
@blueprint.arguments(ConcernInSchema)
@blueprint.response(201, ConcernIdSchema)
def ask_to_look(given: dict[str, str], mentorship_id: str) -> dict[str, int]:
    """Ask the coordinators to look; the other side is not told."""
    raised = concerns.raise_concern(current_session(), actor(), mentorship_id, given["words"])
    return {"concern_id": raised}


@blueprint.delete("/concerns/<int:concern_id>", endpoint="take_concern_back")
@blueprint.response(204)
def take_concern_back(concern_id: int) -> None:
    """Take it back; its words are removed."""
    concerns.take_back(current_session(), actor(), concern_id)


@blueprint.put("/mentorships/<key:mentorship_id>/pause", endpoint="pause")
@blueprint.arguments(PauseInSchema)
@blueprint.response(204)
def pause(given: dict[str, Any], mentorship_id: str) -> None:
    """Let it rest until a day."""
    until: date = given["until"]
    pauses.begin(current_session(), actor(), mentorship_id, until=until, reason=given["reason"])


@blueprint.delete("/mentorships/<key:mentorship_id>/pause", endpoint="end_pause")
@blueprint.response(204)
def end_pause(mentorship_id: str) -> None:
    """Let it go on from today."""
    pauses.end(current_session(), actor(), mentorship_id)


@blueprint.post("/mentorships/<key:mentorship_id>/leave", endpoint="leave")
@blueprint.arguments(LeaveInSchema)
@blueprint.response(204)
def leave(given: dict[str, str], mentorship_id: str) -> None:
    """End it today; it can be undone for a week."""
    leaving.leave(current_session(), actor(), mentorship_id, **given)


@blueprint.delete("/mentorships/<key:mentorship_id>/leave", endpoint="undo_leaving")
@blueprint.response(204)
def undo_leaving(mentorship_id: str) -> None:
    """Let it go on as before."""
    leaving.undo(current_session(), actor(), mentorship_id)
