"""Vectors kept in a file between runs of the batch programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from model.embedding import Vectors

BUILD = Path(__file__).resolve().parent.parent / "build"


class FileCache:
    """A vector cache in one ``.npz`` file; :meth:`save` writes it."""

    def __init__(self, path: Path = BUILD / "cache.npz") -> None:
        self.path = path
        self._vectors: dict[bytes, Vectors] = {}
        if path.is_file():
            with np.load(path, allow_pickle=False) as stored:
                keys, lengths, values = stored["keys"], stored["lengths"], stored["values"]
            vectors = np.split(values, np.cumsum(lengths)[:-1])
            self._vectors = {bytes(key): vectors[at] for at, key in enumerate(keys)}

    def get_many(self, keys: Sequence[bytes]) -> Mapping[bytes, Vectors]:
        """The vectors that are known, by key."""
        return {key: self._vectors[key] for key in keys if key in self._vectors}

    def put_many(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep vectors until :meth:`save`."""
        self._vectors.update(vectors)

    def save(self) -> None:
        """Write the file in one step, so that a run cut short leaves the old one."""
        if not self._vectors:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".part.npz")
        np.savez(
            fresh,
            keys=np.array([np.frombuffer(key, dtype=np.uint8) for key in self._vectors]),
            lengths=np.array([len(vector) for vector in self._vectors.values()]),
            values=np.concatenate([*self._vectors.values()]),
        )
        fresh.replace(self.path)
