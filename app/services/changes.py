"""One way to commit a change that makes scores out of date, so that no one forgets to tell."""

from __future__ import annotations

from collections.abc import Collection

from blinker import Signal
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow

mentorships_changed = Signal("Sent after the commit, with the ids of mentorships to score again.")


def touch(session: Session, mentorship_ids: Collection[str]) -> None:
    """Count up the revision of mentorships whose rows, meetings or reviews have changed."""
    session.execute(
        update(MentorshipRow)
        .where(MentorshipRow.mentorship_id.in_(mentorship_ids))
        .values(revision=MentorshipRow.revision + 1)
        .execution_options(synchronize_session="fetch")
    )


def commit(session: Session, mentorship_ids: Collection[str]) -> None:
    """Commit, and have these mentorships scored again."""
    touch(session, mentorship_ids)
    session.commit()
    mentorships_changed.send(None, mentorship_ids=tuple(mentorship_ids))
