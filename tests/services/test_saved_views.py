"""Views of the queue that coordinators keep."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import User
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import Actor, Role
from app.services import accounts
from app.services.review import saved_views
from app.services.review.case_filter import QueueFilter
from tests.conftest import PASSWORD, participant
from tests.queued import coordinator


@pytest.fixture
def kim(session: Session) -> Actor:
    return coordinator(session)


@pytest.fixture
def lee(session: Session) -> Actor:
    """Another coordinator."""
    roles = frozenset({Role.COORDINATOR})
    accounts.create_user(session, "lee@example.org", PASSWORD, roles)
    user_id = session.scalars(select(User.id).where(User.email == "lee@example.org")).one()
    return Actor(user_id, None, roles)


def kept(session: Session, actor: Actor) -> list[tuple[str, bool, str]]:
    found = saved_views.views(session, actor)
    return [(one.name, one.mine, one.query) for one in found if one.view_id is not None]


def test_everybody_has_the_built_in_views(session: Session, kim: Actor) -> None:
    names = [one.name for one in saved_views.views(session, kim)]
    assert names[:3] == ["All open", "Mine", "Asked for a rematch"]
    assert {"Needs a first meeting", "Silent", "Overdue"} <= {*names}


def test_a_view_is_kept_as_the_queue_was_narrowed(session: Session, kim: Actor) -> None:
    filters = QueueFilter(department="Law & Order", owner="me")
    saved_views.save(session, kim, " My  lawyers ", filters, "-risk")
    assert kept(session, kim) == [
        ("My lawyers", True, "department=Law+%26+Order&owner=me&sort=-risk")
    ]
    view = saved_views.views(session, kim)[-1]
    assert (view.filters, view.sort) == (filters, "-risk")


def test_the_same_name_again_changes_the_view(session: Session, kim: Actor) -> None:
    first = saved_views.save(session, kim, "Law", QueueFilter(department="Law"))
    assert saved_views.save(session, kim, "LAW", QueueFilter(owner="me")) == first
    assert kept(session, kim) == [("LAW", True, "owner=me")]


def test_others_see_a_view_only_if_it_is_shared(session: Session, kim: Actor, lee: Actor) -> None:
    saved_views.save(session, kim, "Mine alone", QueueFilter(owner="me"))
    saved_views.save(session, kim, "For all", QueueFilter(kind="peer"), shared=True)
    assert kept(session, lee) == [("For all", False, "kind=peer")]
    assert saved_views.views(session, lee)[-1].by == "Kim Coord"


def test_only_ones_own_view_can_be_deleted(session: Session, kim: Actor, lee: Actor) -> None:
    view_id = saved_views.save(session, kim, "For all", QueueFilter(), shared=True)
    with pytest.raises(NotFound):
        saved_views.delete(session, lee, view_id)
    assert saved_views.delete(session, kim, view_id) == "For all"
    assert kept(session, kim) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_is_needed_and_short(session: Session, kim: Actor, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        saved_views.save(session, kim, name, QueueFilter())
    assert refused.value.field == "name"


def test_nobody_keeps_views_without_end(session: Session, kim: Actor) -> None:
    for number in range(saved_views.MOST):
        saved_views.save(session, kim, f"View {number}", QueueFilter())
    with pytest.raises(Conflict, match="20 views already"):
        saved_views.save(session, kim, "One more", QueueFilter())
    saved_views.save(session, kim, "View 3", QueueFilter(owner="me"))


def test_participants_keep_none(session: Session) -> None:
    with pytest.raises(Forbidden):
        saved_views.save(session, participant("mia"), "Mine", QueueFilter())
