"""Histories → risk, with the reasons that make it up.

The score is linear in the features, and a feature is a sum of parts, so each reason is an exact
share of the log-odds: they add up, with the base line, to the logit of the risk. It is fitted as
a logistic regression and calibrated by a line in log-odds, which keeps it linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from model import history as histories
from model.embedding import TextEmbedder
from model.history import FEATURES, Features, History, Part, history_as_of
from model.programme import Programme, Side
from model.reading import NoteReading, Reader, prepare
from model.safeguarding import Guard

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
MAX_EVIDENCE = 3
# A reason that moves the log-odds by less than this is not worth a reader's time.
LEAST_CONTRIBUTION = 0.05
# Below this much (sentences about the relationship, ratings, missed meetings) there is too
# little to say, unless they are long overdue to meet.
ENOUGH_KNOWN = 2.0
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
    """What is to be said of a mentorship as of a date."""

    mentorship_id: str
    as_of: date
    risk: float
    flagged: bool
    state: State
    reasons: tuple[Reason, ...]
    safeguarding: tuple[Evidence, ...]
    marks: tuple[Mark, ...]

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
    """

    weights: NDArray[np.float64]
    baseline: float
    threshold: float

    def risk(self, features: NDArray[np.float64]) -> float:
        """The calibrated probability for one row of features."""
        return float(expit(self.baseline + features @ self.weights))


class HealthModel:
    """Reads histories and judges them.

    Parameters
    ----------
    reader : Reader
    guard : Guard
    line : RiskLine
    embedder : TextEmbedder
    """

    def __init__(
        self, reader: Reader, guard: Guard, line: RiskLine, embedder: TextEmbedder
    ) -> None:
        self.reader = reader
        self.guard = guard
        self.line = line
        self.embedder = embedder

    def assess(self, of: Sequence[History]) -> list[Assessment]:
        """One assessment per history, in the order given."""
        assessments: list[Assessment] = []
        for begin in range(0, len(of), _BATCH):
            batch = of[begin : begin + _BATCH]
            notes = [note for history in batch for note in history.notes]
            prepared = prepare(notes, self.embedder)
            readings = iter(self.reader.read(prepared))
            concerns = iter(self.guard.find(prepared))
            for history in batch:
                own = [next(readings) for _ in history.notes]
                worrying = tuple(
                    Evidence(note.meeting_id, note.author, text)
                    for note in history.notes
                    for text in next(concerns)
                )
                assessments.append(self._judge(history, own, worrying))
        return assessments

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

    def _judge(
        self,
        history: History,
        readings: Sequence[NoteReading],
        safeguarding: tuple[Evidence, ...],
    ) -> Assessment:
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
            safeguarding=safeguarding,
            marks=_marks(readings),
        )

    def _reasons(self, parts: Features) -> tuple[Reason, ...]:
        shares = self.contributions(parts)
        reasons: list[Reason] = []
        for signal in {part.signal for part, _ in shares}:
            own = [(part, share) for part, share in shares if part.signal == signal]
            total = sum(share for _, share in own)
            # Two who never met have a gap that rests on no meeting at all.
            evidence = _evidence(own)
            if total >= LEAST_CONTRIBUTION:
                reasons.append(Reason(signal, total, evidence))
        reasons.sort(key=lambda reason: (-reason.contribution, reason.signal))
        return tuple(reasons[:MAX_REASONS])

    def contributions(self, parts: Features) -> list[tuple[Part, float]]:
        """Every part with its exact share of the log-odds."""
        return [
            (part, part.value * float(weight))
            for name, weight in zip(FEATURES, self.line.weights, strict=True)
            for part in parts[name]
        ]


def _evidence(shares: Sequence[tuple[Part, float]]) -> tuple[Evidence, ...]:
    """Of the pieces that raise the risk those that show it most plainly, each once."""
    raised: dict[Evidence, float] = {}
    telling: dict[Evidence, float] = {}
    for part, share in shares:
        if share <= 0:
            continue
        for meeting_id in part.meeting_ids:
            piece = Evidence(meeting_id, part.author, part.text)
            raised[piece] = raised.get(piece, 0.0) + share
            telling[piece] = part.telling
    ordered = sorted(raised, key=lambda piece: (-telling[piece], -raised[piece]))
    return tuple(ordered[:MAX_EVIDENCE])


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
