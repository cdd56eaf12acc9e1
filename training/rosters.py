"""Rosters of mentees and mentors with graded relevance, and single topics: read and checked.

``data/corpus/README.md`` describes the files. The benchmark rosters are bundles with a
``relevance.csv`` beside. ``python -m training.rosters`` checks all of them.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from model.bundle import read_folder
from model.goals import LEVELS, PARTS, Level, Part
from model.programme import Person
from training.corpus import CORPUS, CorpusError

BENCHMARK = CORPUS.parent / "benchmark"
GRADES = (0, 1, 2, 3)
IDEAL = 3
_GRADED = ("ideal", "good", "of help")

Relevance = NDArray[np.int8]
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class LabelledGoal:
    """What a mentee wrote, with what is known of it.

    Attributes
    ----------
    parts : tuple of (quote, part)
        Verbatim and in order; they cover nearly all of the text.
    level : Level
        Which mentor is asked for.
    needs : tuple of str
        What kinds of need it shows.
    """

    person: Person
    parts: tuple[tuple[str, Part], ...]
    level: Level
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Roster:
    """Mentees and mentors of one organisation.

    Attributes
    ----------
    relevance : ndarray of shape (mentees, mentors)
        3 for whom a coordinator would propose first, 2 good, 1 of some help, 0 not.
    listed : ndarray of shape (mentees, mentors)
        Which of them were judged one by one; the others were judged to be 0 by passing over.
    """

    name: str
    mentees: tuple[LabelledGoal, ...]
    mentors: tuple[Person, ...]
    relevance: Relevance
    listed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that one may seek a mentor for, as those say it who lack it and who have it."""

    topic: str
    field: str
    needs: tuple[str, ...]
    offers: tuple[str, ...]
    jobs: tuple[str, ...]


def load_rosters(folder: Path = CORPUS / "rosters") -> list[Roster]:
    """Read and check the rosters that are learnt from.

    Raises
    ------
    CorpusError
        With the file and line of the first thing wrong.
    """
    return [_roster(path) for path in sorted(folder.iterdir()) if path.is_dir()]


def load_topics(folder: Path = CORPUS / "topics") -> list[Topic]:
    """Read and check the topics. Raises ``CorpusError`` as :func:`load_rosters` does."""
    return [topic for path in sorted(folder.glob("*.jsonl")) for topic in _lines(path, _topic)]


def load_benchmark(folder: Path = BENCHMARK) -> list[Roster]:
    """The rosters with graded truth that are never trained on.

    A mentee without goals or a mentor without expertise is left out.
    """
    return [_benchmark(path.parent) for path in sorted(folder.glob("*/relevance.csv"))]


def _roster(folder: Path) -> Roster:
    mentors = [*_lines(folder / "mentors.jsonl", _mentor)]
    place = {mentor.person_id: at for at, mentor in enumerate(mentors)}
    _demand(len(place) == len(mentors), folder.name, "a mentor's id stands twice")
    entries = [*_lines(folder / "mentees.jsonl", _graded)]
    relevance = np.zeros((len(entries), len(mentors)), dtype=np.int8)
    listed = np.zeros_like(relevance, dtype=bool)
    for row, (where, _, grades) in enumerate(entries):
        for mentor_id, grade in grades.items():
            _demand(mentor_id in place, where, f"no such mentor: {mentor_id}")
            _demand(grade in GRADES, where, f"no such grade: {grade}")
            relevance[row, place[mentor_id]] = grade
            listed[row, place[mentor_id]] = True
        _demand(bool((relevance[row] == IDEAL).any()), where, "nobody is ideal")
    mentees = tuple(mentee for _, mentee, _ in entries)
    return Roster(folder.name, mentees, tuple(mentors), relevance, listed)


def _benchmark(folder: Path) -> Roster:
    people = read_folder(folder).programme.people
    with (folder / "relevance.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    needs = {row["mentee_id"]: row["need"] for row in rows}
    mentors = [one for one in people.values() if one.mentor_expertise.strip()]
    seekers = [one for one in people.values() if one.person_id in needs]
    columns = {one.person_id: at for at, one in enumerate(mentors)}
    places = {one.person_id: at for at, one in enumerate(seekers)}
    relevance = np.zeros((len(seekers), len(mentors)), dtype=np.int8)
    for row in rows:
        relevance[places[row["mentee_id"]], columns[row["mentor_id"]]] = int(row["grade"])
    mentees = [LabelledGoal(one, (), "any", (needs[one.person_id],)) for one in seekers]
    return Roster(folder.name, tuple(mentees), tuple(mentors), relevance, relevance > 0)


def _person(entry: Mapping[str, Any], **texts: str) -> Person:
    return Person(
        entry["id"],
        entry["id"],
        f"{entry['id']}@example.org",
        department=entry["department"],
        job_title=entry["job_title"],
        seniority=entry["seniority"],
        location=entry["location"],
        timezone=entry["timezone"],
        languages=tuple(tag for tag in entry["languages"].split(";") if tag),
        **texts,  # type: ignore[arg-type]
    )


def _mentor(where: str, entry: dict[str, Any]) -> Person:
    _demand(bool(entry["offers"].strip()), where, "offers nothing")
    return _person(entry, mentor_expertise=entry["offers"])


def _graded(where: str, entry: dict[str, Any]) -> tuple[str, LabelledGoal, dict[str, int]]:
    return where, _mentee(where, entry), entry["grades"]


def _mentee(where: str, entry: dict[str, Any]) -> LabelledGoal:
    text = entry["goals"]
    begin = 0
    for part in entry["parts"]:
        _demand(part["is"] in PARTS, where, f"no such part: {part['is']}")
        found = text.find(part["quote"], begin)
        _demand(found >= 0, where, f"not in the text, or out of order: {part['quote']!r}")
        begin = found + len(part["quote"])
    # In the files a goal that asks for no level has an empty one.
    level: Level = entry["level"] or "any"
    _demand(level in LEVELS, where, f"no such level: {level}")
    return LabelledGoal(
        _person(entry, mentee_goals=text),
        tuple((part["quote"], part["is"]) for part in entry["parts"]),
        level,
        tuple(entry["needs"]),
    )


def _topic(where: str, entry: dict[str, Any]) -> Topic:
    for side in ("needs", "offers"):
        _demand(len(entry[side]) >= 2, where, f"fewer than two {side}")
    return Topic(
        entry["topic"],
        where.partition(".")[0].rpartition("/")[2],
        tuple(entry["needs"]),
        tuple(entry["offers"]),
        tuple(entry["jobs"]),
    )


def _lines(path: Path, parse: Callable[[str, dict[str, Any]], Entry]) -> Iterator[Entry]:
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    for number, line in enumerate(lines, start=1):
        where = f"{path.parent.name}/{path.name}, line {number}"
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{where}: is not JSON: {error}") from error
        try:
            yield parse(where, entry)
        except KeyError as error:
            raise CorpusError(f"{where}: {error} is missing") from error


def _demand(sound: bool, where: str, message: str) -> None:
    if not sound:
        raise CorpusError(f"{where}: {message}")


def folds(rosters: Sequence[Roster], count: int) -> dict[str, int]:
    """The fold of each roster. A roster stays whole, and with it every person in it."""
    names = sorted(roster.name for roster in rosters)
    return {name: at % count for at, name in enumerate(names)}


def main() -> None:
    """Check rosters and topics and say what is in them."""
    rosters, topics = load_rosters(), load_topics()
    for roster in [*rosters, *load_benchmark()]:
        grades = [int((roster.relevance == grade).sum()) for grade in GRADES[:0:-1]]
        people = f"{len(roster.mentees):4} mentees, {len(roster.mentors):3} mentors"
        told = ", ".join(f"{count:3} {word}" for count, word in zip(grades, _GRADED, strict=True))
        print(f"{roster.name:18} {people}; {told}")
    print(f"{sum(int(one.listed.sum()) for one in rosters)} pairs judged one by one")
    print(f"{len(topics)} topics in {len({topic.field for topic in topics})} fields")


if __name__ == "__main__":
    try:
        main()
    except CorpusError as error:
        sys.exit(str(error))
