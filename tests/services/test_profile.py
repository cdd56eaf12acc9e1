"""Goals, expertise and capacity."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.errors import Forbidden, Invalid, NotFound
from app.permissions import NOBODY, Actor
from app.services.participants import profile
from tests.conftest import COORDINATOR, participant

DORA = participant("dora")


def test_only_what_is_given_changes(session: Session) -> None:
    profile.update(session, DORA, "dora", capacity=5)
    found = profile.get(session, "dora")
    assert (found.capacity, found.expertise) == (5, "negotiate contracts; plan projects")
    assert found.mentees_now == 2


def test_goals_can_be_emptied(session: Session) -> None:
    profile.update(session, participant("mia"), "mia", goals="  ")
    assert profile.get(session, "mia").goals == ""


@pytest.mark.parametrize("capacity", [-1, 51])
def test_a_capacity_that_can_not_be_is_refused(session: Session, capacity: int) -> None:
    with pytest.raises(Invalid):
        profile.update(session, DORA, "dora", capacity=capacity)


@pytest.mark.parametrize("actor", [participant("mia"), COORDINATOR, NOBODY])
def test_nobody_else_changes_a_profile(session: Session, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        profile.update(session, actor, "dora", goals="Mine now.")


def test_an_unknown_person_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        profile.get(session, "nobody")
