"""Rosters and topics are read whole, and what is wrong in them is named by file and line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model.bundle import read_folder
from model.eligibility import Eligibility
from model.programme import Person
from training.corpus import CorpusError
from training.rosters import (
    BENCHMARK,
    folds,
    load_benchmark,
    load_rosters,
    load_topics,
    main,
)

MENTOR = {
    "id": "m01", "job_title": "Baker", "department": "Kitchen", "seniority": 5, "location": "Leeds",
    "timezone": "", "languages": "en;pl", "offers": "Bread. Also cakes.",
}  # fmt: skip
MENTEE = {
    "id": "e01", "job_title": "Cook", "department": "Kitchen", "seniority": 2, "location": "",
    "timezone": "", "languages": "", "goals": "I can cook. I want to bake.", "needs": ["plain"],
    "level": "", "grades": {"m01": 3, "m02": 0},
    "parts": [{"quote": "I can cook.", "is": "has"}, {"quote": "I want to bake.", "is": "wanted"}],
}  # fmt: skip
TOPIC = {
    "topic": "bread", "needs": ["my dough is flat", "bake"], "offers": ["baker", "sourdough"],
    "jobs": ["Baker"],
}  # fmt: skip

Change = Callable[[dict[str, Any]], None]


def write(folder: Path, change: Change = lambda _: None) -> Path:
    """A folder with a roster of two mentors and one mentee, who was changed."""
    mentee = json.loads(json.dumps(MENTEE))
    change(mentee)
    own = folder / "bakery"
    own.mkdir(parents=True)
    mentors = [MENTOR, MENTOR | {"id": "m02", "offers": "Law"}]
    (own / "mentors.jsonl").write_text("\n".join(map(json.dumps, mentors)) + "\n")
    (own / "mentees.jsonl").write_text(json.dumps(mentee) + "\n")
    return folder


def test_a_roster_is_read_with_its_grades(tmp_path: Path) -> None:
    [roster] = load_rosters(write(tmp_path))
    assert roster.name == "bakery"
    assert roster.relevance.tolist() == [[3, 0]]
    assert roster.listed.all()
    assert roster.mentors[0].languages == ("en", "pl")
    assert roster.mentees[0].person.mentee_goals == MENTEE["goals"]


def test_a_goal_without_a_level_asks_for_any(tmp_path: Path) -> None:
    [roster] = load_rosters(write(tmp_path))
    assert roster.mentees[0].level == "any"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda one: one["grades"].update(m09=1), "no such mentor: m09"),
        (lambda one: one["grades"].update(m02=7), "no such grade: 7"),
        (lambda one: one["grades"].update(m01=2), "nobody is ideal"),
        (lambda one: one["parts"].reverse(), "out of order"),
        (lambda one: one["parts"][0].update(quote="I cook"), "not in the text"),
        (lambda one: one["parts"][0].update({"is": "hope"}), "no such part: hope"),
        (lambda one: one.update(level="king"), "no such level: king"),
        (lambda one: one.pop("goals"), "'goals' is missing"),
    ],
)
def test_what_is_wrong_in_a_roster_is_named(change: Change, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=complaint) as raised:
        load_rosters(write(tmp_path, change))
    assert "bakery/mentees.jsonl, line 1" in str(raised.value)


def test_topics_bear_the_field_of_their_file(tmp_path: Path) -> None:
    (tmp_path / "food.jsonl").write_text(json.dumps(TOPIC) + "\n")
    [topic] = load_topics(tmp_path)
    assert (topic.field, topic.needs) == ("food", ("my dough is flat", "bake"))


def test_a_topic_with_one_need_is_refused(tmp_path: Path) -> None:
    (tmp_path / "food.jsonl").write_text(json.dumps(TOPIC | {"needs": ["bake"]}) + "\n")
    with pytest.raises(CorpusError, match=r"food.jsonl, line 1: fewer than two needs"):
        load_topics(tmp_path)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "food.jsonl").write_text("{\n")
    with pytest.raises(CorpusError, match=r"food.jsonl, line 1: is not JSON"):
        load_topics(tmp_path)


# ---- what is shipped ---------------------------------------------------------------------------


def test_the_corpus_holds_as_many_goals_offers_and_judgements_as_it_says() -> None:
    rosters = load_rosters()
    assert sum(len(roster.mentees) for roster in rosters) >= 1500
    assert sum(len(roster.mentors) for roster in rosters) >= 800
    assert sum(int(roster.listed.sum()) for roster in rosters) >= 6000


def test_nobody_wrote_the_same_goal_or_offer_twice() -> None:
    people: list[Person] = []
    for roster in load_rosters():
        people += [*roster.mentors, *(mentee.person for mentee in roster.mentees)]
    texts = [one.mentee_goals or one.mentor_expertise for one in people]
    assert len(set(texts)) == len(texts)


def test_every_topic_is_there_once_in_its_field() -> None:
    names = [(topic.field, topic.topic.casefold()) for topic in load_topics()]
    assert len(set(names)) == len(names)


def test_in_the_benchmark_rosters_no_rule_forbids_whom_a_coordinator_would_propose() -> None:
    for roster in load_benchmark():
        programme = read_folder(BENCHMARK / roster.name).programme
        rules = Eligibility(programme, date(2026, 6, 30))
        places = [rules.place[one.person_id] for one in roster.mentors]
        for mentee, grades in zip(roster.mentees, roster.relevance, strict=True):
            allowed = rules.allowed(mentee.person)[places]
            assert (grades == 3).any(), mentee.person.person_id
            assert allowed[grades >= 2].all(), mentee.person.person_id


def test_a_benchmark_shares_no_text_with_the_corpus() -> None:
    learnt = {one.mentor_expertise for roster in load_rosters() for one in roster.mentors}
    for roster in load_benchmark():
        assert not learnt & {one.mentor_expertise for one in roster.mentors}


def test_folds_hold_whole_rosters_and_about_as_many_each() -> None:
    rosters = load_rosters()
    fold_of = folds(rosters, 5)
    counts = [list(fold_of.values()).count(fold) for fold in range(5)]
    assert max(counts) - min(counts) <= 1


def test_what_is_in_the_corpus_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    told = capsys.readouterr().out
    assert "quarry" in told
    assert "pairs judged one by one" in told
