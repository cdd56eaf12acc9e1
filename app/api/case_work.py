"""One case and every step that a coordinator takes with it."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.reader import actor
from app.services import current_session
from app.services.review import case_view, case_work
from app.services.review.case_view import CaseView

blueprint = Blueprint(
    "case-work-api",
    __name__,
    url_prefix="/api/v1",
    description="One case, and what coordinators do with it.",
)


class StepSchema(Schema):
    """A step; with a revision it is refused if somebody has changed the case since."""

    revision = fields.Integer(load_default=None, allow_none=True)


class OwnerSchema(StepSchema):
    """Whose case it is; null is nobody's."""

    owner_id = fields.Integer(required=True, allow_none=True)


class StatusSchema(StepSchema):
    """Where the case is moved."""

    status = fields.String(required=True)


class DueSchema(StepSchema):
    """Until when something is to be done; null takes the date away."""

    due_on = fields.Date(required=True, allow_none=True)


class SnoozeSchema(StepSchema):
    """Until when it is put aside, and why."""

    until = fields.Date(required=True)
    reason = fields.String(required=True)


class QuietSchema(StepSchema):
    """Why it rests until it gets worse."""

    reason = fields.String(load_default="")


class VerdictSchema(StepSchema):
    """What was found out; answers to those who raised something, by concern_id."""

    verdict = fields.String(required=True)
    note = fields.String(load_default="")
    answers = fields.Dict(keys=fields.Integer(), values=fields.String(), load_default=dict)


class ReadSchema(StepSchema):
    """How many of the sentences that a person must read were read, and whether it is serious."""

    seen = fields.Integer(required=True)
    serious = fields.Boolean(required=True)


class TextSchema(Schema):
    """Words."""

    text = fields.String(required=True)


class ContactSchema(Schema):
    """That somebody was talked to."""

    with_whom = fields.String(required=True)
    how = fields.String(required=True)
    on = fields.Date(required=True)
    text = fields.String(load_default="")


class EntrySchema(Schema):
    """One line of the history; by nobody if the application did it by itself."""

    kind = fields.String()
    at = fields.AwareDateTime()
    day = fields.Date()
    by = fields.String()
    what = fields.String()
    text = fields.String()


class WaitingSchema(Schema):
    """Something that one side raised and nobody has answered."""

    concern_id = fields.Integer()
    person_id = fields.String()
    name = fields.String()
    side = fields.String()
    kind = fields.String()
    words = fields.String()
    raised_on = fields.Date()


class ColleagueSchema(Schema):
    """A coordinator who can own a case."""

    user_id = fields.Integer()
    name = fields.String()


class CaseSchema(Schema):
    """One case in full."""

    case_id = fields.Integer()
    mentorship_id = fields.String()
    revision = fields.Integer()
    status = fields.String()
    since = fields.Date()
    opened_on = fields.Date()
    closed_on = fields.Date(allow_none=True)
    days_open = fields.Integer()
    reasons = fields.List(fields.String())
    signals = fields.List(fields.String())
    risk = fields.Float(allow_none=True)
    owner_id = fields.Integer(allow_none=True)
    owner = fields.String()
    coordinators = fields.List(fields.Nested(ColleagueSchema))
    due_on = fields.Date(allow_none=True)
    overdue = fields.Boolean()
    snoozed_until = fields.Date(allow_none=True)
    snoozed_for = fields.String()
    verdict = fields.String()
    waiting = fields.List(fields.Nested(WaitingSchema))
    history = fields.List(fields.Nested(EntrySchema))


@blueprint.get("/cases/<int:case_id>", endpoint="one")
@blueprint.response(200, CaseSchema)
def get_case(case_id: int) -> CaseView:
    """One case with its history, newest first."""
    return _case(case_id)


@blueprint.post("/mentorships/<key:mentorship_id>/case", endpoint="open")
@blueprint.response(201, CaseSchema)
def open_case(mentorship_id: str) -> CaseView:
    """Open a case by hand, or again."""
    return _case(case_work.open_case(current_session(), actor(), mentorship_id))


@blueprint.post("/cases/<int:case_id>/owner", endpoint="owner")
@blueprint.arguments(OwnerSchema)
@blueprint.response(200, CaseSchema)
def assign(given: dict[str, Any], case_id: int) -> CaseView:
    """Give a case to a coordinator."""
    case_work.assign(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/status", endpoint="status")
@blueprint.arguments(StatusSchema)
@blueprint.response(200, CaseSchema)
def set_status(given: dict[str, Any], case_id: int) -> CaseView:
    """Move a case on, or close it."""
    case_work.set_status(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/due", endpoint="due")
@blueprint.arguments(DueSchema)
@blueprint.response(200, CaseSchema)
def set_due(given: dict[str, Any], case_id: int) -> CaseView:
    """Set a due date."""
    case_work.set_due(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/snooze", endpoint="snooze")
@blueprint.arguments(SnoozeSchema)
@blueprint.response(200, CaseSchema)
def snooze(given: dict[str, Any], case_id: int) -> CaseView:
    """Put a case aside until a day."""
    case_work.snooze(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/wake", endpoint="wake")
@blueprint.response(200, CaseSchema)
def wake(case_id: int) -> CaseView:
    """End a snooze before its day."""
    case_work.wake(current_session(), actor(), case_id)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/quiet", endpoint="quiet")
@blueprint.arguments(QuietSchema)
@blueprint.response(200, CaseSchema)
def quiet(given: dict[str, Any], case_id: int) -> CaseView:
    """Let a case rest until it gets worse."""
    case_work.quiet(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/verdict", endpoint="verdict")
@blueprint.arguments(VerdictSchema)
@blueprint.response(200, CaseSchema)
def verdict(given: dict[str, Any], case_id: int) -> CaseView:
    """Say what was found out."""
    case_work.verdict(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/read", endpoint="read")
@blueprint.arguments(ReadSchema)
@blueprint.response(200, CaseSchema)
def read(given: dict[str, Any], case_id: int) -> CaseView:
    """Say that what a person must read was read, and whether it is serious."""
    case_work.read(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/reopen", endpoint="reopen")
@blueprint.arguments(StepSchema)
@blueprint.response(200, CaseSchema)
def reopen(given: dict[str, Any], case_id: int) -> CaseView:
    """Take the last verdict or closing back."""
    case_work.reopen(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/answers/<int:concern_id>", endpoint="answer")
@blueprint.arguments(TextSchema)
@blueprint.response(200, CaseSchema)
def answer(given: dict[str, Any], case_id: int, concern_id: int) -> CaseView:
    """Answer whoever raised something."""
    case_work.answer(current_session(), actor(), case_id, concern_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/notes", endpoint="note")
@blueprint.arguments(TextSchema)
@blueprint.response(200, CaseSchema)
def note(given: dict[str, Any], case_id: int) -> CaseView:
    """Keep a note for the other coordinators."""
    case_work.note(current_session(), actor(), case_id, **given)
    return _case(case_id)


@blueprint.post("/cases/<int:case_id>/contacts", endpoint="contact")
@blueprint.arguments(ContactSchema)
@blueprint.response(200, CaseSchema)
def contact(given: dict[str, Any], case_id: int) -> CaseView:
    """Keep that somebody was talked to."""
    case_work.contact(current_session(), actor(), case_id, **given)
    return _case(case_id)


def _case(case_id: int) -> CaseView:
    return case_view.get(current_session(), case_id)
