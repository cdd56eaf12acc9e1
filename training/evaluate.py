"""Measures the health model against the baselines on pairs that no part of it has seen.

Three splits of the corpus: by *register* (each voice is judged by a model that never read it),
by *pair* (five folds), and by *pair and time* (the model learns from the first weeks of some
pairs and is judged on the later weeks of others). No pair, and so no note, is ever on both
sides. The benchmark programmes, which are never trained on, are scored by the candidate itself.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import logit
from sklearn.model_selection import GroupKFold

from model.artifact import MANIFEST, load_release
from model.bundle import read_folder
from model.embedding import Embedder, TextEmbedder
from model.health import HealthModel
from model.history import active_histories
from model.reading import Reader
from training import baselines, learn
from training.cache import FileCache
from training.corpus import Pair, load
from training.dataset import Cut, Material, cuts, gather
from training.learn import Knobs
from training.metrics import (
    Estimate,
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

BENCHMARK = Path(__file__).resolve().parent.parent / "data" / "benchmark"
REPORT = "evaluation.json"
# Cuts for judging are drawn by another seed than those for fitting.
_SEED = 7
_CUTS_PER_PAIR = 3
_OURS = "Rapport"
# Fewer inner folds than training uses, because every fold out here fits as many readers.
KNOBS = replace(Knobs(), folds=5)
# Cuts judged in one fold, the score of each system, and what Rapport flags.
_Block = tuple[list[Cut], dict[str, Scores], Truth]


@dataclass(frozen=True)
class Judged:
    """Cuts of all folds with the score of each system; Rapport's are probabilities."""

    cuts: list[Cut]
    scores: dict[str, Scores]
    flags: Truth

    @property
    def truth(self) -> Truth:
        """Which of them fail."""
        return np.array([cut.fails for cut in self.cuts])


class Judge:
    """Fits every system fold by fold and lets it judge the cuts of the other pairs."""

    def __init__(self, material: Material, cuts: Sequence[Cut], embedder: TextEmbedder) -> None:
        self.material = material
        self.cuts = cuts
        self.systems: dict[str, baselines.Baseline] = {
            "cadence rule": baselines.cadence_rule,
            "rating rule": baselines.rating_rule,
            "VADER": baselines.vader,
            "TF-IDF + logistic": baselines.tfidf,
            "MiniLM + logistic": baselines.minilm(embedder),
        }

    def by_register(self) -> Judged:
        """Each register judged by systems that never read it."""
        return self._judged([self._both(fold) for fold in self._folds("register")])

    def by_pair_and_time(self) -> tuple[Judged, Judged]:
        """Five folds of pairs; and the same with early cuts to learn from, late ones to judge."""
        middle = float(np.median([cut.day for cut in self.cuts]))
        by_pair: list[_Block] = []
        by_time: list[_Block] = []
        for pairs, judged in self._folds("pair"):
            fitted = self._fit(pairs)
            learn_from = self.material.cuts_of({pair.pair for pair in pairs})
            by_pair.append(self._block(fitted, learn_from, judged))
            early = [cut for cut in learn_from if cut.day <= middle]
            late = [cut for cut in judged if cut.day > middle]
            by_time.append(self._block(fitted, early, late))
        return self._judged(by_pair), self._judged(by_time)

    def _folds(self, split: str) -> Iterator[tuple[list[Pair], list[Cut]]]:
        pairs = self.material.corpus.pairs
        groups = [pair.register if split == "register" else pair.pair for pair in pairs]
        count = len(set(groups)) if split == "register" else 5
        for number, (train, test) in enumerate(
            GroupKFold(n_splits=count).split(pairs, groups=groups), start=1
        ):
            print(f"  by {split}: fold {number} of {count}", flush=True)
            names = {pairs[at].pair for at in test}
            yield [pairs[at] for at in train], [c for c in self.cuts if c.pair.pair in names]

    def _both(self, fold: tuple[list[Pair], list[Cut]]) -> _Block:
        pairs, judged = fold
        learn_from = self.material.cuts_of({pair.pair for pair in pairs})
        return self._block(self._fit(pairs), learn_from, judged)

    def _fit(self, pairs: list[Pair]) -> tuple[Reader, learn.Readings]:
        sentences = self.material.sentences.of({pair.pair for pair in pairs})
        return (
            learn.fit_reader(sentences, KNOBS),
            learn.read_unseen(self.material, pairs, KNOBS),
        )

    def _block(
        self, fitted: tuple[Reader, learn.Readings], learn_from: list[Cut], judged: list[Cut]
    ) -> _Block:
        reader, unseen = fitted
        line = learn.fit_line(learn_from, unseen, KNOBS)
        notes = self.material.notes_of({cut.pair.pair for cut in judged})
        features = learn.feature_rows(judged, learn.index_of(reader.read(notes)))
        histories = [cut.history for cut in judged]
        scores = {name: system(learn_from, histories) for name, system in self.systems.items()}
        scores[_OURS] = np.array([line.risk(row) for row in features])
        return judged, scores, scores[_OURS] >= line.threshold

    @staticmethod
    def _judged(blocks: Sequence[_Block]) -> Judged:
        return Judged(
            [cut for judged, _, _ in blocks for cut in judged],
            {
                name: np.concatenate([scores[name] for _, scores, _ in blocks])
                for name in blocks[0][1]
            },
            np.concatenate([flags for _, _, flags in blocks]),
        )


def table(judged: Judged, prevalence: float) -> dict[str, dict[str, Estimate]]:
    """Per system the figures with intervals; flags and calibration for Rapport alone."""
    groups = [cut.pair.pair for cut in judged.cuts]
    rows: dict[str, dict[str, Estimate]] = {}
    for name, scores in judged.scores.items():
        rows[name] = {
            "AUC": estimate(auc, scores, judged.truth, groups, _SEED),
            "average precision": estimate(average_precision, scores, judged.truth, groups, _SEED),
        }
    flags = judged.flags.astype(float)
    natural = _at_prevalence(judged.scores[_OURS], prevalence, float(judged.truth.mean()))
    rows[_OURS] |= {
        "precision": estimate(precision_at(0.5), flags, judged.truth, groups, _SEED),
        "recall": estimate(recall_at(0.5), flags, judged.truth, groups, _SEED),
        "calibration error": estimate(calibration_error, natural, judged.truth, groups, _SEED),
    }
    return rows


def _at_prevalence(risks: Scores, fitted_for: float, here: float) -> Scores:
    """Risks moved from the share of failing pairs they are calibrated for to another one."""
    shifted = logit(np.clip(risks, 1e-6, 1 - 1e-6)) + logit(here) - logit(fitted_for)
    return np.asarray(1.0 / (1.0 + np.exp(-shifted)))


def benchmark(folder: Path, judge: Judge, health: HealthModel) -> dict[str, Any]:
    """The candidate, and the baselines, on one programme with a truth file."""
    programme = read_folder(folder).programme
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["mentorship_id"]: row for row in csv.DictReader(file)}
    as_of = max(m.scheduled_on for m in programme.meetings.values() if m.status != "planned")
    of = [one for one in active_histories(programme, as_of) if one.mentorship_id in truth]
    assessed = health.assess(of)
    names = [one.mentorship_id for one in assessed]
    fails = np.array([truth[name]["label"] == "not_working" for name in names])
    risks = np.array([one.risk for one in assessed])
    flags = np.array([one.flagged for one in assessed], dtype=float)
    quoted = [
        any(
            entry.text and _same_sentence(entry.text, truth[one.mentorship_id]["evidence_text"])
            for reason in one.reasons
            for entry in reason.evidence
        )
        for one, failing in zip(assessed, fails, strict=True)
        if failing
    ]
    return {
        "pairs": len(assessed),
        "failing": int(fails.sum()),
        **{
            f"AUC of {name}": estimate(auc, system(judge.material.cuts, of), fails, names, _SEED)
            for name, system in judge.systems.items()
        },
        "AUC": estimate(auc, risks, fails, names, _SEED),
        "precision": estimate(precision_at(0.5), flags, fails, names, _SEED),
        "recall": estimate(recall_at(0.5), flags, fails, names, _SEED),
        "calibration error": estimate(calibration_error, risks, fails, names, _SEED),
        "telling sentence shown": float(np.mean(quoted)),
    }


def _same_sentence(shown: str, wanted: str) -> bool:
    return shown in wanted or wanted in shown


def safeguarding(material: Material) -> dict[str, Estimate]:
    """What the guard makes of notes that it did not see.

    Recall and precision are over the notes written for it, of which nearly half raise a concern
    and most others come close; false alarms are over notes about ordinary relationships.
    """
    guard, worries = learn.fit_guard(material, KNOBS)
    names = np.array(worries.names)
    written_for_it = np.isin(names, [note.note for note in material.corpus.concerns])
    own = worries.note[written_for_it], worries.raised[written_for_it], names[written_for_it]
    calm = worries.note[~written_for_it], ~worries.raised[~written_for_it], names[~written_for_it]
    return {
        "recall": estimate(recall_at(guard.threshold), *own, _SEED),
        "precision": estimate(precision_at(guard.threshold), *own, _SEED),
        "false alarms a note": estimate(recall_at(guard.threshold), *calm, _SEED),
    }


def main() -> None:
    """Print the tables and keep them beside the candidate."""
    cache = FileCache()
    embedder = Embedder(cache)
    material = gather(load(), embedder, KNOBS.seed, KNOBS.cuts_per_pair)
    judge = Judge(material, cuts(material.corpus, _SEED, _CUTS_PER_PAIR), embedder)
    by_register = judge.by_register()
    by_pair, by_time = judge.by_pair_and_time()
    report: dict[str, Any] = {"corpus_sha256": fingerprint()}
    for split, judged in (("register", by_register), ("pair", by_pair), ("pair and time", by_time)):
        report[split] = table(judged, KNOBS.prevalence)
        share = judged.truth.mean()
        print(f"\nSplit by {split}: {len(judged.cuts)} cuts, {share:.0%} not working")
        _print_table(report[split])
    report["per register"] = _per_register(by_register)
    report["safeguarding"] = safeguarding(material)
    print("\nSafeguarding, notes not seen")
    _print_row(report["safeguarding"])
    if (CANDIDATE / MANIFEST).is_file():
        release = load_release(CANDIDATE, embedder)
        report["version"] = release.version
        report["benchmark"] = _benchmarks(judge, release.health)
        (CANDIDATE / REPORT).write_text(json.dumps(report, default=asdict, indent=1))
    cache.save()


def _per_register(judged: Judged) -> dict[str, Estimate]:
    print("\nAUC per register, each unseen")
    registers = np.array([cut.pair.register for cut in judged.cuts])
    found: dict[str, Estimate] = {}
    for register in sorted(set(registers)):
        own = registers == register
        names = [cut.pair.pair for cut, mine in zip(judged.cuts, own, strict=True) if mine]
        found[register] = estimate(auc, judged.scores[_OURS][own], judged.truth[own], names, _SEED)
        print(f"  {register:18} {found[register]}")
    return found


def _benchmarks(judge: Judge, health: HealthModel) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for truth in sorted(BENCHMARK.glob("*/truth.csv")):
        found[truth.parent.name] = benchmark(truth.parent, judge, health)
        print(f"\nBenchmark programme {truth.parent.name}, never trained on")
        _print_row(found[truth.parent.name])
    return found


def _print_table(rows: dict[str, dict[str, Estimate]]) -> None:
    names = [*rows[_OURS]]
    print("| system | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for system, row in rows.items():
        print(f"| {system} | " + " | ".join(str(row.get(name, "")) for name in names) + " |")


def _print_row(row: dict[str, Any]) -> None:
    for name, figure in row.items():
        print(f"  {name:24} {figure if not isinstance(figure, float) else round(figure, 3)}")


if __name__ == "__main__":
    main()
