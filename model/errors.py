"""The errors of the library. Each says what the reader should do next.

::

    RapportError
    ├── BundleError          a bundle breaks the contract; carries every problem
    ├── PinBroken            a pair pinned in a plan that a rule forbids (in ``planning``)
    └── ModelError
        ├── ModelMissing     no released model, or a file of it is gone
        ├── ModelTampered    a file differs from what the manifest says
        ├── ModelUnreadable  made by other library versions, or not a model at all
        └── WeightsMissing   the embedding model's weights are absent or not the published ones
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class RapportError(Exception):
    """Base of every error that Rapport raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a bundle: where it is and what to do about it.

    ``row`` counts as a spreadsheet does: the header is row 1. It is ``None`` where a whole file
    is meant; ``column`` is the empty string where a whole row is meant.
    """

    file: str
    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {self.message}"


class BundleError(RapportError):
    """A bundle that breaks the contract, with every problem that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ModelError(RapportError):
    """A released model that can't be used."""


class ModelMissing(ModelError):
    """There is no released model, or a file of it is gone."""


class ModelTampered(ModelError):
    """A file of the model differs from what its manifest says."""


class ModelUnreadable(ModelError):
    """The model was made by other versions, or its files are not what they should be."""


class WeightsMissing(ModelError):
    """The embedding model's weights are absent or are not the published ones."""
