"""Trains a candidate model from the corpus into ``artifacts/candidate``."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from model import artifact
from model.embedding import VectorCache
from model.matching import Ranking
from training import learn
from training.corpus import CORPUS, load
from training.dataset import cuts, read_unseen
from training.goal_tune import GoalTuner
from training.learn import Knobs
from training.ranking import MatchKnobs, calibrate, held_out
from training.rosters import Roster, load_rosters, load_topics
from training.tune import Tuner

ARTIFACTS = Path(__file__).resolve().parent.parent / "artifacts"
CANDIDATE = ARTIFACTS / "candidate"


# What reading feedback is learnt from, and what matching is learnt from.
FEEDBACK = ("notes", "pairs", "safeguarding")
MATCHING = ("rosters", "topics")


def fingerprint(folder: Path = CORPUS, parts: Sequence[str] = FEEDBACK) -> str:
    """A digest of parts of the corpus, file by file: a model can say what it learnt from."""
    digest = sha256()
    files = [file for part in parts for file in (folder / part).rglob("*.jsonl")]
    for file in sorted(files):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def goal_tuner_of(
    knobs: MatchKnobs, cache: VectorCache | None = None
) -> tuple[list[Roster], GoalTuner]:
    """The rosters, and what tunes networks on them."""
    rosters, topics = load_rosters(), load_topics()
    digest = fingerprint(parts=MATCHING)
    return rosters, GoalTuner(rosters, topics, digest, knobs.tuning, cache=cache)


def calibrated(tuner: GoalTuner, rosters: Sequence[Roster], knobs: MatchKnobs) -> Ranking:
    """The ranking of a network that did not see the rosters by which it is calibrated."""
    names = held_out(rosters, knobs)
    unseen = [roster for roster in rosters if roster.name in names]
    return calibrate(tuner.without(names), unseen, knobs)


def main() -> None:
    """Train and save a candidate."""
    knobs = Knobs()
    corpus = load()
    tuner = Tuner(corpus, fingerprint(), knobs.tuning, knobs.folds)
    print("1/4 tuning the reading network, and one without each fold to judge it by", flush=True)
    network = tuner.without(())
    unseen = read_unseen(corpus, tuner)
    print("2/4 fitting the risk line to readings of unseen registers", flush=True)
    line = learn.fit_line(cuts(corpus, knobs.seed, knobs.cuts_per_pair), corpus, unseen, knobs)
    print("3/4 tuning the matching network, and one without some rosters", flush=True)
    match_knobs = MatchKnobs()
    rosters, goal_tuner = goal_tuner_of(match_knobs)
    tuned = goal_tuner.without(())
    ranking = calibrated(goal_tuner, rosters, match_knobs)
    print("4/4 saving", flush=True)
    corpus_digest, matching_digest = fingerprint(), fingerprint(parts=MATCHING)
    now = datetime.now(UTC)
    version_name = f"{now:%Y.%m.%d}-{corpus_digest[:4]}{matching_digest[:4]}"
    shutil.rmtree(CANDIDATE, ignore_errors=True)
    artifact.save(
        CANDIDATE,
        version_name=version_name,
        network=network,
        line=line,
        goal_network=tuned.network,
        # The order is that of the released network, what its fits are worth that of one which had
        # not seen the rosters by which it was told.
        ranking=tuned.ranking(match_knobs.words, ranking.offset, ranking.slope, ranking.gain),
        facts={
            "trained_at": now.isoformat(timespec="seconds"),
            "corpus_sha256": corpus_digest,
            "notes": len(corpus.notes),
            "pairs": len(corpus.pairs),
            "knobs": asdict(knobs),
            "matching_sha256": matching_digest,
            "mentees": sum(len(roster.mentees) for roster in rosters),
            "mentors": sum(len(roster.mentors) for roster in rosters),
            "matching_knobs": asdict(match_knobs),
        },
    )
    print(f"candidate {version_name} is in {CANDIDATE.relative_to(ARTIFACTS.parent)}")


if __name__ == "__main__":
    main()
