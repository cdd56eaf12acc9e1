"""Measures the health model against the baselines on pairs that no part of it has seen.

The corpus is judged register by register, each by a model that never read it, at random days and
at later weeks than were learnt from. The benchmark programmes, which are never trained on, are
scored by the candidate itself. The tables are printed as Markdown and kept beside the candidate.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import logit

from model.artifact import MANIFEST, Release, load_release
from model.bundle import read_folder
from model.embedding import Embedder, TextEmbedder
from model.health import Assessment
from model.history import History, active_histories
from model.programme import Programme
from training import catch, fairness, learn, readers
from training.cache import FileCache
from training.catch import Slice
from training.corpus import Corpus, load
from training.dataset import Folds, as_note, cuts, read_unseen
from training.judge import OURS, Judge, Judged
from training.learn import Knobs
from training.metrics import (
    Estimate,
    Metric,
    Scores,
    Truth,
    auc,
    average_precision,
    calibration_error,
    estimate,
    precision_at,
    recall_at,
)
from training.train import CANDIDATE, fingerprint
from training.tune import Tuner

BENCHMARK = Path(__file__).resolve().parent.parent / "data" / "benchmark"
REPORT = "evaluation.json"
TABLES = "evaluation.md"
# Cuts for judging are drawn by another seed than those for fitting.
_SEED = 7
_CUTS_PER_PAIR = 3
KNOBS = Knobs()
# A mentee of at most this seniority is called junior, of at most the next one experienced.
_JUNIOR, _EXPERIENCED = 3, 6


def table(judged: Judged, prevalence: float) -> dict[str, dict[str, Estimate]]:
    """Per system the figures with intervals; flags and calibration for Rapport alone."""
    pairs = catch.pairs_of(judged.cuts)

    def figure(metric: Metric, scores: Scores) -> Estimate:
        return estimate(metric, scores, judged.truth, pairs, _SEED)

    rows = {
        name: {"AUC": figure(auc, scores), "average precision": figure(average_precision, scores)}
        for name, scores in judged.scores.items()
    }
    flags = judged.flags.astype(float)
    natural = _at_prevalence(judged.scores[OURS], prevalence, float(judged.truth.mean()))
    rows[OURS] |= {
        "precision": figure(precision_at(0.5), flags),
        "recall": figure(recall_at(0.5), flags),
        "calibration error": figure(calibration_error, natural),
    }
    return rows


def _at_prevalence(risks: Scores, fitted_for: float, here: float) -> Scores:
    """Risks moved from the share of failing pairs they are calibrated for to another one."""
    shifted = logit(np.clip(risks, 1e-6, 1 - 1e-6)) + logit(here) - logit(fitted_for)
    return np.asarray(1.0 / (1.0 + np.exp(-shifted)))


def compare_readers(
    corpus: Corpus, network: Folds, judge: Judge, embedder: TextEmbedder
) -> dict[str, dict[str, Estimate]]:
    """Ways to read a sentence, each judged on registers that it never read.

    The risk line is fitted for each of them alike; for this comparison only, to readings that
    may have been made with the judged fold among what was learnt from.
    """
    rows: dict[str, dict[str, Estimate]] = {}
    for name, kind in readers.others(corpus, network, embedder).items():
        unseen = read_unseen(corpus, kind)
        said: list[tuple[float, bool, str]] = []
        for note in corpus.notes:
            own = as_note(note)
            for sentence in unseen.notes[own.meeting_id, own.author].sentences:
                directions = {one.direction for one in note.says if sentence.text in one.quote}
                if len(directions) == 1:
                    said.append((sentence.bad - sentence.good, "bad" in directions, note.pair))
        nets, bad, pairs = zip(*said, strict=True)
        worries = learn.worries(corpus, unseen)
        written = np.isin(worries.names, [one.note for one in corpus.concerns])
        risks = np.zeros(len(judge.cuts))
        fold = np.array([kind.fold_of[cut.pair.register] for cut in judge.cuts])
        for number in range(kind.count):
            learnt = [cut for cut in judge.learn_from if kind.fold_of[cut.pair.register] != number]
            line = learn.fit_line(learnt, corpus, unseen, judge.knobs)
            own_cuts = [cut for cut, at in zip(judge.cuts, fold, strict=True) if at == number]
            features = learn.feature_rows(own_cuts, unseen.notes)
            risks[fold == number] = [line.risk(row) for row in features]
        truth = np.array([cut.fails for cut in judge.cuts])
        rows[name] = {
            "sentence: bad or good": estimate(auc, np.array(nets), np.array(bad), pairs, _SEED),
            "note: a concern": estimate(
                auc,
                worries.note[written],
                worries.raised[written],
                np.array(worries.names)[written],
                _SEED,
            ),
            "pair: fails": estimate(auc, risks, truth, catch.pairs_of(judge.cuts), _SEED),
        }
        print(f"  read by {name}", flush=True)
    return rows


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


def benchmark(scored: Scored, judge: Judge) -> dict[str, Any]:
    """The candidate, and the baselines, on one programme."""

    def figure(metric: Metric, scores: Scores) -> Estimate:
        return estimate(metric, scores, scored.fails, scored.names, _SEED)

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
        "telling sentence shown": float(np.mean(scored.quoted())),
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


def safeguarding(corpus: Corpus, worries: learn.Worries, threshold: float) -> dict[str, Estimate]:
    """What networks that did not see them make of the safeguarding notes.

    Recall and precision are over the notes written for it, of which nearly half raise a concern
    and most others come close; false alarms are over notes about ordinary relationships.
    """
    names = np.array(worries.names)
    written = np.isin(names, [note.note for note in corpus.concerns])
    own = worries.note[written], worries.raised[written], names[written]
    calm = worries.note[~written], ~worries.raised[~written], names[~written]
    how = {one.note: one.how for one in corpus.concerns}
    found = {
        "AUC": estimate(auc, *own, _SEED),
        "recall": estimate(recall_at(threshold), *own, _SEED),
        "precision": estimate(precision_at(threshold), *own, _SEED),
        "false alarms a note": estimate(recall_at(threshold), *calm, _SEED),
    }
    for way in ("plain", "hinted", "minimised", "buried"):
        chosen = np.array([how.get(name) == way for name in names])
        found[f"recall, {way}"] = estimate(
            recall_at(threshold),
            worries.note[chosen],
            worries.raised[chosen],
            names[chosen],
            _SEED,
        )
    return found


def main() -> None:
    """Print the tables and keep them beside the candidate."""
    corpus = load()
    cache = FileCache()
    embedder = Embedder(cache)
    folds = Tuner(corpus, fingerprint(), KNOBS.tuning, KNOBS.folds, cache=cache)
    judge = Judge(
        corpus,
        folds,
        learn_from=cuts(corpus, KNOBS.seed, KNOBS.cuts_per_pair),
        cuts=cuts(corpus, _SEED, _CUTS_PER_PAIR),
        embedder=embedder,
        knobs=KNOBS,
    )
    report: dict[str, Any] = {"corpus_sha256": fingerprint()}
    print("1/4 judging each register by a model that never read it", flush=True)
    by_register, by_time = judge.by_register(), judge.by_register_and_time()
    report["register"] = table(by_register, KNOBS.prevalence)
    report["register and time"] = table(by_time, KNOBS.prevalence)
    report["per register"] = _per_register(by_register)
    report["catch"] = catch.catches(
        by_register.scores[OURS],
        by_register.truth,
        catch.pairs_of(by_register.cuts),
        KNOBS.prevalence,
        _SEED,
    )
    report["lead time"] = catch.lead_time(judge, [*judge.fitted()], _SEED)
    print("2/4 safeguarding", flush=True)
    worries = learn.worries(corpus, read_unseen(corpus, folds))
    threshold = learn.concern_threshold(worries, corpus, KNOBS)
    report["safeguarding"] = safeguarding(corpus, worries, threshold)
    print("3/4 comparing readers", flush=True)
    report["readers"] = compare_readers(corpus, folds, judge, embedder)
    print("4/4 benchmark programmes", flush=True)
    if (CANDIDATE / MANIFEST).is_file():
        release = load_release(CANDIDATE, cache)
        report["version"] = release.version
        report |= _on_benchmarks(release, judge)
        tables = StringIO()
        with redirect_stdout(tables):
            _print(report)
        (CANDIDATE / REPORT).write_text(json.dumps(report, default=asdict, indent=1))
        (CANDIDATE / TABLES).write_text(tables.getvalue(), encoding="utf-8")
    cache.save()
    _print(report)


def _per_register(judged: Judged) -> dict[str, Estimate]:
    registers = np.array([cut.pair.register for cut in judged.cuts])
    found: dict[str, Estimate] = {}
    for register in sorted(set(registers)):
        own = registers == register
        pairs = [cut.pair.pair for cut, mine in zip(judged.cuts, own, strict=True) if mine]
        found[register] = estimate(auc, judged.scores[OURS][own], judged.truth[own], pairs, _SEED)
    return found


def _on_benchmarks(release: Release, judge: Judge) -> dict[str, Any]:
    scored = score_benchmarks(release)
    risks = np.concatenate([one.risks for one in scored])
    flags = np.concatenate([one.flags for one in scored])
    fails = np.concatenate([one.fails for one in scored])
    names = [name for one in scored for name in one.names]
    groups = [group for one in scored for group in groups_of(one)]
    together = {
        "AUC": estimate(auc, risks, fails, names, _SEED),
        "precision": estimate(precision_at(0.5), flags.astype(float), fails, names, _SEED),
        "recall": estimate(recall_at(0.5), flags.astype(float), fails, names, _SEED),
        "calibration error": estimate(calibration_error, risks, fails, names, _SEED),
        "telling sentence shown": float(np.mean([hit for one in scored for hit in one.quoted()])),
    }
    return {
        "benchmark": {one.name: benchmark(one, judge) for one in scored},
        "benchmarks together": together,
        "slices": {
            of: catch.slices(
                [group[of] for group in groups],
                names=names,
                scores=risks,
                flags=flags,
                truth=fails,
                seed=_SEED,
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


def _print(report: Mapping[str, Any]) -> None:
    for split in ("register", "register and time"):
        _print_rows(f"Unseen {split}", report[split])
    _print_rows("AUC per register, each unseen", {"AUC": report["per register"]}, turned=True)
    _print_rows("Safeguarding, notes not seen", {"figure": report["safeguarding"]}, turned=True)
    _print_rows("Readers compared, AUC on unseen registers", report["readers"])
    print("\n## Of 100 active mentorships of which 35 fail\n")
    print("| risk at least | flagged | of these real | of the failing found |\n|---|---|---|---|")
    for one in report["catch"]:
        print(f"| {one.threshold:.1f} | {one.flagged} | {one.precision} | {one.recall} |")
    lead = report["lead time"]
    print(
        f"\nLead time: of {lead.pairs} failing pairs, replayed week by week, a share of "
        f"{lead.caught} is flagged before the last day, by a median of {lead.days} days."
    )
    if "benchmark" in report:
        _print_rows("Benchmark programmes, never trained on", report["benchmark"], turned=True)
        _print_rows(
            "Benchmark programmes together", {"figure": report["benchmarks together"]}, turned=True
        )
        _print_slices(report["slices"])
        _print_rows(
            "Names and pronouns turned",
            {name: asdict(one) for name, one in report["swaps"].items()},
        )


def _print_rows(title: str, rows: Mapping[str, Mapping[str, Any]], *, turned: bool = False) -> None:
    if turned:
        names = list(dict.fromkeys(name for row in rows.values() for name in row))
        rows = {name: {of: row.get(name, "") for of, row in rows.items()} for name in names}
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    print(f"\n## {title}\n")
    print("| | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(_cell(row.get(of, "")) for of in columns) + " |")


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _print_slices(slices: Mapping[str, Sequence[Slice]]) -> None:
    for of, found in slices.items():
        print(f"\n## Benchmark programmes together, by {of}\n")
        print(
            "| group | pairs | failing | AUC | recall | false alarms |\n|---|---|---|---|---|---|"
        )
        for one in found:
            print(
                f"| {one.group} | {one.pairs} | {one.failing} | {one.auc} | {one.recall} "
                f"| {one.false_alarms} |"
            )
        gaps = catch.widest_gap(found)
        print("\nWidest gaps: " + ", ".join(f"{name} {gap:.2f}" for name, gap in gaps.items()))


if __name__ == "__main__":
    main()
