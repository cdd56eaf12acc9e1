"""The released model that the services use; loaded when first needed.

Without a usable model the application works on without scores, and says why. What
takes seconds to import is imported where it is used, by way of ``library.load``.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from flask import current_app
from flask_babel import gettext
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session, sessionmaker

from app.db.tables import VectorRow
from app.errors import ScoresOff
from app.services import library, model_words
from app.services.chunks import in_chunks
from model.embedding import VectorCache
from model.errors import ModelError
from model.programme import Person
from model.reading import Note

if TYPE_CHECKING:
    from model.artifact import Release
    from model.outcomes import Outcomes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Whether scores are on; if not, ``problem`` says why and what to do."""

    version: str | None
    problem: str | None


class StoredVectors:
    """The vectors table as a cache; each call has a short session of its own."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def get_many(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors that are known, by key."""
        found: dict[bytes, NDArray[np.float32]] = {}
        with self._sessions() as session:
            for some in in_chunks(keys):
                rows = session.execute(
                    select(VectorRow.key, VectorRow.vector).where(VectorRow.key.in_(some))
                )
                found.update(dict(rows.all()))
        return found

    def put_many(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep vectors; one that another thread has kept in the meantime is the same."""
        with self._sessions.begin() as session:
            dialect = session.get_bind().dialect.name
            insert = insert_postgresql if dialect == "postgresql" else insert_sqlite
            for some in in_chunks([*vectors.items()]):
                rows = [{"key": key, "vector": vector} for key, vector in some]
                session.execute(insert(VectorRow).on_conflict_do_nothing(), rows)


class Models:
    """Holds the current release; safe to share between threads."""

    def __init__(self, artifacts: Path, cache: VectorCache | None = None) -> None:
        self._artifacts = artifacts
        self._cache = cache
        self._lock = threading.RLock()
        self._loaded: Release | None = None
        self._fingerprint: object = None
        self._problem: str | None = None
        # What earlier mentorships taught, with what it was learnt from; see services.outcomes.
        self.outcomes: tuple[object, Outcomes] | None = None
        # What its flags have meant on held-out mentorships; empty if that did not come with it.
        self.measured: Mapping[str, Any] = {}

    @classmethod
    def stored(cls, artifacts: Path, sessions: sessionmaker[Session]) -> Models:
        """The real ones, whose vectors and readings are kept in the database."""
        return cls(artifacts, StoredVectors(sessions))

    def release(self) -> Release | None:
        """The current release, or ``None`` if it can't be used (``problem`` says why).

        The files are looked at on every call and read again only when they have changed, so a
        promoted model is picked up, and a tampered one is dropped, without a restart.
        """
        library.load()
        from model import artifact

        with self._lock:
            try:
                folder = artifact.current_release(self._artifacts)
                fingerprint = _fingerprint(folder)
                if fingerprint != self._fingerprint:
                    release = artifact.load_release(folder, self._cache)
                    self._fingerprint, self._loaded, self._problem = fingerprint, release, None
                    self.measured = _measured(folder)
                    log.info("model %s is loaded", release.version)
            except ModelError as error:
                self.switch_off(error)
            return self._loaded

    @property
    def problem(self) -> str | None:
        """Why there are no scores; ``None`` if there are, or before the first use."""
        return self._problem

    def switch_off(self, error: ModelError) -> None:
        """Go on without scores; the next use looks at the files again."""
        if str(error) != self._problem:
            log.error("scores are off: %s", error)
        self._fingerprint, self._loaded, self._problem = None, None, str(error)


def current() -> Models:
    """The models of this application."""
    models: Models = current_app.extensions["rapport"].models
    return models


def status() -> ModelStatus:
    """Whether scores are on. Loads the model if that was not done yet."""
    models = current()
    release = models.release()
    return ModelStatus(release.version if release else None, models.problem)


def release_or_none() -> Release | None:
    """The current release, if it can be used."""
    return current().release()


def release_needed() -> Release:
    """The current release; ScoresOff if it can't be used."""
    release = current().release()
    if release is None:
        raise scores_off(current().problem)
    return release


def scores_off(complaint: ModelError | str | None) -> ScoresOff:
    """The library's complaint as an error for the reader."""
    return ScoresOff(
        gettext(
            "This needs the model, which can't be used just now: %(problem)s", problem=complaint
        )
    )


def warm_up() -> None:
    """Load model and weights ahead of the first note, and say in the log what is wrong."""
    release = current().release()
    if release is None:
        return
    text = "A first sentence, so that the next one is quick."
    try:
        release.health.reader.read([Note("", "mentee", text)])
        release.matcher.reader.goals([Person("", "", "", mentee_goals=text)])
    except ModelError as error:
        current().switch_off(error)


def signal_label(signal: str, direction: str = "bad") -> str:
    """The words for a signal, for pages."""
    # An assessment of an older model may know a signal that this one does not.
    bad, good = model_words.SIGNALS.get(signal, (signal, signal))
    return str(good if direction == "good" else bad)


def signal_labels() -> dict[str, str]:
    """What each signal is called where it speaks for trouble."""
    return {signal: signal_label(signal) for signal in model_words.SIGNALS}


def complaint_choices() -> tuple[tuple[str, str], ...]:
    """(signal, label) of what can be missing in a mentorship, for the rematch form."""
    library.load()
    from model.reading import WORD_SIGNALS

    return tuple((signal, signal_label(signal)) for signal in WORD_SIGNALS if signal != "overall")


def _measured(folder: Path) -> Mapping[str, Any]:
    """The version that was measured, and how many of its flags were real at which risk."""
    try:
        figures = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
        return {"version": figures["version"], "catch": figures["catch"]}
    except (OSError, ValueError, KeyError):
        return {}


def _fingerprint(folder: Path) -> object:
    return folder, tuple(
        (path.name, path.stat().st_mtime_ns, path.stat().st_size)
        for path in sorted(folder.iterdir())
    )
