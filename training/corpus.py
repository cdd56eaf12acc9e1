"""The labelled corpus: read, checked, and turned into what the library understands.

``data/corpus/README.md`` describes the files. ``python -m training.corpus`` checks them.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from model.errors import RapportError
from model.programme import Kind, Meeting, Mentorship, Person, Programme, Side, Verdict
from model.reading import WORD_SIGNALS
from model.safeguarding import CONCERNS

CORPUS = Path(__file__).resolve().parent.parent / "data" / "corpus"
# Day 0 of every pair; only distances count, so any day does.
DAY_ZERO = date(2025, 1, 6)

Entry = TypeVar("Entry")
Direction = Literal["good", "bad"]


class CorpusError(RapportError):
    """A line of the corpus that breaks its format."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A part of a note that says something of the relationship."""

    quote: str
    signal: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class CorpusNote:
    """One labelled note of one side."""

    note: str
    pair: str
    day: int
    author: Side
    text: str
    says: tuple[Saying, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One mentorship of the corpus: its calendar and the truth about it.

    Attributes
    ----------
    phases : tuple of (day, standing)
        From which day on the relationship stood how; the first begins at day 0.
    until_day : int
        The last day on which it was observed.
    """

    pair: str
    register: str
    kind: Kind
    trade: str
    cadence_days: int
    phases: tuple[tuple[int, Verdict], ...]
    until_day: int
    tags: tuple[str, ...]
    meetings: tuple[Mapping[str, Any], ...]

    def fails_on(self, day: int) -> bool:
        """Whether the relationship, as it stands on ``day``, fails its people."""
        return [standing for begin, standing in self.phases if begin <= day][-1] == "not_working"


@dataclass(frozen=True, slots=True)
class ConcernNote:
    """A note that does or does not raise a concern for someone's safety."""

    note: str
    author: Side
    text: str
    concern: str | None
    how: str | None
    quote: str | None


@dataclass(frozen=True)
class Corpus:
    """All of it, in the order of the files."""

    pairs: tuple[Pair, ...]
    notes: tuple[CorpusNote, ...]
    concerns: tuple[ConcernNote, ...]


def load(folder: Path = CORPUS) -> Corpus:
    """Read and check the corpus.

    Raises
    ------
    CorpusError
        With the file and line of the first thing wrong.
    """
    pairs = tuple(_entries(folder / "pairs", _pair))
    by_name = {pair.pair: pair for pair in pairs}
    _demand(len(by_name) == len(pairs), str(folder / "pairs"), "two pairs bear the same name")
    notes: list[CorpusNote] = []
    texts: dict[str, str] = {}
    sides: set[tuple[str, int, Side]] = set()
    for where, note in _located(
        folder / "notes", lambda place, entry: _note(place, entry, by_name)
    ):
        same = " ".join(note.text.casefold().split())
        _demand(same not in texts, where, f"has the text of {texts.get(same)}")
        texts[same] = note.note
        side = (note.pair, note.day, note.author)
        _demand(side not in sides, where, "the author already wrote about that day")
        sides.add(side)
        notes.append(note)
    concerns = tuple(_entries(folder / "safeguarding", _concern))
    for where, texts_of in (("pairs", pairs), ("notes", notes), ("safeguarding", concerns)):
        _demand(bool(texts_of), str(folder / where), "there is nothing in it")
    return Corpus(pairs, tuple(notes), concerns)


def programme_of(corpus: Corpus) -> Programme:
    """The pairs as one programme, so that training sees what serving sees.

    A mentorship bears the name of its pair; nobody has goals or expertise.
    """
    people: dict[str, Person] = {}
    mentorships: dict[str, Mentorship] = {}
    meetings: dict[str, Meeting] = {}
    texts = {(note.pair, note.day, note.author): note.text for note in corpus.notes}
    for pair in corpus.pairs:
        mentor, mentee = f"{pair.pair} mentor", f"{pair.pair} mentee"
        people |= {
            one: Person(one, one, f"{one.replace(' ', '-')}@corpus.example")
            for one in (mentor, mentee)
        }
        mentorships[pair.pair] = Mentorship(
            pair.pair,
            mentor,
            mentee,
            DAY_ZERO,
            pair.kind,
            pair.cadence_days,
        )
        for entry in pair.meetings:
            key = f"{pair.pair} {entry['day']}"
            meetings[key] = Meeting(
                meeting_id=key,
                mentorship_id=pair.pair,
                scheduled_on=DAY_ZERO + timedelta(days=entry["day"]),
                status=entry["status"],
                cancelled_by=entry.get("cancelled_by"),
                minutes=entry.get("minutes"),
                medium=entry.get("medium"),
                mentee_feedback=texts.get((pair.pair, entry["day"], "mentee"), ""),
                mentor_feedback=texts.get((pair.pair, entry["day"], "mentor"), ""),
                mentee_rating=entry.get("mentee_rating"),
                mentor_rating=entry.get("mentor_rating"),
            )
    return Programme(people, mentorships, meetings)


def meeting_id(note: CorpusNote) -> str:
    """The key, in :func:`programme_of`, of the meeting that ``note`` is about."""
    return f"{note.pair} {note.day}"


def _entries(folder: Path, parse: Callable[[str, dict[str, Any]], Entry]) -> Iterator[Entry]:
    return (entry for _, entry in _located(folder, parse))


def _located(
    folder: Path, parse: Callable[[str, dict[str, Any]], Entry]
) -> Iterator[tuple[str, Entry]]:
    """The entries of all files of a folder, each with the file and line where it stands."""
    for file in sorted(folder.glob("*.jsonl")):
        lines = file.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        for number, line in enumerate(lines, start=1):
            where = f"{file.name}, line {number}"
            try:
                entry = json.loads(line)
            except ValueError as error:
                raise CorpusError(f"{where}: is not JSON: {error}") from error
            _demand(isinstance(entry, dict), where, "is not an object")
            try:
                yield where, parse(where, entry)
            except KeyError as error:
                raise CorpusError(f"{where}: {error} is missing") from error


def _pair(where: str, entry: dict[str, Any]) -> Pair:
    phases = tuple((phase["from_day"], phase["standing"]) for phase in entry["phases"])
    _demand(bool(phases) and phases[0][0] == 0, where, "phases must begin at day 0")
    for _, standing in phases:
        _demand(standing in ("working", "not_working"), where, f"no such standing: {standing}")
    days = [meeting["day"] for meeting in entry["meetings"]]
    _demand(entry["kind"] in get_args(Kind), where, f"no such kind: {entry['kind']}")
    _demand(days == sorted(set(days)), where, "meetings must be in order, one a day")
    _demand(not days or days[-1] <= entry["until_day"], where, "a meeting lies after until_day")
    for meeting in entry["meetings"]:
        for side in ("mentee_rating", "mentor_rating"):
            _demand(meeting.get(side) in (None, 1, 2, 3, 4, 5), where, f"{side} is not 1 to 5")
    return Pair(
        pair=entry["pair"],
        register=entry["register"],
        kind=entry["kind"],
        trade=entry["trade"],
        cadence_days=entry["cadence_days"],
        phases=phases,
        until_day=entry["until_day"],
        tags=tuple(entry.get("tags", ())),
        meetings=tuple(entry["meetings"]),
    )


def _note(where: str, entry: dict[str, Any], pairs: Mapping[str, Pair]) -> CorpusNote:
    _demand(entry["pair"] in pairs, where, f"no such pair: {entry['pair']}")
    days = [meeting["day"] for meeting in pairs[entry["pair"]].meetings]
    _demand(entry["day"] in days, where, f"the pair has no meeting on day {entry['day']}")
    _demand(entry["author"] in ("mentee", "mentor"), where, "author must be mentee or mentor")
    says = tuple(Saying(one["quote"], one["signal"], one["direction"]) for one in entry["says"])
    for saying in says:
        _demand(saying.quote in entry["text"], where, f"not in the text: {saying.quote!r}")
        _demand(saying.signal in WORD_SIGNALS, where, f"no such signal: {saying.signal}")
        _demand(saying.direction in ("good", "bad"), where, "direction must be good or bad")
    return CorpusNote(
        note=entry["note"],
        pair=entry["pair"],
        day=entry["day"],
        author=entry["author"],
        text=entry["text"],
        says=says,
        tags=tuple(entry.get("tags") or ()),
    )


def _concern(where: str, entry: dict[str, Any]) -> ConcernNote:
    concern, quote = entry["concern"], entry["quote"]
    _demand(concern is None or concern in CONCERNS, where, f"no such concern: {concern}")
    _demand((concern is None) == (quote is None), where, "a concern needs a quote, and only it")
    _demand(quote is None or quote in entry["text"], where, f"not in the text: {quote!r}")
    return ConcernNote(
        entry["note"], entry["author"], entry["text"], concern, entry.get("how"), quote
    )


def _demand(sound: bool, where: str, message: str) -> None:
    if not sound:
        raise CorpusError(f"{where}: {message}")


def main() -> None:
    """Check the corpus and say what is in it."""
    corpus = load()
    registers = {pair.pair: pair.register for pair in corpus.pairs}
    per_register = Counter(registers[note.pair] for note in corpus.notes)
    failing = Counter(pair.register for pair in corpus.pairs if pair.fails_on(pair.until_day))
    for register, count in sorted(per_register.items()):
        pairs = sum(pair.register == register for pair in corpus.pairs)
        print(f"{register:18} {count:5} notes, {pairs:3} pairs, {failing[register]:3} not working")
    raised = sum(note.concern is not None for note in corpus.concerns)
    print(f"{'safeguarding':18} {len(corpus.concerns):5} notes, {raised} with a concern")
    print(f"{len(corpus.notes)} notes, {sum(len(n.says) for n in corpus.notes)} labelled parts")


if __name__ == "__main__":
    try:
        main()
    except CorpusError as error:
        sys.exit(str(error))
