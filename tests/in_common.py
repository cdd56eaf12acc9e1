"""A second mentorship of Carl's with the same trouble as Mia's, so that the two have a cause."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.db.tables import CaseRow, MentorshipRow, StandingRow
from tests.small_programme import DAY


def another_of_carls(session: Session, *, with_case: bool = True) -> None:
    """Zoë with Carl, ``m-two``, who has no time for her either."""
    session.add(
        MentorshipRow(
            mentorship_id="m-two",
            mentor_id="carl",
            mentee_id="zoe",
            started_on=date(2026, 8, 3),
            kind="traditional",
            cadence_days=14,
            status="active",
            revision=0,
        )
    )
    session.flush()
    session.add(
        StandingRow(
            mentorship_id="m-two",
            revision=0,
            as_of=DAY,
            state="at_risk",
            signals=("mentor_availability",),
        )
    )
    if with_case:
        session.add(
            CaseRow(
                mentorship_id="m-two", status="new", status_since=DAY, opened_on=DAY, reasons=()
            )
        )
    session.commit()
