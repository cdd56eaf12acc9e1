"""Writing the differences between a bundle and the stored programme; the caller commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, tuple_, update
from sqlalchemy.orm import Session

from app.db.tables import Base, MeetingRow, MentorshipRow, PersonRow, ReviewRow, User
from app.services import changes
from app.services.chunks import in_chunks
from app.services.difference import FILES, Difference, File, touched_mentorships
from app.services.programme import values_of
from model.programme import Person

_TABLES: Mapping[File, type[Base]] = {
    "people": PersonRow,
    "mentorships": MentorshipRow,
    "meetings": MeetingRow,
    "reviews": ReviewRow,
}
_AT_ONCE = 500


def store(session: Session, differences: Mapping[File, Difference], *, replacing: bool) -> None:
    """Add and update rows, parents first; if replacing, remove what is not in the file."""
    for file in FILES:
        difference = differences[file]
        added = [values_of(one) for one in difference.added.values()]
        if added:
            session.execute(insert(_TABLES[file]), added)
        changed = [values_of(after) for _, after in difference.changed.values()]
        if changed:
            session.execute(update(_TABLES[file]), changed)
    _follow_addresses(session, differences["people"])
    if replacing:
        for file in reversed(FILES):
            _remove(session, file, differences[file])
    for some in in_chunks(sorted(touched_mentorships(differences, replacing=replacing)), _AT_ONCE):
        changes.touch(session, some)
    session.expire_all()


def _remove(session: Session, file: File, difference: Difference) -> None:
    table = _TABLES[file]
    key: Any = table.__mapper__.primary_key
    column = key[0] if len(key) == 1 else tuple_(*key)
    for some in in_chunks([*difference.only_stored], _AT_ONCE):
        if file == "people":
            # Whoever has left the roster can't sign in any more; a coordinator who is not on
            # it has no person_id and stays.
            session.execute(
                update(User)
                .where(User.person_id.in_(some))
                .values(active=False)
                .execution_options(synchronize_session=False)
            )
        session.execute(
            delete(table).where(column.in_(some)).execution_options(synchronize_session=False)
        )


def _follow_addresses(session: Session, people: Difference) -> None:
    """Accounts sign in by the address on the roster, so they follow when it changes."""
    moved = {
        after.person_id: after.email
        for before, after in people.changed.values()
        if isinstance(before, Person)
        and isinstance(after, Person)
        and before.email.casefold() != after.email.casefold()
    }
    accounts = [*session.query(User).where(User.person_id.in_(moved))] if moved else []
    for account in accounts:
        # Two people may have swapped their addresses, which are unique at every moment.
        account.email = f"{account.person_id}@moving.invalid"
    session.flush()
    for account in accounts:
        account.email = moved[account.person_id or ""].lower()
    session.flush()
