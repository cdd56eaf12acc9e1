"""What fine-tuning changed of the packaged weights: taken out, stored small, put back.

Per weight matrix the product of two thin ones, per short vector the difference, and the heads
whole; all in half precision, some 5 MB for a network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from model.embedding import transformer
from model.errors import ModelUnreadable

# The rank of what is stored of a changed weight matrix. More of it changes no figure.
RANK = 64
_HEAD = "head."
_UP, _DOWN, _DELTA = ".up", ".down", ".delta"


class FineTuned(Protocol):
    """A network made of the packaged one and heads of its own."""

    body: nn.Module
    heads: nn.ModuleDict


def padded(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Tokens of several texts as one matrix, and which of them are real."""
    tokens = torch.zeros(len(ids), max(map(len, ids)), dtype=torch.long)
    real = torch.zeros_like(tokens)
    for row, one in enumerate(ids):
        tokens[row, : len(one)] = torch.tensor(one)
        real[row, : len(one)] = 1
    return tokens, real


def changes(encoder: FineTuned) -> dict[str, Tensor]:
    """What fine-tuning changed of the packaged weights, and the heads, in half precision."""
    packaged = transformer().state_dict()
    found: dict[str, Tensor] = {}
    for name, weight in encoder.body.state_dict().items():
        change = weight - packaged[name]
        if not torch.is_floating_point(change) or not change.any():
            continue
        if change.ndim == 2 and min(change.shape) > 2 * RANK:
            up, strength, down = torch.linalg.svd(change, full_matrices=False)
            found[name + _UP] = up[:, :RANK] * strength[:RANK]
            found[name + _DOWN] = down[:RANK]
        else:
            found[name + _DELTA] = change
    found |= {_HEAD + name: weight for name, weight in encoder.heads.state_dict().items()}
    return {name: weight.detach().half().contiguous() for name, weight in found.items()}


def apply(encoder: FineTuned, tensors: Mapping[str, Tensor]) -> None:
    """Put ``tensors``, as :func:`changes` gave them, into a fresh encoder.

    Raises
    ------
    ModelUnreadable
        If they don't fit the packaged weights.
    """
    try:
        heads = {
            name.removeprefix(_HEAD): weight.float()
            for name, weight in tensors.items()
            if name.startswith(_HEAD)
        }
        encoder.heads.load_state_dict(heads)
        body = encoder.body.state_dict()
        for name, weight in tensors.items():
            if name.endswith(_UP):
                of = name.removesuffix(_UP)
                body[of] += weight.float() @ tensors[of + _DOWN].float()
            elif name.endswith(_DELTA):
                body[name.removesuffix(_DELTA)] += weight.float()
    except (KeyError, RuntimeError) as error:
        raise ModelUnreadable(
            f"the network does not fit the packaged weights ({error}); run `make train`"
        ) from error


def save(tensors: Mapping[str, Tensor], path: Path) -> None:
    """Write them as ``safetensors``."""
    save_file(dict(tensors), path)
    # The library writes it for its owner alone, and a server may run as somebody else.
    path.chmod(0o644)


def digest(tensors: Mapping[str, Tensor]) -> str:
    """Changes with any of the numbers."""
    found = hashlib.sha256()
    for name in sorted(tensors):
        found.update(name.encode())
        found.update(tensors[name].numpy().tobytes())
    return found.hexdigest()
