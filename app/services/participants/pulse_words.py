"""The questions of a round in words, from either side; of the other one by name, so that they are
right for every kind of mentorship.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.permissions import Side

FIT = ("fit",)
PULSE = ("time", "heard", "progress", "safe", "go_on")
# From the lowest to the highest; both ends are said in words.
SCALE: Mapping[int, Any] = {
    1: _l("1 · not at all"),
    2: _l("2"),
    3: _l("3"),
    4: _l("4"),
    5: _l("5 · fully"),
}
# What coordinators read of them.
SHORT = {
    "fit": _l("Fit"),
    "time": _l("Time"),
    "heard": _l("Heard"),
    "progress": _l("Progress"),
    "safe": _l("Safe to speak"),
    "go_on": _l("Would go on"),
}
_ASKED: Mapping[Side, Mapping[str, Any]] = {
    "mentee": {
        "fit": _l("Is this a good fit so far?"),
        "time": _l("%(name)s takes enough time for me."),
        "heard": _l("%(name)s listens to me and takes up what matters to me."),
        "progress": _l("I get closer to what I want from this."),
        "safe": _l("I can say to %(name)s openly what I think."),
        "go_on": _l("I would go on with this mentorship."),
    },
    "mentor": {
        "fit": _l("Is this a good fit so far?"),
        "time": _l("%(name)s takes enough time for our meetings."),
        "heard": _l("%(name)s takes up what we talk about."),
        "progress": _l("%(name)s gets closer to what they want from this."),
        "safe": _l("I can say to %(name)s openly what I think."),
        "go_on": _l("I would go on with this mentorship."),
    },
}
_PEER: Mapping[str, Any] = {
    **_ASKED["mentee"],
    "time": _l("%(name)s takes enough time for our meetings."),
}


def question(code: str, side: Side, kind: str, name: str) -> str:
    """A question to ``side`` in a mentorship of ``kind``; ``name`` is the other one's."""
    asked = _PEER if kind == "peer" else _ASKED[side]
    return str(asked[code]) % {"name": name}


def of_round(kind: str) -> str:
    """What a round is called for coordinators."""
    if kind == "fit_1":
        return str(gettext("After the first meeting"))
    if kind == "fit_2":
        return str(gettext("After the second meeting"))
    return str(gettext("After %(days)s days", days=kind.removeprefix("day_")))
