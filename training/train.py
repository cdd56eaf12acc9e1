"""Trains a candidate model from the corpus into ``artifacts/candidate``."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from model import artifact
from model.embedding import Embedder
from training import learn
from training.cache import FileCache
from training.corpus import CORPUS, load
from training.dataset import gather
from training.learn import Knobs

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
    cache = FileCache()
    print("1/3 embedding the corpus", flush=True)
    material = gather(load(), Embedder(cache), knobs.seed, knobs.cuts_per_pair)
    cache.save()
    print("2/3 fitting the reader, and the risk line to readings of unseen registers", flush=True)
    reader, line = learn.fit_health(material, material.corpus.pairs, knobs)
    print("3/3 fitting the guard", flush=True)
    guard, _ = learn.fit_guard(material, knobs)
    corpus_digest = fingerprint()
    now = datetime.now(UTC)
    version_name = f"{now:%Y.%m.%d}-{corpus_digest[:8]}"
    shutil.rmtree(CANDIDATE, ignore_errors=True)
    artifact.save(
        CANDIDATE,
        version_name=version_name,
        reader=reader,
        guard=guard,
        line=line,
        facts={
            "trained_at": now.isoformat(timespec="seconds"),
            "corpus_sha256": corpus_digest,
            "notes": len(material.corpus.notes),
            "pairs": len(material.corpus.pairs),
            "knobs": asdict(knobs),
        },
    )
    print(f"candidate {version_name} is in {CANDIDATE.relative_to(ARTIFACTS.parent)}")


if __name__ == "__main__":
    main()
