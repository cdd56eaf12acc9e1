"""A mentorship as of a date, and the features that it shows by then.

This is the one place where "as of" is applied: nothing dated later gets past
:func:`history_as_of`, neither meetings nor how the mentorship ended.

Every feature is a sum of parts, and every part rests on a sentence, a meeting or a silence. So a
linear model's score can be handed back, exactly, to what it rests on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from model.programme import SIDES, Kind, Meeting, Programme, Side
from model.reading import Note, NoteReading, SentenceReading

# What happened long ago counts less: half after this many agreed intervals between meetings.
HALF_LIFE_CADENCES = 4.0
# Even at a cadence of a few days, a week's silence is no sign yet.
_SHORTEST_CADENCE = 7
# From this many agreed intervals without a meeting on, more silence tells nothing new.
_LONGEST_GAP = 6.0
# The rating, of 5, around which ratings neither worry nor reassure.
_NEUTRAL_RATING = 3.5

# The signal under which it is told that notes sound like those of pairs that fail.
WORDING = "wording"
# From this probability on a sentence counts as one that speaks of the relationship.
_SPEAKS_OF_IT = 0.3
# How much what a sentence says counts beside how it sounds, in log-odds.
_PLAIN_WORDS = 0.75
# How much a sentence counts that surely speaks of something else.
_ELSEWHERE = 0.2
# So many sentences' worth of neutrality is mixed into every mean over sentences.
_NEUTRALITY = 2.0
# A sentence of this many words is taken to tell its story; more do not make it more telling.
_WHOLE_STORY = 20

FEATURES: tuple[str, ...] = (
    "tone.of_mentee",
    "tone.of_mentor",
    "missed_meetings",
    "contact_gap",
    "ratings.of_mentee",
    "ratings.of_mentor",
    "ratings.latest_of_mentee",
    "rating_trend",
    "differing_views",
)


@dataclass(frozen=True, slots=True)
class History:
    """What was known of one mentorship on a day."""

    mentorship_id: str
    kind: Kind
    started_on: date
    cadence_days: int
    as_of: date
    meetings: tuple[Meeting, ...]
    names: tuple[str, ...] = ()

    @property
    def notes(self) -> list[Note]:
        """What both sides wrote, oldest first."""
        return [
            Note(meeting.meeting_id, side, meeting.feedback(side), self.names)
            for meeting in self.meetings
            for side in SIDES
            if meeting.feedback(side).strip()
        ]


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a feature's value, and what it rests on.

    Attributes
    ----------
    signal : str
        The signal under which the share is told.
    value : float
        Its share of the feature.
    meeting_ids : tuple of str
        The meetings it rests on; empty if there was none.
    author, text : str or None
        Who wrote the sentence, and the sentence; ``None`` for dates and ratings.
    telling : float
        How plainly it shows the trouble, from 0 to 1, for choosing what to quote.
    """

    signal: str
    value: float
    meeting_ids: tuple[str, ...] = ()
    author: Side | None = None
    text: str | None = None
    telling: float = 1.0


Features = dict[str, list[Part]]


def history_as_of(programme: Programme, mentorship_id: str, as_of: date) -> History:
    """The mentorship as it was known on ``as_of``: past meetings only, oldest first.

    A meeting that was planned for a past day and never recorded is not known to have happened
    or not, so it is left out.
    """
    mentorship = programme.mentorships[mentorship_id]
    meetings = programme.meetings_by_mentorship.get(mentorship_id, ())
    return History(
        mentorship_id=mentorship_id,
        kind=mentorship.kind,
        started_on=mentorship.started_on,
        cadence_days=mentorship.cadence_days,
        as_of=as_of,
        meetings=tuple(
            meeting
            for meeting in meetings
            if meeting.scheduled_on <= as_of and meeting.status != "planned"
        ),
        names=tuple(
            name
            for person_id in (mentorship.mentor_id, mentorship.mentee_id)
            if person_id in programme.people
            for name in programme.people[person_id].name.split()
        ),
    )


def active_histories(programme: Programme, as_of: date) -> list[History]:
    """The histories of all mentorships active on ``as_of``, in the order of the file."""
    return [
        history_as_of(programme, mentorship.mentorship_id, as_of)
        for mentorship in programme.active_on(as_of)
    ]


def contact_gap(history: History) -> float:
    """How many agreed intervals have passed since the last meeting held, beyond the first.

    Ranges from 0 to 6. Where none was held the gap counts from the start.
    """
    last = _last_held(history)
    since = (history.as_of - (last.scheduled_on if last else history.started_on)).days
    cadence = max(history.cadence_days, _SHORTEST_CADENCE)
    return min(max(since / cadence - 1.0, 0.0), _LONGEST_GAP)


def features(history: History, readings: Sequence[NoteReading]) -> Features:
    """The parts of every feature of :data:`FEATURES`; ``readings`` are of ``history.notes``."""
    parts: Features = {name: [] for name in FEATURES}
    weights = _weights(history)
    _add_words(parts, readings, weights)
    _add_missed_meetings(parts, history, weights)
    _add_gap(parts, history)
    _add_ratings(parts, history, weights)
    _add_differing_views(parts, history, readings, weights)
    return parts


def values(parts: Features) -> NDArray[np.float64]:
    """The features as an array of shape (len(FEATURES),)."""
    return np.array([math.fsum(part.value for part in parts[name]) for name in FEATURES])


def known(history: History, readings: Sequence[NoteReading]) -> float:
    """How much is known: sentences about the relationship, ratings and missed meetings."""
    sentences = sum(sentence.salience for reading in readings for sentence in reading.sentences)
    ratings = sum(m.rating(side) is not None for m in history.meetings for side in SIDES)
    missed = sum(meeting.status != "held" for meeting in history.meetings)
    return sentences + ratings + missed


def _weights(history: History) -> dict[str, float]:
    """How much each meeting counts as of the date, by its id; from 0 to 1."""
    half_life = HALF_LIFE_CADENCES * max(history.cadence_days, _SHORTEST_CADENCE)
    return {
        meeting.meeting_id: 0.5 ** ((history.as_of - meeting.scheduled_on).days / half_life)
        for meeting in history.meetings
    }


def _last_held(history: History) -> Meeting | None:
    held = [meeting for meeting in history.meetings if meeting.status == "held"]
    return held[-1] if held else None


def _add_words(parts: Features, readings: Sequence[NoteReading], weights: dict[str, float]) -> None:
    """Per side the weighted mean tone of its sentences, with neutrality mixed in."""
    for side in SIDES:
        own = [reading for reading in readings if reading.note.author == side]
        total = _NEUTRALITY + sum(
            weights[reading.note.meeting_id] * len(reading.sentences) for reading in own
        )
        parts[f"tone.of_{side}"] = [
            _part_of(reading, sentence, weights[reading.note.meeting_id], total)
            for reading in own
            for sentence in reading.sentences
        ]


def _tone(sentence: SentenceReading) -> float:
    """What a sentence says of the relationship and how it sounds; more is worse.

    What it says holds in voices of every kind, how it sounds tells more in those like the
    corpus. What speaks badly of the relationship can't speak for it by how it sounds. And what
    speaks of something else counts for little, however it sounds.
    """
    share = _ELSEWHERE + (1.0 - _ELSEWHERE) * sentence.salience
    tone = sentence.leaning + _PLAIN_WORDS * (sentence.bad - sentence.good)
    bad = sentence.bad > max(sentence.good, _SPEAKS_OF_IT)
    return share * (max(tone, 0.0) if bad else tone)


def _part_of(reading: NoteReading, sentence: SentenceReading, weight: float, total: float) -> Part:
    """A part that rests on a sentence.

    What is worth quoting speaks badly of the relationship, is recent, and tells enough of the
    story to be understood alone; a sentence of a few words seldom does.
    """
    note = reading.note
    signal = sentence.signal if sentence.salience >= _SPEAKS_OF_IT else WORDING
    whole = min(len(sentence.text.split()), _WHOLE_STORY) / _WHOLE_STORY
    return Part(
        signal,
        weight * _tone(sentence) / total,
        (note.meeting_id,),
        note.author,
        sentence.text,
        sentence.bad * weight * whole,
    )


def _net(readings: Sequence[NoteReading], weights: dict[str, float]) -> float:
    """The weighted mean of (bad - good) over what speaks of the relationship, from -1 to 1."""
    shares = [
        (weights[reading.note.meeting_id], sentence)
        for reading in readings
        for sentence in reading.sentences
    ]
    total = _NEUTRALITY + sum(weight * sentence.salience for weight, sentence in shares)
    return sum(weight * (sentence.bad - sentence.good) for weight, sentence in shares) / total


def _add_missed_meetings(parts: Features, history: History, weights: dict[str, float]) -> None:
    """The weighted share of meetings that did not take place; not to come at all counts more."""
    total = 1.0 + sum(weights.values())
    severity = {"cancelled": 0.6, "no_show": 1.0}
    parts["missed_meetings"] = [
        Part(
            "missed_meetings",
            severity[meeting.status] * weights[meeting.meeting_id] / total,
            (meeting.meeting_id,),
        )
        for meeting in history.meetings
        if meeting.status in severity
    ]


def _add_gap(parts: Features, history: History) -> None:
    last = _last_held(history)
    meeting_ids = (last.meeting_id,) if last else ()
    parts["contact_gap"].append(Part("contact_gap", contact_gap(history), meeting_ids))


def _add_ratings(parts: Features, history: History, weights: dict[str, float]) -> None:
    for side in SIDES:
        rated = _rated(history, side)
        total = 1.0 + sum(weights[meeting.meeting_id] for meeting, _ in rated)
        parts[f"ratings.of_{side}"] = [
            Part(
                "ratings",
                weights[meeting.meeting_id] * (_NEUTRAL_RATING - rating) / total,
                (meeting.meeting_id,),
            )
            for meeting, rating in rated
        ]
    rated = _rated(history, "mentee")
    if rated:
        meeting, last = rated[-1]
        part = Part("ratings", _NEUTRAL_RATING - last, (meeting.meeting_id,))
        parts["ratings.latest_of_mentee"].append(part)
    if len(rated) >= 2:
        parts["rating_trend"].append(_rating_trend(rated))


def _rating_trend(rated: Sequence[tuple[Meeting, int]]) -> Part:
    """By how much the last two ratings lie below the earlier ones.

    Two are taken, because one hard meeting is no trend; of two ratings in all, one is the last.
    With fewer than four ratings only a part of the fall is believed.
    """
    last = rated[-2:] if len(rated) >= 3 else rated[-1:]
    earlier = rated[: -len(last)]
    believed = min((len(rated) - 1) / 3.0, 1.0)
    fall = believed * (_mean_rating(earlier) - _mean_rating(last))
    return Part("rating_trend", fall, tuple(meeting.meeting_id for meeting, _ in last))


def _mean_rating(rated: Sequence[tuple[Meeting, int]]) -> float:
    return sum(rating for _, rating in rated) / len(rated)


def _rated(history: History, side: Side) -> list[tuple[Meeting, int]]:
    pairs = [(meeting, meeting.rating(side)) for meeting in history.meetings]
    return [(meeting, rating) for meeting, rating in pairs if rating is not None]


def _add_differing_views(
    parts: Features,
    history: History,
    readings: Sequence[NoteReading],
    weights: dict[str, float],
) -> None:
    """How much worse the mentee speaks of it than the mentor does; 0 if either is silent."""
    nets: dict[Side, float] = {}
    latest: list[str] = []
    for side in SIDES:
        own = [reading for reading in readings if reading.note.author == side]
        if own:
            nets[side] = _net(own, weights)
            latest.append(own[-1].note.meeting_id)
    if len(nets) == 2:
        gap = nets["mentee"] - nets["mentor"]
        meeting_ids = tuple(dict.fromkeys(latest))
        parts["differing_views"].append(Part("differing_views", gap, meeting_ids))
