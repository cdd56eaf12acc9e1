"""What the two of a mentorship are called: mentor and mentee, or peers; whole sentences each.

In a reverse mentorship the junior one is the mentor, so the words are the usual ones, and a
sentence says who learns from whom. Peers have no sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from flask_babel import lazy_gettext as _

from app.permissions import Side

# Who the other one is to the reader.
Other = Literal["mentor", "mentee", "peer"]


@dataclass(frozen=True, slots=True)
class Wording:
    """How pages speak of the other one. ``%(name)s`` stands for their name."""

    one: Any
    many: Any
    heading: Any
    # Who reads what is written for the coordinators alone, and what is shared with the other.
    readers: Any
    shared: Any
    other_cancelled: Any
    other_missed: Any
    not_told: Any


WORDS: Mapping[Other, Wording] = {
    "mentor": Wording(
        one=_("My mentor"),
        many=_("My mentors"),
        heading=_("%(name)s, your mentor"),
        readers=_("programme coordinators. Not by your mentor. Not by your manager."),
        shared=_("your mentor and the programme coordinators. Not by your manager."),
        other_cancelled=_("My mentor cancelled"),
        other_missed=_("My mentor did not come"),
        not_told=_("Your mentor is not told."),
    ),
    "mentee": Wording(
        one=_("My mentee"),
        many=_("My mentees"),
        heading=_("%(name)s, your mentee"),
        readers=_("programme coordinators. Not by your mentee. Not by your manager."),
        shared=_("your mentee and the programme coordinators. Not by your manager."),
        other_cancelled=_("My mentee cancelled"),
        other_missed=_("My mentee did not come"),
        not_told=_("Your mentee is not told."),
    ),
    "peer": Wording(
        one=_("My peer partner"),
        many=_("My peer partners"),
        heading=_("%(name)s, your peer partner"),
        readers=_("programme coordinators. Not by your peer partner. Not by your manager."),
        shared=_("your peer partner and the programme coordinators. Not by your manager."),
        other_cancelled=_("My partner cancelled"),
        other_missed=_("My partner did not come"),
        not_told=_("Your peer partner is not told."),
    ),
}
SHARED_WITH_MANAGER = _("both of you and the programme coordinators. Your manager is one of them.")
# What an unusual kind means to one side; the usual one needs no words.
MEANS: Mapping[tuple[str, Side], Any] = {
    ("reverse", "mentee"): _("A reverse mentorship: you learn from someone junior to you."),
    ("reverse", "mentor"): _("A reverse mentorship: someone senior to you learns from you."),
    ("peer", "mentee"): _("A peer mentorship: the two of you learn from each other."),
    ("peer", "mentor"): _("A peer mentorship: the two of you learn from each other."),
}


def other(kind: str, side: Side) -> Other:
    """Who the other one is to the reader on ``side``."""
    if kind == "peer":
        return "peer"
    return "mentor" if side == "mentee" else "mentee"


def words(
    kind: str, side: Side, *, other_coordinates: bool = False, manager_coordinates: bool = False
) -> Wording:
    """How to speak to ``side`` of the other one.

    Who coordinates the programme reads what is written for coordinators, so that nobody is told
    otherwise whose mentor or manager does.
    """
    usual = WORDS[other(kind, side)]
    if other_coordinates:
        said = _(
            "programme coordinators. Whom you are paired with is one of them, so they can read it."
        )
        return replace(usual, readers=said)
    if manager_coordinates:
        said = _("programme coordinators. Your manager is one of them, so they can read it.")
        return replace(usual, readers=said, shared=SHARED_WITH_MANAGER)
    return usual
