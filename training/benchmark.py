"""The candidate on the benchmark programmes, which are never trained on."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.artifact import Release
from model.bundle import read_folder
from model.health import Assessment
from model.history import History, active_histories
from model.programme import Programme
from training import catch, fairness
from training.judge import OURS, Judge
from training.metrics import (
    Estimate,
    Metric,
    Scores,
    Truth,
    auc,
    calibration_error,
    estimate,
    precision_at,
    recall_at,
)

BENCHMARK = Path(__file__).resolve().parent.parent / "data" / "benchmark"
# Those written as life is; the others are tricky on purpose.
NATURAL = ("atlas", "harbour", "lumen", "meadow")
# A mentee of at most this seniority is called junior, of at most the next one experienced.
_JUNIOR, _EXPERIENCED = 3, 6


@dataclass(frozen=True)
class Scored:
    """A benchmark programme as the candidate scores it."""

    name: str
    programme: Programme
    histories: list[History]
    assessed: list[Assessment]
    truth: dict[str, dict[str, str]]

    @property
    def fails(self) -> Truth:
        """Which mentorships fail."""
        labels = [self.truth[one.mentorship_id]["label"] for one in self.assessed]
        return np.array([label == "not_working" for label in labels])

    @property
    def risks(self) -> Scores:
        """Of each mentorship."""
        return np.array([one.risk for one in self.assessed])

    @property
    def flags(self) -> Truth:
        """Which mentorships are flagged."""
        return np.array([one.flagged for one in self.assessed])

    @property
    def names(self) -> list[str]:
        """Of the mentorships, unlike those of other programmes."""
        return [f"{self.name}/{one.mentorship_id}" for one in self.assessed]

    def quoted(self) -> list[bool]:
        """Of each failing one, whether the sentence that shows it is among those shown."""
        return [
            any(
                entry.text and _same_sentence(entry.text, wanted)
                for reason in one.reasons
                for entry in reason.evidence
            )
            for one, failing in zip(self.assessed, self.fails, strict=True)
            if failing and (wanted := self.truth[one.mentorship_id]["evidence_text"])
        ]


def _same_sentence(shown: str, wanted: str) -> bool:
    return shown in wanted or wanted in shown


def score_benchmarks(release: Release) -> list[Scored]:
    """Every benchmark programme, as of its last meeting that took place or was to."""
    found: list[Scored] = []
    for path in sorted(BENCHMARK.glob("*/truth.csv")):
        programme = read_folder(path.parent).programme
        with path.open(encoding="utf-8", newline="") as file:
            truth = {row["mentorship_id"]: row for row in csv.DictReader(file)}
        as_of = max(m.scheduled_on for m in programme.meetings.values() if m.status != "planned")
        of = [one for one in active_histories(programme, as_of) if one.mentorship_id in truth]
        scored = Scored(path.parent.name, programme, of, release.health.assess(of), truth)
        found.append(scored)
        print(f"  scored {scored.name}", flush=True)
    return found


def one_programme(scored: Scored, judge: Judge, seed: int) -> dict[str, Any]:
    """The candidate, and the baselines, on one programme."""

    def figure(metric: Metric, scores: Scores) -> Estimate:
        return estimate(metric, scores, scored.fails, scored.names, seed)

    flags = scored.flags.astype(float)
    return {
        "pairs": len(scored.assessed),
        "failing": int(scored.fails.sum()),
        **{
            f"AUC, {name}": figure(auc, system(judge.learn_from, scored.histories))
            for name, system in judge.systems.items()
        },
        f"AUC, {OURS}": figure(auc, scored.risks),
        "precision": figure(precision_at(0.5), flags),
        "recall": figure(recall_at(0.5), flags),
        "calibration error": figure(calibration_error, scored.risks),
        "telling sentence shown": _telling([scored], seed),
        "shown for safety": sum(bool(one.safeguarding) for one in scored.assessed),
    }


def groups_of(scored: Scored) -> Iterator[dict[str, str]]:
    """Per mentorship the groups that it belongs to, for the question whether all are served."""
    for history in scored.histories:
        mentorship = scored.programme.mentorships[history.mentorship_id]
        mentee = scored.programme.people[mentorship.mentee_id]
        seniority = mentee.seniority
        yield {
            "kind": mentorship.kind,
            "department": mentee.department or "none named",
            "seniority": "unknown"
            if seniority is None
            else "junior"
            if seniority <= _JUNIOR
            else "experienced"
            if seniority <= _EXPERIENCED
            else "senior",
            "language": "unknown"
            if not mentee.languages
            else "English first"
            if mentee.languages[0].partition("-")[0] == "en"
            else "another first",
        }


def report(release: Release, judge: Judge, seed: int) -> dict[str, Any]:
    """Each programme, all together, by group, and with names and pronouns turned."""
    scored = score_benchmarks(release)
    risks = np.concatenate([one.risks for one in scored])
    flags = np.concatenate([one.flags for one in scored])
    fails = np.concatenate([one.fails for one in scored])
    names = [name for one in scored for name in one.names]
    groups = [group for one in scored for group in groups_of(one)]
    return {
        "benchmark": {one.name: one_programme(one, judge, seed) for one in scored},
        "benchmarks together": {
            "all": _together(scored, seed),
            "the natural ones": _together([one for one in scored if one.name in NATURAL], seed),
        },
        "slices": {
            of: catch.slices(
                [group[of] for group in groups],
                names=names,
                scores=risks,
                flags=flags,
                truth=fails,
                seed=seed,
            )
            for of in groups[0]
        },
        "swaps": {
            f"{one.name}, {what}": fairness.swapped(release.health, one.histories, turn)
            for one in scored
            for what, turn in (
                ("pronouns", fairness.pronouns),
                ("names", fairness.names(one.programme)),
            )
        },
    }


def _together(scored: Sequence[Scored], seed: int) -> dict[str, Estimate]:
    risks = np.concatenate([one.risks for one in scored])
    flags = np.concatenate([one.flags for one in scored]).astype(float)
    fails = np.concatenate([one.fails for one in scored])
    names = [name for one in scored for name in one.names]
    return {
        "AUC": estimate(auc, risks, fails, names, seed),
        "precision": estimate(precision_at(0.5), flags, fails, names, seed),
        "recall": estimate(recall_at(0.5), flags, fails, names, seed),
        "calibration error": estimate(calibration_error, risks, fails, names, seed),
        "telling sentence shown": _telling(scored, seed),
    }


def _telling(scored: Sequence[Scored], seed: int) -> Estimate:
    """The share of failing mentorships of which the sentence that shows it is shown."""
    hits = np.array([hit for one in scored for hit in one.quoted()], dtype=float)
    names = [str(at) for at in range(len(hits))]
    return estimate(lambda found, _: float(found.mean()), hits, hits > 0.0, names, seed)
