"""Conversation guides: for each kind of trouble one for the mentee, the mentor, the coordinator.

A file a trouble holds its texts; here they are looked up and filled with names.

They rest on what is known of bad mentoring. Its five themes, mismatch, distance, manipulation,
lack of expertise and general trouble (Eby et al. 2000), are the kinds of trouble; people stay
silent out of fear (Burk & Eby 2010), so a guide asks and never blames; and a new match does not
by itself do better, so a repair is tried first, with a point at which to stop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from flask_babel import gettext, lazy_gettext

from app.errors import NotFound
from app.permissions import Side
from app.services.repairing.guides import (
    chemistry,
    differing_views,
    expertise_fit,
    goal_progress,
    listening,
    mentee_engagement,
    mentor_availability,
    missed_meetings,
    no_first_meeting,
    one_sidedness,
    outside_trouble,
    safety,
    silence,
    trust_respect,
    unclear,
)
from app.services.repairing.guides.parts import Guide, Reader, Rung, Trouble

__all__ = ["RUNG_LABELS", "TROUBLES", "Guide", "Names", "Reader", "Rung", "Trouble"]

TROUBLES: Mapping[str, Trouble] = {
    one.TROUBLE.key: one.TROUBLE
    for one in (
        mentor_availability,
        missed_meetings,
        silence,
        no_first_meeting,
        goal_progress,
        expertise_fit,
        listening,
        one_sidedness,
        chemistry,
        mentee_engagement,
        differing_views,
        outside_trouble,
        trust_respect,
        safety,
        unclear,
    )
}
# What else the model and the queue call a kind of trouble.
_ALIASES = {"contact_gap": "silence", "silent": "silence", "safeguarding": "safety"}

RUNG_LABELS: Mapping[str, Any] = {
    "raise": lazy_gettext("They raise it themselves, with a guide"),
    "message": lazy_gettext("You write to them"),
    "talk_each": lazy_gettext("You talk to each, apart"),
    "agreement": lazy_gettext("They renew their agreement"),
    "joint_talk": lazy_gettext("A talk of the three of you, which you lead"),
}
_RUNG_WORDS: Mapping[Rung, object] = {
    "raise": lazy_gettext(
        "If there is something that you would like to say to %(other)s: on your page, “Help me "
        "say it” has short guides and a message to begin with. Nothing of it is stored, and "
        "nobody is told."
    ),
    "message": lazy_gettext(
        "Would you answer me in a line or two? A small change is often enough, and the earlier it "
        "is said, the easier it is."
    ),
    "talk_each": lazy_gettext(
        "May I ask for twenty minutes, just you and me? I pass on nothing that you don't want "
        "passed on, unless somebody is in danger."
    ),
    "agreement": lazy_gettext(
        "It often helps to write down anew how you two want to work together: how often, where, "
        "towards what, and what each brings. On your page you find “How we work together”. "
        "Whoever begins, the other agrees or changes it."
    ),
    "joint_talk": lazy_gettext(
        "I would like to invite you both to half an hour of the three of us. Each says what they "
        "want to keep and what they would change; I only mind the time. If you would rather speak "
        "to me alone first, tell me."
    ),
}
# What rank does to a talk; the usual kind needs no word.
_KIND_WORDS: Mapping[tuple[str, Reader], object] = {
    ("reverse", "mentee"): lazy_gettext(
        "You are the one who learns here, and probably the one with more say elsewhere. Say first "
        "that an open word will have no consequences, and ask before you answer."
    ),
    ("reverse", "mentor"): lazy_gettext(
        "You teach somebody with more say in the organisation. That takes courage; the "
        "coordinators can say it for you if you would rather not."
    ),
    ("reverse", "coordinator"): lazy_gettext(
        "Here the junior one teaches the senior one. Rank sits at the table: %(mentor)s may say "
        "less than there is to say, so ask there first."
    ),
    ("peer", "mentee"): lazy_gettext(
        "You two are equals: whatever stands here for one holds for the other too. Begin with "
        "your own share."
    ),
    ("peer", "mentor"): lazy_gettext(
        "You two are equals: whatever stands here for one holds for the other too. Begin with "
        "your own share."
    ),
    ("peer", "coordinator"): lazy_gettext(
        "The two are equals, and the one who is called the mentor here has no more say. Ask both "
        "the same questions."
    ),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Who the two are."""

    mentee: str
    mentor: str

    def seen_by(self, reader: Reader) -> dict[str, str]:
        """What fills the places in a text for this reader."""
        both = {"mentee": self.mentee, "mentor": self.mentor}
        if reader == "coordinator":
            return both
        me, other = (self.mentee, self.mentor) if reader == "mentee" else (self.mentor, self.mentee)
        return {**both, "me": me, "other": other}


def get(key: str) -> Trouble:
    """One kind of trouble; NotFound if there is none of that name."""
    found = TROUBLES.get(key)
    if found is None:
        raise NotFound(gettext("There is no guide of that name."))
    return found


def label_of(rung: Rung) -> str:
    """What a rung is called."""
    return str(RUNG_LABELS[rung])


def guide(key: str, reader: Reader, names: Names) -> Guide:
    """A guide in the reader's language, with the names in it."""
    said = names.seen_by(reader)
    raw = get(key).guide(reader)

    def fill(value: Any) -> Any:
        return tuple(map(fill, value)) if isinstance(value, tuple) else str(value) % said

    return Guide(**{one.name: fill(getattr(raw, one.name)) for one in fields(raw)})


def kind_words(kind: str, reader: Reader, names: Names) -> str:
    """What is different in a reverse or peer mentorship; empty for the usual kind."""
    words = _KIND_WORDS.get((kind, reader))
    return str(words) % names.seen_by(reader) if words is not None else ""


def draft(key: str, rung: Rung, side: Side, names: Names, signed: str) -> str:
    """A coordinator's message to one side, to be edited: no complaint, no quote, no blame."""
    trouble, said = get(key), names.seen_by(side)
    question = trouble.to_mentee if side == "mentee" else trouble.to_mentor
    paragraphs = [
        gettext("Hello %(name)s,", name=said["me"]),
        gettext(
            "I look after the mentorships of our programme, and I would like to hear how yours "
            "with %(other)s is going.",
            other=said["other"],
        ),
        str(question) % said,
        str(_RUNG_WORDS[rung]) % said,
        gettext(
            "What you tell me is not shown to %(other)s. Thank you for taking part.",
            other=said["other"],
        ),
        signed,
    ]
    return "\n\n".join(filter(None, paragraphs))


def of_reasons(reasons: Sequence[str], signals: Sequence[str]) -> str:
    """The kind of trouble that a case is about: its own words first, then the strongest signal."""
    for name in ("safeguarding", *signals, *reasons):
        if name == "safeguarding" and name not in reasons:
            continue
        key = _ALIASES.get(name, name)
        if key in TROUBLES:
            return key
    return "unclear"
