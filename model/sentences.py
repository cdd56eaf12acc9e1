"""Free text → its sentences, each a verbatim slice of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A sentence ends at a line break, or at closing punctuation (and any quotes or brackets that
# follow it) before white space. An ellipsis in the middle of a sentence is followed by a small
# letter, and so are most abbreviations, so a small letter after a full stop does not end one
# unless the writer never uses capitals at all.
_LINE = re.compile(r"[^\r\n]+")
# Nothing here tries a run of marks twice, so a note of nothing but full stops costs no more time
# than another.
_END = re.compile(r"(?<![.!?…。！？])[.!?…。！？]++[\"'”’)\]]*+(?=\s)|[。！？]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|prof|st|approx|dept|inc|ltd|bzw|z\.B)\.|\b[A-Z]\.)$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = len("approx.")
_SOLID = re.compile(r"\S")
# Longer stretches (dictation without any punctuation) are cut near this many characters, so
# that one sentence of evidence stays readable and fits the embedding model's window.
_LONGEST = 320


@dataclass(frozen=True, slots=True)
class Sentence:
    """A verbatim slice ``text[start:start + len(self.text)]`` of a longer text."""

    text: str
    start: int


def split(text: str) -> list[Sentence]:
    """The sentences of ``text`` in order; white space between them belongs to none."""
    capitals = any(letter.isupper() for letter in text)
    found: list[Sentence] = []
    for line in _LINE.finditer(text):
        begin = line.start()
        for end in _END.finditer(text, line.start(), line.end()):
            if _ends_a_sentence(text, begin, end.end(), line.end(), capitals):
                found.extend(_slice(text, begin, end.end()))
                begin = end.end()
        found.extend(_slice(text, begin, line.end()))
    return found


def _ends_a_sentence(text: str, begin: int, end: int, line_end: int, capitals: bool) -> bool:
    mark = text[end - 1]
    if mark in "!?。！？":
        return True
    if _ABBREVIATION.search(text, max(begin, end - _LONGEST_ABBREVIATION), end):
        return False
    following = _SOLID.search(text, end, line_end)
    return not (capitals and following and following.group().islower())


def _slice(text: str, begin: int, end: int) -> list[Sentence]:
    pieces: list[Sentence] = []
    while begin < end:
        cut = end
        if end - begin > _LONGEST:
            cut = _soft_cut(text, begin, begin + _LONGEST)
        piece = text[begin:cut]
        lead = len(piece) - len(piece.lstrip())
        stripped = piece.strip()
        # Punctuation alone says nothing, but an emoji does, so only word-like or symbolic
        # characters make a sentence.
        if any(sign.isalnum() or ord(sign) > 0x2190 for sign in stripped):
            pieces.append(Sentence(stripped, begin + lead))
        begin = cut
    return pieces


def _soft_cut(text: str, begin: int, limit: int) -> int:
    for mark in (";", ",", " "):
        place = text.rfind(mark, begin + _LONGEST // 3, limit)
        if place > 0:
            return place + 1
    return limit
