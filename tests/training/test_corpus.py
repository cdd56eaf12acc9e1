"""The corpus is whole, no text stands in it twice, and what breaks its format is named by line."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.bundle import read_zip, write_zip
from tests.training import small_corpus
from training.corpus import Corpus, CorpusError, load, meeting_id, programme_of

Entry = dict[str, Any]


@pytest.fixture(scope="module")
def real() -> Corpus:
    """The corpus of the project."""
    return load()


def test_the_small_corpus_is_sound(corpus: Corpus) -> None:
    assert (len(corpus.pairs), len(corpus.notes), len(corpus.concerns)) == (12, 96, 12)


# ---- the real one ------------------------------------------------------------------------------


def test_the_corpus_holds_at_least_800_notes(real: Corpus) -> None:
    assert len({note.text for note in real.notes}) >= 800


def test_no_text_stands_in_the_corpus_twice(real: Corpus) -> None:
    texts = Counter(
        " ".join(note.text.casefold().split()) for note in (*real.notes, *real.concerns)
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_note_has_a_name_of_its_own(real: Corpus) -> None:
    names = Counter(note.note for note in (*real.notes, *real.concerns))
    assert [name for name, count in names.items() if count > 1] == []


def test_a_side_writes_one_note_a_meeting(real: Corpus) -> None:
    written = Counter((meeting_id(note), note.author) for note in real.notes)
    assert [key for key, count in written.items() if count > 1] == []


def test_every_register_has_pairs_that_work_and_pairs_that_fail(real: Corpus) -> None:
    ends = {(pair.register, pair.fails_on(pair.until_day)) for pair in real.pairs}
    registers = {pair.register for pair in real.pairs}
    assert ends == {(register, fails) for register in registers for fails in (True, False)}


def test_the_phases_of_every_pair_are_in_order(real: Corpus) -> None:
    for pair in real.pairs:
        days = [day for day, _ in pair.phases]
        assert days == sorted(set(days)), pair.pair


def test_no_quote_is_empty_and_every_one_is_verbatim(real: Corpus) -> None:
    for note in real.notes:
        for saying in note.says:
            assert saying.quote.strip(), note.note
            assert saying.quote in note.text, note.note


# ---- as a programme ----------------------------------------------------------------------------


def test_every_note_is_the_feedback_of_its_side_on_its_meeting(corpus: Corpus) -> None:
    meetings = programme_of(corpus).meetings
    for note in corpus.notes:
        assert meetings[meeting_id(note)].feedback(note.author) == note.text


def test_as_a_programme_it_keeps_the_contract(real: Corpus) -> None:
    programme = programme_of(real)
    people = {
        key: replace(one, email=f"p{at}@corpus.example")
        for at, (key, one) in enumerate(programme.people.items())
    }
    programme = replace(programme, people=people)
    file = io.BytesIO()
    write_zip(programme, file)
    file.seek(0)
    assert read_zip(file).programme == programme


# ---- broken lines ------------------------------------------------------------------------------


def rewrite(path: Path, line: int, change: Callable[[Entry], object]) -> None:
    lines = path.read_text("utf-8").splitlines()
    entry = json.loads(lines[line - 1])
    change(entry)
    lines[line - 1] = json.dumps(entry)
    path.write_text("\n".join(lines), "utf-8")


NOTES, PAIRS, CONCERNS = "notes/plain.jsonl", "pairs/plain.jsonl", "safeguarding/mixed.jsonl"

BREAKS: dict[str, tuple[str, int, Callable[[Entry], object]]] = {
    "an unknown pair": (NOTES, 3, lambda e: e.update(pair="nobody")),
    "a day without a meeting": (NOTES, 3, lambda e: e.update(day=4)),
    "an unknown author": (NOTES, 3, lambda e: e.update(author="manager")),
    "a quote not in the text": (NOTES, 3, lambda e: e["says"][0].update(quote="never said")),
    "an unknown signal": (NOTES, 3, lambda e: e["says"][0].update(signal="mood")),
    "an unknown direction": (NOTES, 3, lambda e: e["says"][0].update(direction="so-so")),
    "no phases": (PAIRS, 2, lambda e: e.update(phases=[])),
    "a late first phase": (PAIRS, 2, lambda e: e["phases"][0].update(from_day=1)),
    "an unknown standing": (PAIRS, 2, lambda e: e["phases"][0].update(standing="so-so")),
    "meetings out of order": (PAIRS, 2, lambda e: e["meetings"].reverse()),
    "two meetings a day": (PAIRS, 2, lambda e: e["meetings"][0].update(day=17)),
    "a meeting after the end": (PAIRS, 2, lambda e: e.update(until_day=20)),
    "a rating of 7": (PAIRS, 2, lambda e: e["meetings"][1].update(mentee_rating=7)),
    "an unknown concern": (CONCERNS, 1, lambda e: e.update(concern="boredom")),
    "a concern without a quote": (CONCERNS, 1, lambda e: e.update(quote=None)),
    "a quote without a concern": (CONCERNS, 2, lambda e: e.update(quote=e["text"])),
    "a concern quoted wrongly": (CONCERNS, 1, lambda e: e.update(quote="never said")),
}


@pytest.mark.parametrize(("file", "line", "change"), BREAKS.values(), ids=BREAKS.keys())
def test_a_line_that_breaks_the_format_is_named(
    folder: Path, file: str, line: int, change: Callable[[Entry], object]
) -> None:
    rewrite(folder / file, line, change)
    with pytest.raises(CorpusError, match=rf"{Path(file).name}, line {line}:"):
        load(folder)


@pytest.mark.parametrize("line", ["not json", "[]", "3", ""])
def test_a_line_that_is_no_object_is_named(folder: Path, line: str) -> None:
    path = folder / NOTES
    path.write_text(line + "\n" + path.read_text("utf-8"), "utf-8")
    with pytest.raises(CorpusError, match=r"plain\.jsonl, line 1:"):
        load(folder)


def test_a_text_that_comes_again_is_named_with_the_note_that_had_it(folder: Path) -> None:
    (first, *_) = small_corpus.notes("plain")
    text = first["text"].upper().replace(" ", "  ")
    rewrite(folder / NOTES, 5, lambda entry: entry.update(text=text, says=[]))
    with pytest.raises(CorpusError, match=rf"line 5: .*{first['note']}"):
        load(folder)


def test_two_pairs_of_one_name_are_refused(folder: Path) -> None:
    rewrite(folder / PAIRS, 2, lambda entry: entry.update(pair="plain-0"))
    with pytest.raises(CorpusError, match="same name"):
        load(folder)


@pytest.mark.parametrize(
    ("file", "line", "field"),
    [(NOTES, 3, "text"), (NOTES, 3, "says"), (PAIRS, 2, "until_day"), (CONCERNS, 1, "concern")],
)
def test_a_line_without_a_field_is_named(folder: Path, file: str, line: int, field: str) -> None:
    rewrite(folder / file, line, lambda entry: entry.pop(field))
    with pytest.raises(CorpusError, match=rf"{Path(file).name}, line {line}:"):
        load(folder)
