"""How the pages say states: plain words, the same on every page.

The tables are lazy: each text becomes the reader's language where it is put into a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from app import formats


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
    "at_risk": State(_l("At risk"), "exclamation-triangle-fill", _l("Look at these first.")),
    "not_enough": State(_l("Not enough to say"), "question-circle", _l("Too little is known yet.")),
    "fine": State(_l("Fine"), "check-circle", _l("Nothing speaks for trouble.")),
    "ended": State(_l("Ended"), "archive", _l("Completed, or ended early.")),
    "unscored": State(_l("Not scored yet"), "hourglass", _l("Scores are off, or on their way.")),
    "upcoming": State(_l("Begins later"), "calendar", _l("It begins after the programme date.")),
}
KINDS = {"traditional": _l("Traditional"), "reverse": _l("Reverse"), "peer": _l("Peer")}
# A kind in a line of its own; the usual one needs none.
KINDS_MEANT = {"reverse": _l("Reverse: the junior one mentors"), "peer": _l("Peer: between equals")}
MEETING_STATES = {
    "held": _l("Held"),
    "cancelled": _l("Cancelled"),
    "no_show": _l("Somebody did not come"),
    "planned": _l("Planned"),
}
MEDIA = {
    "in_person": _l("in person"),
    "video": _l("by video"),
    "phone": _l("by phone"),
    "chat": _l("by chat"),
}
RATINGS = {
    1: _l("Poor"),
    2: _l("Not so good"),
    3: _l("All right"),
    4: _l("Good"),
    5: _l("Excellent"),
}
END_REASONS = {
    "goals_met": _l("goals met"),
    "relationship": _l("it wasn't the right match"),
    "logistics": _l("time or place did not work"),
    "left_organisation": _l("someone left the organisation"),
    "other": _l("another reason"),
}
VERDICTS = {"not_working": _l("found: not working"), "working": _l("found: working")}
# What a mentee may miss, in the mentee's own voice; the keys are the model's signals.
MISSING = {
    "mentor_availability": _l("Time: my mentor is hard to get hold of"),
    "expertise_fit": _l("Know-how: I need another field"),
    "goal_progress": _l("Progress: we do not get anywhere"),
    "listening": _l("Being listened to, and advice that is meant for me"),
    "trust_respect": _l("Trust or respect: I cannot speak freely"),
    "one_sidedness": _l("Give and take: it goes one way"),
    "chemistry": _l("We just do not click"),
}
# The same where no mentor is named so.
MISSING_TO_PEERS = {"mentor_availability": _l("Time: my partner is hard to get hold of")}
# How a pair stood on a day of the follow-up.
FOLLOW_MARKS = {
    "fine": State(_l("Fine"), "check-circle", ""),
    "completed": State(_l("Goals met"), "check-circle", ""),
    "at_risk": State(_l("At risk"), "exclamation-triangle-fill", ""),
    "ended": State(_l("Ended early"), "archive", ""),
    "unknown": State(_l("Not enough to say"), "question-circle", ""),
    "ahead": State(_l("Still to come"), "calendar", ""),
}
FOLLOW_GROUPS = {
    "rematched": State(_l("Rematched"), "", _l("the new pair, from the day it began")),
    "repaired": State(_l("Repaired"), "", _l("from the first repair that was checked")),
    "untouched": State(
        _l("Untouched"), "", _l("flagged, and the case was laid to rest without either")
    ),
}
# How much better than today's mentor somebody is; and where there is none today, how good.
GAINS = {
    "clearly_better": State(_l("Clearly better"), "chevron-double-up", _l("than today's mentor")),
    "somewhat_better": State(_l("Somewhat better"), "chevron-up", _l("than today's mentor")),
    "no_clear_gain": State(_l("No clear gain"), "dash-lg", _l("over today's mentor")),
}
FITS = {
    "clearly_better": State(_l("Fits clearly"), "chevron-double-up", _l("what is wanted")),
    "somewhat_better": State(_l("Fits fairly well"), "chevron-up", _l("what is wanted")),
    "no_clear_gain": State(_l("Weak fit"), "dash-lg", _l("to what is wanted: talk first")),
}
# Why a search for another mentor looks at something more closely, and at what.
CHANGES = {
    "availability": (_l("time was missing"), _l("free places and kept appointments count more.")),
    "expertise": (
        _l("know-how or progress was missing"),
        _l("the goals that today's mentor answers least count more."),
    ),
    "manner": (
        _l("being heard or respected was missing"),
        _l(
            "how mentees have felt with a mentor moves the order. What they wrote is not "
            "shown here."
        ),
    ),
}
# What the coordinator's own pairs do to a plan, against the plan without them.
PLAN_EFFECTS = {
    "better": _l("taken together, mentors and mentees fit better"),
    "same": _l("taken together, mentors and mentees fit as well"),
    "somewhat_worse": _l("taken together, mentors and mentees fit somewhat less well"),
    "clearly_worse": _l("taken together, mentors and mentees fit clearly less well"),
}
REQUEST_STATES = {
    "open": _l("waiting for an answer"),
    "approved": _l("approved"),
    "declined": _l("declined"),
    "withdrawn": _l("withdrawn"),
}
# What the rules about sharing something say and do.
_SHARED = {
    ("same_department", "excluded"): _l("Mentor and mentee never share a department"),
    ("same_department", "wanted"): _l("Mentor and mentee always share a department"),
    ("same_location", "excluded"): _l("Mentor and mentee never share a location"),
    ("same_location", "wanted"): _l("Mentor and mentee always share a location"),
}
_SHARED_DOES = {
    "same_department": _l("Nobody is left out whose department is not known."),
    "same_location": _l("Nobody is left out whose location is not known."),
}
_DID_NOT_COME = {"mentor": _l("The mentor did not come"), "mentee": _l("The mentee did not come")}
_CANCELLED_BY = {"mentor": _l("Cancelled by the mentor"), "mentee": _l("Cancelled by the mentee")}


def day(value: date | datetime | None) -> Markup:
    """``Fri 20 Nov 2026``, marked up so that machines read the date too."""
    if value is None:
        return escape(gettext("not known"))
    plain = formats.local(value).date() if isinstance(value, datetime) else value
    return Markup('<time datetime="{}">{}</time>').format(plain.isoformat(), formats.day(plain))


def moment(value: datetime | None) -> Markup:
    """``Fri 20 Nov 2026, 14:05`` by the reader's clock, marked up so that machines read it too."""
    if value is None:
        return escape(gettext("not known"))
    exact = formats.local(value).isoformat(timespec="minutes")
    return Markup('<time datetime="{}">{}</time>').format(exact, formats.moment(value))


def how_high(share: float, flagged: bool) -> str:
    """A risk in a word, because hardly anyone can say what 72 % asks of them."""
    if flagged:
        return gettext("very high") if share >= 0.9 else gettext("high")
    return gettext("low") if share < 0.2 else gettext("some")


def meeting_state(status: str, cancelled_by: str | None) -> str:
    """``Held``, ``Cancelled by the mentor``, ``The mentee did not come``."""
    by_whom = {"no_show": _DID_NOT_COME, "cancelled": _CANCELLED_BY}.get(status, {})
    return str(by_whom[cancelled_by] if cancelled_by in by_whom else MEETING_STATES[status])


def house_rule(rule: str, value: str, names: Sequence[str], until: date | None) -> HouseRule:
    """A house rule in a sentence, and what it does in another."""
    if (rule, value) in _SHARED:
        return HouseRule(str(_SHARED[rule, value]), str(_SHARED_DOES[rule]))
    if rule in ("least_seniority_gap", "greatest_seniority_gap"):
        return HouseRule(
            _gap(rule == "least_seniority_gap", int(value)),
            gettext("For traditional mentorships, where the seniority of both is known."),
        )
    if rule == "greatest_load":
        return HouseRule(
            gettext("Nobody mentors more than %(most)s at once", most=value),
            gettext(
                "Whoever offers more places counts as offering so many. Nobody loses a mentee "
                "by it."
            ),
        )
    if rule == "never_together":
        one, other = names
        return HouseRule(
            gettext("%(one)s and %(other)s are never paired", one=one, other=other),
            gettext("Whoever of them would be the mentor."),
        )
    return HouseRule(
        _pause(names[0], until),
        gettext("Suggested to nobody new. Mentees whom they have stay with them."),
    )


def _pause(name: str, until: date | None) -> str | Markup:
    if until is None:
        return gettext("%(name)s is on pause until you end it", name=name)
    said = escape(gettext("%(name)s is on pause until %(day)s"))
    return said % {"name": name, "day": day(until)}


def _gap(least: bool, levels: int) -> str:
    if levels == 0 and least:
        return gettext("The mentor is not below the mentee")
    if levels == 0:
        return gettext("The mentor is not above the mentee")
    return _above(least, levels) if levels > 0 else _below(least, -levels)


def _above(least: bool, levels: int) -> str:
    if least:
        return ngettext(
            "The mentor is at least %(num)s level above the mentee",
            "The mentor is at least %(num)s levels above the mentee",
            levels,
        )
    return ngettext(
        "The mentor is at most %(num)s level above the mentee",
        "The mentor is at most %(num)s levels above the mentee",
        levels,
    )


def _below(least: bool, levels: int) -> str:
    if least:
        return ngettext(
            "The mentor is at most %(num)s level below the mentee",
            "The mentor is at most %(num)s levels below the mentee",
            levels,
        )
    return ngettext(
        "The mentor is at least %(num)s level below the mentee",
        "The mentor is at least %(num)s levels below the mentee",
        levels,
    )


def languages(tags: Sequence[str]) -> str:
    """``English, Vietnamese`` of ``en, vi``, in the reader's language."""
    names = formats.locale().languages
    return ", ".join(names.get(tag.split("-")[0].lower(), tag) for tag in tags)
