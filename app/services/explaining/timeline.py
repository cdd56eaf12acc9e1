"""One line of time for both sides: meetings, gaps, and whatever else happened, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.services.explaining.happenings import Happening, happenings, pauses
from app.services.explaining.meeting_view import MeetingView
from app.services.explaining.mentorship import MentorshipDetail
from app.services.explaining.rhythm import Gap, gaps
from app.services.explaining.timeline_words import answers, told
from app.services.explaining.views_part import Parting, ViewsPart, views_part


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a meeting (with where the views part), a gap, or something that happened."""

    on: date
    kind: str  # meeting, gap, or the kind of the happening
    meeting: MeetingView | None = None
    parting: Parting | None = None
    gap: Gap | None = None
    happening: Happening | None = None
    told: str = ""  # the happening in a sentence
    answers: tuple[tuple[str, int], ...] = ()  # of a round of questions, lowest first


@dataclass(frozen=True, slots=True)
class Rating:
    """How both rated one meeting, for the picture."""

    on: date
    mentee: int | None
    mentor: int | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything in order, and what a reader with little time wants of it."""

    entries: tuple[Entry, ...]
    views: ViewsPart
    ratings: tuple[Rating, ...]  # oldest first; only meetings that somebody rated
    held: int
    missed: int
    gaps: int


def timeline(session: Session, detail: MentorshipDetail) -> Timeline:
    """The timeline of one mentorship."""
    other = [*happenings(session, detail.mentorship_id, detail.day)]
    # What a verdict says to whoever trains is stored as a review of the same day.
    judged = {one.on for one in other if one.kind == "verdict"}
    other += [
        Happening(one.reviewed_on, "review", code=one.verdict)
        for one in detail.reviews
        if one.reviewed_on not in judged
    ]
    names = {"mentee": detail.mentee.name, "mentor": detail.mentor.name}
    until = min(detail.ended_on or detail.day, detail.day)
    missing = gaps(detail.meetings, detail.cadence_days, detail.started_on, until, pauses(other))
    flagged = detail.assessment is not None and detail.assessment.flagged
    views = views_part(detail.meetings, by_tone=flagged)
    parting = {one.meeting_id: one for one in views.partings}
    entries = [
        *(
            Entry(one.on, "meeting", meeting=one, parting=parting.get(one.meeting_id))
            for one in detail.meetings
        ),
        *(Entry(one.ends, "gap", gap=one) for one in missing),
        *(
            Entry(one.on, one.kind, happening=one, told=told(one, names), answers=answers(one))
            for one in other
        ),
    ]
    # A gap ends with the meeting of that day, so it stands below it; sorting keeps the order.
    entries.sort(key=lambda one: one.on, reverse=True)
    past = [one for one in detail.meetings if one.on <= detail.day]
    return Timeline(
        entries=tuple(entries),
        views=views,
        ratings=tuple(
            Rating(one.on, one.mentee.rating, one.mentor.rating)
            for one in reversed(detail.meetings)
            if one.mentee.rating is not None or one.mentor.rating is not None
        ),
        held=sum(one.status == "held" for one in past),
        missed=sum(one.status in ("cancelled", "no_show") for one in past),
        gaps=len(missing),
    )
