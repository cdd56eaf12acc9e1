"""Why, and what would help, in whole sentences by signal: the model gives only its signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Wording:
    """What a signal says of the two, and what would lower the risk that it brings."""

    says: Any
    helps: Any


# Calm and without blame: what was told or counted, not what somebody is.
WORDS: Mapping[str, Wording] = {
    "mentor_availability": Wording(
        _("By what was written, %(mentor)s has little time for it."),
        _("A date that %(mentor)s can keep: shorter, or less often but sure."),
    ),
    "expertise_fit": Wording(
        _("By what was written, what %(mentor)s knows is not what %(mentee)s needs."),
        _("One goal in a field that %(mentor)s knows, and somebody else to ask for the rest."),
    ),
    "goal_progress": Wording(
        _("By what was written, the goals do not move."),
        _("One small goal with a date, looked at in every meeting."),
    ),
    "listening": Wording(
        _("By what was written, somebody is not heard, or gets advice that is too general."),
        _("A meeting on a topic of %(mentee)s's choice, with questions before advice."),
    ),
    "trust_respect": Wording(
        _("By what was written, it does not feel safe to speak openly, or respect is missing."),
        _("A word with each alone, before anything else. Do not bring the two together yet."),
    ),
    "one_sidedness": Wording(
        _("By what was written, it goes one way."),
        _("Both say what they bring and what they want from it, and agree on it."),
    ),
    "chemistry": Wording(
        _("By what was written, the two do not click."),
        _("Two meetings with a plain task. If it stays so, another match is nobody's fault."),
    ),
    "mentee_engagement": Wording(
        _("By what was written, %(mentee)s is hardly taking part."),
        _("Ask %(mentee)s what has become of the goal, and whether now is the time for it."),
    ),
    "overall": Wording(
        _("It was called disappointing as a whole."),
        _("Ask each alone what they had hoped for and what is missing."),
    ),
    "wording": Wording(
        _("The notes as a whole sound like those of pairs in trouble, without naming a cause."),
        _("Ask each alone how it goes: the notes do not name what is wrong."),
    ),
    "missed_meetings": Wording(
        _("Meetings that were agreed did not take place."),
        _("The next meetings take place, or a rhythm that both can keep."),
    ),
    "contact_gap": Wording(
        _("They have not met for long, measured by what they agreed."),
        _("They meet: a date in the next days."),
    ),
    "ratings": Wording(
        _("The ratings are low."),
        _("Ask what would make the next meeting a good one, and look at its rating."),
    ),
    "rating_trend": Wording(
        _("The ratings are falling."),
        _("Ask what has changed since the meetings that went well."),
    ),
    "differing_views": Wording(
        _("%(mentee)s sees it in a worse light than %(mentor)s does."),
        _("Both say what they want from it. Do not tell either what the other wrote."),
    ),
}


def says(signal: str, mentee: str, mentor: str) -> str:
    """What a signal says, in a sentence; empty for one that these words do not know."""
    known = WORDS.get(signal)
    return str(known.says) % {"mentee": mentee, "mentor": mentor} if known else ""


def helps(signal: str, mentee: str, mentor: str) -> str:
    """What would lower the risk that a signal brings; empty if nothing is known to."""
    known = WORDS.get(signal)
    return str(known.helps) % {"mentee": mentee, "mentor": mentor} if known else ""
