"""Writing the differences between a bundle and the stored programme; the caller commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, tuple_, update
from sqlalchemy.orm import Session

from app.db.tables import (
    Base,
    CareerRow,
    HouseRuleRow,
    MeetingRow,
    MentorshipRow,
    PersonRow,
    ReviewRow,
)
from app.services import account_ties, changes
from app.services.bundles.difference import FILES, Difference, File, touched_mentorships
from app.services.chunks import in_chunks
from app.services.programme import values_of

_TABLES: Mapping[File, type[Base]] = {
    "people": PersonRow,
    "mentorships": MentorshipRow,
    "meetings": MeetingRow,
    "reviews": ReviewRow,
    "rules": HouseRuleRow,
    "careers": CareerRow,
}


def store(
    session: Session,
    differences: Mapping[File, Difference],
    *,
    replacing: bool,
    was_demo: bool = False,
) -> None:
    """Add and update rows, parents first; if replacing, remove what is not in the file."""
    for file in FILES:
        difference = differences[file]
        added = [values_of(one) for one in difference.added.values()]
        if added:
            session.execute(insert(_TABLES[file]), added)
        changed = [values_of(after) for _, after in difference.changed.values()]
        if changed:
            session.execute(update(_TABLES[file]), changed)
    account_ties.follow(session, differences["people"], replacing=replacing, was_demo=was_demo)
    if replacing:
        for file in reversed(FILES):
            _remove(session, file, differences[file])
    for some in in_chunks(sorted(touched_mentorships(differences, replacing=replacing))):
        changes.touch(session, some)
    session.expire_all()


def _remove(session: Session, file: File, difference: Difference) -> None:
    table = _TABLES[file]
    key: Any = table.__mapper__.primary_key
    column = key[0] if len(key) == 1 else tuple_(*key)
    for some in in_chunks([*difference.only_stored]):
        session.execute(
            delete(table).where(column.in_(some)).execution_options(synchronize_session=False)
        )
