"""One thing that waits for a mentee or mentor; features make them, ``next_steps`` gathers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.permissions import Side


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in words, with the page that it is done on.

    ``weight`` sorts: 100 an answer that someone waits for, 80 a meeting to be told about, 60 a
    question of the programme, 40 what would be good, 0 nothing waits.
    """

    weight: int
    side: Side
    mentorship_id: str | None
    title: str
    text: str
    button: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
