"""One meeting as the coordinator sees it: both sides, with the sentences that counted marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db.tables import AssessmentRow, MeetingRow
from app.permissions import Side
from app.services.explaining.marked_text import Piece, Segment, plain, segments


@dataclass(frozen=True, slots=True)
class SideView:
    """What one side wrote of a meeting: the segments joined are the feedback to the letter."""

    segments: tuple[Segment, ...]
    rating: int | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting of the timeline, with both sides."""

    meeting_id: str
    on: date
    status: str
    cancelled_by: str | None
    minutes: int | None
    medium: str | None
    mentee: SideView
    mentor: SideView


def meeting_views(
    rows: Sequence[MeetingRow], assessment: AssessmentRow | None
) -> tuple[MeetingView, ...]:
    """The meetings with their feedback, marked as the assessment read it."""
    marks = plain(assessment.marks, _quoted(assessment)) if assessment else []
    by_note: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for mark in marks:
        by_note.setdefault((mark["meeting_id"], mark["author"]), []).append(mark)
    return tuple(_meeting_view(row, by_note) for row in rows)


def _meeting_view(
    row: MeetingRow, marks: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
) -> MeetingView:
    def side(author: Side, feedback: str, rating: int | None) -> SideView:
        return SideView(segments(feedback, marks.get((row.meeting_id, author), ())), rating)

    return MeetingView(
        meeting_id=row.meeting_id,
        on=row.scheduled_on,
        status=row.status,
        cancelled_by=row.cancelled_by,
        minutes=row.minutes,
        medium=row.medium,
        mentee=side("mentee", row.mentee_feedback, row.mentee_rating),
        mentor=side("mentor", row.mentor_feedback, row.mentor_rating),
    )


def _quoted(assessment: AssessmentRow) -> frozenset[Piece]:
    """What the page quotes as reasons for the flag, so that it is found again in the text."""
    if not assessment.flagged:
        return frozenset()
    return frozenset(
        (piece["meeting_id"], piece.get("author"), piece.get("text"))
        for reason in assessment.reasons
        for piece in reason["evidence"]
    )
