"""What a human must read stands above every list until a human has read it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import StandingRow, User
from app.permissions import Actor, Role
from app.services import health
from app.services.review import case_work, cases
from app.services.review.read_now import read_now


@pytest.fixture
def kim(session: Session) -> Actor:
    """The coordinator, by her account."""
    user = session.scalars(select(User).where(User.email == "kim@example.org")).one()
    return Actor(user.id, "kim", frozenset({Role.COORDINATOR}))


def found(session: Session, sentences: int, mentorship_id: str = "m-good") -> int:
    """The guard found so many sentences; returns the case."""
    session.get_one(StandingRow, mentorship_id).safeguarding = sentences
    cases.follow(session, [mentorship_id])
    session.commit()
    case = cases.of_mentorship(session, mentorship_id)
    assert case is not None
    return case.case_id


def to_read(session: Session) -> list[str]:
    return [one.mentorship_id for one in read_now(session).named]


def test_what_nobody_has_read_is_named(session: Session) -> None:
    found(session, 1)
    assert to_read(session) == ["m-good"]


def test_what_was_read_and_is_nothing_closes_a_case_without_another_reason(
    session: Session, kim: Actor
) -> None:
    case_id = found(session, 1)
    case_work.read(session, kim, case_id, seen=1, serious=False)
    assert to_read(session) == []
    assert cases.get(session, case_id).status == "closed"


def test_what_is_serious_is_the_readers_case(session: Session, kim: Actor) -> None:
    case_id = found(session, 1)
    case_work.read(session, kim, case_id, seen=1, serious=True)
    case = cases.get(session, case_id)
    assert to_read(session) == []
    assert (case.status, case.owner_id) == ("in_review", kim.user_id)
    assert "safeguarding" in case.reasons


def test_a_sentence_that_came_meanwhile_is_still_to_be_read(session: Session, kim: Actor) -> None:
    case_id = found(session, 2)
    case_work.read(session, kim, case_id, seen=1, serious=False)
    assert to_read(session) == ["m-good"]
    assert "safeguarding" in cases.get(session, case_id).reasons


def test_another_reason_keeps_the_case_open(session: Session, kim: Actor) -> None:
    case_id = found(session, 1, "m-bad")
    case_work.read(session, kim, case_id, seen=1, serious=False)
    assert cases.get(session, case_id).reasons == ("at_risk",)


def test_a_verdict_means_that_it_was_read(session: Session, kim: Actor) -> None:
    case_id = found(session, 1)
    case_work.verdict(session, kim, case_id, "working")
    health.follow(session, ["m-good"])
    assert to_read(session) == []
