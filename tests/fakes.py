"""Stand-ins for what takes long to load: a release and an embedder with the same methods.

They are simple enough to know by heart: every sentence with "cancelled" in it speaks badly of
the mentor's time, every one with "helped" well of progress, "threatened" must reach a human; the
risk is the share of bad sentences, and two sentences are enough to say something.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.models import Models
from model import sentences
from model.errors import ModelTampered
from model.goals import LEVELS, PARTS, Goal, Offer, pieces
from model.health import Assessment, Evidence, Mark, Reason
from model.history import History, history_as_of
from model.matching import FARTHEST, Matcher, Ranking
from model.programme import Person, Programme
from model.reading import WORD_SIGNALS, Note, NoteReading, SentenceReading

VERSION = "fake-1"
FLAGGED_FROM = 0.5
# A note with this in it is in a language that the stand-ins do not know.
UNKNOWN_SIGN = "無"


class FakeEmbedder:
    """A vector has a place for every word, so texts are alike if they share words."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()):
                vector[zlib.crc32(word.encode()) % 384] += 1.0
            vector /= max(float(np.linalg.norm(vector)), 1e-9)
        return vectors


class FakeGoalReader:
    """Every piece has a place for every word. A piece with "not" in it is unwanted, one that
    begins with "I can" is there already; "a peer" and "someone junior" ask for a level."""

    def __init__(self) -> None:
        self._embedder = FakeEmbedder()

    def goals(self, mentees: Sequence[Person]) -> list[Goal]:
        return [self._goal(one.mentee_goals) for one in mentees]

    def offers(self, mentors: Sequence[Person]) -> list[Offer]:
        return [self._offer(one.mentor_expertise) for one in mentors]

    def _goal(self, text: str) -> Goal:
        split = pieces(text)
        vectors = self._embedder.encode([piece.text for piece in split])
        shares = np.zeros((len(split), len(PARTS)), dtype=np.float32)
        for row, piece in zip(shares, split, strict=True):
            words = piece.text.casefold()
            part = "unwanted" if "not" in words.split() else "wanted"
            row[PARTS.index("has" if words.startswith("i can") else part)] = 1.0
        wanted = shares[:, PARTS.index("wanted")]
        levels = np.zeros(len(LEVELS), dtype=np.float32)
        asked = "peer" if "a peer" in text else "below" if "someone junior" in text else "any"
        levels[LEVELS.index(asked)] = 1.0
        mean = wanted @ vectors
        return Goal(
            pieces=split,
            whole=np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9)),
            wanted=vectors * wanted[:, None],
            unwanted=vectors * shares[:, [PARTS.index("unwanted")]],
            shares=shares,
            weights=wanted,
            levels=levels,
        )

    def _offer(self, text: str) -> Offer:
        split = pieces(text)
        return Offer(
            pieces=split,
            each=self._embedder.encode([piece.text for piece in split]),
            passages=self._embedder.encode([text]),
        )


def fake_ranking() -> Ranking:
    """Every view counts; a level that is asked for is worth 2, one that is not costs 2."""
    levels = np.zeros((len(LEVELS), 2 * FARTHEST + 1))
    levels[LEVELS.index("peer")] = -2.0
    levels[LEVELS.index("peer"), FARTHEST - 1 : FARTHEST + 2] = 2.0
    levels[LEVELS.index("below")] = -2.0
    levels[LEVELS.index("below"), :FARTHEST] = 2.0
    return Ranking(
        whole=4.0,
        answers=4.0,
        unwanted=4.0,
        words=2.0,
        levels=levels,
        offset=3.0,
        slope=1.0,
        gain=1.0,
    )


def fake_matcher() -> Matcher:
    """Matches by shared words."""
    return Matcher(FakeGoalReader(), fake_ranking())


# The words that the fake reader knows, with their signals.
BAD = {
    "cancelled": "mentor_availability",
    "never listens": "listening",
    "Nothing moves": "goal_progress",
    "dare not": "trust_respect",
}
GOOD = {
    "made time": "mentor_availability",
    "listens well": "listening",
    "helped": "goal_progress",
    "say anything": "trust_respect",
}


class FakeReader:
    """Reads by a few words; what has none of them speaks of something else."""

    def read(self, notes: Sequence[Note]) -> list[NoteReading]:
        return [
            NoteReading(
                note, tuple(self._sentence(part.text) for part in sentences.split(note.text))
            )
            for note in notes
        ]

    def _sentence(self, text: str) -> SentenceReading:
        bad = next((signal for words, signal in BAD.items() if words in text), None)
        good = next((signal for words, signal in GOOD.items() if words in text), None)
        signals = np.zeros(len(WORD_SIGNALS))
        signals[WORD_SIGNALS.index(bad or good or "overall")] = 1.0
        return SentenceReading(
            text,
            bad=0.9 if bad else 0.02,
            good=0.9 if good and not bad else 0.02,
            signals=signals,
            leaning=2.0 if bad else -2.0 if good else 0.0,
            concern=4.0 if "threatened" in text else -4.0,
            foreign=UNKNOWN_SIGN in text,
        )


class FakeHealth:
    """Judges by three words."""

    threshold = FLAGGED_FROM

    def __init__(self) -> None:
        self.reader = FakeReader()

    def assess(self, of: Sequence[History]) -> list[Assessment]:
        return [self._judge(history) for history in of]

    def trajectory(
        self, programme: Programme, mentorship_id: str, as_of: date
    ) -> list[tuple[date, float | None]]:
        now = history_as_of(programme, mentorship_id, as_of)
        days = sorted({meeting.scheduled_on for meeting in now.meetings} | {as_of})
        past = [self._judge(history_as_of(programme, mentorship_id, day)) for day in days]
        return [(one.as_of, None if one.state == "not_enough" else one.risk) for one in past]

    def guard(self, notes: Sequence[Note]) -> list[Evidence]:
        return [
            Evidence(n.meeting_id, n.author, t)
            for n in notes
            for t in _sentences(n)
            if "threatened" in t
        ]

    def _judge(self, history: History) -> Assessment:
        sentences = [(note, text) for note in history.notes for text in _sentences(note)]
        bad = [Evidence(n.meeting_id, n.author, t) for n, t in sentences if "cancelled" in t]
        good = [Evidence(n.meeting_id, n.author, t) for n, t in sentences if "helped" in t]
        known = len(bad) + len(good)
        risk = (len(bad) + 0.1) / (known + 1)
        flagged = known >= 2 and risk >= FLAGGED_FROM
        reasons = (Reason("mentor_availability", 1.5, tuple(bad[:3])),) if bad else ()
        return Assessment(
            mentorship_id=history.mentorship_id,
            as_of=history.as_of,
            risk=risk,
            flagged=flagged,
            state="not_enough" if known < 2 else "at_risk" if flagged else "fine",
            reasons=reasons,
            safeguarding=tuple(
                Evidence(n.meeting_id, n.author, t) for n, t in sentences if "threatened" in t
            ),
            marks=tuple(mark for n, t in sentences for mark in _marks(n, t)),
            unread=tuple(
                Evidence(note.meeting_id, note.author)
                for note in history.notes
                if UNKNOWN_SIGN in note.text
            ),
        )


@dataclass
class FakeRelease:
    """A release as ``model.artifact.load_release`` would give it."""

    version: str = VERSION
    manifest: dict[str, Any] = field(default_factory=dict)
    health: FakeHealth = field(default_factory=FakeHealth)
    matcher: Matcher = field(default_factory=fake_matcher)


class FakeModels(Models):
    """Models without files; set ``broken`` to see the application without scores."""

    def __init__(self) -> None:
        super().__init__(Path("there/is/no/such/folder"))
        self.broken: str | None = None
        self.now = FakeRelease()

    def release(self) -> Any:
        if self.broken is not None:
            self.switch_off(ModelTampered(self.broken))
            return None
        self._problem = None
        return self.now


def _sentences(note: Note) -> list[str]:
    return [text.strip() for text in re.findall(r"[^.!?]+[.!?]?", note.text) if text.strip()]


def _marks(note: Note, text: str) -> list[Mark]:
    if "cancelled" in text:
        return [Mark(note.meeting_id, note.author, text, "mentor_availability", "bad", 0.9)]
    if "helped" in text:
        return [Mark(note.meeting_id, note.author, text, "goal_progress", "good", 0.8)]
    return []
