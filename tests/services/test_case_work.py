"""What coordinators do with a case, and what others notice of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import (
    CaseRow,
    ConcernRow,
    MailRow,
    MessageRow,
    ReviewRow,
    StandingRow,
    User,
    VerdictRow,
)
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import NOBODY, Actor, Role
from app.services import health
from app.services import programme as programmes
from app.services.rematching import rematch
from app.services.review import case_waiting, case_work, cases
from app.services.review.case_view import CaseView
from tests.conftest import participant
from tests.small_programme import DAY


@pytest.fixture
def kim(session: Session) -> Actor:
    """The coordinator, by her account."""
    user = session.scalars(select(User).where(User.email == "kim@example.org")).one()
    return Actor(user.id, "kim", frozenset({Role.COORDINATOR}))


@pytest.fixture
def case_id(session: Session) -> int:
    """Mia's case."""
    case = cases.of_mentorship(session, "m-bad")
    assert case is not None
    return case.case_id


def seen(session: Session, mentorship_id: str = "m-bad") -> CaseView:
    session.expire_all()
    found = case_work.view(session, mentorship_id)
    assert found is not None
    return found


def told(session: Session) -> list[str]:
    """The history in words, oldest first."""
    return [one.what for one in reversed(seen(session).history)]


def reviews(session: Session) -> dict[Any, str]:
    rows = session.scalars(select(ReviewRow).where(ReviewRow.mentorship_id == "m-bad"))
    return {row.reviewed_on: row.verdict for row in rows}


def raised(
    session: Session, person_id: str = "mia", side: str = "mentee", kind: str = "asked_to_look"
) -> int:
    row = ConcernRow(
        mentorship_id="m-bad",
        person_id=person_id,
        side=side,
        kind=kind,
        words="I am not sure.",
        raised_on=DAY,
        raised_at=clock.now(),
    )
    session.add(row)
    session.commit()
    health.follow(session, ["m-bad"])
    return row.concern_id


# Owner, status, due date.


def test_a_case_is_given_to_a_coordinator(session: Session, kim: Actor, case_id: int) -> None:
    case_work.assign(session, kim, case_id, kim.user_id)
    found = seen(session)
    assert (found.owner, [one.name for one in found.coordinators]) == ("Kim Coord", ["Kim Coord"])
    assert told(session)[-1] == "Given to Kim Coord"
    assert found.history[0].by == "Kim Coord"


def test_and_to_nobody_again(session: Session, kim: Actor, case_id: int) -> None:
    case_work.assign(session, kim, case_id, kim.user_id)
    case_work.assign(session, kim, case_id, None)
    assert seen(session).owner_id is None


def test_only_a_coordinator_can_own_one(session: Session, kim: Actor, case_id: int) -> None:
    mia = session.scalars(select(User.id).where(User.email == "mia@example.org")).one()
    with pytest.raises(Invalid):
        case_work.assign(session, kim, case_id, mia)


def test_another_owner_is_told_once_a_day_without_names(
    session: Session, kim: Actor, case_id: int
) -> None:
    other = Actor(None, None, frozenset({Role.COORDINATOR}))
    second = case_work.open_case(session, kim, "m-good")
    case_work.assign(session, other, case_id, kim.user_id)
    case_work.assign(session, other, second, kim.user_id)
    [mail] = session.scalars(select(MailRow).where(MailRow.kind == "assigned"))
    assert mail.user_id == kim.user_id
    assert "Mia" not in mail.subject + mail.body


def test_a_case_moves_on(session: Session, kim: Actor, case_id: int) -> None:
    case_work.set_status(session, kim, case_id, "repairing")
    assert (seen(session).status, told(session)[-1]) == ("repairing", "Moved to “Repairing”")


@pytest.mark.parametrize("status", ["new", "regressed", "quiet", "great"])
def test_nobody_moves_it_where_it_comes_by_itself(
    session: Session, kim: Actor, case_id: int, status: str
) -> None:
    with pytest.raises(Invalid):
        case_work.set_status(session, kim, case_id, status)


def test_a_due_date_that_has_passed_is_overdue(session: Session, kim: Actor, case_id: int) -> None:
    case_work.set_due(session, kim, case_id, DAY)
    assert not seen(session).overdue
    programmes.set_as_of(session, DAY + timedelta(1))
    assert seen(session).overdue


def test_nothing_is_due_before_today(session: Session, kim: Actor, case_id: int) -> None:
    with pytest.raises(Invalid):
        case_work.set_due(session, kim, case_id, DAY - timedelta(1))


# Two at once.


def test_who_comes_second_is_told_who_changed_what(
    session: Session, kim: Actor, case_id: int
) -> None:
    shown = seen(session).revision
    case_work.assign(session, kim, case_id, kim.user_id, revision=shown)
    with pytest.raises(Conflict, match=r"Kim Coord .* \(Given to Kim Coord\)"):
        case_work.set_status(session, kim, case_id, "repairing", revision=shown)
    assert seen(session).status == "new"


def test_what_is_refused_leaves_no_trace(session: Session, kim: Actor, case_id: int) -> None:
    before = seen(session)
    with pytest.raises(Invalid):
        case_work.snooze(session, kim, case_id, DAY, "Too early.")
    assert seen(session) == before


# Snooze and quiet.


def test_a_snooze_says_until_when_and_why(session: Session, kim: Actor, case_id: int) -> None:
    case_work.snooze(session, kim, case_id, DAY + timedelta(7), "Carl is on leave.")
    found = seen(session)
    assert (found.snoozed_until, found.snoozed_for) == (DAY + timedelta(7), "Carl is on leave.")
    assert found.history[0].text == "Carl is on leave."


def test_a_snooze_needs_a_later_day_and_a_reason(
    session: Session, kim: Actor, case_id: int
) -> None:
    with pytest.raises(Invalid) as day:
        case_work.snooze(session, kim, case_id, DAY, "Because.")
    with pytest.raises(Invalid) as reason:
        case_work.snooze(session, kim, case_id, DAY + timedelta(1), " ")
    assert (day.value.field, reason.value.field) == ("until", "reason")


def test_the_same_reason_does_not_end_a_snooze(session: Session, kim: Actor, case_id: int) -> None:
    case_work.snooze(session, kim, case_id, DAY + timedelta(7), "On leave.")
    health.follow(session, ["m-bad"])
    assert seen(session).snoozed_until is not None


def test_it_can_be_woken(session: Session, kim: Actor, case_id: int) -> None:
    case_work.snooze(session, kim, case_id, DAY + timedelta(7), "On leave.")
    case_work.wake(session, kim, case_id)
    assert seen(session).snoozed_until is None
    with pytest.raises(Conflict):
        case_work.wake(session, kim, case_id)


def test_quiet_lasts_until_it_gets_worse(session: Session, kim: Actor, case_id: int) -> None:
    case_work.quiet(session, kim, case_id, "They know.")
    health.follow(session, ["m-bad"])
    assert seen(session).status == "quiet"
    raised(session)
    assert seen(session).status == "regressed"


@pytest.mark.parametrize("kind", ["asked_to_look", "poor_fit", "low_pulse"])
def test_nobody_who_spoke_up_is_put_to_rest_unheard(
    session: Session, kim: Actor, case_id: int, kind: str
) -> None:
    raised(session, kind=kind)
    for step in (
        lambda: case_work.quiet(session, kim, case_id),
        lambda: case_work.set_status(session, kim, case_id, "closed"),
        lambda: case_work.snooze(session, kim, case_id, DAY + timedelta(1), "Later."),
        lambda: case_work.verdict(session, kim, case_id, "working"),
    ):
        with pytest.raises(Invalid, match="Mia Mentee waits for an answer"):
            step()


# Verdicts.


@pytest.mark.parametrize(
    ("verdict", "status", "review"),
    [
        ("not_working", "in_review", "not_working"),
        ("working", "closed", "working"),
        ("incorrectly_flagged", "closed", "working"),
        ("outside_trouble", "closed", "working"),
        ("already_known", "quiet", "not_working"),
        ("not_enough", "in_review", None),
    ],
)
def test_each_verdict_moves_the_case_and_is_learnt_from(
    session: Session, kim: Actor, case_id: int, verdict: str, status: str, review: str | None
) -> None:
    case_work.verdict(session, kim, case_id, verdict, "I asked both.")
    found = seen(session)
    assert (found.status, found.verdict) == (status, verdict)
    assert reviews(session).get(DAY) == review
    assert found.history[0].text == "I asked both."


def test_a_verdict_keeps_what_the_model_said_then(
    session: Session, kim: Actor, case_id: int
) -> None:
    risk = session.get_one(StandingRow, "m-bad").risk
    case_work.verdict(session, kim, case_id, "not_working")
    [row] = session.scalars(select(VerdictRow))
    assert (row.risk, row.state, row.model_version) == (risk, "at_risk", "fake-1")
    assert row.signals == ("mentor_availability",)


def test_two_verdicts_of_one_day_are_one_review(session: Session, kim: Actor, case_id: int) -> None:
    case_work.verdict(session, kim, case_id, "not_working")
    case_work.verdict(session, kim, case_id, "working")
    assert reviews(session) == {DAY: "working"}
    assert [row.verdict for row in session.scalars(select(VerdictRow))] == [
        "not_working",
        "working",
    ]


def test_who_can_not_tell_looks_again_in_two_weeks(
    session: Session, kim: Actor, case_id: int
) -> None:
    case_work.verdict(session, kim, case_id, "not_enough")
    assert seen(session).due_on == DAY + timedelta(14)


def test_a_due_date_that_stands_is_kept(session: Session, kim: Actor, case_id: int) -> None:
    case_work.set_due(session, kim, case_id, DAY + timedelta(3))
    case_work.verdict(session, kim, case_id, "not_enough")
    assert seen(session).due_on == DAY + timedelta(3)


def test_a_repair_goes_on_after_not_working(session: Session, kim: Actor, case_id: int) -> None:
    case_work.set_status(session, kim, case_id, "repairing")
    case_work.verdict(session, kim, case_id, "not_working")
    assert seen(session).status == "repairing"


def test_an_unknown_verdict_is_refused(session: Session, kim: Actor, case_id: int) -> None:
    with pytest.raises(Invalid):
        case_work.verdict(session, kim, case_id, "meh")


def test_after_a_verdict_of_working_the_same_flag_does_not_bring_it_back(
    session: Session, kim: Actor, case_id: int
) -> None:
    case_work.verdict(session, kim, case_id, "working")
    health.rescore(session, ["m-bad"])
    assert seen(session).status == "closed"


def test_an_open_request_is_answered_before_a_case_is_closed(
    session: Session, kim: Actor, case_id: int
) -> None:
    rematch.ask(session, participant("mia"), "m-bad", what_is_missing=[], reason="Please.")
    with pytest.raises(Invalid, match="asks for a rematch"):
        case_work.verdict(session, kim, case_id, "working")


# Answers.


def test_a_verdict_carries_the_answer_to_who_asked(
    session: Session, kim: Actor, case_id: int
) -> None:
    concern = raised(session)
    case_work.verdict(session, kim, case_id, "working", answers={concern: "I talked with both."})
    row = session.get_one(ConcernRow, concern)
    assert (row.answer, row.settled_at is None) == ("I talked with both.", False)
    assert seen(session).status == "closed"
    [mail] = session.scalars(select(MailRow).where(MailRow.person_id == "mia"))
    assert "talked" not in mail.body


def test_answers_to_two_go_to_each_alone(session: Session, kim: Actor, case_id: int) -> None:
    mias, carls = raised(session), raised(session, "carl", "mentor")
    case_work.verdict(session, kim, case_id, "working", answers={mias: "To Mia", carls: "To Carl"})
    assert session.get_one(ConcernRow, mias).answer == "To Mia"
    assert session.get_one(ConcernRow, carls).answer == "To Carl"


def test_one_answer_is_not_enough_for_two(session: Session, kim: Actor, case_id: int) -> None:
    mias, _carls = raised(session), raised(session, "carl", "mentor")
    with pytest.raises(Invalid, match="Carl Mentor waits"):
        case_work.verdict(session, kim, case_id, "working", answers={mias: "To Mia"})
    assert session.get_one(ConcernRow, mias).answer == ""


def test_an_answer_can_be_given_without_a_verdict(
    session: Session, kim: Actor, case_id: int
) -> None:
    concern = raised(session)
    case_work.answer(session, kim, case_id, concern, "I look into it today.")
    found = seen(session)
    assert (found.waiting, found.status) == ((), "in_review")
    assert told(session)[-1] == "Answered Mia Mentee"
    with pytest.raises(NotFound):
        case_work.answer(session, kim, case_id, concern, "Twice.")


def test_low_answers_are_answered_by_a_message(session: Session, kim: Actor, case_id: int) -> None:
    concern = raised(session, kind="poor_fit")
    case_work.answer(session, kim, case_id, concern, "Thank you for saying so.")
    [message] = session.scalars(select(MessageRow))
    assert (message.to_person, message.text) == ("mia", "Thank you for saying so.")


def test_who_asks_again_after_an_answer_is_heard_again(
    session: Session, kim: Actor, case_id: int
) -> None:
    concern = raised(session)
    case_work.verdict(session, kim, case_id, "working", answers={concern: "All is well."})
    raised(session)
    assert seen(session).status == "regressed"


def test_what_was_answered_is_not_among_what_is_known(
    session: Session, kim: Actor, case_id: int
) -> None:
    concern = raised(session)
    case = cases.get(session, case_id)
    case_waiting.answer_all(session, kim, case, {concern: "All is well."})
    cases.rest(session, case, "closed")
    assert "asked_to_look" not in case.known


# Taking back.


@pytest.mark.parametrize("verdict", ["working", "already_known", "not_working"])
def test_the_last_verdict_is_taken_back_whole(
    session: Session, kim: Actor, case_id: int, verdict: str
) -> None:
    case_work.set_status(session, kim, case_id, "repairing")
    case_work.set_due(session, kim, case_id, DAY + timedelta(5))
    case_work.verdict(session, kim, case_id, verdict)
    case_work.reopen(session, kim, case_id)
    found = seen(session)
    assert (found.status, found.due_on, found.verdict) == ("repairing", DAY + timedelta(5), "")
    assert reviews(session) == {}
    assert not session.scalars(select(VerdictRow)).all()


def test_an_earlier_review_of_the_day_is_put_back(
    session: Session, kim: Actor, case_id: int
) -> None:
    case_work.verdict(session, kim, case_id, "not_working")
    case_work.verdict(session, kim, case_id, "working")
    case_work.reopen(session, kim, case_id)
    assert reviews(session) == {DAY: "not_working"}
    assert seen(session).verdict == "not_working"


def test_a_closing_without_a_verdict_is_taken_back(
    session: Session, kim: Actor, case_id: int
) -> None:
    case_work.set_status(session, kim, case_id, "closed")
    assert seen(session).closed_on == DAY
    case_work.reopen(session, kim, case_id)
    assert (seen(session).status, seen(session).closed_on) == ("in_review", None)


def test_what_closed_by_itself_can_be_opened_again(
    session: Session, kim: Actor, case_id: int
) -> None:
    session.get_one(StandingRow, "m-bad").state = "fine"
    cases.follow(session, ["m-bad"])
    session.commit()
    assert seen(session).status == "closed"
    case_work.reopen(session, kim, case_id)
    assert seen(session).status == "in_review"


def test_twice_there_is_nothing_to_take_back(session: Session, kim: Actor, case_id: int) -> None:
    case_work.verdict(session, kim, case_id, "working")
    assert seen(session).can_reopen
    case_work.reopen(session, kim, case_id)
    assert not seen(session).can_reopen
    with pytest.raises(Conflict, match="nothing to take back"):
        case_work.reopen(session, kim, case_id)


# Notes, contacts, opening by hand.


def test_notes_and_contacts_stand_in_the_history(
    session: Session, kim: Actor, case_id: int
) -> None:
    case_work.note(session, kim, case_id, "Ask Rita.")
    case_work.contact(
        session, kim, case_id, with_whom="mentor", how="phone", text="He is swamped.", on=DAY
    )
    found = seen(session)
    assert [one.text for one in found.notes] == ["Ask Rita."]
    assert found.contacts[0].what == "Talked with the mentor, by phone, on Fri 20 Nov 2026"
    assert found.status == "in_review"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"with_whom": "the cat"}, "with_whom"),
        ({"how": "telepathy"}, "how"),
        ({"on": DAY + timedelta(1)}, "on"),
    ],
)
def test_a_contact_is_checked(
    session: Session, kim: Actor, case_id: int, wrong: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"with_whom": "both", "how": "video", "text": "", "on": DAY, **wrong}
    with pytest.raises(Invalid) as refused:
        case_work.contact(session, kim, case_id, **given)
    assert refused.value.field == field


def test_an_empty_note_is_none(session: Session, kim: Actor, case_id: int) -> None:
    with pytest.raises(Invalid):
        case_work.note(session, kim, case_id, " ")


def test_a_case_can_be_opened_by_hand_and_is_the_openers(session: Session, kim: Actor) -> None:
    case_work.open_case(session, kim, "m-good")
    found = seen(session, "m-good")
    assert (found.status, found.owner_id) == ("in_review", kim.user_id)
    assert found.reason_labels == ("Opened by hand",)
    with pytest.raises(Conflict):
        case_work.open_case(session, kim, "m-good")


def test_a_closed_one_is_opened_again_and_its_age_begins_anew(
    session: Session, kim: Actor, case_id: int
) -> None:
    case_work.verdict(session, kim, case_id, "working")
    programmes.set_as_of(session, DAY + timedelta(40))
    assert case_work.open_case(session, kim, "m-bad") == case_id
    assert (seen(session).status, seen(session).days_open) == ("in_review", 0)


def test_what_is_over_needs_no_case(session: Session, kim: Actor) -> None:
    with pytest.raises(Conflict):
        case_work.open_case(session, kim, "m-over")
    assert case_work.view(session, "m-over") is None
    with pytest.raises(NotFound):
        case_work.open_case(session, kim, "none")


def test_how_long_it_has_been_open_is_counted(session: Session, case_id: int) -> None:
    programmes.set_as_of(session, DAY + timedelta(9))
    assert seen(session).days_open == 9


@pytest.mark.parametrize("actor", [participant("mia"), NOBODY])
def test_only_coordinators_work_on_cases(session: Session, case_id: int, actor: Actor) -> None:
    for step in (
        lambda: case_work.assign(session, actor, case_id, None),
        lambda: case_work.set_status(session, actor, case_id, "closed"),
        lambda: case_work.set_due(session, actor, case_id, None),
        lambda: case_work.snooze(session, actor, case_id, DAY + timedelta(1), "x"),
        lambda: case_work.wake(session, actor, case_id),
        lambda: case_work.quiet(session, actor, case_id),
        lambda: case_work.verdict(session, actor, case_id, "working"),
        lambda: case_work.note(session, actor, case_id, "x"),
        lambda: case_work.answer(session, actor, case_id, 1, "x"),
        lambda: case_work.open_case(session, actor, "m-good"),
        lambda: case_work.reopen(session, actor, case_id),
    ):
        with pytest.raises(Forbidden):
            step()


def test_an_unknown_case_is_not_found(session: Session, kim: Actor) -> None:
    with pytest.raises(NotFound):
        case_work.note(session, kim, 99, "x")
    assert session.get(CaseRow, 99) is None
