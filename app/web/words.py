"""How the pages say dates, numbers and states: plain words, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup


class State(NamedTuple):
    """What a state is called, the icon that stands beside it, and what it means."""

    label: str
    icon: str
    meaning: str


class HouseRule(NamedTuple):
    """What a house rule says, and what it does."""

    says: str | Markup
    does: str


STATES = {
    "at_risk": State("At risk", "exclamation-triangle-fill", "Look at these first."),
    "not_enough": State("Not enough to say", "question-circle", "Too little is known yet."),
    "fine": State("Fine", "check-circle", "Nothing speaks for trouble."),
    "ended": State("Ended", "archive", "Completed, or ended early."),
    "unscored": State("Not scored yet", "hourglass", "Scores are off, or on their way."),
    "upcoming": State("Begins later", "calendar", "It begins after the programme date."),
}
KINDS = {"traditional": "Traditional", "reverse": "Reverse", "peer": "Peer"}
# A kind in a line of its own; the usual one needs none.
KINDS_MEANT = {"reverse": "Reverse: the junior one mentors", "peer": "Peer: between equals"}
MEETING_STATES = {
    "held": "Held",
    "cancelled": "Cancelled",
    "no_show": "Somebody did not come",
    "planned": "Planned",
}
MEDIA = {
    "in_person": "in person",
    "video": "by video",
    "phone": "by phone",
    "chat": "by chat",
}
RATINGS = {1: "Poor", 2: "Not so good", 3: "All right", 4: "Good", 5: "Excellent"}
END_REASONS = {
    "goals_met": "goals met",
    "relationship": "it wasn't the right match",
    "logistics": "time or place did not work",
    "left_organisation": "someone left the organisation",
    "other": "another reason",
}
VERDICTS = {"not_working": "found: not working", "working": "found: working"}
# What a mentee may miss, in the mentee's own voice; the keys are the model's signals.
MISSING = {
    "mentor_availability": "Time: my mentor is hard to get hold of",
    "expertise_fit": "Know-how: I need another field",
    "goal_progress": "Progress: we do not get anywhere",
    "listening": "Being listened to, and advice that is meant for me",
    "trust_respect": "Trust or respect: I cannot speak freely",
    "one_sidedness": "Give and take: it goes one way",
    "chemistry": "We just do not click",
}
# How much better than today's mentor somebody is; and where there is none today, how good.
GAINS = {
    "clearly_better": State("Clearly better", "chevron-double-up", "than today's mentor"),
    "somewhat_better": State("Somewhat better", "chevron-up", "than today's mentor"),
    "no_clear_gain": State("No clear gain", "dash-lg", "over today's mentor"),
}
FITS = {
    "clearly_better": State("Fits clearly", "chevron-double-up", "what is wanted"),
    "somewhat_better": State("Fits fairly well", "chevron-up", "what is wanted"),
    "no_clear_gain": State("Weak fit", "dash-lg", "to what is wanted: talk first"),
}
# Why a search for another mentor looks at something more closely, and at what.
CHANGES = {
    "availability": ("time was missing", "free places and kept appointments count more."),
    "expertise": (
        "know-how or progress was missing",
        "the goals that today's mentor answers least count more.",
    ),
    "manner": (
        "being heard or respected was missing",
        "how mentees have felt with a mentor moves the order. What they wrote is not shown here.",
    ),
}
# What the coordinator's own pairs do to a plan, against the plan without them.
PLAN_EFFECTS = {
    "better": "taken together, mentors and mentees fit better",
    "same": "taken together, mentors and mentees fit as well",
    "somewhat_worse": "taken together, mentors and mentees fit somewhat less well",
    "clearly_worse": "taken together, mentors and mentees fit clearly less well",
}
REQUEST_STATES = {
    "open": "waiting for an answer",
    "approved": "approved",
    "declined": "declined",
    "withdrawn": "withdrawn",
}


def day(value: date | datetime | None) -> Markup:
    """``Fri 20 Nov 2026``, marked up so that machines read the date too."""
    if value is None:
        return Markup("not known")
    plain = value.date() if isinstance(value, datetime) else value
    words = f"{plain:%a} {plain.day} {plain:%b} {plain.year}"
    return Markup('<time datetime="{}">{}</time>').format(plain.isoformat(), words)


def percent(share: float | None) -> str:
    """``72 %``; near the ends a figure would claim more than a few hundred pairs can show."""
    if share is None:
        return "–"
    if share > 0.95:
        return "over 95 %"
    return "under 5 %" if share < 0.05 else f"{round(100 * share)} %"


def how_high(share: float, flagged: bool) -> str:
    """A risk in a word, because hardly anyone can say what 72 % asks of them."""
    if flagged:
        return "very high" if share >= 0.9 else "high"
    return "low" if share < 0.2 else "some"


def count(number: int, one: str, many: str = "") -> str:
    """``1 meeting``, ``3 meetings``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def days_ago(days: int | None) -> str:
    """``today``, ``yesterday``, ``18 days ago``."""
    if days is None:
        return "never"
    if days < 0:
        return f"in {count(-days, 'day')}"
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def every(days: int) -> str:
    """``every week``, ``every 2 weeks``, ``every 10 days``."""
    if days % 7 == 0:
        return "every week" if days == 7 else f"every {days // 7} weeks"
    return "every day" if days == 1 else f"every {days} days"


def meeting_state(status: str, cancelled_by: str | None) -> str:
    """``Held``, ``Cancelled by the mentor``, ``The mentee did not come``."""
    if status == "no_show" and cancelled_by:
        return f"The {cancelled_by} did not come"
    if status == "cancelled" and cancelled_by:
        return f"Cancelled by the {cancelled_by}"
    return MEETING_STATES[status]


def house_rule(rule: str, value: str, names: Sequence[str], until: date | None) -> HouseRule:
    """A house rule in a sentence, and what it does in another."""
    if rule in ("same_department", "same_location"):
        what = rule.removeprefix("same_")
        often = {"excluded": "never", "wanted": "always"}[value]
        return HouseRule(
            f"Mentor and mentee {often} share a {what}",
            f"Nobody is left out whose {what} is not known.",
        )
    if rule in ("least_seniority_gap", "greatest_seniority_gap"):
        return HouseRule(
            _gap(rule == "least_seniority_gap", int(value)),
            "For traditional mentorships, where the seniority of both is known.",
        )
    if rule == "greatest_load":
        return HouseRule(
            f"Nobody mentors more than {value} at once",
            "Whoever offers more places counts as offering so many. Nobody loses a mentee by it.",
        )
    if rule == "never_together":
        one, other = names
        return HouseRule(
            f"{one} and {other} are never paired", "Whoever of them would be the mentor."
        )
    end = Markup("until {}").format(day(until)) if until else "until you end it"
    return HouseRule(
        Markup("{} is on pause {}").format(names[0], end),
        "Suggested to nobody new. Mentees whom they have stay with them.",
    )


def _gap(least: bool, levels: int) -> str:
    if levels == 0:
        return f"The mentor is not {'below' if least else 'above'} the mentee"
    bound = "at least" if (levels > 0) == least else "at most"
    where = "above" if levels > 0 else "below"
    return f"The mentor is {bound} {count(abs(levels), 'level')} {where} the mentee"
