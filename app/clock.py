"""The one clock. Tests replace ``now``; nothing else asks the system for the time."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date by ``now``."""
    return now().date()
