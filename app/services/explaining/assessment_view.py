"""The newest assessment of a mentorship as pages show it: in words, with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.db.tables import AssessmentRow, MeetingRow
from app.services import models


@dataclass(frozen=True, slots=True)
class Quote:
    """A place in the feedback: a sentence, or (``text`` None) a meeting as a fact.

    What was said outside of meetings has another ``meeting_id``, such as ``pulse-12``.
    """

    meeting_id: str
    author: str | None
    text: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason of the assessment in words, with what it rests on."""

    signal: str
    label: str
    contribution: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """The newest assessment of a mentorship."""

    as_of: date
    computed_at: datetime
    model_version: str
    state: str
    risk: float
    flagged: bool
    reasons: tuple[ReasonView, ...]
    safeguarding: tuple[Quote, ...]
    unread: tuple[Quote, ...]
    trajectory: tuple[tuple[date, float | None], ...]
    # The line that it was judged by, and the risk after meetings that were not held.
    threshold: float | None
    what_if: Mapping[str, float]


def assessment_view(row: AssessmentRow, meetings: Sequence[MeetingRow]) -> AssessmentView:
    """The row with labels and the days of the meetings that it names."""
    days = {meeting.meeting_id: meeting.scheduled_on for meeting in meetings}

    def quote(piece: Mapping[str, Any]) -> Quote:
        meeting_id = piece["meeting_id"]
        on = date.fromisoformat(piece["on"]) if "on" in piece else days.get(meeting_id)
        return Quote(meeting_id, piece.get("author"), piece.get("text"), on)

    return AssessmentView(
        as_of=row.as_of,
        computed_at=row.computed_at,
        model_version=row.model_version,
        state=row.state,
        risk=row.risk,
        flagged=row.flagged,
        reasons=tuple(
            ReasonView(
                reason["signal"],
                models.signal_label(reason["signal"]),
                reason["contribution"],
                tuple(quote(piece) for piece in reason["evidence"]),
            )
            for reason in row.reasons
        ),
        safeguarding=tuple(quote(piece) for piece in row.safeguarding),
        unread=tuple(quote(piece) for piece in row.unread),
        trajectory=tuple((date.fromisoformat(on), risk) for on, risk in row.trajectory),
        threshold=row.what_if.get("threshold"),
        what_if={name: risk for name, risk in row.what_if.items() if name != "threshold"},
    )
