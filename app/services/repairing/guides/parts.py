"""What a guide is made of. The texts hold names in ``%(other)s``, ``%(me)s`` and the like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Reader = Literal["mentee", "mentor", "coordinator"]
# What can be tried, from the lightest to the weightiest.
Rung = Literal["raise", "message", "talk_each", "agreement", "joint_talk"]
Text = Any  # translated when it is shown

LADDER: tuple[Rung, ...] = ("raise", "message", "talk_each", "agreement", "joint_talk")
# Where one side may be afraid of the other, the two are never put into one room.
APART: tuple[Rung, ...] = ("talk_each", "agreement")


@dataclass(frozen=True, slots=True)
class Guide:
    """How one of the three can talk about it; a coordinator's has neither ``said`` nor ``mail``."""

    often: Text  # what this often is
    opening: tuple[Text, ...]  # words that one could really say
    ask: tuple[Text, ...]
    agree: tuple[Text, ...]
    stop: Text  # when to stop trying
    said: Text = ""  # the trouble in the reader's own voice
    mail: Text = ""  # a message to begin with


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble: three guides, and a question to each that names no complaint."""

    key: str
    label: Text
    mentee: Guide
    mentor: Guide
    coordinator: Guide
    to_mentee: Text
    to_mentor: Text
    ladder: tuple[Rung, ...] = LADDER
    # One side may be afraid of the other: what they write goes to the coordinators.
    apart: bool = False
    # So many days pass until somebody looks again.
    look_again_days: int = 21

    def guide(self, reader: Reader) -> Guide:
        """The guide for one of the three."""
        found: Guide = getattr(self, reader)
        return found
