"""The mentee may choose among mentors whom a coordinator shows her."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MailRow
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.services.participants import profile
from app.services.rematching import choices, proposals, rematch, rematch_board
from app.services.rematching.changeover import Words
from app.services.rematching.rematch_steps import steps
from tests.conftest import COORDINATOR, participant

MIA, CARL, DORA = participant("mia"), participant("carl"), participant("dora")


@pytest.fixture
def request_id(session: Session) -> int:
    return rematch.ask(session, MIA, "m-bad", what_is_missing=[], reason="Please.")


@pytest.fixture
def offered(session: Session, request_id: int) -> int:
    profile.update(session, participant("ned"), "ned", expertise="speak in front", capacity=1)
    choices.offer(session, COORDINATOR, request_id, ["dora", "ned"], "Whom would you like?")
    return request_id


def waits_for(session: Session) -> str:
    [course] = rematch_board.open_courses(session)
    return course.waits_for


def test_the_mentee_sees_them_in_the_order_shown_with_what_answers_her_goals(
    session: Session, offered: int
) -> None:
    found = choices.own(session, MIA, offered)
    assert [one.mentor.person_id for one in found.offers] == ["dora", "ned"]
    assert found.offers[0].fits == (("learn to negotiate contracts", "negotiate contracts"),)
    assert (found.words, waits_for(session)) == ("Whom would you like?", "mentee")


def test_her_wish_is_ranked_and_goes_to_the_coordinator(session: Session, offered: int) -> None:
    assert [one.endpoint for one in steps(session, MIA)] == ["participant.choose"]
    choices.rank(session, MIA, offered, ["ned", "dora"])
    found = choices.own(session, MIA, offered)
    assert [one.mentor.person_id for one in found.ranked] == ["ned", "dora"]
    assert (waits_for(session), steps(session, MIA)) == ("coordinator", [])
    mail = session.scalars(select(MailRow).where(MailRow.key == f"choice-{offered}")).one()
    assert mail.status == "dropped"


def test_she_may_say_that_none_of_them_is_right(session: Session, offered: int) -> None:
    choices.rank(session, MIA, offered, [])
    assert choices.own(session, MIA, offered).refused
    assert waits_for(session) == "coordinator"


@pytest.mark.parametrize("wish", [["dora", "dora"], ["rita"], ["dora", "ned", "eve", "kim"]])
def test_only_those_who_were_shown_each_once(
    session: Session, offered: int, wish: list[str]
) -> None:
    with pytest.raises(Invalid):
        choices.rank(session, MIA, offered, wish)


def test_whoever_has_been_taken_meanwhile_is_told_as_such(session: Session, offered: int) -> None:
    profile.update(session, DORA, "dora", capacity=0)
    dora, ned = choices.own(session, MIA, offered).offers
    assert (dora.free, ned.free) == (False, True)


@pytest.mark.parametrize("who", ["carl", "dora", "zoe"])
def test_nobody_else_chooses_for_her(session: Session, offered: int, who: str) -> None:
    with pytest.raises(NotFound):
        choices.own(session, participant(who), offered)
    with pytest.raises(NotFound):
        choices.rank(session, participant(who), offered, ["dora"])


def test_nothing_is_shown_before_a_coordinator_has_opened_it(
    session: Session, request_id: int
) -> None:
    with pytest.raises(NotFound):
        choices.own(session, MIA, request_id)


def test_whom_a_rule_keeps_out_is_not_shown(session: Session, request_id: int) -> None:
    with pytest.raises(Invalid):
        choices.offer(session, COORDINATOR, request_id, ["rita"])
    with pytest.raises(Forbidden):
        choices.offer(session, MIA, request_id, ["dora"])


def test_once_somebody_is_asked_the_choice_is_over(session: Session, offered: int) -> None:
    proposals.propose(session, COORDINATOR, offered, "dora", Words(to_old_mentor="Thank you."))
    with pytest.raises(Conflict):
        choices.rank(session, MIA, offered, ["ned"])
    with pytest.raises(Conflict):
        choices.offer(session, COORDINATOR, offered, ["ned"])
    assert steps(session, MIA) == []


def test_it_holds_no_place(session: Session, offered: int) -> None:
    from app.services import programme

    assert programme.held_places(session) == {}
