"""Repair before replace: a rung is tried, somebody looks again, and the ladder goes on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import CaseEventRow, CaseRow, MailRow, MessageRow, RepairRow, StandingRow
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.services import health
from app.services.repairing import repair, repair_plan
from app.services.repairing.repair_record import Next, next_rung, which_helped
from app.services.review import cases
from app.services.review.case_words import said
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

BACK = DAY + timedelta(21)


def begin(session: Session, **more: Any) -> int:
    asked: dict[str, Any] = {
        "trouble": "mentor_availability",
        "rung": "message",
        "check_back_on": BACK,
        "to_mentee": "Hello Mia.",
        "to_mentor": "Hello Carl.",
    }
    return repair.start(session, COORDINATOR, "m-bad", **(asked | more))


def case_of(session: Session, mentorship_id: str = "m-bad") -> CaseRow:
    return session.scalars(select(CaseRow).where(CaseRow.mentorship_id == mentorship_id)).one()


def test_the_trouble_that_is_suggested_is_the_strongest_signal(session: Session) -> None:
    assert repair_plan.plan(session, COORDINATOR, "m-bad").trouble == "mentor_availability"


def test_a_pair_that_has_not_met_is_suggested_a_first_meeting(session: Session) -> None:
    session.get_one(StandingRow, "m-new").needs_first_meeting = True
    assert repair_plan.plan(session, COORDINATOR, "m-new").trouble == "no_first_meeting"


def test_a_repair_moves_the_case_on_until_the_day_to_look_again(session: Session) -> None:
    begin(session)
    case = case_of(session)
    assert (case.status, case.due_on) == ("repairing", BACK)
    event = session.scalars(select(CaseEventRow).where(CaseEventRow.kind == "repair")).one()
    assert said(event.kind, event.details) == "Began a repair: You write to them"


def test_a_repair_opens_a_case_where_there_is_none(session: Session) -> None:
    repair.start(
        session, COORDINATOR, "m-good", trouble="silence", rung="talk_each", check_back_on=BACK
    )
    assert case_of(session, "m-good").status == "repairing"


def test_each_side_gets_its_own_message_and_the_mail_holds_none_of_it(session: Session) -> None:
    begin(session)
    sent = {one.to_person: one.text for one in session.scalars(select(MessageRow))}
    assert sent == {"mia": "Hello Mia.", "carl": "Hello Carl."}
    mails = session.scalars(select(MailRow).where(MailRow.kind == "message")).all()
    assert len(mails) == 2
    assert not [one for one in mails if "Hello" in one.subject + one.body]


def test_an_empty_box_writes_to_nobody(session: Session) -> None:
    begin(session, to_mentor=" ")
    assert session.scalars(select(MessageRow.to_person)).all() == ["mia"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"trouble": "boredom"}, "trouble"),
        ({"rung": "shouting"}, "rung"),
        ({"rung": "joint_talk", "trouble": "trust_respect"}, "rung"),
        ({"check_back_on": DAY}, "check_back_on"),
        ({"check_back_on": DAY + timedelta(1000)}, "check_back_on"),
        ({"to_mentee": "", "to_mentor": ""}, "to_mentee"),
        ({"to_mentor": "x" * 20_001}, "to_mentor"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field_and_nothing_is_done(
    session: Session, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        begin(session, **wrong)
    assert refused.value.field == field
    assert session.scalars(select(RepairRow)).all() == []
    assert session.scalars(select(MessageRow)).all() == []
    assert case_of(session).status == "new"


def test_two_who_may_fear_each_other_are_not_put_into_one_room(session: Session) -> None:
    with pytest.raises(Invalid, match="Talk to each apart first"):
        begin(session, trouble="safety", rung="joint_talk")


def test_one_repair_at_a_time(session: Session) -> None:
    begin(session)
    with pytest.raises(Conflict, match="Say first whether it helped"):
        begin(session, rung="talk_each")


def test_a_form_that_an_other_coordinator_overtook_is_refused(session: Session) -> None:
    shown = case_of(session).revision
    repair_id = begin(session, revision=shown)
    with pytest.raises(Conflict):
        repair.check(session, COORDINATOR, repair_id, outcome="helped", revision=shown)


def test_an_ended_mentorship_is_not_repaired(session: Session) -> None:
    with pytest.raises(Conflict):
        repair.start(
            session, COORDINATOR, "m-over", trouble="silence", rung="talk_each", check_back_on=BACK
        )


def test_only_coordinators_repair(session: Session) -> None:
    repair_id = begin(session)
    for actor in (participant("mia"), participant("carl")):
        with pytest.raises(Forbidden):
            repair.start(
                session, actor, "m-bad", trouble="silence", rung="message", check_back_on=BACK
            )
        with pytest.raises(Forbidden):
            repair.check(session, actor, repair_id, outcome="helped")


def test_a_check_keeps_the_risk_before_and_after(session: Session) -> None:
    before = session.get_one(StandingRow, "m-bad").risk
    repair_id = begin(session)
    session.get_one(StandingRow, "m-bad").risk = 0.25
    session.commit()
    repair.check(session, COORDINATOR, repair_id, outcome="helped", note="Fixed Tuesdays.")
    [found] = repair.of_mentorship(session, "m-bad")
    assert (found.risk_before, found.risk_after) == (before, 0.25)
    assert (found.note, found.checked_on, found.outcome_label) == (
        "Fixed Tuesdays.",
        DAY,
        "It helped",
    )


def test_after_a_check_the_case_is_in_review_and_waits_for_no_day(session: Session) -> None:
    repair.check(session, COORDINATOR, begin(session), outcome="partly")
    case = case_of(session)
    assert (case.status, case.due_on) == ("in_review", None)


def test_a_check_does_not_bring_back_a_case_that_was_closed_meanwhile(session: Session) -> None:
    repair_id = begin(session)
    cases.rest(session, case_of(session), "closed")
    session.commit()
    repair.check(session, COORDINATOR, repair_id, outcome="helped")
    assert case_of(session).status == "closed"


def test_a_repair_is_checked_once(session: Session) -> None:
    repair_id = begin(session)
    repair.check(session, COORDINATOR, repair_id, outcome="helped")
    with pytest.raises(Conflict, match="said already"):
        repair.check(session, COORDINATOR, repair_id, outcome="not_tried")


def test_an_unknown_outcome_is_refused(session: Session) -> None:
    with pytest.raises(Invalid):
        repair.check(session, COORDINATOR, begin(session), outcome="splendid")


def test_a_repair_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        repair.check(session, COORDINATOR, 99, outcome="helped")


def test_a_repair_is_due_on_its_day(session: Session, given_clock: Any) -> None:
    begin(session)
    assert not repair.panel(session, "m-bad").open.due  # type: ignore[union-attr]
    from app.services import programme

    programme.set_as_of(session, BACK)
    assert repair.panel(session, "m-bad").open.due  # type: ignore[union-attr]


def test_the_panel_proposes_the_next_rung(session: Session) -> None:
    repair.check(session, COORDINATOR, begin(session), outcome="did_not_help")
    panel = repair.panel(session, "m-bad")
    assert (panel.open, panel.next) == (None, Next("talk_each", rematch=False))
    assert [one.rung for one in panel.past] == ["message"]


class Tried:
    def __init__(self, rung: str, outcome: str) -> None:
        self.rung, self.outcome = rung, outcome


@pytest.mark.parametrize(
    ("trouble", "tried", "then"),
    [
        ("listening", [], Next("raise", rematch=False)),
        ("silence", [], Next("message", rematch=False)),
        ("listening", [("raise", "helped")], Next(None, rematch=False)),
        ("listening", [("raise", "not_tried")], Next("raise", rematch=False)),
        ("listening", [("raise", "partly")], Next("message", rematch=False)),
        (
            "listening",
            [("message", "did_not_help"), ("talk_each", "did_not_help")],
            Next("agreement", rematch=True),
        ),
        ("listening", [("joint_talk", "did_not_help")], Next(None, rematch=True)),
        ("trust_respect", [("talk_each", "did_not_help")], Next("agreement", rematch=True)),
        ("safety", [("talk_each", "partly")], Next(None, rematch=True)),
    ],
)
def test_the_ladder_goes_up_and_ends_at_a_rematch(
    trouble: str, tried: list[tuple[str, str]], then: Next
) -> None:
    assert next_rung(trouble, [Tried(*one) for one in tried]) == then


def keep(session: Session, number: int, outcome: str, rung: str = "message") -> None:
    session.add_all(
        RepairRow(
            mentorship_id="m-good",
            started_at=clock.now(),
            started_on=DAY,
            trouble="silence",
            rung=rung,
            check_back_on=DAY,
            outcome=outcome,
            note="",
        )
        for _ in range(number)
    )
    session.commit()


def test_which_rung_helped_is_told_with_its_interval(session: Session) -> None:
    keep(session, 4, "helped")
    keep(session, 3, "did_not_help")
    keep(session, 1, "partly")
    keep(session, 9, "not_tried")
    found = which_helped(session)["silence", "message"]
    assert (found.tried, found.helped, found.partly) == (8, 4, 1)
    # Wilson's interval of 4 of 8.
    assert (round(found.low or 0, 3), round(found.high or 0, 3)) == (0.215, 0.785)


def test_fewer_than_five_tries_say_nothing(session: Session) -> None:
    keep(session, 4, "helped")
    found = which_helped(session)["silence", "message"]
    assert (found.tried, found.low) == (4, None)


def test_what_was_not_tried_counts_for_nothing(session: Session) -> None:
    keep(session, 9, "not_tried")
    assert which_helped(session) == {}


def test_a_draft_goes_to_both_and_tells_whom_to_answer(session: Session) -> None:
    plan = repair_plan.plan(session, COORDINATOR, "m-bad")
    assert plan.to_mentee.startswith("Hello Mia Mentee,")
    assert plan.to_mentor.startswith("Hello Carl Mentor,")
    assert plan.check_back_on == date(2026, 12, 11)


def test_where_one_may_be_afraid_only_whoever_spoke_up_is_written_to(session: Session) -> None:
    plan = repair_plan.plan(session, COORDINATOR, "m-bad", "trust_respect")
    assert plan.to_mentee and not plan.to_mentor
    read = health.current(session, "m-bad")
    assert read is not None
    read.safeguarding = [{"meeting_id": "mt-3", "author": "mentor", "text": "…"}]
    session.commit()
    plan = repair_plan.plan(session, COORDINATOR, "m-bad", "safety")
    assert plan.to_mentor and not plan.to_mentee


def test_a_rung_that_the_trouble_has_not_is_not_chosen(session: Session) -> None:
    assert (
        repair_plan.plan(session, COORDINATOR, "m-bad", "trust_respect", "joint_talk").rung
        == "talk_each"
    )


@pytest.mark.parametrize(
    ("trouble", "days"), [("listening", 21), ("trust_respect", 7), ("safety", 2)]
)
def test_the_graver_the_trouble_the_sooner_somebody_looks_again(
    session: Session, trouble: str, days: int
) -> None:
    plan = repair_plan.plan(session, COORDINATOR, "m-bad", trouble)
    assert plan.check_back_on == DAY + timedelta(days)


def test_no_draft_promises_a_silence_that_danger_would_break(session: Session) -> None:
    plan = repair_plan.plan(session, COORDINATOR, "m-bad", "safety")
    assert "unless somebody is in danger" in plan.to_mentee
