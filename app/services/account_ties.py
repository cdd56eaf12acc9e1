"""What becomes of people's accounts when the roster changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.db.tables import User
from app.permissions import Role
from app.services.bundles.difference import Difference
from app.services.chunks import in_chunks
from model.programme import Person


def may_do_more(account: User) -> bool:
    """Whether it is more than a participant's: a coordinator's or an administrator's."""
    return bool({role.name for role in account.roles} - {Role.PARTICIPANT})


def follow(session: Session, people: Difference, *, replacing: bool, was_demo: bool) -> None:
    """Let accounts follow their people. New rows are stored by now, old ones not yet removed.

    Someone whose address changes signs in by the new one. Someone who comes back under another
    id keeps the account. Whoever leaves can't sign in any more, unless they may do more than
    take part: a roster of participants does not say who runs the programme, and whoever
    replaces the programme must not lock themselves out.

    The people of the demo are made up, so another address under the same id is another person,
    who must not get an account whose password was printed.
    """
    moved = _moved(people)
    gone = set(people.only_stored) if replacing else set()
    if was_demo:
        gone |= set(moved)
        moved = {}
    arrived = {one.email.lower(): key for key, one in _persons(people.added)}
    for account in _accounts(session, gone):
        account.person_id = arrived.get(account.email)
        if account.person_id is None and not may_do_more(account):
            account.active = False
    session.flush()
    _move(session, moved)


def _moved(people: Difference) -> dict[str, str]:
    """The new address of everyone whose address changes."""
    pairs = ((before, after) for before, after in people.changed.values())
    return {
        after.person_id: after.email.lower()
        for before, after in pairs
        if isinstance(before, Person)
        and isinstance(after, Person)
        and before.email.casefold() != after.email.casefold()
    }


def _move(session: Session, addresses: Mapping[str, str]) -> None:
    moving = {one.person_id or "": one for one in _accounts(session, addresses)}
    if not moving:
        return
    everybody = session.execute(select(User.email, User.person_id))
    taken = {email for email, person_id in everybody if person_id not in moving}
    # An address that is another account's stays that account's; who should have got it goes on
    # with their old one, which is then taken too.
    while blocked := [key for key in moving if addresses[key] in taken]:
        taken |= {moving.pop(key).email for key in blocked}
    for key, account in moving.items():
        # Two people may have swapped their addresses, which are unique at every moment.
        account.email = f"{key}@moving.invalid"
    session.flush()
    for key, account in moving.items():
        account.email = addresses[key]
    session.flush()


def _persons(records: Mapping[object, object]) -> Iterator[tuple[str, Person]]:
    return ((one.person_id, one) for one in records.values() if isinstance(one, Person))


def _accounts(session: Session, person_ids: Collection[object]) -> list[User]:
    found: list[User] = []
    for some in in_chunks([*person_ids]):
        wanted = select(User).where(User.person_id.in_(some)).options(selectinload(User.roles))
        found += session.scalars(wanted)
    return found
