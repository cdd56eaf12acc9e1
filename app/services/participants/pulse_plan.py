"""When a round of questions is due: after the first two meetings, at 30 days and every 60 then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, PulseRow, StandingRow
from app.permissions import Side
from app.services.chunks import in_chunks
from app.services.programme import lock, programme_day

FIRST_DAY, EVERY_DAYS = 30, 60
# So long a round is asked; afterwards it would be about another time.
ASKED_DAYS = 30
Key = tuple[str, Side, str]  # mentorship, side, kind


def plan_due(session: Session, mentorship_ids: Sequence[str] | None = None) -> int:
    """Make the rounds that have become due, and commit; returns how many. Every night, and when a
    participant comes; standings say who has met, who rests and what is over.
    """
    wanted = running()
    if mentorship_ids is not None:
        wanted = wanted.where(MentorshipRow.mentorship_id.in_(mentorship_ids))
    found = due_rounds(session.execute(wanted).all(), programme_day(session))
    if not _missing(session, found):
        return 0
    lock(session)
    missing = _missing(session, found)
    session.add_all(
        PulseRow(
            mentorship_id=mentorship_id,
            side=side,
            person_id=person_id,
            kind=kind,
            due_on=on,
            answers={},
            text="",
        )
        for (mentorship_id, side, kind), (person_id, on) in missing.items()
    )
    session.commit()
    return len(missing)


def running() -> Select[str, str, str, date, int, date | None]:
    """Mentorships that go on and do not rest, with what rounds depend on."""
    return (
        select(
            MentorshipRow.mentorship_id,
            MentorshipRow.mentee_id,
            MentorshipRow.mentor_id,
            MentorshipRow.started_on,
            StandingRow.held,
            StandingRow.last_met_on,
        )
        .join(StandingRow, StandingRow.mentorship_id == MentorshipRow.mentorship_id)
        .where(StandingRow.state.not_in(("ended", "upcoming")), StandingRow.paused_until.is_(None))
    )


def due_rounds(
    running: Iterable[Row[str, str, str, date, int, date | None]], day: date
) -> dict[Key, tuple[str, date]]:
    """The newest round of each side, with whom it is put to and since when it is due."""
    found: dict[Key, tuple[str, date]] = {}
    for mentorship_id, mentee_id, mentor_id, started_on, held, last_met_on in running:
        newest = _newest(started_on, held, last_met_on, day)
        if newest is not None:
            on, kind = newest
            found[mentorship_id, "mentee", kind] = mentee_id, on
            found[mentorship_id, "mentor", kind] = mentor_id, on
    return found


def _newest(
    started_on: date, held: int, last_met_on: date | None, day: date
) -> tuple[date, str] | None:
    """The round that has become due last, if that is not too long ago."""
    rounds: list[tuple[date, str]] = []
    if held in (1, 2) and last_met_on is not None:
        rounds.append((last_met_on, f"fit_{held}"))
    since = (day - started_on).days
    if since >= FIRST_DAY:
        after = since - (since - FIRST_DAY) % EVERY_DAYS
        rounds.append((started_on + timedelta(after), f"day_{after}"))
    on, kind = max(rounds, default=(date.min, ""))
    return (on, kind) if (day - on).days <= ASKED_DAYS else None


def _missing(
    session: Session, wanted: Mapping[Key, tuple[str, date]]
) -> dict[Key, tuple[str, date]]:
    there: set[tuple[str, str, str]] = set()
    for some in in_chunks(sorted({key for key, _side, _kind in wanted})):
        rows = session.execute(
            select(PulseRow.mentorship_id, PulseRow.side, PulseRow.kind).where(
                PulseRow.mentorship_id.in_(some)
            )
        )
        there.update((key, side, kind) for key, side, kind in rows)
    return {key: value for key, value in wanted.items() if key not in there}
