"""Feedback cut at the sentences that counted, so that a page can mark them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.services import models

Piece = tuple[str, str | None, str | None]  # meeting_id, author, text


# A weaker reading is a guess: a page that marks neutral sentences is soon believed in none.
PLAIN_FROM = 0.6


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of feedback; ``signal`` is None where it says nothing of the relationship."""

    text: str
    signal: str | None = None
    label: str = ""
    direction: Literal["good", "bad", ""] = ""
    strength: float = 0.0


def plain(marks: Sequence[Mapping[str, Any]], quoted: Collection[Piece]) -> list[Mapping[str, Any]]:
    """The marks worth showing: what speaks plainly, and what is quoted as a reason for a flag."""
    return [
        mark
        for mark in marks
        if mark["strength"] >= PLAIN_FROM
        or (
            mark["direction"] == "bad"
            and (mark["meeting_id"], mark["author"], mark["text"]) in quoted
        )
    ]


def segments(text: str, marks: Sequence[Mapping[str, Any]]) -> tuple[Segment, ...]:
    """The text cut at its marked sentences; joined again it is the same to the letter."""
    pieces: list[Segment] = []
    done = 0
    for mark in marks:
        begin = text.find(mark["text"], done)
        if begin < 0 or not mark["text"]:
            # The text was changed after it was read; the next assessment marks it again.
            continue
        if begin > done:
            pieces.append(Segment(text[done:begin]))
        done = begin + len(mark["text"])
        pieces.append(
            Segment(
                text[begin:done],
                mark["signal"],
                models.signal_label(mark["signal"], mark["direction"]),
                mark["direction"],
                mark["strength"],
            )
        )
    if done < len(text):
        pieces.append(Segment(text[done:]))
    return tuple(pieces)
