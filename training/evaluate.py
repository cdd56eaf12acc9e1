"""Measures the health model against the baselines on pairs that no part of it has seen.

The corpus is judged register by register, each by a model that never read it, at random days and
at later weeks than were learnt from. The benchmark programmes, which are never trained on, are
scored by the candidate itself. The tables are printed as Markdown and kept beside the candidate.
"""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from dataclasses import asdict
from io import StringIO
from typing import Any

import numpy as np
from scipy.special import logit

from model.artifact import MANIFEST, load_release
from model.embedding import Embedder, TextEmbedder
from training import benchmark, catch, learn, match_judge, readers, tables
from training.cache import FileCache
from training.corpus import Corpus, load
from training.dataset import Folds, as_note, cuts, read_unseen
from training.judge import OURS, Judge, Judged
from training.learn import Knobs
from training.metrics import (
    Estimate,
    Metric,
    Scores,
    auc,
    average_precision,
    calibration_error,
    estimate,
    precision_at,
    recall_at,
)
from training.ranking import MatchKnobs, held_out, matcher_of
from training.rosters import load_benchmark
from training.train import CANDIDATE, calibrated, fingerprint, goal_tuner_of
from training.tune import Tuner

REPORT = "evaluation.json"
TABLES = "evaluation.md"
# Cuts for judging are drawn by another seed than those for fitting.
SEED = 7
_CUTS_PER_PAIR = 3
KNOBS = Knobs()


def table(judged: Judged, prevalence: float) -> dict[str, dict[str, Estimate]]:
    """Per system the figures with intervals; flags and calibration for Rapport alone."""
    pairs = catch.pairs_of(judged.cuts)

    def figure(metric: Metric, scores: Scores) -> Estimate:
        return estimate(metric, scores, judged.truth, pairs, SEED)

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
            "sentence: bad or good": estimate(auc, np.array(nets), np.array(bad), pairs, SEED),
            "note: a concern": estimate(
                auc,
                worries.note[written],
                worries.raised[written],
                np.array(worries.names)[written],
                SEED,
            ),
            "pair: fails": estimate(auc, risks, truth, catch.pairs_of(judge.cuts), SEED),
        }
        print(f"  read by {name}", flush=True)
    return rows


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
        "AUC": estimate(auc, *own, SEED),
        "recall": estimate(recall_at(threshold), *own, SEED),
        "precision": estimate(precision_at(threshold), *own, SEED),
        "false alarms a note": estimate(recall_at(threshold), *calm, SEED),
    }
    for way in ("plain", "hinted", "minimised", "buried"):
        chosen = np.array([how.get(name) == way for name in names])
        found[f"recall, {way}"] = estimate(
            recall_at(threshold),
            worries.note[chosen],
            worries.raised[chosen],
            names[chosen],
            SEED,
        )
    return found


def suggestions(embedder: TextEmbedder, cache: FileCache) -> dict[str, Any]:
    """Suggestions on rosters of the corpus that a network did not see."""
    knobs = MatchKnobs()
    rosters, tuner = goal_tuner_of(knobs, cache)
    names = held_out(rosters, knobs)
    unseen = [roster for roster in rosters if roster.name in names]
    matcher = matcher_of(tuner.without(names), calibrated(tuner, rosters, knobs))
    judged = match_judge.judge(matcher, unseen, embedder)
    return {
        "unseen rosters": match_judge.figures(judged, SEED),
        "needs of unseen rosters": match_judge.by_need(judged, SEED),
    }


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
        cuts=cuts(corpus, SEED, _CUTS_PER_PAIR),
        embedder=embedder,
        knobs=KNOBS,
    )
    report: dict[str, Any] = {"corpus_sha256": fingerprint()}
    print("1/5 judging each register by a model that never read it", flush=True)
    fitted = [*judge.fitted()]
    by_register, by_time = judge.by_register(fitted), judge.by_register_and_time()
    report["register"] = table(by_register, KNOBS.prevalence)
    report["register and time"] = table(by_time, KNOBS.prevalence)
    report["per register"] = _per_register(by_register)
    report["catch"] = catch.catches(
        by_register.scores[OURS],
        by_register.truth,
        catch.pairs_of(by_register.cuts),
        KNOBS.prevalence,
        SEED,
    )
    report["lead time"] = catch.lead_time(judge, fitted, SEED)
    print("2/5 safeguarding", flush=True)
    worries = learn.worries(corpus, read_unseen(corpus, folds))
    threshold = learn.concern_threshold(worries, corpus, KNOBS)
    report["safeguarding"] = safeguarding(corpus, worries, threshold)
    print("3/5 comparing readers", flush=True)
    report["readers"] = compare_readers(corpus, folds, judge, embedder)
    print("4/5 suggestions", flush=True)
    report |= suggestions(embedder, cache)
    print("5/5 benchmark programmes and rosters", flush=True)
    if (CANDIDATE / MANIFEST).is_file():
        release = load_release(CANDIDATE, cache)
        report["version"] = release.version
        report |= benchmark.report(release, judge, SEED)
        judged = match_judge.judge(release.matcher, load_benchmark(), embedder)
        for at, name in enumerate(one.roster.name for one in judged[OURS]):
            own = {system: [of[at]] for system, of in judged.items()}
            report[f"roster {name}"] = match_judge.figures(own, SEED)
            report[f"needs of {name}"] = match_judge.by_need(own, SEED)
        report["worst misses"] = match_judge.worst(judged[OURS])
        markdown = StringIO()
        with redirect_stdout(markdown):
            tables.tell(report)
        (CANDIDATE / REPORT).write_text(json.dumps(report, default=asdict, indent=1))
        (CANDIDATE / TABLES).write_text(markdown.getvalue(), encoding="utf-8")
    cache.save()
    tables.tell(report)


def _per_register(judged: Judged) -> dict[str, Estimate]:
    registers = np.array([cut.pair.register for cut in judged.cuts])
    found: dict[str, Estimate] = {}
    for register in sorted(set(registers)):
        own = registers == register
        pairs = [cut.pair.pair for cut, mine in zip(judged.cuts, own, strict=True) if mine]
        found[register] = estimate(auc, judged.scores[OURS][own], judged.truth[own], pairs, SEED)
    return found


if __name__ == "__main__":
    main()
