"""The library's own words, in the reader's language.

The library knows no readers: it speaks English. What it says of signals and rules stands here
again, word for word, so that it can be translated; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from model import eligibility

# What was read in sentences or dates: in words that tell of trouble, and of the good.
SIGNALS: Mapping[str, tuple[str, str]] = {
    "mentor_availability": (_l("The mentor has little time"), _l("The mentor makes time")),
    "expertise_fit": (_l("The expertise does not fit"), _l("The expertise fits")),
    "goal_progress": (_l("The goals do not move"), _l("The goals move")),
    "listening": (_l("Not listened to, or generic advice"), _l("Listened to, and helped to think")),
    "trust_respect": (_l("Not safe to speak, or no respect"), _l("Trust and respect")),
    "one_sidedness": (_l("It goes one way"), _l("Give and take")),
    "chemistry": (_l("They do not click"), _l("They click")),
    "mentee_engagement": (_l("The mentee is not engaged"), _l("The mentee is engaged")),
    "overall": (_l("Said to be disappointing"), _l("Said to be good")),
    "wording": (
        _l("The notes as a whole sound like trouble"),
        _l("The notes as a whole sound well"),
    ),
    "missed_meetings": (_l("Meetings are missed"), _l("Meetings take place")),
    "contact_gap": (_l("They have not met for long"), _l("They meet as agreed")),
    "ratings": (_l("Low ratings"), _l("Good ratings")),
    "rating_trend": (_l("Ratings are falling"), _l("Ratings are rising")),
    "differing_views": (_l("The two see it differently"), _l("The two see it alike")),
}
# Why someone may not mentor a mentee; a name stands before it.
RULES: Mapping[str, str] = {
    "no_expertise": _l("offers no mentoring"),
    "same_person": _l("is the mentee"),
    "line_of_management": _l("is in the mentee's line of management"),
    "current_mentor": _l("is the mentee's mentor today"),
    "ended_for_relationship": _l(
        "was the mentee's mentor before, and it ended for the relationship"
    ),
    "never_together": _l("must not be paired with the mentee, by a house rule"),
    "no_free_place": _l("has no free place"),
    "on_pause": _l("is on pause"),
    "no_shared_language": _l("shares no language with the mentee"),
    "department": _l("is ruled out by department, by a house rule"),
    "location": _l("is ruled out by location, by a house rule"),
    "seniority_gap": _l("is too near or too far in seniority, by a house rule"),
    "not_in_plan": _l("must not be paired with the mentee in this plan"),
}

# Why a pair can't be pinned to a plan; an id stands where the name will.
_AGAINST_PINS = (
    (
        re.compile("the same pair is forbidden in this plan"),
        _l("the same pair is forbidden in this plan"),
    ),
    (
        re.compile(r"others are pinned to all free places of (?P<name>.+)"),
        _l("others are pinned to all free places of %(name)s"),
    ),
    (
        re.compile(r"(?P<name>.+) is pinned to them already"),
        _l("%(name)s is pinned to them already"),
    ),
    (
        re.compile(r"(?P<name>.+) is not a mentee of this plan"),
        _l("%(name)s is not a mentee of this plan"),
    ),
    (
        re.compile(r"(?P<name>.+) is not in the programme"),
        _l("%(name)s is not in the programme"),
    ),
)


def said(text: str) -> str:
    """What the library says, in the reader's language if it is one of the texts above."""
    return gettext(text) if text else ""


def nobody_left(eligible: int, against: Sequence[tuple[str, int]]) -> str:
    """Why a plan has nobody for a mentee."""
    if eligible:
        return str(
            ngettext(
                "The one mentor who is eligible is taken by others in this plan.",
                "All %(num)s mentors who are eligible are taken by others in this plan.",
                eligible,
            )
        )
    if not against:
        return str(gettext("Nobody else offers mentoring."))
    each = "; ".join(f"{said(words)} ({count})" for words, count in against)
    return str(
        gettext("Nobody is eligible. All mentors by what forbids them: %(each)s.", each=each)
    )


def against_pin(why: str, name: Callable[[str], str]) -> str:
    """Why a pair can't be pinned, with names in place of ids."""
    for pattern, words in _AGAINST_PINS:
        if found := pattern.fullmatch(why):
            return str(words) % {key: name(one) for key, one in found.groupdict().items()}
    for rule, text in eligibility.RULES.items():
        # Ids may hold blanks, so the rule is looked for at the end.
        if why.endswith(f" {text}"):
            who = name(why.removesuffix(f" {text}"))
            return str(gettext("%(name)s %(rule)s", name=who, rule=RULES[rule]))
    return why
