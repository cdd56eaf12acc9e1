"""What mentorships of one mentor or one department can have in common, in whole sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from flask_babel import ngettext as _n

Told: TypeAlias = Callable[[int, int], str]  # how many of how many

# Signs that name something which can be done once for all. A tone in the notes is none, nor is
# that two see it differently.
SIGNS: Mapping[str, Told] = {
    "asked_rematch": lambda num, total: _n(
        "%(num)s of %(total)s asks for a rematch.",
        "%(num)s of %(total)s ask for a rematch.",
        num,
        total=total,
    ),
    "asked_to_look": lambda num, total: _n(
        "%(num)s of %(total)s has asked the coordinators to look.",
        "%(num)s of %(total)s have asked the coordinators to look.",
        num,
        total=total,
    ),
    "no_first_meeting": lambda num, total: _n(
        "%(num)s of %(total)s is waiting for a first meeting.",
        "%(num)s of %(total)s are waiting for a first meeting.",
        num,
        total=total,
    ),
    "silent": lambda num, total: _n(
        "%(num)s of %(total)s has gone silent and is waiting for a date.",
        "%(num)s of %(total)s have gone silent and are waiting for a date.",
        num,
        total=total,
    ),
    "mentor_availability": lambda num, total: _n(
        "In %(num)s of %(total)s the mentor has little time, by what was written.",
        "In %(num)s of %(total)s the mentor has little time, by what was written.",
        num,
        total=total,
    ),
    "missed_meetings": lambda num, total: _n(
        "In %(num)s of %(total)s meetings are missed.",
        "In %(num)s of %(total)s meetings are missed.",
        num,
        total=total,
    ),
    "contact_gap": lambda num, total: _n(
        "In %(num)s of %(total)s they have not met for long.",
        "In %(num)s of %(total)s they have not met for long.",
        num,
        total=total,
    ),
    "expertise_fit": lambda num, total: _n(
        "In %(num)s of %(total)s what the mentor knows is not what is needed.",
        "In %(num)s of %(total)s what the mentor knows is not what is needed.",
        num,
        total=total,
    ),
    "goal_progress": lambda num, total: _n(
        "In %(num)s of %(total)s the goals do not move.",
        "In %(num)s of %(total)s the goals do not move.",
        num,
        total=total,
    ),
    "listening": lambda num, total: _n(
        "In %(num)s of %(total)s somebody is not heard, or the advice is too general.",
        "In %(num)s of %(total)s somebody is not heard, or the advice is too general.",
        num,
        total=total,
    ),
    "trust_respect": lambda num, total: _n(
        "In %(num)s of %(total)s it does not feel safe to speak, or respect is missing.",
        "In %(num)s of %(total)s it does not feel safe to speak, or respect is missing.",
        num,
        total=total,
    ),
    "one_sidedness": lambda num, total: _n(
        "In %(num)s of %(total)s it goes one way.",
        "In %(num)s of %(total)s it goes one way.",
        num,
        total=total,
    ),
    "mentee_engagement": lambda num, total: _n(
        "In %(num)s of %(total)s the mentee is hardly taking part.",
        "In %(num)s of %(total)s the mentee is hardly taking part.",
        num,
        total=total,
    ),
    "ratings": lambda num, total: _n(
        "In %(num)s of %(total)s the ratings are low.",
        "In %(num)s of %(total)s the ratings are low.",
        num,
        total=total,
    ),
}


def draft(name: str, mentees: int) -> str:
    """Words to a mentor to begin with. They quote nobody and give no mentee away."""
    words: str = _n(
        "Hello %(name)s,\n\nyou mentor %(num)s person at present. Thank you for that. How is it "
        "going for you, and is there enough time for it? We can make it lighter: another rhythm, "
        "shorter meetings, nobody new for a while, or fewer mentees. Would you answer me in a "
        "line or two, or shall we talk for a quarter of an hour this week?",
        "Hello %(name)s,\n\nyou mentor %(num)s people at present. Thank you for that. How is it "
        "going for you, and is there enough time for it? We can make it lighter: another rhythm, "
        "shorter meetings, nobody new for a while, or fewer mentees. Would you answer me in a "
        "line or two, or shall we talk for a quarter of an hour this week?",
        mentees,
        name=name,
    )
    return words
