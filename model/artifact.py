"""A released model as a folder: saved, verified, loaded.

The folder holds a manifest with the sha256 of every file and the versions of the libraries that
made it, the fitted estimators as ``skops`` files and the risk line as JSON. Nothing of it is
unpickled: ``skops`` builds only the types on :data:`TRUSTED_TYPES`, and only after every digest
was found right.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from model.embedding import WEIGHTS_SHA256, TextEmbedder
from model.errors import ModelMissing, ModelTampered, ModelUnreadable
from model.health import HealthModel, RiskLine
from model.history import FEATURES
from model.reading import Reader
from model.safeguarding import Guard

FORMAT = 1
MANIFEST = "manifest.json"
# The folder of a release that comes with the source, and the file that names another.
SHIPPED = "shipped"
POINTER = "CURRENT"
# skops refuses every type that is not its own, NumPy's or scikit-learn's plain ones; the
# estimators saved here need none beyond those.
TRUSTED_TYPES: list[str] = []
_FILES = (
    "direction.skops",
    "direction_words.skops",
    "guard_meaning.skops",
    "guard_words.skops",
    "leaning.skops",
    "line.json",
    "signal.skops",
)
_LIBRARIES = ("numpy", "scikit-learn", "skops", "sentence-transformers", "torch")
_MUST_MATCH = ("scikit-learn",)

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """A verified, loaded model."""

    version: str
    manifest: Manifest
    health: HealthModel


def current_release(artifacts: Path) -> Path:
    """The folder of the released model: the one that ``CURRENT`` names, else the shipped one.

    Raises
    ------
    ModelMissing
        If there is none.
    """
    pointer = artifacts / POINTER
    name = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else SHIPPED
    folder = artifacts / name
    if not (folder / MANIFEST).is_file():
        raise ModelMissing(
            f"there is no released model in {folder}; make one with `make train promote`"
        )
    return folder


def save(
    folder: Path,
    *,
    version_name: str,
    reader: Reader,
    guard: Guard,
    line: RiskLine,
    facts: Mapping[str, Any],
) -> None:
    """Write a model with its manifest. ``facts`` (metrics, data) go into the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    estimators = {
        "direction.skops": reader.direction,
        "direction_words.skops": reader.direction_words,
        "leaning.skops": reader.leaning,
        "signal.skops": reader.signal,
        "guard_meaning.skops": guard.meaning,
        "guard_words.skops": guard.words,
    }
    for name, estimator in estimators.items():
        skops.io.dump(estimator, folder / name)
    decision = {
        "features": list(FEATURES),
        "weights": line.weights.tolist(),
        "baseline": line.baseline,
        "threshold": line.threshold,
        "safeguarding_threshold": guard.threshold,
    }
    (folder / "line.json").write_text(json.dumps(decision, indent=1), encoding="utf-8")
    manifest: Manifest = {
        "format": FORMAT,
        "version": version_name,
        "embedding_sha256": WEIGHTS_SHA256,
        "libraries": {library: version(library) for library in _LIBRARIES},
        "files": {name: _digest(folder / name) for name in _FILES},
        "facts": dict(facts),
    }
    # The manifest comes last, so that a save that was cut short is no model at all.
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def load_release(folder: Path, embedder: TextEmbedder) -> Release:
    """Load a model after every file of it was verified.

    Raises
    ------
    ModelMissing
        If the folder, its manifest or one of its files is gone.
    ModelTampered
        If a file differs from what the manifest says.
    ModelUnreadable
        If it was made in another format or by a version that can't be read here.
    """
    manifest = _manifest(folder)
    _verify(folder, manifest)
    try:
        decision = json.loads((folder / "line.json").read_text(encoding="utf-8"))
        if decision["features"] != list(FEATURES):
            raise ModelUnreadable(f"{folder} was trained on other features; run `make train`")
        guard = Guard(
            _regression(folder / "guard_meaning.skops"),
            _word_classifier(folder / "guard_words.skops"),
            float(decision["safeguarding_threshold"]),
        )
        line = RiskLine(
            weights=np.array(decision["weights"], dtype=np.float64),
            baseline=float(decision["baseline"]),
            threshold=float(decision["threshold"]),
        )
        if line.weights.shape != (len(FEATURES),):
            raise ModelUnreadable(f"{folder} has not one weight a feature; run `make train`")
    except (KeyError, TypeError, ValueError) as error:
        raise ModelUnreadable(f"{folder} is not a model that can be read: {error}") from error
    reader = Reader(
        direction=_regression(folder / "direction.skops"),
        direction_words=_word_classifier(folder / "direction_words.skops"),
        signal=_regression(folder / "signal.skops"),
        leaning=_word_classifier(folder / "leaning.skops"),
    )
    health = HealthModel(reader, guard, line, embedder)
    return Release(str(manifest["version"]), manifest, health)


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelMissing(f"{path} is missing; make a model with `make train promote`") from None
    except (ValueError, OSError) as error:
        raise ModelTampered(f"{path} can't be read as a manifest: {error}") from error
    parts = {"version": str, "files": dict, "libraries": dict}
    if not isinstance(manifest, dict) or not all(
        isinstance(manifest.get(name), kind) for name, kind in parts.items()
    ):
        raise ModelTampered(f"{path} is not a manifest; make the model again")
    return manifest


def _verify(folder: Path, manifest: Manifest) -> None:
    if manifest.get("format") != FORMAT:
        raise ModelUnreadable(
            f"{folder} has format {manifest.get('format')!r}, this version reads {FORMAT}; "
            "make the model again with `make train promote`"
        )
    if manifest.get("embedding_sha256") != WEIGHTS_SHA256:
        raise ModelUnreadable(f"{folder} was trained on other embedding weights; train it again")
    for library in _MUST_MATCH:
        made_by = manifest["libraries"].get(library)
        if made_by != version(library):
            raise ModelUnreadable(
                f"{folder} was made by {library} {made_by}, here is {version(library)}; "
                "train it again with `make train promote`"
            )
    for name in _FILES:
        digest = manifest["files"].get(name)
        path = folder / name
        if not path.is_file():
            raise ModelMissing(f"{path} is missing; make the model again or take back another")
        if _digest(path) != digest:
            raise ModelTampered(
                f"{path} differs from what its manifest says, so it was not loaded; "
                "restore it or make the model again with `make train promote`"
            )


def _regression(path: Path) -> LogisticRegression:
    estimator = _loaded(path)
    if not isinstance(estimator, LogisticRegression):
        raise ModelUnreadable(f"{path} holds a {type(estimator).__name__}, not a classifier")
    return estimator


def _word_classifier(path: Path) -> Pipeline:
    estimator = _loaded(path)
    if not isinstance(estimator, Pipeline):
        raise ModelUnreadable(f"{path} holds a {type(estimator).__name__}, not a pipeline")
    return estimator


def _loaded(path: Path) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return skops.io.load(path, trusted=TRUSTED_TYPES)
    except Exception as error:
        # skops raises many kinds of error on a damaged file; each means the same to the reader.
        raise ModelUnreadable(f"{path} can't be loaded: {error}") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
