"""Trains a candidate model from the corpus into ``artifacts/candidate``."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from model import artifact
from training import learn
from training.corpus import CORPUS, load
from training.dataset import cuts, read_unseen
from training.learn import Knobs
from training.tune import Tuner

ARTIFACTS = Path(__file__).resolve().parent.parent / "artifacts"
CANDIDATE = ARTIFACTS / "candidate"


def fingerprint(folder: Path = CORPUS) -> str:
    """A digest of the corpus, file by file, so that a model can say what it learnt from."""
    digest = sha256()
    for file in sorted(folder.rglob("*.jsonl")):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def main() -> None:
    """Train and save a candidate."""
    knobs = Knobs()
    corpus = load()
    tuner = Tuner(corpus, fingerprint(), knobs.tuning, knobs.folds)
    print("1/3 tuning the reading network, and one without each fold to judge it by", flush=True)
    network = tuner.without(())
    unseen = read_unseen(corpus, tuner)
    print("2/3 fitting the risk line to readings of unseen registers", flush=True)
    line = learn.fit_line(cuts(corpus, knobs.seed, knobs.cuts_per_pair), corpus, unseen, knobs)
    print("3/3 saving", flush=True)
    corpus_digest = fingerprint()
    now = datetime.now(UTC)
    version_name = f"{now:%Y.%m.%d}-{corpus_digest[:8]}"
    shutil.rmtree(CANDIDATE, ignore_errors=True)
    artifact.save(
        CANDIDATE,
        version_name=version_name,
        network=network,
        line=line,
        facts={
            "trained_at": now.isoformat(timespec="seconds"),
            "corpus_sha256": corpus_digest,
            "notes": len(corpus.notes),
            "pairs": len(corpus.pairs),
            "knobs": asdict(knobs),
        },
    )
    print(f"candidate {version_name} is in {CANDIDATE.relative_to(ARTIFACTS.parent)}")


if __name__ == "__main__":
    main()
