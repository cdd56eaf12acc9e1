"""The two commands print what the contract says, and nothing where they fail."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from model.__main__ import main
from model.goal_network import GoalNetwork
from model.network import Network
from tests.fakes import FakeGoalReader, FakeReader
from tests.model.conftest import ROOT
from tests.model.csv_files import Rows, files, set_cell

TROUBLE = "He cancelled again. She never listens. Nothing moves."


@dataclass
class Ran:
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(
    small_release_folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs a command with the small model."""
    monkeypatch.setenv("RAPPORT_ARTIFACTS", str(small_release_folder.parent))
    monkeypatch.setattr(GoalNetwork, "goals", lambda _, of: FakeGoalReader().goals(of))
    monkeypatch.setattr(GoalNetwork, "offers", lambda _, of: FakeGoalReader().offers(of))
    monkeypatch.setattr(Network, "read", lambda _, notes: FakeReader().read(notes))

    def run(*arguments: object) -> Ran:
        try:
            status = main([str(one) for one in arguments])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


def write(folder: Path, contents: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for file, content in contents.items():
        (folder / file).write_bytes(content)
    return folder


def several(rows: Rows) -> None:
    """A pair in trouble, a content one, one that has ended, one that begins later."""
    rows["people.csv"][1]["mentor_capacity"] = "9"
    first = rows["mentorships.csv"][0]
    rows["mentorships.csv"] += [
        first | {"mentorship_id": "m-bad"},
        first | {"mentorship_id": "m-over", "status": "completed", "ended_on": "2026-02-20"},
        first | {"mentorship_id": "m-later", "started_on": "2026-07-01"},
    ]
    rows["meetings.csv"] = [
        {"meeting_id": "x", "mentorship_id": "m-bad", "scheduled_on": "2026-02-25",
         "status": "held", "mentee_feedback": TROUBLE, "mentee_rating": "1"},
        {"meeting_id": "y", "mentorship_id": "m-1", "scheduled_on": "2026-02-25",
         "status": "held", "mentee_feedback": "It helped me. She made time.",
         "mentee_rating": "5"},
    ]  # fmt: skip


def mentors(rows: Rows) -> None:
    """Two who seek and three who offer."""
    rows["people.csv"] = [
        {"person_id": name, "name": name, "email": f"{name}@x.org", **more}
        for name, more in {
            "p-1": {"mentee_goals": "bake bread 🍞"},
            "p-2": {"mentee_goals": "negotiate contracts"},
            "p-3": {"mentor_expertise": "negotiate contracts", "mentor_capacity": "5"},
            "p-4": {"mentor_expertise": "bake bread 🍞", "mentor_capacity": "1"},
            "p-5": {"mentor_expertise": "bake cakes", "mentor_capacity": "1"},
        }.items()
    ]
    rows["mentorships.csv"][0].update(mentor_id="p-4", mentee_id="p-1", started_on="2026-01-05")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write(tmp_path / "bundle", files(several))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return write(tmp_path / "roster", files(mentors))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    def change(rows: Rows) -> None:
        rows["people.csv"][0]["email"] = "nobody"
        rows["meetings.csv"][0]["mentee_rating"] = "7"

    return write(tmp_path / "broken", files(change))


# ---- score -------------------------------------------------------------------------------------


def test_score_prints_a_line_for_every_active_mentorship_worst_first(
    run: Run, bundle: Path
) -> None:
    ran = run("score", bundle, "--as-of", "2026-03-01")
    assert ran.status == 0
    assert [line["mentorship_id"] for line in ran.lines] == ["m-bad", "m-1"]


def test_score_prints_the_keys_and_types_of_the_contract(run: Run, bundle: Path) -> None:
    worst = run("score", bundle, "--as-of", "2026-03-01").lines[0]
    assert {key: type(value) for key, value in worst.items()} == {
        "mentorship_id": str,
        "as_of": str,
        "risk": float,
        "flagged": bool,
        "reasons": list,
        "state": str,
        "safeguarding": list,
        "unread": list,
    }
    reason = worst["reasons"][0]
    assert {key: type(value) for key, value in reason.items()} == {
        "signal": str,
        "contribution": float,
        "evidence": list,
    }
    assert reason["evidence"][0].keys() <= {"meeting_id", "author", "text"}


def test_score_quotes_the_feedback_to_the_letter(run: Run, bundle: Path) -> None:
    worst = run("score", bundle, "--as-of", "2026-03-01").lines[0]
    quoted = [piece for one in worst["reasons"] for piece in one["evidence"] if "text" in piece]
    assert quoted
    assert all(
        piece["text"] in TROUBLE and (piece["meeting_id"], piece["author"]) == ("x", "mentee")
        for piece in quoted
    )


@pytest.mark.parametrize(
    ("day", "active"),
    [
        ("2026-01-04", set()),
        ("2026-01-05", {"m-1", "m-bad", "m-over"}),
        ("2026-02-19", {"m-1", "m-bad", "m-over"}),
        ("2026-02-20", {"m-1", "m-bad"}),
        ("2026-07-01", {"m-1", "m-bad", "m-later"}),
    ],
)
def test_score_counts_as_active_who_was_on_the_day(
    run: Run, bundle: Path, day: str, active: set[str]
) -> None:
    lines = run("score", bundle, "--as-of", day).lines
    assert {line["mentorship_id"] for line in lines} == active
    assert {line["as_of"] for line in lines} <= {day}


def test_score_takes_the_latest_date_of_the_bundle_by_default(run: Run, bundle: Path) -> None:
    assert {line["as_of"] for line in run("score", bundle).lines} == {"2026-07-01"}


def test_a_planned_meeting_can_be_the_latest_date(run: Run, tmp_path: Path) -> None:
    def plan(rows: Rows) -> None:
        rows["meetings.csv"][1].update(status="planned", cancelled_by="")
        rows["meetings.csv"][1]["scheduled_on"] = "2026-12-24"

    (line,) = run("score", write(tmp_path / "b", files(plan))).lines
    assert line["as_of"] == "2026-12-24"


def test_what_was_written_later_changes_nothing_before(run: Run, tmp_path: Path) -> None:
    def later(rows: Rows) -> None:
        several(rows)
        text = {"mentee_feedback": TROUBLE, "mentee_rating": "1"}
        rows["meetings.csv"].append(
            {"meeting_id": "z", "mentorship_id": "m-1", "scheduled_on": "2026-05-01"}
            | {"status": "held"} | text
        )  # fmt: skip

    before = run("score", write(tmp_path / "a", files(several)), "--as-of", "2026-04-01")
    assert run("score", write(tmp_path / "b", files(later)), "--as-of", "2026-04-01") == before


def test_a_threat_stands_in_the_safeguarding_of_its_line(run: Run, tmp_path: Path) -> None:
    text = "It helped me. He threatened me."
    contents = files(set_cell("meetings.csv", 2, "mentor_feedback", text))
    (line,) = run("score", write(tmp_path / "b", contents)).lines
    shown = {"meeting_id": "mt-1", "author": "mentor", "text": "He threatened me."}
    assert shown in line["safeguarding"]


def test_an_empty_programme_scores_to_nothing(run: Run, tmp_path: Path) -> None:
    empty = files(lambda rows: [entries.clear() for entries in rows.values()])
    ran = run("score", write(tmp_path / "b", empty))
    assert (ran.status, ran.out) == (0, "")


# ---- suggest -----------------------------------------------------------------------------------


def test_suggest_prints_a_line_for_everyone_with_goals(run: Run, roster: Path) -> None:
    ran = run("suggest", roster)
    assert ran.status == 0
    assert [line["mentee_id"] for line in ran.lines] == ["p-1", "p-2"]


def test_suggest_puts_the_best_candidate_first_and_leaves_out_who_has_no_place(
    run: Run, roster: Path
) -> None:
    found = {
        line["mentee_id"]: [one["mentor_id"] for one in line["candidates"]]
        for line in run("suggest", roster).lines
    }
    assert found == {"p-1": ["p-5", "p-3"], "p-2": ["p-3", "p-5"]}


def test_suggest_prints_the_keys_and_types_of_the_contract(run: Run, roster: Path) -> None:
    (line,) = run("suggest", roster, "--mentee", "p-2").lines
    best = line["candidates"][0]
    assert {key: type(value) for key, value in line.items()} == {
        "mentee_id": str,
        "candidates": list,
    }
    assert {key: type(value) for key, value in best.items()} == {
        "mentor_id": str,
        "score": float,
        "reasons": list,
        "misfits": list,
    }
    assert best["reasons"] == [
        {"goal": "negotiate contracts", "expertise": "negotiate contracts", "similarity": 1.0}
    ]


@pytest.mark.parametrize(
    "arguments", [("--mentee", "p-2", "p-1"), ("--mentee", "p-2", "--mentee", "p-1")]
)
def test_suggest_serves_several_mentees_in_the_order_asked(
    run: Run, roster: Path, arguments: tuple[str, ...]
) -> None:
    lines = run("suggest", roster, *arguments).lines
    assert [line["mentee_id"] for line in lines] == ["p-2", "p-1"]


def test_k_limits_the_candidates(run: Run, roster: Path) -> None:
    lines = run("suggest", roster, "-k", 1).lines
    assert [len(line["candidates"]) for line in lines] == [1, 1]


def test_suggest_counts_places_as_of_the_day(run: Run, roster: Path) -> None:
    (line,) = run("suggest", roster, "--mentee", "p-1", "--as-of", "2026-01-04").lines
    assert line["candidates"][0]["mentor_id"] == "p-4"


def test_suggest_prints_emoji_as_they_were_written(run: Run, roster: Path) -> None:
    assert "🍞" in run("suggest", roster, "--mentee", "p-1", "--as-of", "2026-01-04").out


def test_a_mentee_without_goals_gets_a_line_without_candidates(run: Run, roster: Path) -> None:
    assert run("suggest", roster, "--mentee", "p-3").lines == [
        {"mentee_id": "p-3", "candidates": []}
    ]


def test_a_roster_without_any_date_gets_suggestions(run: Run, tmp_path: Path) -> None:
    def people_alone(rows: Rows) -> None:
        mentors(rows)
        for file in ("mentorships.csv", "meetings.csv", "reviews.csv"):
            rows[file].clear()

    assert len(run("suggest", write(tmp_path / "b", files(people_alone))).lines) == 2


# ---- failures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["score", "suggest"])
def test_a_broken_bundle_gets_every_problem_on_standard_error_and_status_2(
    run: Run, broken: Path, command: str
) -> None:
    ran = run(command, broken)
    assert (ran.status, ran.out) == (2, "")
    assert [line.rsplit(":", 1)[0] for line in ran.err.splitlines()] == [
        "people.csv, row 2, column email",
        "meetings.csv, row 2, column mentee_rating",
    ]


def test_a_folder_that_is_not_there_is_a_broken_bundle(run: Run, tmp_path: Path) -> None:
    ran = run("score", tmp_path / "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere" in ran.err


def test_an_unknown_mentee_is_named_and_nothing_is_printed(run: Run, roster: Path) -> None:
    ran = run("suggest", roster, "--mentee", "p-1", "p-404", "p-405")
    assert (ran.status, ran.out) == (2, "")
    assert "p-404" in ran.err
    assert "p-405" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [(), ("judge",), ("score",), ("score", "B", "--as-of", "soon"),
     ("score", "B", "--as-of", "2026-02-30"), ("suggest", "B", "-k", "0"),
     ("suggest", "B", "-k", "many"), ("score", "B", "--mentee", "p-1")],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_can_not_be_understood_prints_nothing(
    run: Run, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


@pytest.mark.parametrize("command", ["score", "suggest", "plan"])
def test_without_a_model_a_command_says_how_to_make_one(
    command: str, run: Run, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORT_ARTIFACTS", str(tmp_path / "none"))
    ran = run(command, bundle)
    assert (ran.status, ran.out) == (3, "")
    assert "make train" in ran.err


def test_an_extra_column_is_a_warning_and_the_run_goes_on(run: Run, bundle: Path) -> None:
    path = bundle / "reviews.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([f"{header},room", *(f"{row},4.02" for row in rows)]))
    ran = run("score", bundle)
    assert ran.status == 0
    assert len(ran.lines) == 3
    assert "room" in ran.err


# ---- as a process of its own -------------------------------------------------------------------


def in_a_process(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "model", *(str(one) for one in arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_exits_with_2_on_a_broken_bundle(broken: Path) -> None:
    ran = in_a_process("score", broken)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "meetings.csv, row 2, column mentee_rating" in ran.stderr


def test_the_command_scores_with_the_shipped_model_and_prints_json_lines_alone(
    bundle: Path,
) -> None:
    ran = in_a_process("score", bundle, "--as-of", "2026-03-01")
    assert ran.returncode == 0, ran.stderr
    assert {json.loads(line)["mentorship_id"] for line in ran.stdout.splitlines()} == {
        "m-1",
        "m-bad",
    }


# ---- plan --------------------------------------------------------------------------------------


def test_plan_serves_everyone_with_goals_and_no_mentor(run: Run, roster: Path) -> None:
    (line,) = run("plan", roster).lines
    assert [(one["mentee_id"], one["mentor_id"]) for one in line["assignments"]] == [("p-2", "p-3")]


def test_plan_looks_for_another_mentor_where_it_is_asked_to(run: Run, roster: Path) -> None:
    (line,) = run("plan", roster, "--mentee", "p-1", "p-2").lines
    given = {one["mentee_id"]: one["mentor_id"] for one in line["assignments"]}
    assert given == {"p-1": "p-5", "p-2": "p-3"}


def test_plan_keeps_to_what_is_pinned_and_forbidden(run: Run, roster: Path) -> None:
    (pinned,) = run("plan", roster, "--pin", "p-2", "p-5").lines
    (forbidden,) = run("plan", roster, "--forbid", "p-2", "p-3").lines
    assert pinned["assignments"][0]["mentor_id"] == "p-5"
    assert forbidden["assignments"][0]["mentor_id"] == "p-5"


def test_a_pin_against_a_rule_is_refused_in_words(run: Run, roster: Path) -> None:
    ran = run("plan", roster, "--pin", "p-2", "p-4")
    assert (ran.status, ran.out) == (2, "")
    assert "has no free place" in ran.err


def test_somebody_unknown_in_a_plan_is_named(run: Run, roster: Path) -> None:
    ran = run("plan", roster, "--forbid", "p-2", "nobody")
    assert (ran.status, ran.out) == (2, "")
    assert "'nobody'" in ran.err
