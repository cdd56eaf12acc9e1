"""The corpus as histories cut at many days, and as notes read by networks that never saw them."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from model.history import History, history_as_of
from model.programme import Meeting
from model.reading import Note, NoteReading, Reader
from training.corpus import DAY_ZERO, Corpus, CorpusNote, Pair, meeting_id, programme_of

Readings = Mapping[tuple[str, str], NoteReading]


class Folds(Protocol):
    """Whatever gives readers that lack some folds of the corpus."""

    @property
    def fold_of(self) -> Mapping[str, int]:
        """The fold of each register and of each safeguarding note, by name."""

    @property
    def count(self) -> int:
        """How many folds there are."""

    def without(self, left_out: Collection[int]) -> Reader:
        """A reader that saw nothing of the folds ``left_out``."""


@dataclass(frozen=True)
class Cut:
    """A mentorship as of a day, and whether it failed its people then."""

    pair: Pair
    day: int
    history: History
    fails: bool


@dataclass(frozen=True)
class Unseen:
    """Notes, each read by a network that saw no note of its fold.

    Attributes
    ----------
    notes : mapping
        Readings of the notes about relationships, by meeting and author.
    concerns : mapping
        Readings of the safeguarding notes, by name.
    """

    notes: Readings
    concerns: Mapping[str, NoteReading]


def read_unseen(corpus: Corpus, folds: Folds, left_out: Collection[int] = ()) -> Unseen:
    """Every fold but those ``left_out``, read by a network without it and without those.

    What is fitted to these readings learns how far a network can be trusted with a voice that is
    new to it, which is the case when a programme is scored.
    """
    notes: dict[tuple[str, str], NoteReading] = {}
    concerns: dict[str, NoteReading] = {}
    for fold in range(folds.count):
        if fold not in left_out:
            found = read_fold(corpus, folds, fold, {*left_out, fold})
            notes |= found.notes
            concerns |= found.concerns
    return Unseen(notes, concerns)


def read_fold(corpus: Corpus, folds: Folds, fold: int, without: Collection[int]) -> Unseen:
    """The notes of one fold, read by the reader that was made ``without`` some folds."""
    reader = folds.without(without)
    names = {pair.pair for pair in corpus.pairs if folds.fold_of[pair.register] == fold}
    notes = [as_note(note) for note in corpus.notes if note.pair in names]
    own = [one for one in corpus.concerns if folds.fold_of[one.note] == fold]
    concerns = reader.read([Note(one.note, one.author, one.text) for one in own])
    return Unseen(index_of(reader.read(notes)), {one.note.meeting_id: one for one in concerns})


def as_note(note: CorpusNote) -> Note:
    """The note as the library knows it."""
    return Note(meeting_id(note), note.author, note.text)


def index_of(readings: Sequence[NoteReading]) -> dict[tuple[str, str], NoteReading]:
    """Readings by meeting and author."""
    return {(one.note.meeting_id, one.note.author): one for one in readings}


def cuts(corpus: Corpus, seed: int, per_pair: int) -> list[Cut]:
    """Histories cut at the last observed day and at random days from the second meeting on."""
    programme = programme_of(corpus)
    chance = random.Random(seed)
    found: list[Cut] = []
    for pair in corpus.pairs:
        days = [meeting["day"] for meeting in pair.meetings]
        earliest = days[1] if len(days) > 1 else days[0] if days else 0
        choice = range(earliest, pair.until_day)
        sample = chance.sample(choice, min(per_pair - 1, len(choice)))
        for day in sorted({*sample, pair.until_day}):
            as_of = DAY_ZERO + timedelta(days=day)
            history = history_as_of(programme, pair.pair, as_of)
            found.append(Cut(pair, day, history, pair.fails_on(day)))
    return found


def blanked(cut: Cut, *, words: bool, ratings: bool) -> Cut:
    """The cut as it would look had nobody written anything, or rated anything, or both."""

    def blank(meeting: Meeting) -> Meeting:
        if words:
            meeting = replace(meeting, mentee_feedback="", mentor_feedback="")
        if ratings:
            meeting = replace(meeting, mentee_rating=None, mentor_rating=None)
        return meeting

    meetings = tuple(blank(meeting) for meeting in cut.history.meetings)
    return replace(cut, history=replace(cut.history, meetings=meetings))
