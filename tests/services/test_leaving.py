"""Leaving gracefully: what each side learns, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, MailRow, MeetingRow, MentorshipRow, RematchRequestRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services import programme as programmes
from app.services.mail import messages
from app.services.participants import leaving
from app.services.rematching import rematch
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL, NED = participant("mia"), participant("carl"), participant("ned")


def leave(session: Session, actor: Actor = MIA, **more: str) -> None:
    given = {"reason": "relationship", "words": "He never has time.", **more}
    leaving.leave(session, actor, "m-bad", **given)


def row(session: Session) -> MentorshipRow:
    return session.get_one(MentorshipRow, "m-bad", populate_existing=True)


def test_it_ends_today_with_the_coded_reason_and_its_case_is_closed(session: Session) -> None:
    leave(session)
    ended = row(session)
    assert (ended.status, ended.ended_on, ended.end_reason) == ("ended_early", DAY, "relationship")
    case = session.scalars(select(CaseRow).where(CaseRow.mentorship_id == "m-bad")).one()
    assert case.status == "closed"


def test_goals_that_are_met_complete_it(session: Session) -> None:
    leave(session, reason="goals_met")
    assert row(session).status == "completed"


def test_coordinators_read_who_left_and_the_words(session: Session) -> None:
    leave(session)
    left = leaving.last(session, "m-bad")
    assert left is not None
    assert (left.by, left.words) == ("mentee", "He never has time.")


def test_the_other_side_learns_that_it_ended_and_reads_the_thanks_alone(session: Session) -> None:
    leave(session, thanks="Thank you, Carl.")
    [message] = messages.inbox(session, CARL)
    assert (message.sender, message.text) == ("Mia Mentee", "Thank you, Carl.")
    mails = session.scalars(select(MailRow).where(MailRow.person_id == "carl")).all()
    assert {mail.kind for mail in mails} >= {"left", "message"}
    assert not any("time" in mail.body or "Thank you, Carl" in mail.body for mail in mails)


def test_without_a_thank_you_nothing_is_sent(session: Session) -> None:
    leave(session)
    assert messages.inbox(session, CARL) == []


def test_an_open_request_is_asked_for_no_longer(session: Session) -> None:
    request_id = rematch.ask(session, MIA, "m-bad", what_is_missing=[], reason="Please.")
    leave(session)
    assert session.get_one(RematchRequestRow, request_id).status == "withdrawn"


@pytest.mark.parametrize("actor", [MIA, COORDINATOR])
def test_within_a_week_it_goes_on_as_before(session: Session, actor: Actor) -> None:
    leave(session)
    programmes.set_as_of(session, DAY + timedelta(days=7))
    assert [*leaving.undoable(session, MIA)] == ["m-bad"]
    leaving.undo(session, actor, "m-bad")
    assert (row(session).status, row(session).ended_on) == ("active", None)
    assert session.get_one(MeetingRow, "mt-5").status == "planned"


def test_after_a_week_it_stays_ended(session: Session) -> None:
    leave(session)
    programmes.set_as_of(session, DAY + timedelta(days=8))
    assert leaving.undoable(session, MIA) == {}
    with pytest.raises(Conflict):
        leaving.undo(session, MIA, "m-bad")


def test_whoever_was_left_does_not_undo_it(session: Session) -> None:
    leave(session)
    assert leaving.undoable(session, CARL) == {}
    with pytest.raises(Conflict):
        leaving.undo(session, CARL, "m-bad")


def test_a_thank_you_that_is_too_long_ends_nothing(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        leave(session, thanks="x" * 20_001)
    assert refused.value.field == "thanks"
    session.rollback()
    assert row(session).status == "active"


def test_a_reason_is_one_of_those_given(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        leave(session, reason="bored")
    assert refused.value.field == "reason"


@pytest.mark.parametrize("actor", [NED, COORDINATOR])
def test_nobody_ends_someone_elses(session: Session, actor: Actor) -> None:
    with pytest.raises(NotFound):
        leave(session, actor)
    with pytest.raises((NotFound, Conflict)):
        leaving.undo(session, actor, "m-bad")
