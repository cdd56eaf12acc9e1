"""The parts of the library that take seconds to import, imported when first needed.

Two threads that import scikit-learn at the same moment can meet each other's half-made modules,
so whoever needs these parts calls :func:`load` first, and imports them by name after it.
"""

from __future__ import annotations

import importlib
import threading

_SLOW = (
    "model.artifact",
    "model.health",
    "model.history",
    "model.matching",
    "model.outcomes",
    "model.planning",
    "model.reading",
    "model.rematch",
)

_lock = threading.Lock()
_loaded = threading.Event()


def load() -> None:
    """Return once every slow part is imported; quick after the first time."""
    if _loaded.is_set():
        return
    with _lock:
        for name in _SLOW:
            importlib.import_module(name)
        _loaded.set()
