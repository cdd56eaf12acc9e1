"""The released model: picked up when it changes, never used when it can't be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.db import db
from app.services import models as models_service
from app.services.models import Models, StoredVectors
from model import artifact
from model.errors import ModelTampered, WeightsMissing
from tests.fakes import FakeGoalReader, FakeReader, FakeRelease


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder that passes for a released model; ``load_release`` is replaced below."""
    folder = tmp_path / "artifacts" / "shipped"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    return folder


Load = Callable[[Path, object], FakeRelease]


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were loaded; one whose manifest says "broken" is refused."""
    folders: list[Path] = []

    def load(folder: Path, _cache: object) -> FakeRelease:
        folders.append(folder)
        if "broken" in (folder / "manifest.json").read_text(encoding="utf-8"):
            raise ModelTampered("manifest.json differs")
        return FakeRelease(version=f"v{len(folders)}")

    monkeypatch.setattr(artifact, "load_release", load)
    return folders


@pytest.fixture
def models(tmp_path: Path) -> Models:  # type: ignore[override]
    return Models(tmp_path / "artifacts")


def test_without_a_release_there_are_no_scores_and_it_says_what_to_do(models: Models) -> None:
    assert models.release() is None
    assert "no released model" in (models.problem or "")


def test_a_release_is_read_once(release: Path, models: Models, loads: list[Path]) -> None:
    assert models.release() is models.release()
    assert loads == [release]


def test_a_changed_release_is_read_again(release: Path, models: Models, loads: list[Path]) -> None:
    models.release()
    (release / "manifest.json").write_text('{"new": 1}', encoding="utf-8")
    found = models.release()
    assert found is not None and found.version == "v2"


def test_a_release_that_was_tampered_with_while_in_use_is_dropped(
    release: Path, models: Models, loads: list[Path]
) -> None:
    models.release()
    (release / "manifest.json").write_text("broken", encoding="utf-8")
    assert models.release() is None
    assert models.problem == "manifest.json differs"


def test_a_release_that_is_back_is_used_again(
    release: Path, models: Models, loads: list[Path]
) -> None:
    (release / "manifest.json").write_text("broken", encoding="utf-8")
    models.release()
    (release / "manifest.json").write_text("{}", encoding="utf-8")
    assert models.release() is not None
    assert models.problem is None


@pytest.mark.usefixtures("release", "loads")
def test_warming_up_reads_a_sentence_and_a_goal(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(FakeReader, "read", lambda *_: read.append("sentence"))
    monkeypatch.setattr(FakeGoalReader, "goals", lambda *_: read.append("goal"))
    models_service.warm_up()
    assert read == ["sentence", "goal"]


@pytest.mark.usefixtures("release", "loads")
def test_warming_up_says_in_the_log_what_is_wrong_and_goes_on(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise WeightsMissing("the package is missing")

    monkeypatch.setattr(FakeGoalReader, "goals", fail)
    models_service.warm_up()
    assert "scores are off: the package is missing" in caplog.text


def test_vectors_are_kept_and_found_by_their_keys(app: Flask, session: Session) -> None:
    vectors = StoredVectors(db.sessionmaker)
    keys = [bytes([n // 256, n % 256]) for n in range(1200)]
    vectors.put_many({key: np.full(3, n, np.float32) for n, key in enumerate(keys)})
    vectors.put_many({keys[0]: np.zeros(3, np.float32)})
    found = vectors.get_many([*keys, b"unknown"])
    assert len(found) == 1200
    assert found[keys[700]].tolist() == [700.0, 700.0, 700.0]
