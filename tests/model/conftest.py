"""What the tests of the library share: one small model, the shipped one, and steady chance."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from model import artifact
from model.artifact import Release
from model.embedding import MemoryCache
from tests.model import small_model

ROOT = Path(__file__).resolve().parents[2]

# The same examples on every machine, and no example fails for being slow.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def small_release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved release of the small model; tests that change it copy it first."""
    folder = tmp_path_factory.mktemp("artifacts") / artifact.SHIPPED
    small_model.save(folder)
    return folder


@pytest.fixture(scope="session")
def shipped() -> Release:
    """The model that comes with the source."""
    return artifact.load_release(ROOT / "artifacts" / "shipped", MemoryCache())
