"""How a mentee wishes to meet: in which language, in person, at the same hours, at which place.

Such wishes are few and plain, and what meets them stands in the roster, not in the mentor's text,
so they are found by words and held against the data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from model.programme import Person

_LANGUAGES = {
    "ar": "arabic|arabe",
    "bn": "bengali|bangla",
    "cs": "czech|česky",
    "da": "danish|dansk",
    "de": "german|deutsch",
    "el": "greek",
    "en": "english|englisch|anglais|inglés",
    "es": "spanish|español|castellano",
    "fi": "finnish|suomeksi",
    "fr": "french|français|francais",
    "hi": "hindi",
    "hu": "hungarian|magyarul",
    "it": "italian|italiano",
    "ja": "japanese",
    "ko": "korean",
    "nb": "norwegian|norsk",
    "nl": "dutch|nederlands",
    "pl": "polish|polsku",
    "pt": "portuguese|português|portugues",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish|svenska",
    "sw": "swahili|kiswahili",
    "tl": "tagalog|filipino",
    "tr": "turkish|türkçe",
    "uk": "ukrainian",
    "ur": "urdu",
    "vi": "vietnamese",
    "zh": "chinese|mandarin|cantonese",
}
# "In French", "who speaks French", "a French speaker", "French please", "French would be best".
_SPOKEN = {
    tag: re.compile(
        rf"\b(?:in|auf|en|em|po|speaks?|speaking)\s+(?:my\s+)?(?:{names})\b"
        rf"|\b(?:{names})(?:[- ]speak|\s+(?:please|preferred|would|is (?:easier|best|better)))",
        re.IGNORECASE,
    )
    for tag, names in _LANGUAGES.items()
}
_IN_PERSON = re.compile(
    r"\bin person\b|\bface[- ]to[- ]face\b|\bon[- ]site\b|\bin the same (?:room|building|town|city)"
    r"|\bover (?:a |an )?(?:real )?(?:coffee|lunch|table|tea)\b|\bacross a (?:real )?table\b"
    r"|\bsame (?:site|office|building|town|city|location)\b|\bsomeone local\b|\bnearby\b"
    r"|\bnot (?:on|over|by) (?:a )?(?:screen|video|teams|zoom|computer)\b",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    r"\bby video\b|\bremotely\b|\bonline\b|\bvirtual(?:ly)?\b"
    r"|\bvideo calls? (?:only|is fine|are fine)\b"
    r"|\b(?:don't|do not|can't|cannot) (?:\w+ )?in person\b",
    re.IGNORECASE,
)
_SAME_HOURS = re.compile(
    r"\btime ?zones?\b|\bmy (?:working )?hours\b|\bsame hours\b|\bcalls? at (?:night|midnight)\b",
    re.IGNORECASE,
)
_NEAR_HOURS = 2.0
# A place named in a goal is taken for a wish only if it is a word of some length.
_SHORTEST_PLACE = 4


@dataclass(frozen=True, slots=True)
class MeetingWishes:
    """What a text wishes."""

    languages: frozenset[str]
    in_person: bool
    same_hours: bool

    @classmethod
    def of(cls, text: str) -> MeetingWishes:
        """The wishes in a text."""
        return cls(
            frozenset(tag for tag, spoken in _SPOKEN.items() if spoken.search(text)),
            bool(_IN_PERSON.search(text)) and not _REMOTE.search(text),
            bool(_SAME_HOURS.search(text)),
        )


def met(mentee: Person, mentors: Sequence[Person]) -> NDArray[np.float64]:
    """How many of the mentee's wishes each mentor meets, less those that they don't.

    What is not known of somebody neither meets a wish nor fails it.
    """
    text = mentee.mentee_goals
    wishes = MeetingWishes.of(text)
    found = np.zeros(len(mentors))
    if wishes.languages:
        found += [_speaks(mentor, wishes.languages) for mentor in mentors]
    if wishes.in_person and mentee.location:
        found += [_known(mentor.location, mentee.location) for mentor in mentors]
    if wishes.same_hours and mentee.timezone:
        found += [_near_hours(mentor, mentee) for mentor in mentors]
    places = {one for one in (mentor.location for mentor in mentors) if _named(one, text)}
    # Who names her own town tells where she is; who names another one may want to be there.
    for place in places - {mentee.location}:
        found += [float(mentor.location == place) for mentor in mentors]
    return found


def _speaks(mentor: Person, tags: frozenset[str]) -> float:
    if not mentor.languages:
        return 0.0
    own = {tag.split("-")[0].casefold() for tag in mentor.languages}
    return 1.0 if own & tags else -1.0


def _known(one: str, other: str) -> float:
    if not one:
        return 0.0
    return 1.0 if one.strip().casefold() == other.strip().casefold() else -1.0


def _near_hours(mentor: Person, mentee: Person) -> float:
    if not mentor.timezone:
        return 0.0
    apart = abs(_offset(mentor.timezone) - _offset(mentee.timezone))
    # Around the world the shorter way counts.
    return 1.0 if min(apart, 24.0 - apart) <= _NEAR_HOURS else -1.0


@cache
def _offset(timezone: str) -> float:
    """Hours ahead of UTC in winter; summer time moves neighbours together."""
    moment = datetime(2026, 1, 15, 12, tzinfo=UTC).astimezone(ZoneInfo(timezone))
    offset = moment.utcoffset()
    return offset.total_seconds() / 3600.0 if offset is not None else 0.0


def _named(place: str, text: str) -> bool:
    town = place.partition(",")[0].strip()
    if len(town) < _SHORTEST_PLACE:
        return False
    return re.search(rf"\b{re.escape(town)}\b", text, re.IGNORECASE) is not None
