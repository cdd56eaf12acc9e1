"""Column types that the database does not bring."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. SQLite forgets time zones, so every moment is stored and read as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone can't be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else value.replace(tzinfo=UTC)


class Tags(TypeDecorator[tuple[str, ...]]):
    """A tuple of short words, joined by ``;`` as in the bundle's cell."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else ";".join(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """From the database."""
        return None if value is None else tuple(tag for tag in value.split(";") if tag)


class Days(TypeDecorator[tuple[date, ...]]):
    """A tuple of days, joined by ``;`` as in the bundle's cell."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[date, ...] | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else ";".join(map(str, value))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[date, ...] | None:
        """From the database."""
        return (
            None
            if value is None
            else tuple(map(date.fromisoformat, filter(None, value.split(";"))))
        )


class Vector(TypeDecorator[NDArray[np.float32]]):
    """An embedding as little-endian 32-bit floats."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: NDArray[np.float32] | None, dialect: Dialect) -> Any:
        """To the database."""
        return None if value is None else np.asarray(value, dtype="<f4").tobytes()

    def process_result_value(self, value: Any, dialect: Dialect) -> NDArray[np.float32] | None:
        """From the database."""
        return None if value is None else np.frombuffer(value, dtype="<f4")
