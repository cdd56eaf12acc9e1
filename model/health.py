"""Histories → risk, with the reasons that make it up.

The score is linear in the features, and a feature is a sum of parts, so each reason is an exact
share of the log-odds: they add up, with the base line, to the logit of the risk. It is fitted as
a logistic regression and calibrated by a line in log-odds, which keeps it linear.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from model import history as histories
from model.history import FEATURES, Features, History, Part, history_as_of
from model.programme import Programme, Side
from model.reading import Note, NoteReading, Reader
from model.safeguarding import worrying

# A part of a feature with its exact share of the log-odds.
Share = tuple[Part, float]
State = Literal["at_risk", "fine", "not_enough"]

# What each signal means when it went badly and when it went well, in plain words.
SIGNALS: dict[str, tuple[str, str]] = {
    "mentor_availability": ("The mentor has little time", "The mentor makes time"),
    "expertise_fit": ("The expertise does not fit", "The expertise fits"),
    "goal_progress": ("The goals do not move", "The goals move"),
    "listening": ("Not listened to, or generic advice", "Listened to, and helped to think"),
    "trust_respect": ("Not safe to speak, or no respect", "Trust and respect"),
    "one_sidedness": ("It goes one way", "Give and take"),
    "chemistry": ("They do not click", "They click"),
    "mentee_engagement": ("The mentee is not engaged", "The mentee is engaged"),
    "overall": ("Said to be disappointing", "Said to be good"),
    "wording": ("The notes as a whole sound like trouble", "The notes as a whole sound well"),
    "missed_meetings": ("Meetings are missed", "Meetings take place"),
    "contact_gap": ("They have not met for long", "They meet as agreed"),
    "ratings": ("Low ratings", "Good ratings"),
    "rating_trend": ("Ratings are falling", "Ratings are rising"),
    "differing_views": ("The two see it differently", "The two see it alike"),
}

MAX_REASONS = 5
# So many meetings are named under a reason that rests on ratings or attendance.
MAX_EVIDENCE = 3
# So many sentences are quoted under all reasons together, one more for a reason without any.
MAX_QUOTES = 8
# The reasons under which the so many most telling sentences stand are always among them.
MOST_TELLING = 4
# A reason that moves the log-odds by less than this is not worth a reader's time.
LEAST_CONTRIBUTION = 0.05
# Below this much (sentences about the relationship, ratings, missed meetings) there is too
# little to say, unless they are long overdue to meet.
ENOUGH_KNOWN = 3.0
_OVERDUE_CADENCES = 1.0
# Sentences less likely than this to speak of the relationship are not marked.
_MARKED_FROM = 0.5
# How many mentorships' texts are in memory at once.
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reason rests on; ``author`` and ``text`` are ``None`` for dates and ratings."""

    meeting_id: str
    author: Side | None = None
    text: str | None = None

    def to_json(self) -> dict[str, str]:
        """As in the contract: what is absent is left out."""
        entry = {"meeting_id": self.meeting_id, "author": self.author, "text": self.text}
        return {key: value for key, value in entry.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Reason:
    """A signal that raises the risk, by how much in log-odds, and on what it rests."""

    signal: str
    contribution: float
    evidence: tuple[Evidence, ...]

    def to_json(self) -> dict[str, Any]:
        """As in the contract."""
        return {
            "signal": self.signal,
            "contribution": round(self.contribution, 4),
            "evidence": [entry.to_json() for entry in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence of the feedback that says something of the relationship."""

    meeting_id: str
    author: Side
    text: str
    signal: str
    direction: Literal["good", "bad"]
    strength: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is to be said of a mentorship as of a date.

    ``unread`` names the notes in a language that the model does not know; they were left out.
    """

    mentorship_id: str
    as_of: date
    risk: float
    flagged: bool
    state: State
    reasons: tuple[Reason, ...]
    safeguarding: tuple[Evidence, ...]
    marks: tuple[Mark, ...]
    unread: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """One line of ``python -m model score``."""
        return {
            "mentorship_id": self.mentorship_id,
            "as_of": self.as_of.isoformat(),
            "risk": round(self.risk, 4),
            "flagged": self.flagged,
            "state": self.state,
            "reasons": [reason.to_json() for reason in self.reasons],
            "safeguarding": [entry.to_json() for entry in self.safeguarding],
            "unread": [entry.to_json() for entry in self.unread],
        }


@dataclass(frozen=True, slots=True)
class RiskLine:
    """The fitted line: log-odds = baseline + features · weights.

    Attributes
    ----------
    weights : ndarray of shape (len(FEATURES),)
        In log-odds per unit of a feature, calibration included.
    baseline : float
        Log-odds where nothing is known.
    threshold : float
        The probability from which on a mentorship is flagged.
    concern_threshold : float
        The log-odds from which on a sentence is shown to a human, whatever the risk.
    """

    weights: NDArray[np.float64]
    baseline: float
    threshold: float
    concern_threshold: float

    def risk(self, features: NDArray[np.float64]) -> float:
        """The calibrated probability for one row of features."""
        return float(expit(self.baseline + features @ self.weights))


class HealthModel:
    """Reads histories and judges them.

    Parameters
    ----------
    reader : Reader
    line : RiskLine
    """

    def __init__(self, reader: Reader, line: RiskLine) -> None:
        self.reader = reader
        self.line = line

    @property
    def threshold(self) -> float:
        """The risk from which on a mentorship is flagged."""
        return self.line.threshold

    def assess(self, of: Iterable[History]) -> list[Assessment]:
        """One assessment per history, in the order given."""
        return [*self.each(of)]

    def each(self, of: Iterable[History]) -> Iterator[Assessment]:
        """The same one by one, so that no more than a batch of texts is in memory at once."""
        remaining = iter(of)
        while batch := [*islice(remaining, _BATCH)]:
            with _uncollected():
                judged = self._judge_batch(batch)
            yield from judged

    def guard(self, notes: Sequence[Note]) -> list[Evidence]:
        """What a human must see of other words than a meeting's; they move no risk."""
        return [
            Evidence(reading.note.meeting_id, reading.note.author, text)
            for reading in self.reader.read(notes)
            for text in worrying(reading, self.line.concern_threshold)
        ]

    def _judge_batch(self, batch: Sequence[History]) -> list[Assessment]:
        notes = [history.notes for history in batch]
        readings = iter(self.reader.read([note for own in notes for note in own]))
        return [
            self._judge(history, [next(readings) for _ in own])
            for history, own in zip(batch, notes, strict=True)
        ]

    def trajectory(
        self, programme: Programme, mentorship_id: str, as_of: date
    ) -> list[tuple[date, float | None]]:
        """The risk after each past meeting and on ``as_of``; ``None`` where too little is known."""
        now = history_as_of(programme, mentorship_id, as_of)
        days = sorted({meeting.scheduled_on for meeting in now.meetings} | {as_of})
        past = [history_as_of(programme, mentorship_id, day) for day in days]
        return [
            (one.as_of, None if one.state == "not_enough" else one.risk)
            for one in self.assess(past)
        ]

    def _judge(self, history: History, readings: Sequence[NoteReading]) -> Assessment:
        parts = histories.features(history, readings)
        risk = self.line.risk(histories.values(parts))
        overdue = histories.contact_gap(history) > _OVERDUE_CADENCES
        enough = overdue or histories.known(history, readings) >= ENOUGH_KNOWN
        flagged = enough and risk >= self.line.threshold
        return Assessment(
            mentorship_id=history.mentorship_id,
            as_of=history.as_of,
            risk=risk,
            flagged=flagged,
            state="at_risk" if flagged else "fine" if enough else "not_enough",
            reasons=self._reasons(parts),
            safeguarding=tuple(
                Evidence(reading.note.meeting_id, reading.note.author, text)
                for reading in readings
                for text in worrying(reading, self.line.concern_threshold)
            ),
            marks=_marks(readings),
            unread=tuple(
                Evidence(reading.note.meeting_id, reading.note.author)
                for reading in readings
                if reading.foreign
            ),
        )

    def _reasons(self, parts: Features) -> tuple[Reason, ...]:
        """What raises the risk; what lowers it under the same signal does not hide it."""
        raising = [piece for piece in self.contributions(parts) if piece[1] > 0.0]
        raising.sort(key=_most_telling_first)
        quoted = [part for part, _ in raising if part.text][:MAX_QUOTES]
        by_signal: dict[str, list[Share]] = {}
        for piece in raising:
            by_signal.setdefault(piece[0].signal, []).append(piece)
        reasons = [
            Reason(signal, total, _evidence([part for part, _ in own], quoted))
            for signal, own in by_signal.items()
            if (total := math.fsum(share for _, share in own)) >= LEAST_CONTRIBUTION
        ]
        telling = {part.signal for part in quoted[:MOST_TELLING]}
        return tuple(_chosen(reasons, telling))

    def contributions(self, parts: Features) -> list[Share]:
        """Every part with its exact share of the log-odds."""
        return [
            (part, part.value * float(weight))
            for name, weight in zip(FEATURES, self.line.weights, strict=True)
            for part in parts[name]
        ]


def _chosen(reasons: Sequence[Reason], telling: Collection[str]) -> list[Reason]:
    """At most 5 reasons: those that hold what tells most, and then the heaviest."""
    by_need = sorted(
        reasons, key=lambda reason: (reason.signal not in telling, -reason.contribution)
    )
    return sorted(by_need[:MAX_REASONS], key=lambda reason: (-reason.contribution, reason.signal))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the cycle collector from running inside.

    Judging makes many small objects and no cycle. The collector would go through all that is
    alive again and again, the whole programme with it, and find nothing: half of the time.
    """
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()


def _most_telling_first(piece: Share) -> tuple[float, float]:
    part, share = piece
    return -part.telling, -share


def _evidence(own: Sequence[Part], quoted: Sequence[Part]) -> tuple[Evidence, ...]:
    """What a reason rests on, the most telling first.

    It quotes what of its own is among the most telling sentences of all, or else its most telling
    one. Two who never met have a gap that rests on no meeting at all.
    """
    chosen = [part for part in own if any(part is one for one in quoted)] or own[:1]
    if chosen[0].text is None:
        chosen = own[:MAX_EVIDENCE]
    shown = [
        Evidence(meeting_id, part.author, part.text)
        for part in chosen
        for meeting_id in part.meeting_ids
    ]
    return tuple(dict.fromkeys(shown))


def _marks(readings: Sequence[NoteReading]) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            meeting_id=reading.note.meeting_id,
            author=reading.note.author,
            text=sentence.text,
            signal=sentence.signal,
            direction="bad" if sentence.bad > sentence.good else "good",
            strength=max(sentence.bad, sentence.good),
        )
        for reading in readings
        for sentence in reading.sentences
        if sentence.salience >= _MARKED_FROM
    )
