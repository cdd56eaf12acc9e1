"""Vectors survive from one run to the next."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.cache import FileCache
from training.train import fingerprint

VECTORS = {b"a" * 32: np.ones(4, np.float32), b"\0" * 32: np.zeros(4, np.float32)}


def test_vectors_are_there_again_in_the_next_run(tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "build" / "vectors.npz")
    cache.put_many(VECTORS)
    cache.save()
    again = FileCache(cache.path).get_many([*VECTORS, b"c" * 32])
    assert {key: list(vector) for key, vector in again.items()} == {
        key: list(vector) for key, vector in VECTORS.items()
    }


def test_what_was_not_saved_is_not_there(tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "vectors.npz")
    cache.put_many(VECTORS)
    assert FileCache(cache.path).get_many([*VECTORS]) == {}


def test_saving_leaves_no_other_file(tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "vectors.npz")
    cache.put_many(VECTORS)
    cache.save()
    assert [*tmp_path.iterdir()] == [cache.path]


def test_the_fingerprint_of_a_corpus_changes_with_any_of_its_texts(folder: Path) -> None:
    before = fingerprint(folder)
    assert fingerprint(folder) == before
    path = folder / "notes" / "dry.jsonl"
    path.write_text(path.read_text("utf-8").replace("late", "early", 1), "utf-8")
    assert fingerprint(folder) != before
