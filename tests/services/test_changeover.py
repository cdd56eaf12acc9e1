"""A rematch is undone within a week: everything is as it was, and all three are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MailRow, MentorshipRow, MessageRow
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.services import programme as programmes
from app.services.matching import rules
from app.services.participants import meetings, profile
from app.services.rematching import changeback, changeover, proposals, rematch
from app.services.rematching.changeover import Words
from app.services.review import cases
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL, DORA = participant("mia"), participant("carl"), participant("dora")
SORRY = "That was a slip of ours: Mia and Carl go on as before."


@pytest.fixture
def request_id(session: Session) -> int:
    return rematch.ask(session, MIA, "m-bad", what_is_missing=[], reason="Please.")


@pytest.fixture
def new_id(session: Session, request_id: int) -> str:
    return changeover.approve(session, COORDINATOR, request_id, "dora", never_again=True)


@pytest.mark.parametrize("by", ["old", "new"])
def test_undone_from_either_page_the_old_one_goes_on(
    session: Session, request_id: int, new_id: str, by: str
) -> None:
    shown = "m-bad" if by == "old" else new_id
    assert changeback.undo(session, COORDINATOR, shown, SORRY) == "m-bad"
    session.expire_all()
    old = session.get_one(MentorshipRow, "m-bad")
    assert (old.status, old.ended_on, old.end_reason) == ("active", None, None)
    assert programmes.load(session).meetings["mt-5"].status == "planned"
    assert rematch.get(session, request_id).status == "open"
    case = cases.of_mentorship(session, "m-bad")
    assert case is not None and case.status == "in_review"


def test_a_new_one_in_which_nothing_was_written_is_removed(session: Session, new_id: str) -> None:
    changeback.undo(session, COORDINATOR, new_id, SORRY)
    assert session.get(MentorshipRow, new_id, populate_existing=True) is None


def test_a_new_one_in_which_something_was_written_is_ended_and_kept(
    session: Session, new_id: str
) -> None:
    meetings.record(session, MIA, new_id, on=DAY, status="held", feedback="She helped me.")
    changeback.undo(session, COORDINATOR, new_id, SORRY)
    new = session.get_one(MentorshipRow, new_id, populate_existing=True)
    # Nobody's fault, so that the two may still be paired one day.
    assert (new.status, new.end_reason) == ("ended_early", "other")


def test_all_three_are_told_and_no_mail_says_that_the_new_one_begins(
    session: Session, new_id: str
) -> None:
    changeback.undo(session, COORDINATOR, new_id, SORRY)
    told = {one.to_person for one in session.scalars(select(MessageRow)) if one.text == SORRY}
    assert told == {"mia", "carl", "dora"}
    waiting = session.scalars(
        select(MailRow.subject).where(MailRow.kind == "rematch", MailRow.status == "waiting")
    )
    assert [one for one in waiting if "begins" in one] == []


def test_the_rule_that_came_with_it_is_lifted(session: Session, new_id: str) -> None:
    assert len(programmes.house_rules(session)) == 1
    changeback.undo(session, COORDINATOR, new_id, SORRY)
    assert programmes.house_rules(session) == ()


def test_a_rule_that_was_there_before_stays(session: Session, request_id: int) -> None:
    rules.keep_apart(session, COORDINATOR, "mia", "carl")
    new_id = changeover.approve(session, COORDINATOR, request_id, "dora", never_again=True)
    changeback.undo(session, COORDINATOR, new_id, SORRY)
    assert len(programmes.house_rules(session)) == 1


def test_after_a_week_it_is_too_late(session: Session, new_id: str) -> None:
    programmes.set_as_of(session, DAY + timedelta(8))
    with pytest.raises(Conflict):
        changeback.undo(session, COORDINATOR, new_id, SORRY)
    assert session.get_one(MentorshipRow, new_id).status == "active"


def test_on_the_seventh_day_it_is_not(session: Session, new_id: str) -> None:
    programmes.set_as_of(session, DAY + timedelta(7))
    assert changeback.undo(session, COORDINATOR, new_id, SORRY) == "m-bad"


def test_it_is_undone_once(session: Session, new_id: str) -> None:
    changeback.undo(session, COORDINATOR, new_id, SORRY)
    with pytest.raises(NotFound):
        changeback.undo(session, COORDINATOR, "m-bad", SORRY)


def test_the_old_mentor_must_still_have_the_place(session: Session, new_id: str) -> None:
    profile.update(session, CARL, "carl", capacity=0)
    with pytest.raises(Conflict, match="has no free place any more"):
        changeback.undo(session, COORDINATOR, new_id, SORRY)
    assert session.get_one(MentorshipRow, "m-bad").status == "ended_early"


def test_it_needs_a_coordinator_and_a_word(session: Session, new_id: str) -> None:
    with pytest.raises(Forbidden):
        changeback.undo(session, MIA, new_id, SORRY)
    with pytest.raises(Invalid):
        changeback.undo(session, COORDINATOR, new_id, " ")


def test_after_a_proposal_too_another_one_can_be_made(session: Session, request_id: int) -> None:
    words = Words(to_old_mentor="Thank you.")
    proposal_id = proposals.propose(session, COORDINATOR, request_id, "dora", words)
    proposals.accept(session, DORA, proposal_id)
    proposals.accept(session, MIA, proposal_id)
    changeback.undo(session, COORDINATOR, "m-bad", SORRY)
    assert proposals.propose(session, COORDINATOR, request_id, "dora", words) > proposal_id


def test_approving_at_once_settles_what_was_proposed(session: Session, request_id: int) -> None:
    words = Words(to_old_mentor="Thank you.")
    proposal_id = proposals.propose(session, COORDINATOR, request_id, "dora", words)
    changeover.approve(session, COORDINATOR, request_id, "dora")
    with pytest.raises(Conflict):
        proposals.accept(session, DORA, proposal_id)
    [change] = changeover.newest(session)
    assert (change.old_id, change.undoable) == ("m-bad", True)
