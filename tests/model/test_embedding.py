"""The weights are the published ones or none, and no text is embedded twice."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from model import embedding
from model.embedding import DIMENSION, Embedder, MemoryCache, weights_folder
from model.errors import WeightsMissing
from tests.model.conftest import ROOT


def test_weights_that_are_not_the_published_ones_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(WeightsMissing, match="make install"):
        weights_folder()


def test_weights_that_are_not_installed_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "WEIGHTS_PACKAGE", "no_such_package")
    with pytest.raises(WeightsMissing, match="no_such_package"):
        Embedder().encode(["text"])


def test_vectors_have_length_1_and_come_in_the_order_of_the_texts() -> None:
    encode = Embedder(MemoryCache()).encode
    vectors = encode(["one text", "another", "one text"])
    assert vectors.shape == (3, DIMENSION)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    np.testing.assert_array_equal(vectors[1], encode(["another"])[0])


def test_what_the_cache_knows_is_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    cache.put_many({embedding._key("known"): np.ones(DIMENSION, np.float32)})
    # Without its package the model can't be loaded, so nothing can have been computed.
    monkeypatch.setattr(embedding, "WEIGHTS_PACKAGE", "no_such_package")
    assert Embedder(cache).encode(["known", "known"]).sum() == 2 * DIMENSION


def test_no_texts_give_no_vectors_and_load_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "WEIGHTS_PACKAGE", "no_such_package")
    assert Embedder().encode([]).shape == (0, DIMENSION)


def test_importing_the_library_loads_no_weights() -> None:
    code = "import sys, model.__main__; sys.exit('sentence_transformers' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert ran.returncode == 0
