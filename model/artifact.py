"""A released model as a folder: saved, verified, loaded.

The folder holds a manifest with the sha256 of every file and the versions of the libraries that
made it, what fine-tuning changed of the packaged weights as ``safetensors`` (for reading feedback
and for matching), and the risk line and the ranking as JSON. They hold numbers and nothing else,
and they are read only after every digest was found right, so nothing of a model is ever executed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError

from model.embedding import WEIGHTS_SHA256, VectorCache
from model.errors import ModelMissing, ModelTampered, ModelUnreadable
from model.goals import LEVELS
from model.health import HealthModel, RiskLine
from model.history import FEATURES
from model.matching import FARTHEST, Matcher, Ranking

if TYPE_CHECKING:
    from model.goal_network import GoalNetwork
    from model.network import Network

FORMAT = 3
MANIFEST = "manifest.json"
# The folder of a release that comes with the source, and the file that names another.
SHIPPED = "shipped"
POINTER = "CURRENT"
NETWORK = "network.safetensors"
LINE = "line.json"
GOAL_NETWORK = "goals.safetensors"
RANKING = "ranking.json"
_FILES = (LINE, NETWORK, RANKING, GOAL_NETWORK)
_WEIGHTS = ("whole", "answers", "unwanted", "words", "offset", "slope", "gain")
_LIBRARIES = ("numpy", "safetensors", "sentence-transformers", "torch", "transformers")

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """A verified, loaded model."""

    version: str
    manifest: Manifest
    health: HealthModel
    matcher: Matcher


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
    network: Network,
    line: RiskLine,
    goal_network: GoalNetwork,
    ranking: Ranking,
    facts: Mapping[str, Any],
) -> None:
    """Write a model with its manifest. ``facts`` (metrics, data) go into the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    network.save(folder / NETWORK)
    decision = {
        "features": list(FEATURES),
        "weights": line.weights.tolist(),
        "baseline": line.baseline,
        "threshold": line.threshold,
        "concern_threshold": line.concern_threshold,
    }
    (folder / LINE).write_text(json.dumps(decision, indent=1), encoding="utf-8")
    goal_network.save(folder / GOAL_NETWORK)
    weights = {name: getattr(ranking, name) for name in _WEIGHTS}
    weights["levels"] = {level: ranking.levels[at].tolist() for at, level in enumerate(LEVELS)}
    (folder / RANKING).write_text(json.dumps(weights, indent=1), encoding="utf-8")
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


def load_release(folder: Path, cache: VectorCache | None = None) -> Release:
    """Load a model after every file of it was verified.

    ``cache`` keeps what the networks say of a text from one reading to the next.

    Raises
    ------
    ModelMissing
        If the folder, its manifest or one of its files is gone.
    ModelTampered
        If a file differs from what the manifest says.
    ModelUnreadable
        If it was made in another format or by a version that can't be read here.
    """
    # It takes a second, and who only looks for a release needs none of it.
    from model.goal_network import GoalNetwork
    from model.network import Network

    manifest = _manifest(folder)
    _verify(folder, manifest)
    try:
        decision = json.loads((folder / LINE).read_text(encoding="utf-8"))
        if decision["features"] != list(FEATURES):
            raise ModelUnreadable(f"{folder} was trained on other features; run `make train`")
        line = RiskLine(
            weights=np.array(decision["weights"], dtype=np.float64),
            baseline=float(decision["baseline"]),
            threshold=float(decision["threshold"]),
            concern_threshold=float(decision["concern_threshold"]),
        )
        if line.weights.shape != (len(FEATURES),):
            raise ModelUnreadable(f"{folder} has not one weight a feature; run `make train`")
        network = Network.load(folder / NETWORK, cache)
        ranking = _ranking(json.loads((folder / RANKING).read_text(encoding="utf-8")))
        goal_network = GoalNetwork.load(folder / GOAL_NETWORK, cache)
    except (KeyError, TypeError, ValueError, SafetensorError) as error:
        raise ModelUnreadable(f"{folder} is not a model that can be read: {error}") from error
    return Release(
        str(manifest["version"]),
        manifest,
        HealthModel(network, line),
        Matcher(goal_network, ranking),
    )


def _ranking(weights: Mapping[str, Any]) -> Ranking:
    """Raises ``KeyError``, ``TypeError`` or ``ValueError`` if it is not a whole ranking."""
    levels = np.array([weights["levels"][level] for level in LEVELS], dtype=np.float64)
    if levels.shape != (len(LEVELS), 2 * FARTHEST + 1):
        raise ValueError("the ranking has not one weight a level and difference")
    return Ranking(levels=levels, **{name: float(weights[name]) for name in _WEIGHTS})


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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
