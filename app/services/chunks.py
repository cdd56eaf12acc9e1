"""Long sequences in handy pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

# SQLite takes at most 32,766 variables in one statement; this leaves room on every version.
IN_ONE_STATEMENT = 500


def in_chunks(items: Sequence[Item], size: int = IN_ONE_STATEMENT) -> Iterator[Sequence[Item]]:
    """``items`` in order, ``size`` at a time."""
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]
