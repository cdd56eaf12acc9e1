"""The corpus as rows to learn from: sentences with labels, and histories cut at many days."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from model.embedding import TextEmbedder
from model.history import History, history_as_of
from model.programme import Meeting
from model.reading import Note, PreparedNote, prepare
from training.corpus import DAY_ZERO, Corpus, CorpusNote, Pair, meeting_id, programme_of

Rows = NDArray[np.float64]
Labels = NDArray[np.str_]

# Texts are embedded in portions of this many notes, so that progress can be told.
_PORTION = 200


@dataclass(frozen=True)
class SentenceRows:
    """Sentences with what they say.

    Attributes
    ----------
    rows : ndarray of shape (n, 770)
    direction : ndarray of shape (n,)
        ``bad``, ``good`` or ``elsewhere``.
    signal : ndarray of shape (n,)
        A word signal, or the empty string where the direction is ``elsewhere``.
    pair : ndarray of shape (n,)
        The pair that the sentence was written in.
    fails : ndarray of shape (n,)
        Whether that pair failed its people on that day.
    text : ndarray of shape (n,)
        The sentence.
    """

    rows: Rows
    direction: Labels
    signal: Labels
    pair: Labels
    fails: NDArray[np.bool_]
    text: NDArray[np.object_]

    def of(self, pairs: Collection[str]) -> SentenceRows:
        """The sentences of some pairs."""
        mask = np.isin(self.pair, [*pairs])
        return SentenceRows(
            self.rows[mask],
            self.direction[mask],
            self.signal[mask],
            self.pair[mask],
            self.fails[mask],
            self.text[mask],
        )


@dataclass(frozen=True)
class Cut:
    """A mentorship as of a day, and whether it failed its people then."""

    pair: Pair
    day: int
    history: History
    fails: bool


@dataclass(frozen=True)
class Material:
    """The corpus, embedded and cut: all that fitting needs.

    Attributes
    ----------
    prepared : list of PreparedNote
        ``corpus.notes`` as the reader sees them.
    concerns : list of PreparedNote
        ``corpus.concerns`` likewise.
    """

    corpus: Corpus
    prepared: list[PreparedNote]
    concerns: list[PreparedNote]
    sentences: SentenceRows
    cuts: list[Cut]

    def notes_of(self, pairs: Collection[str]) -> list[PreparedNote]:
        """The prepared notes of some pairs."""
        both = zip(self.corpus.notes, self.prepared, strict=True)
        return [prepared for note, prepared in both if note.pair in pairs]

    def cuts_of(self, pairs: Collection[str]) -> list[Cut]:
        """The cuts of some pairs."""
        return [cut for cut in self.cuts if cut.pair.pair in pairs]


def gather(corpus: Corpus, embedder: TextEmbedder, seed: int, cuts_per_pair: int) -> Material:
    """Embed and cut the corpus, telling how far it is."""
    prepared: list[PreparedNote] = []
    for begin in range(0, len(corpus.notes), _PORTION):
        portion = corpus.notes[begin : begin + _PORTION]
        notes = [Note(meeting_id(note), note.author, note.text) for note in portion]
        prepared.extend(prepare(notes, embedder))
        print(f"  notes embedded: {len(prepared)} of {len(corpus.notes)}", flush=True)
    concerns = prepare([Note(one.note, one.author, one.text) for one in corpus.concerns], embedder)
    print(f"  safeguarding notes embedded: {len(concerns)}", flush=True)
    sentences = sentence_rows(corpus, prepared)
    return Material(corpus, prepared, concerns, sentences, cuts(corpus, seed, cuts_per_pair))


def sentence_rows(corpus: Corpus, prepared: Sequence[PreparedNote]) -> SentenceRows:
    """One row per sentence and label; a sentence that says two things gives two rows."""
    pairs = {pair.pair: pair for pair in corpus.pairs}
    rows: list[Rows] = []
    labels: list[tuple[str, str, str]] = []
    fails: list[bool] = []
    texts: list[str] = []
    for note, ready in zip(corpus.notes, prepared, strict=True):
        for sentence, row in zip(ready.sentences, ready.rows, strict=True):
            end = sentence.start + len(sentence.text)
            for direction, signal in _labels(note, sentence.start, end):
                rows.append(row)
                labels.append((direction, signal, note.pair))
                fails.append(pairs[note.pair].fails_on(note.day))
                texts.append(sentence.text)
    directions, signals, names = (np.array(column) for column in zip(*labels, strict=True))
    return SentenceRows(
        np.array(rows), directions, signals, names, np.array(fails), np.array(texts, dtype=object)
    )


def _labels(note: CorpusNote, start: int, end: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for saying in note.says:
        begin = note.text.index(saying.quote)
        overlap = min(end, begin + len(saying.quote)) - max(start, begin)
        # A few shared characters are a matter of where sentences were split, not of meaning.
        if overlap >= min(8, len(saying.quote)):
            found.append((saying.direction, saying.signal))
    return found or [("elsewhere", "")]


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
