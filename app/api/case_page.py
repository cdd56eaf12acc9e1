"""What the case page adds to a mentorship: the timeline, what would change it, how sure it is."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from app.api.causes import CauseSchema


class TimelineGapSchema(Schema):
    """A stretch without a meeting held."""

    begins = fields.Date()
    ends = fields.Date()
    days = fields.Integer()
    due = fields.List(fields.Date())


class PartingSchema(Schema):
    """A meeting that the two see differently."""

    meeting_id = fields.String()
    on = fields.Date()
    mentee_rating = fields.Integer(allow_none=True)
    mentor_rating = fields.Integer(allow_none=True)
    signals = fields.List(fields.String())
    tone = fields.Boolean()
    worse = fields.String()


class ViewsPartSchema(Schema):
    """Every such meeting, among those that both spoke of."""

    compared = fields.Integer()
    partings = fields.List(fields.Nested(PartingSchema))


class TimelineEntrySchema(Schema):
    """One entry of the timeline: a meeting (by its id), a gap, or something that happened."""

    on = fields.Date()
    kind = fields.String()
    meeting_id = fields.String(attribute="meeting.meeting_id")
    gap = fields.Nested(TimelineGapSchema, allow_none=True)
    who = fields.String(attribute="happening.who")
    code = fields.String(attribute="happening.code")
    text = fields.String(attribute="happening.text")
    told = fields.String()


class WithoutReasonSchema(Schema):
    """The risk if a reason were not there."""

    signal = fields.String()
    helps = fields.String()
    risk = fields.Float()


class AfterMeetingsSchema(Schema):
    """The risk after meetings that have not been held."""

    what = fields.String()
    risk = fields.Float()


class WhatWouldChangeSchema(Schema):
    """The model's sums; no promises."""

    risk = fields.Float()
    without = fields.List(fields.Nested(WithoutReasonSchema))
    after = fields.List(fields.Nested(AfterMeetingsSchema))


class SidesSourcesSchema(Schema):
    """What one side gave."""

    notes = fields.Integer()
    ratings = fields.Integer()
    last_on = fields.Date(allow_none=True)


class HeldOutShareSchema(Schema):
    """A share, with a 95 % interval where one was measured."""

    value = fields.Float()
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)


class MeantSchema(Schema):
    """What such a risk has meant for mentorships that the model had not learnt from."""

    at_least = fields.Float()
    below = fields.Float()
    real = fields.Nested(HeldOutShareSchema)
    of_flags = fields.Nested(HeldOutShareSchema, allow_none=True)
    failing = fields.Float()


class SurenessSchema(Schema):
    """What the judgement rests on, and what is missing."""

    mentee = fields.Nested(SidesSourcesSchema)
    mentor = fields.Nested(SidesSourcesSchema)
    held = fields.Integer()
    near = fields.Boolean()
    threshold = fields.Float(allow_none=True)
    missing = fields.List(fields.String())
    meant = fields.Nested(MeantSchema, allow_none=True)


class PastRepairSchema(Schema):
    """A repair that was tried."""

    rung = fields.String()
    outcome = fields.String()


class SimilarCaseSchema(Schema):
    """A past case with the same signals."""

    mentorship_id = fields.String()
    kind = fields.String()
    alike = fields.Float()
    shared = fields.List(fields.String())
    tried = fields.List(fields.Nested(PastRepairSchema))
    ended = fields.String()
    on = fields.Date(allow_none=True)


class SimilarSchema(Schema):
    """The most alike, and what became of all that are alike, if they are enough to say so."""

    cases = fields.List(fields.Nested(SimilarCaseSchema))
    total = fields.Integer()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class CasePart(Schema):
    """The fields that a case page has beside those of its mentorship."""

    opening = fields.String()
    timeline = fields.List(fields.Nested(TimelineEntrySchema), attribute="timeline.entries")
    views_part = fields.Nested(ViewsPartSchema, attribute="timeline.views")
    what_would_change = fields.Nested(WhatWouldChangeSchema, allow_none=True)
    sureness = fields.Nested(SurenessSchema, allow_none=True)
    similar = fields.Nested(SimilarSchema)
    causes = fields.List(fields.Nested(CauseSchema))

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What is not of the page itself is of the mentorship on it."""
        own = attr.partition(".")[0]
        return super().get_attribute(obj if hasattr(obj, own) else obj.detail, attr, default)
