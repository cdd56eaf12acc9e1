"""The programme as a whole, for coordinators."""

from __future__ import annotations

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.services import current_session
from app.services.overview import brought as brought_service
from app.services.overview import programme_view
from app.services.overview.brought import Brought
from app.services.overview.programme_view import ProgrammeView

blueprint = Blueprint(
    "programme-api",
    __name__,
    url_prefix="/api/v1/programme",
    description="How the mentorships stand, and what the programme brought; for coordinators.",
)


class GroupSchema(Schema):
    """A group of at least five; the small ones together have an empty name."""

    name = fields.String()
    total = fields.Integer()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class MonthSchema(Schema):
    """What happened in a month."""

    first = fields.Date()
    started = fields.Integer()
    ended = fields.Integer()
    held = fields.Integer()
    missed = fields.Integer()
    mentee_rating = fields.Float(allow_none=True)
    mentor_rating = fields.Float(allow_none=True)
    high_risk = fields.Float(allow_none=True)


class FullMentorSchema(Schema):
    """A mentor at or over their places."""

    mentor_id = fields.String()
    name = fields.String()
    mentees = fields.Integer()
    places = fields.Integer()
    in_trouble = fields.Integer()


class ProgrammeSchema(Schema):
    """The programme on its day."""

    day = fields.Date()
    running = fields.Integer()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    open_cases = fields.Integer()
    groups = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(GroupSchema)))
    months = fields.List(fields.Nested(MonthSchema))
    loads = fields.Dict(keys=fields.Integer(), values=fields.Integer())
    full = fields.List(fields.Nested(FullMentorSchema))
    free_places = fields.Integer()
    waiting = fields.Integer()


class ShareSchema(Schema):
    """So many of so many, with the interval at 95 %."""

    part = fields.Integer()
    whole = fields.Integer()
    low = fields.Float()
    high = fields.Float()


class EffectSchema(Schema):
    """Participants beside others like them, as shares, with the interval at 95 %."""

    pairs = fields.Integer()
    participants = fields.Float()
    others = fields.Float()
    difference = fields.Float()
    low = fields.Float()
    high = fields.Float()
    smallest = fields.Float()


class ComparisonSchema(Schema):
    """Those who began on one side."""

    side = fields.String()
    began = fields.Integer()
    retention = fields.Nested(EffectSchema, allow_none=True)
    promotion = fields.Nested(EffectSchema, allow_none=True)


class BroughtSchema(Schema):
    """What the programme brought, as far as it can be told."""

    goals = fields.Nested(ShareSchema, allow_none=True)
    ended = fields.Nested(ShareSchema, allow_none=True)
    careers = fields.Integer()
    known_until = fields.Date(allow_none=True)
    days = fields.Integer()
    comparisons = fields.List(fields.Nested(ComparisonSchema))


@blueprint.get("", endpoint="view")
@blueprint.response(200, ProgrammeSchema)
def view() -> ProgrammeView:
    """How mentorships stand, by group, over the months, and by mentor."""
    return programme_view.view(current_session())


@blueprint.get("/brought", endpoint="brought")
@blueprint.response(200, BroughtSchema)
def brought() -> Brought:
    """Goals reached, and retention and promotion where careers were imported."""
    return brought_service.brought(current_session())
