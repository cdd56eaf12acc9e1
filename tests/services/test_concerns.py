"""Asking the coordinators to look: heard by them alone, answered, and taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, ConcernRow, MailRow
from app.errors import Conflict, NotFound
from app.permissions import Actor
from app.services.participants import concerns
from app.services.review import case_waiting, cases
from tests.conftest import COORDINATOR, participant

MIA, CARL, NED = participant("mia"), participant("carl"), participant("ned")


def reasons(session: Session) -> tuple[str, ...]:
    return session.scalars(select(CaseRow).where(CaseRow.mentorship_id == "m-bad")).one().reasons


def answer(session: Session, concern_id: int, words: str) -> None:
    case = cases.of_mentorship(session, "m-bad")
    assert case is not None
    case_waiting.answer(session, COORDINATOR, case.case_id, concern_id, words)


def test_who_asks_is_in_the_queue_at_once(session: Session) -> None:
    concerns.raise_concern(session, MIA, "m-bad", "I do not dare to say it.")
    assert reasons(session)[0] == "asked_to_look"


def test_asking_needs_no_words(session: Session) -> None:
    concerns.raise_concern(session, MIA, "m-bad")
    assert "asked_to_look" in reasons(session)


def test_asking_twice_is_asking_once_with_the_newer_words(session: Session) -> None:
    first = concerns.raise_concern(session, MIA, "m-bad", "One.")
    assert concerns.raise_concern(session, MIA, "m-bad", "Two.") == first
    assert [one.words for one in concerns.own(session, MIA)["m-bad"]] == ["Two."]


def test_each_side_asks_for_itself(session: Session) -> None:
    concerns.raise_concern(session, MIA, "m-bad", "Hers.")
    concerns.raise_concern(session, CARL, "m-bad", "His.")
    assert [one.words for one in concerns.own(session, CARL)["m-bad"]] == ["His."]


def test_what_is_taken_back_is_removed_and_leaves_the_queue(session: Session) -> None:
    concern_id = concerns.raise_concern(session, MIA, "m-bad", "Something private.")
    concerns.take_back(session, MIA, concern_id)
    assert session.get_one(ConcernRow, concern_id).words == ""
    assert "asked_to_look" not in reasons(session)
    assert concerns.own(session, MIA) == {}


def test_nobody_else_takes_it_back(session: Session) -> None:
    concern_id = concerns.raise_concern(session, MIA, "m-bad")
    for actor in (CARL, COORDINATOR):
        with pytest.raises(NotFound):
            concerns.take_back(session, actor, concern_id)


def test_the_answer_is_for_whoever_asked_and_its_mail_holds_none_of_it(session: Session) -> None:
    concern_id = concerns.raise_concern(session, MIA, "m-bad", "Please.")
    answer(session, concern_id, "We will speak with you.")
    [hers] = concerns.own(session, MIA)["m-bad"]
    assert (hers.open, hers.answer) == (False, "We will speak with you.")
    assert concerns.own(session, CARL) == {}
    mail = session.scalars(select(MailRow).order_by(MailRow.mail_id.desc())).first()
    assert mail is not None and mail.person_id == "mia"
    assert "speak with you" not in mail.subject + mail.body


def test_it_is_answered_or_taken_back_once(session: Session) -> None:
    concern_id = concerns.raise_concern(session, MIA, "m-bad")
    concerns.take_back(session, MIA, concern_id)
    with pytest.raises(Conflict):
        concerns.take_back(session, MIA, concern_id)
    with pytest.raises(NotFound):
        answer(session, concern_id, "Too late.")


@pytest.mark.parametrize("actor", [NED, COORDINATOR])
def test_nobody_asks_in_someone_elses_mentorship(session: Session, actor: Actor) -> None:
    with pytest.raises(NotFound):
        concerns.raise_concern(session, actor, "m-bad")
