"""Requests for a rematch, from the wish to the change, for whoever has a part in it."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.reader import actor
from app.services import current_session
from app.services.rematching import (
    changeback,
    changeover,
    choices,
    followup,
    rematch,
    rematch_board,
)
from app.services.rematching.changeover import Change
from app.services.rematching.choices import Choice
from app.services.rematching.followup import FollowUp
from app.services.rematching.rematch_board import Course

blueprint = Blueprint(
    "rematch-api",
    __name__,
    url_prefix="/api/v1/rematch-requests",
    description="Requests for a rematch: asked for, followed, answered, undone.",
)
# Under the mentorship that a request is about.
of_mentorships = Blueprint(
    "mentorship-rematch-api",
    __name__,
    url_prefix="/api/v1/mentorships/<key:mentorship_id>",
    description="Asking for a rematch of one mentorship, and undoing it.",
)


class RematchRequestSchema(Schema):
    """A request and what became of it."""

    request_id = fields.Integer()
    mentorship_id = fields.String()
    mentee_id = fields.String()
    mentee_name = fields.String()
    mentor_name = fields.String()
    asked_by = fields.String()
    asked_at = fields.AwareDateTime()
    what_is_missing = fields.List(fields.String())
    reason = fields.String()
    status = fields.String()
    answer = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    new_mentorship_id = fields.String(allow_none=True)


class ProposalViewSchema(Schema):
    """A proposal as coordinators see it."""

    proposal_id = fields.Integer()
    mentor_id = fields.String()
    mentor_name = fields.String()
    status = fields.String()
    proposed_at = fields.AwareDateTime()
    expires_on = fields.Date()
    later_until = fields.Date(allow_none=True)
    reason = fields.String()
    answer = fields.String()


class OfferedMentorSchema(Schema):
    """Someone whom the mentee may choose: what colleagues may know of each other."""

    person_id = fields.String(attribute="mentor.person_id")
    name = fields.String(attribute="mentor.name")
    job_title = fields.String(attribute="mentor.job_title")
    department = fields.String(attribute="mentor.department")
    location = fields.String(attribute="mentor.location")
    languages = fields.List(fields.String(), attribute="mentor.languages")
    fits = fields.List(fields.List(fields.String()))
    free = fields.Boolean()
    rank = fields.Integer(allow_none=True)


class ChoiceSchema(Schema):
    """Whom the mentee may choose among, and whom they would like."""

    request_id = fields.Integer()
    offered_on = fields.Date()
    offers = fields.List(fields.Nested(OfferedMentorSchema))
    refused = fields.Boolean()


class CourseSchema(Schema):
    """An open request with all that has happened to it."""

    request = fields.Nested(RematchRequestSchema)
    waits_for = fields.String()
    proposal = fields.Nested(ProposalViewSchema, allow_none=True)
    earlier = fields.List(fields.Nested(ProposalViewSchema))
    choice = fields.Nested(ChoiceSchema, allow_none=True)


class WishSchema(Schema):
    """What is missing; coordinators say whose wish they write down."""

    what_is_missing = fields.List(fields.String(), load_default=list)
    reason = fields.String(load_default="")


class NotedWishSchema(WishSchema):
    """A wish that was told to a coordinator."""

    side = fields.String(required=True, validate=lambda side: side in ("mentee", "mentor"))


class RequestAnswerSchema(Schema):
    """Words to whoever asked."""

    answer = fields.String(required=True)


class ApproveSchema(Schema):
    """Who takes over, since all three have agreed, and what each of them reads."""

    mentor_id = fields.String(required=True)
    to_mentee = fields.String(load_default="")
    to_mentor = fields.String(load_default="")
    to_old_mentor = fields.String(load_default="")
    never_again = fields.Boolean(load_default=False)


class OfferSchema(Schema):
    """Up to five mentors, and a word to the mentee."""

    mentor_ids = fields.List(fields.String(), required=True)
    words = fields.String(load_default="")


class RankSchema(Schema):
    """Up to three of those who were shown, best first; none says that none is right."""

    mentor_ids = fields.List(fields.String(), required=True)


class UndoWordsSchema(Schema):
    """What all three read."""

    words = fields.String(required=True)


class MadeRequestSchema(Schema):
    """The request that was made."""

    request_id = fields.Integer()


class BegunSchema(Schema):
    """The mentorship that began, or goes on."""

    mentorship_id = fields.String()


class ChangeoverSchema(Schema):
    """A rematch that has taken place."""

    closure_id = fields.Integer()
    old_id = fields.String()
    new_id = fields.String()
    mentee = fields.String()
    old_mentor = fields.String()
    new_mentor = fields.String()
    on = fields.Date()
    undo_until = fields.Date()
    undoable = fields.Boolean()


class FollowedShareSchema(Schema):
    """So many of so many, with Wilson's interval."""

    part = fields.Integer()
    whole = fields.Integer()
    value = fields.Float()
    low = fields.Float()
    high = fields.Float()


class OutcomeSchema(Schema):
    """How many of a group do fine so many days after; null if fewer than five are known."""

    days = fields.Integer()
    share = fields.Nested(FollowedShareSchema, allow_none=True)
    unknown = fields.Integer()


class FollowedGroupSchema(Schema):
    """Rematched, repaired or untouched pairs."""

    group = fields.String()
    pairs = fields.Integer()
    outcomes = fields.List(fields.Nested(OutcomeSchema))


class CheckpointSchema(Schema):
    """How one new pair stood so many days after."""

    days = fields.Integer()
    on = fields.Date()
    mark = fields.String()
    risk = fields.Float(allow_none=True)
    last_met_on = fields.Date(allow_none=True)
    pulse = fields.Float(allow_none=True)


class FollowedSchema(Schema):
    """One rematch and how it goes."""

    mentee = fields.String()
    old_mentor = fields.String()
    new_mentor = fields.String()
    old_id = fields.String()
    new_id = fields.String()
    on = fields.Date()
    old_risk = fields.Float(allow_none=True)
    checkpoints = fields.List(fields.Nested(CheckpointSchema))


class FollowUpSchema(Schema):
    """The groups side by side, and each rematch. Nobody drew lots who belongs to which group."""

    day = fields.Date()
    groups = fields.List(fields.Nested(FollowedGroupSchema))
    rematches = fields.List(fields.Nested(FollowedSchema))


@blueprint.get("", endpoint="list")
@blueprint.response(200, RematchRequestSchema(many=True))
def list_requests() -> list[rematch.RematchRequest]:
    """What waits for a decision, oldest first."""
    return [*rematch.open_requests(current_session())]


@blueprint.get("/courses", endpoint="courses")
@blueprint.response(200, CourseSchema(many=True))
def list_courses() -> list[Course]:
    """The same with proposals and choices, and for whom each waits."""
    return [*rematch_board.open_courses(current_session())]


@blueprint.get("/done", endpoint="done")
@blueprint.response(200, ChangeoverSchema(many=True))
def list_done() -> list[Change]:
    """Rematches that took place, newest first."""
    return changeover.newest(current_session())


@blueprint.get("/follow-up", endpoint="followup")
@blueprint.response(200, FollowUpSchema)
def get_follow_up() -> FollowUp:
    """How rematched pairs do, beside repaired and untouched ones."""
    return followup.follow_up(current_session())


@blueprint.post("/<int:request_id>/withdraw", endpoint="withdraw")
@blueprint.response(204)
def withdraw(request_id: int) -> None:
    """Take one's own request back."""
    rematch.withdraw(current_session(), actor(), request_id)


@blueprint.post("/<int:request_id>/decline", endpoint="decline")
@blueprint.arguments(RequestAnswerSchema)
@blueprint.response(204)
def decline(sent: dict[str, Any], request_id: int) -> None:
    """Answer without a rematch."""
    rematch.decline(current_session(), actor(), request_id, sent["answer"])


@blueprint.post("/<int:request_id>/approve", endpoint="approve")
@blueprint.arguments(ApproveSchema)
@blueprint.response(201, BegunSchema)
def approve(sent: dict[str, Any], request_id: int) -> dict[str, str]:
    """Change over at once, because all three have agreed."""
    message = sent.pop("to_mentee")
    mentor_id = sent.pop("mentor_id")
    begun = changeover.approve(current_session(), actor(), request_id, mentor_id, message, **sent)
    return {"mentorship_id": begun}


@blueprint.post("/<int:request_id>/offers", endpoint="offer")
@blueprint.arguments(OfferSchema)
@blueprint.response(204)
def offer(sent: dict[str, Any], request_id: int) -> None:
    """Let the mentee choose."""
    choices.offer(current_session(), actor(), request_id, sent["mentor_ids"], sent["words"])


@blueprint.get("/<int:request_id>/choice", endpoint="choice")
@blueprint.response(200, ChoiceSchema)
def get_choice(request_id: int) -> Choice:
    """Whom one may choose among; for the mentee."""
    return choices.own(current_session(), actor(), request_id)


@blueprint.post("/<int:request_id>/choice", endpoint="rank")
@blueprint.arguments(RankSchema)
@blueprint.response(204)
def rank(sent: dict[str, Any], request_id: int) -> None:
    """Say whom one would like; for the mentee."""
    choices.rank(current_session(), actor(), request_id, sent["mentor_ids"])


@of_mentorships.post("/rematch-request", endpoint="ask")
@of_mentorships.arguments(WishSchema)
@of_mentorships.response(201, MadeRequestSchema)
def ask(sent: dict[str, Any], mentorship_id: str) -> dict[str, int]:
    """Ask for a rematch of one's own mentorship."""
    return {"request_id": rematch.ask(current_session(), actor(), mentorship_id, **sent)}


@of_mentorships.post("/noted-rematch-request", endpoint="note")
@of_mentorships.arguments(NotedWishSchema)
@of_mentorships.response(201, MadeRequestSchema)
def note(sent: dict[str, Any], mentorship_id: str) -> dict[str, int]:
    """Write down a wish that was told to a coordinator."""
    return {"request_id": rematch.note(current_session(), actor(), mentorship_id, **sent)}


@of_mentorships.post("/undo-rematch", endpoint="undo")
@of_mentorships.arguments(UndoWordsSchema)
@of_mentorships.response(200, BegunSchema)
def undo(sent: dict[str, Any], mentorship_id: str) -> dict[str, str]:
    """Let the earlier mentorship go on as before, within a week."""
    goes_on = changeback.undo(current_session(), actor(), mentorship_id, sent["words"])
    return {"mentorship_id": goes_on}
