"""A candidate is released only if it is sound, was evaluated, and passes every gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from model.artifact import current_release, load_release
from model.errors import ModelMissing, ModelTampered
from tests.model import small_model
from training.evaluate import REPORT
from training.promote import (
    GREATEST,
    LEAST,
    RIVALS,
    SUGGESTION_RIVALS,
    Refused,
    promote,
    refusals,
    ship,
)

Report = dict[str, Any]
Path_ = tuple[str, ...]


def set_figure(report: Report, path: Path_, value: float) -> None:
    for name in path:
        report = report.setdefault(name, {})
    report["value"] = value


def passing() -> Report:
    """An evaluation that passes every gate."""
    report: Report = {"version": small_model.VERSION}
    for path in LEAST:
        set_figure(report, path, 0.99)
    for path in GREATEST:
        set_figure(report, path, 0.0)
    for rival in RIVALS:
        set_figure(report, ("register", rival, "AUC"), 0.7)
    for rival in SUGGESTION_RIVALS:
        set_figure(report, ("unseen rosters", rival, "nDCG@5"), 0.4)
    return report


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    """A sound candidate that was evaluated and passes."""
    folder = tmp_path / "artifacts" / "candidate"
    small_model.save(folder)
    evaluate(folder, passing())
    return folder


def evaluate(candidate: Path, report: Report) -> None:
    (candidate / REPORT).write_text(json.dumps(report), encoding="utf-8")


# ---- the gates ---------------------------------------------------------------------------------


def test_a_report_that_passes_every_gate_is_not_refused() -> None:
    assert refusals(passing()) == []


@pytest.mark.parametrize("path", LEAST, ids="/".join)
def test_a_figure_below_its_least_is_refused_and_named(path: Path_) -> None:
    report = passing()
    set_figure(report, path, LEAST[path] - 0.01)
    assert any(path[-1] in refusal for refusal in refusals(report))


@pytest.mark.parametrize("path", LEAST, ids="/".join)
def test_a_figure_at_its_least_passes(path: Path_) -> None:
    report = passing()
    set_figure(report, path, LEAST[path])
    assert refusals(report) == []


@pytest.mark.parametrize("path", GREATEST, ids="/".join)
def test_a_figure_above_its_greatest_is_refused_and_named(path: Path_) -> None:
    report = passing()
    set_figure(report, path, GREATEST[path] + 0.01)
    assert any(path[-1] in refusal for refusal in refusals(report))


@pytest.mark.parametrize("rival", RIVALS)
def test_a_candidate_no_better_than_a_rival_is_refused_and_the_rival_named(rival: str) -> None:
    report = passing()
    set_figure(report, ("register", rival, "AUC"), 0.99)
    (refusal,) = refusals(report)
    assert rival in refusal


@pytest.mark.parametrize("rival", SUGGESTION_RIVALS)
def test_suggestions_no_better_than_a_rival_are_refused_and_the_rival_named(rival: str) -> None:
    report = passing()
    set_figure(report, ("unseen rosters", rival, "nDCG@5"), 0.99)
    (refusal,) = refusals(report)
    assert rival in refusal


@pytest.mark.parametrize("path", [*LEAST, *GREATEST], ids="/".join)
def test_a_figure_that_is_not_defined_is_refused(path: Path_) -> None:
    report = passing()
    set_figure(report, path, float("nan"))
    assert refusals(report)


def test_every_gate_that_fails_is_told() -> None:
    report = passing()
    for path in LEAST:
        set_figure(report, path, 0.0)
    assert len(refusals(report)) == len(LEAST) + len(RIVALS) + len(SUGGESTION_RIVALS)


# ---- releasing ---------------------------------------------------------------------------------


def test_a_candidate_that_passes_becomes_the_current_release(candidate: Path) -> None:
    promote(candidate.parent, candidate)
    release = load_release(current_release(candidate.parent))
    assert release.version == small_model.VERSION


def test_a_release_outlives_its_candidate(candidate: Path) -> None:
    promote(candidate.parent, candidate)
    for file in candidate.iterdir():
        file.write_bytes(b"")
    load_release(current_release(candidate.parent))


def test_a_candidate_can_be_released_again(candidate: Path) -> None:
    promote(candidate.parent, candidate)
    promote(candidate.parent, candidate)
    load_release(current_release(candidate.parent))


def test_a_candidate_that_ships_is_the_model_of_a_first_start(candidate: Path) -> None:
    ship(candidate.parent, candidate)
    assert current_release(candidate.parent) == candidate.parent / "shipped"


def test_releasing_leaves_nothing_half_done_behind(candidate: Path) -> None:
    promote(candidate.parent, candidate)
    ship(candidate.parent, candidate)
    assert [*candidate.parent.rglob("*.part")] == []


def nothing_is_released(artifacts: Path) -> bool:
    return {path.name for path in artifacts.iterdir()} == {"candidate"}


@pytest.mark.parametrize("release", [promote, ship])
def test_a_candidate_that_fails_a_gate_is_not_released(candidate: Path, release: Any) -> None:
    report = passing()
    set_figure(report, ("safeguarding", "recall"), 0.1)
    evaluate(candidate, report)
    with pytest.raises(Refused, match="recall"):
        release(candidate.parent, candidate)
    assert nothing_is_released(candidate.parent)


@pytest.mark.parametrize("release", [promote, ship])
def test_a_candidate_that_was_not_evaluated_is_not_released(candidate: Path, release: Any) -> None:
    (candidate / REPORT).unlink()
    with pytest.raises(Refused, match="make evaluate"):
        release(candidate.parent, candidate)
    assert nothing_is_released(candidate.parent)


def test_an_evaluation_of_another_version_does_not_count(candidate: Path) -> None:
    evaluate(candidate, passing() | {"version": "another"})
    with pytest.raises(Refused, match="another"):
        promote(candidate.parent, candidate)
    assert nothing_is_released(candidate.parent)


@pytest.mark.parametrize("first", [False, True])
def test_a_tampered_candidate_is_not_released_even_as_the_first(
    candidate: Path, first: bool
) -> None:
    (candidate / "line.json").write_text("{}")
    with pytest.raises(ModelTampered):
        promote(candidate.parent, candidate, first=first)
    assert nothing_is_released(candidate.parent)


def test_the_first_model_needs_no_evaluation(candidate: Path) -> None:
    (candidate / REPORT).unlink()
    promote(candidate.parent, candidate, first=True)
    load_release(current_release(candidate.parent))


def test_without_a_candidate_nothing_is_released(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        promote(tmp_path, tmp_path / "candidate")
    assert [*tmp_path.iterdir()] == []
