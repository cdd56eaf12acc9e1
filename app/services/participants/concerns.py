"""What one side raises with the coordinators. The other side never learns of it here.

How coordinators answer is in ``case_waiting``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import ConcernRow
from app.errors import Conflict, NotFound
from app.permissions import Actor
from app.services import changes, health
from app.services.limits import checked_text
from app.services.participants import mine, spoken
from app.services.programme import lock, programme_day

Kind = Literal["asked_to_look", "poor_fit", "low_pulse"]


@dataclass(frozen=True, slots=True)
class Concern:
    """Something raised, and what became of it."""

    concern_id: int
    mentorship_id: str
    person_id: str
    side: str
    kind: str
    words: str
    raised_on: date
    open: bool
    answer: str


def raise_concern(
    session: Session,
    actor: Actor,
    mentorship_id: str,
    words: str = "",
    *,
    kind: Kind = "asked_to_look",
) -> int:
    """Ask the coordinators to look; returns the concern's id.

    Whoever has one of the kind open already says it anew, so that asking twice is asking once.
    """
    mentorship = mine.running(session, actor, mentorship_id)
    said = checked_text(words, "words")
    lock(session)
    row = session.scalars(
        select(ConcernRow).where(
            ConcernRow.mentorship_id == mentorship_id,
            ConcernRow.person_id == actor.person_id,
            ConcernRow.kind == kind,
            ConcernRow.settled_at.is_(None),
        )
    ).first()
    if row is None:
        row = ConcernRow(
            mentorship_id=mentorship_id,
            person_id=actor.person_id,
            side=mentorship.side,
            kind=kind,
            raised_on=programme_day(session),
            raised_at=clock.now(),
            answer="",
        )
        session.add(row)
    row.words = said
    session.flush()
    concern_id = row.concern_id
    health.follow(session, [mentorship_id])
    # The guard reads the words at once.
    changes.commit(session, [mentorship_id])
    return concern_id


def take_back(session: Session, actor: Actor, concern_id: int) -> None:
    """Take one's own open concern back; its words are removed."""
    lock(session)
    row = session.get(ConcernRow, concern_id, populate_existing=True)
    if row is None or actor.person_id is None or row.person_id != actor.person_id:
        session.rollback()
        raise NotFound(_("This is not one of your questions to the coordinators."))
    if row.settled_at is not None:
        session.rollback()
        raise Conflict(_("This has been answered or taken back in the meantime."))
    row.settled_at, row.words = clock.now(), ""
    spoken.forget(session, row.mentorship_id, f"concern-{concern_id}")
    health.follow(session, [row.mentorship_id])


def own(session: Session, actor: Actor) -> dict[str, list[Concern]]:
    """What the actor raised and still matters, by mentorship: open, or answered; newest first."""
    found: dict[str, list[Concern]] = defaultdict(list)
    rows = session.scalars(
        select(ConcernRow)
        .where(
            ConcernRow.person_id == actor.person_id,
            ConcernRow.settled_at.is_(None) | (ConcernRow.answer != ""),
            ConcernRow.kind == "asked_to_look",
        )
        .order_by(ConcernRow.concern_id.desc())
    )
    for row in rows:
        found[row.mentorship_id].append(_view(row))
    return found


def _view(row: ConcernRow) -> Concern:
    return Concern(
        concern_id=row.concern_id,
        mentorship_id=row.mentorship_id,
        person_id=row.person_id,
        side=row.side,
        kind=row.kind,
        words=row.words,
        raised_on=row.raised_on,
        open=row.settled_at is None,
        answer=row.answer,
    )
