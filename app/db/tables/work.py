"""What background work and uploads leave between two requests."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Base, Moment
from app.db.types import Vector


class StagedImportRow(Base):
    """A checked upload that waits to be confirmed; the zip lies beside the database."""

    __tablename__ = "staged_imports"

    token: Mapped[str] = mapped_column(primary_key=True)
    staged_at: Mapped[Moment]
    sha256: Mapped[str]


class VectorRow(Base):
    """Embeddings by the digest of model and text, so that no sentence is embedded twice."""

    __tablename__ = "vectors"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    vector: Mapped[NDArray[np.float32]] = mapped_column(Vector)


class JobRow(Base):
    """How far a background job is, for the page that waits for it."""

    __tablename__ = "jobs"

    token: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None]
    started_at: Mapped[Moment]
