"""What a mentorship programme is made of: people, mentorships, meetings and reviews.

The classes mirror the columns of a programme bundle one to one. Text that is not known is the
empty string; numbers and dates that are not known are ``None``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

Kind = Literal["traditional", "reverse", "peer"]
MentorshipStatus = Literal["active", "completed", "ended_early"]
EndReason = Literal["goals_met", "relationship", "logistics", "left_organisation", "other"]
MeetingStatus = Literal["held", "cancelled", "no_show", "planned"]
Medium = Literal["in_person", "video", "phone", "chat"]
Side = Literal["mentee", "mentor"]
Verdict = Literal["not_working", "working"]
HouseRuleName = Literal[
    "same_department",
    "same_location",
    "least_seniority_gap",
    "greatest_seniority_gap",
    "greatest_load",
    "never_together",
    "on_pause",
]

SIDES: tuple[Side, Side] = ("mentee", "mentor")
DEFAULT_CADENCE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Person:
    """Someone on the roster, who may seek a mentor, offer mentoring, both or neither."""

    person_id: str
    name: str
    email: str
    department: str = ""
    job_title: str = ""
    seniority: int | None = None
    location: str = ""
    timezone: str = ""
    languages: tuple[str, ...] = ()
    manager_id: str = ""
    mentee_goals: str = ""
    mentor_expertise: str = ""
    mentor_capacity: int = 0


@dataclass(frozen=True, slots=True)
class Mentorship:
    """A mentor and a mentee, from the day they began."""

    mentorship_id: str
    mentor_id: str
    mentee_id: str
    started_on: date
    kind: Kind = "traditional"
    cadence_days: int = DEFAULT_CADENCE_DAYS
    status: MentorshipStatus = "active"
    ended_on: date | None = None
    end_reason: EndReason | None = None

    def is_active_on(self, day: date) -> bool:
        """Whether it had begun by ``day`` and had not ended by then."""
        if self.started_on > day:
            return False
        return self.status == "active" or (self.ended_on is not None and self.ended_on > day)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a mentorship, with what each side wrote and how they rated it."""

    meeting_id: str
    mentorship_id: str
    scheduled_on: date
    status: MeetingStatus
    cancelled_by: Side | None = None
    minutes: int | None = None
    medium: Medium | None = None
    mentee_feedback: str = ""
    mentor_feedback: str = ""
    mentee_rating: int | None = None
    mentor_rating: int | None = None

    def feedback(self, side: Side) -> str:
        """What ``side`` wrote, or the empty string."""
        return self.mentee_feedback if side == "mentee" else self.mentor_feedback

    def rating(self, side: Side) -> int | None:
        """How ``side`` rated it, 1 (poor) to 5 (excellent), or ``None``."""
        return self.mentee_rating if side == "mentee" else self.mentor_rating


@dataclass(frozen=True, slots=True)
class Review:
    """What a coordinator found out about a mentorship on a day."""

    mentorship_id: str
    reviewed_on: date
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class HouseRule:
    """One line of ``rules.csv``: what a coordinator allows beyond the rules of every programme.

    Attributes
    ----------
    rule : str
        ``same_department`` and ``same_location`` have the value ``excluded`` or ``wanted``.
        ``least_seniority_gap`` and ``greatest_seniority_gap`` have a number of levels, and
        ``greatest_load`` a number of mentees. ``never_together`` names two people, ``on_pause``
        a mentor and, if it is known, the last day of the pause.
    """

    rule: HouseRuleName
    value: str = ""
    person_id: str = ""
    other_person_id: str = ""


@dataclass(frozen=True, slots=True)
class Career:
    """One line of ``careers.csv``: someone of the organisation, in the programme or not.

    Only for comparing what became of people; neither risk nor matching sees it.

    Attributes
    ----------
    seniority : int or None
        The present or last level, 1 (entry) to 10 (executive).
    promoted_on : tuple of date
        Every promotion that is known, oldest first.
    """

    person_id: str
    joined_on: date
    department: str = ""
    seniority: int | None = None
    promoted_on: tuple[date, ...] = ()
    left_on: date | None = None


@dataclass(frozen=True)
class Programme:
    """A whole programme. Keys are ids; the order of the files is kept."""

    people: Mapping[str, Person] = field(default_factory=dict)
    mentorships: Mapping[str, Mentorship] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    rules: tuple[HouseRule, ...] = ()
    careers: tuple[Career, ...] = ()
    # Places that mentors keep for mentees they were asked to take; in no file of a bundle.
    held: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def meetings_by_mentorship(self) -> Mapping[str, tuple[Meeting, ...]]:
        """Each mentorship's meetings, oldest first."""
        grouped: dict[str, list[Meeting]] = {}
        for meeting in self.meetings.values():
            grouped.setdefault(meeting.mentorship_id, []).append(meeting)
        return {
            key: tuple(sorted(group, key=lambda meeting: meeting.scheduled_on))
            for key, group in grouped.items()
        }

    @cached_property
    def latest_date(self) -> date | None:
        """The latest date in any of the files, planned meetings included; ``None`` if none."""
        return max(self._dates(), default=None)

    def active_on(self, day: date) -> list[Mentorship]:
        """The mentorships active on ``day``, in the order of the file."""
        return [one for one in self.mentorships.values() if one.is_active_on(day)]

    def _dates(self) -> Iterator[date]:
        for mentorship in self.mentorships.values():
            yield mentorship.started_on
            if mentorship.ended_on is not None:
                yield mentorship.ended_on
        for meeting in self.meetings.values():
            yield meeting.scheduled_on
        for review in self.reviews:
            yield review.reviewed_on
        for career in self.careers:
            yield career.joined_on
            yield from career.promoted_on
            if career.left_on is not None:
                yield career.left_on
