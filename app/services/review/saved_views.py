"""Queues as a coordinator likes to see them, kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import SavedViewRow, User
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import Action, Actor, may
from app.services.programme import lock
from app.services.review.case_filter import QueueFilter, read, words

LONGEST_NAME = 40
MOST = 20

# Views that everybody has: their key, what they are called, and what they show.
BUILT_IN = (
    ("open", lazy_gettext("All open"), QueueFilter()),
    ("mine", lazy_gettext("Mine"), QueueFilter(owner="me")),
    ("asked_rematch", lazy_gettext("Asked for a rematch"), QueueFilter(reason="asked_rematch")),
    ("first_meeting", lazy_gettext("Needs a first meeting"), QueueFilter(first_meeting=True)),
    ("silent", lazy_gettext("Silent"), QueueFilter(reason="silent")),
    ("overdue", lazy_gettext("Overdue"), QueueFilter(overdue=True)),
    ("snoozed", lazy_gettext("Snoozed"), QueueFilter(snoozed=True)),
)


@dataclass(frozen=True, slots=True)
class View:
    """A queue under a name. ``view_id`` is ``None`` where it is built in."""

    view_id: int | None
    key: str
    name: str
    filters: QueueFilter
    sort: str
    shared: bool
    mine: bool
    by: str  # who made it, if somebody else did

    @property
    def query(self) -> str:
        """The words of its address."""
        return urlencode(words(self.filters, self.sort))


def views(session: Session, actor: Actor) -> tuple[View, ...]:
    """The built-in ones, one's own, and what others share."""
    found = session.execute(
        select(SavedViewRow, User.name, User.email)
        .join(User, User.id == SavedViewRow.user_id)
        .where((SavedViewRow.user_id == actor.user_id) | SavedViewRow.shared)
        .order_by(func.lower(SavedViewRow.name), SavedViewRow.view_id)
    )
    built_in = (
        View(None, key, str(name), filters, "urgency", shared=True, mine=False, by="")
        for key, name, filters in BUILT_IN
    )
    return (
        *built_in,
        *(_view(row, actor, name or email) for row, name, email in found),
    )


def save(
    session: Session,
    actor: Actor,
    name: str,
    filters: QueueFilter,
    sort: str = "urgency",
    *,
    shared: bool = False,
) -> int:
    """Keep a view; the same name again changes one's own view of that name. Returns its id."""
    _check_may(actor)
    plain = " ".join(name.split())
    if not plain:
        raise Invalid(_("Give the view a name."), "name")
    if len(plain) > LONGEST_NAME:
        raise Invalid(_("A name has at most %(most)s characters.", most=LONGEST_NAME), "name")
    lock(session)
    own = session.scalars(select(SavedViewRow).where(SavedViewRow.user_id == actor.user_id)).all()
    row = next((one for one in own if one.name.casefold() == plain.casefold()), None)
    if row is None:
        _check_room(session, own)
        row = SavedViewRow(user_id=actor.user_id)
        session.add(row)
    row.name, row.shared, row.query = plain, shared, urlencode(words(filters, sort))
    session.commit()
    return row.view_id


def delete(session: Session, actor: Actor, view_id: int) -> str:
    """Remove one's own view; returns what it was called."""
    _check_may(actor)
    row = session.get(SavedViewRow, view_id)
    if row is None or row.user_id != actor.user_id:
        raise NotFound(_("There is no such view of yours."))
    name = row.name
    session.delete(row)
    session.commit()
    return name


def _check_may(actor: Actor) -> None:
    if actor.user_id is None or not may(actor, Action.WORK_ON_CASES):
        raise Forbidden(_("Only a coordinator keeps views of the queue."))


def _check_room(session: Session, own: Sequence[SavedViewRow]) -> None:
    if len(own) >= MOST:
        session.rollback()
        raise Conflict(
            _("You keep %(most)s views already. Delete one that you no longer use.", most=MOST)
        )


def _view(row: SavedViewRow, actor: Actor, by: str) -> View:
    filters, sort = read(dict(parse_qsl(row.query)))
    mine = row.user_id == actor.user_id
    return View(
        row.view_id,
        f"view-{row.view_id}",
        row.name,
        filters,
        sort,
        shared=row.shared,
        mine=mine,
        by="" if mine else by,
    )
