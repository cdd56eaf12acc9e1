"""One step for many cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.errors import Forbidden, Invalid
from app.permissions import Actor
from app.services.rematching import rematch
from app.services.review import case_bulk, case_work
from app.services.review.case_bulk import Shown, Work
from tests.conftest import participant
from tests.queued import case, coordinator, three_cases
from tests.small_programme import DAY

ALL = ("m-bad", "m-good", "m-new")


@pytest.fixture
def kim(session: Session) -> Actor:
    three_cases(session)
    return coordinator(session)


def shown(session: Session, *mentorship_ids: str) -> list[Shown]:
    rows = [case(session, one) for one in mentorship_ids]
    return [(row.case_id, row.revision) for row in rows]


def test_all_are_given_to_somebody(session: Session, kim: Actor) -> None:
    work = Work("assign", owner_id=kim.user_id)
    done = case_bulk.apply(session, kim, shown(session, *ALL), work)
    assert (done.done, done.refused) == (3, ())
    assert {case(session, one).owner_id for one in ALL} == {kim.user_id}


def test_whoever_takes_them_has_them_in_review(session: Session, kim: Actor) -> None:
    case_bulk.apply(session, kim, shown(session, "m-bad"), Work("take"))
    row = case(session, "m-bad")
    assert (row.owner_id, row.status) == (kim.user_id, "in_review")


def test_taking_a_case_that_is_being_repaired_does_not_throw_it_back(
    session: Session, kim: Actor
) -> None:
    case_work.set_status(session, kim, case(session, "m-bad").case_id, "repairing")
    case_bulk.apply(session, kim, shown(session, "m-bad"), Work("take"))
    row = case(session, "m-bad")
    assert (row.owner_id, row.status) == (kim.user_id, "repairing")


def test_they_get_a_due_date_and_a_status(session: Session, kim: Actor) -> None:
    case_bulk.apply(session, kim, shown(session, *ALL), Work("due", due_on=DAY))
    case_bulk.apply(session, kim, shown(session, *ALL), Work("status", status="repairing"))
    assert {(row.due_on, row.status) for row in (case(session, one) for one in ALL)} == {
        (DAY, "repairing")
    }


def test_they_are_snoozed_with_the_reason(session: Session, kim: Actor) -> None:
    until = DAY + timedelta(days=7)
    work = Work("snooze", until=until, words="On leave.")
    case_bulk.apply(session, kim, shown(session, "m-bad"), work)
    row = case(session, "m-bad")
    assert (row.snoozed_until, row.snoozed_for) == (until, "On leave.")


def test_they_rest_until_they_get_worse(session: Session, kim: Actor) -> None:
    case_bulk.apply(session, kim, shown(session, "m-bad", "m-new"), Work("quiet"))
    assert {case(session, one).status for one in ("m-bad", "m-new")} == {"quiet"}


def test_a_verdict_is_kept_with_each(session: Session, kim: Actor) -> None:
    work = Work("verdict", verdict="incorrectly_flagged", words="Talked to both.")
    case_bulk.apply(session, kim, shown(session, "m-bad", "m-new"), work)
    assert {case(session, one).verdict for one in ("m-bad", "m-new")} == {"incorrectly_flagged"}


def test_one_that_somebody_changed_meanwhile_is_told_and_the_others_are_done(
    session: Session, kim: Actor
) -> None:
    seen = shown(session, *ALL)
    case_work.set_due(session, kim, case(session, "m-bad").case_id, DAY)
    done = case_bulk.apply(session, kim, seen, Work("assign", owner_id=kim.user_id))
    [refused] = done.refused
    assert (done.done, refused.who) == (2, "Mia Mentee and Carl Mentor")
    assert "has changed this case since" in refused.why
    assert case(session, "m-bad").owner_id is None
    assert case(session, "m-good").owner_id == kim.user_id


def test_who_waits_for_an_answer_is_not_put_to_rest_with_the_others(
    session: Session, kim: Actor
) -> None:
    rematch.ask(session, participant("mia"), "m-bad", what_is_missing=[], reason="Please.")
    done = case_bulk.apply(session, kim, shown(session, "m-bad", "m-new"), Work("quiet"))
    assert (done.done, [one.who for one in done.refused]) == (1, ["Mia Mentee and Carl Mentor"])
    assert case(session, "m-bad").status != "quiet"


def test_a_case_that_is_not_there_is_told(session: Session, kim: Actor) -> None:
    done = case_bulk.apply(session, kim, [(999, None)], Work("take"))
    assert (done.done, done.refused[0].case_id) == (0, 999)


@pytest.mark.parametrize(
    ("work", "field"),
    [
        (Work("burn"), "step"),
        (Work("snooze", words="On leave."), "until"),
        (Work("snooze", until=DAY + timedelta(days=1)), "words"),
    ],
)
def test_what_is_missing_is_named_before_anything_is_done(
    session: Session, kim: Actor, work: Work, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        case_bulk.apply(session, kim, shown(session, "m-bad"), work)
    assert refused.value.field == field
    assert case(session, "m-bad").revision == 0


def test_nothing_ticked_is_said(session: Session, kim: Actor) -> None:
    with pytest.raises(Invalid, match="Tick at least one"):
        case_bulk.apply(session, kim, [], Work("take"))


def test_only_coordinators_work_on_cases(session: Session, kim: Actor) -> None:
    with pytest.raises(Forbidden):
        case_bulk.apply(session, participant("mia"), shown(session, "m-bad"), Work("take"))
