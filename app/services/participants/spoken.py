"""What people wrote outside of meetings. No risk is made of it, but its worrying sentences are
shown to a human at once, as those of meetings are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import AssessmentRow, ConcernRow, MentorshipRow, PulseRow, RematchRequestRow
from app.permissions import Side
from app.services import library

if TYPE_CHECKING:
    from model.health import HealthModel
    from model.history import History


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of one side, and where they stand: ``pulse-12``, ``concern-3`` or ``request-7``."""

    mentorship_id: str
    place: str
    side: Side
    text: str
    on: date


def of(session: Session, mentorship_ids: Sequence[str]) -> list[Spoken]:
    """All that was written in these mentorships outside of meetings."""
    pulses = session.scalars(
        select(PulseRow).where(
            PulseRow.mentorship_id.in_(mentorship_ids),
            PulseRow.answered_on.is_not(None),
            PulseRow.text != "",
        )
    )
    concerns = session.scalars(
        select(ConcernRow).where(
            ConcernRow.mentorship_id.in_(mentorship_ids),
            # The words of the other kinds are those of the pulse.
            ConcernRow.kind == "asked_to_look",
            ConcernRow.words != "",
        )
    )
    requests = session.execute(
        select(RematchRequestRow, MentorshipRow.mentee_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .where(
            RematchRequestRow.mentorship_id.in_(mentorship_ids),
            RematchRequestRow.status != "withdrawn",
            RematchRequestRow.asked_by.is_not(None),
            RematchRequestRow.reason != "",
        )
    )
    return [
        *(
            Spoken(one.mentorship_id, f"pulse-{one.pulse_id}", _side(one.side), one.text, on)
            for one in pulses
            if (on := one.answered_on) is not None
        ),
        *(
            Spoken(
                one.mentorship_id,
                f"concern-{one.concern_id}",
                _side(one.side),
                one.words,
                one.raised_on,
            )
            for one in concerns
        ),
        *(
            Spoken(
                one.mentorship_id,
                f"request-{one.request_id}",
                "mentee" if one.asked_by == mentee_id else "mentor",
                one.reason,
                one.asked_at.date(),
            )
            for one, mentee_id in requests
        ),
    ]


def alarming(
    model: HealthModel, said: Sequence[Spoken], histories: Sequence[History]
) -> dict[str, list[dict[str, Any]]]:
    """What of it a human must read, by mentorship, as the safeguarding part of an assessment."""
    library.load()
    from model.reading import Note

    names = {one.mentorship_id: one.names for one in histories}
    where = {one.place: one for one in said}
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    notes = [Note(one.place, one.side, one.text, names.get(one.mentorship_id, ())) for one in said]
    for sentence in model.guard(notes) if notes else ():
        one = where[sentence.meeting_id]
        found[one.mentorship_id].append({**sentence.to_json(), "on": one.on.isoformat()})
    return found


def forget(session: Session, mentorship_id: str, place: str) -> None:
    """Remove what was quoted of words that their writer has taken back. Commit afterwards."""
    for row in session.scalars(
        select(AssessmentRow).where(AssessmentRow.mentorship_id == mentorship_id)
    ):
        kept = [one for one in row.safeguarding if one["meeting_id"] != place]
        if len(kept) < len(row.safeguarding):
            row.safeguarding = kept


def _side(side: str) -> Side:
    return "mentor" if side == "mentor" else "mentee"
