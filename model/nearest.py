"""Which mentors' passages are nearest to a goal, exactly, among those whom the rules allow.

One product with all vectors is as fast as memory can be read, and all else here costs little beside
it. So there is no need for an approximate index, which would forget mentors and know no rules.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from model.errors import ModelMissing, ModelUnreadable

Rows = NDArray[np.float32]
Flags = NDArray[np.bool_]
Counts = NDArray[np.intp]

VECTORS, COUNTS = "vectors.npy", "counts.npy"
# A float32 product of two unit vectors of 384 numbers is at most 384 times 2⁻²⁴ off. Two that are
# compared may be off in opposite directions, which makes 4.6e-5.
_ROUNDING = 5e-5


class Nearest:
    """The passages of mentors as unit vectors; safe to share between threads.

    Parameters
    ----------
    vectors : array of float32 of shape (passages, 384)
        All of the first mentor, then all of the second one, and so on.
    counts : array of int of shape (mentors,)
        How many passages each mentor has, 1 or more.

    Raises
    ------
    ValueError
        If the two do not fit together.
    """

    def __init__(self, vectors: Rows, counts: Counts) -> None:
        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise ValueError(f"vectors are rows of float32, not {vectors.dtype} {vectors.shape}")
        if counts.ndim != 1 or counts.dtype.kind not in "iu" or (counts < 1).any():
            raise ValueError("every mentor has one passage or more")
        if counts.sum() != len(vectors):
            raise ValueError(f"{counts.sum()} passages are counted and {len(vectors)} are there")
        # As plain arrays: every step on NumPy's own class for mapped files costs a little more.
        self.vectors = np.asarray(vectors)
        self.counts = np.asarray(counts)
        self._starts = starts(self.counts)

    def save(self, folder: Path) -> None:
        """Write both arrays into ``folder``, which :meth:`open` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in ((VECTORS, self.vectors), (COUNTS, self.counts)):
            # Whoever has the old file mapped keeps it whole; written over, it would pull the
            # memory from under their feet.
            part = folder / f"{name}.part"
            with part.open("wb") as file:
                np.save(file, array, allow_pickle=False)
            part.replace(folder / name)

    @classmethod
    def open(cls, folder: Path) -> Nearest:
        """The index saved in ``folder``, mapped read-only, so that processes share its memory.

        Raises
        ------
        ModelMissing
            If a file is gone.
        ModelUnreadable
            If a file is cut short, is no array, or does not fit the other.
        """
        try:
            return cls(*(open_memmap(folder / name, mode="r") for name in (VECTORS, COUNTS)))
        except FileNotFoundError as error:
            raise ModelMissing(f"{error.filename} is missing; make the index again") from None
        except (ValueError, EOFError, OSError) as error:
            raise ModelUnreadable(
                f"{folder} is not an index that can be read; make it again: {error}"
            ) from error

    def likeness(self, query: Rows) -> Rows:
        """The likeness of each mentor's nearest passage, of shape (mentors,)."""
        return np.asarray(np.maximum.reduceat(self.vectors @ query, self._starts))

    def top(self, query: Rows, allowed: Flags, k: int) -> Counts:
        """The ``k`` mentors nearest to ``query`` among those allowed.

        Parameters
        ----------
        query : array of float32 of shape (384,)
            Of length 1, or 0.
        allowed : array of bool of shape (mentors,)

        Returns
        -------
        array of int of shape (k,)
            Their places, nearest first; of two that are equally near, the one of the lower place.
            Fewer if fewer are allowed.
        """
        k = min(k, int(np.count_nonzero(allowed)))
        if k <= 0:
            return np.zeros(0, dtype=np.intp)
        found = self.likeness(query)
        least = np.partition(found[allowed], -k)[-k]
        # Rounding depends on where a row stands, which must not decide between two alike. So all
        # that may be among the first k are measured again, each row in the same way.
        near = allowed & (found >= least - _ROUNDING)
        rows = self.vectors[np.repeat(near, self.counts)].astype(np.float64)
        again = np.maximum.reduceat((rows * query).sum(axis=1), starts(self.counts[near]))
        return np.flatnonzero(near)[np.argsort(-again, kind="stable")[:k]]


def starts(counts: Counts) -> Counts:
    """Where each of several runs of so many rows begins."""
    return np.asarray(np.cumsum(counts) - counts, dtype=np.intp)
