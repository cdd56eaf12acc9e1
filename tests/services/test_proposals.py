"""A mentor is proposed: who is asked when, what each may know, and whose place is kept."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, MailRow, MentorshipRow, MessageRow, ProposalRow, User
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import Actor, Role
from app.services import current_session
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.matching import planning, suggestions
from app.services.participants import profile
from app.services.rematching import proposal_tidy, proposals, rematch, rematch_board
from app.services.rematching.changeover import Words
from app.services.rematching.rematch_steps import steps
from app.services.review import cases
from model.programme import Mentorship, Person
from tests.conftest import participant
from tests.small_programme import DAY, programme

MIA, CARL, DORA = participant("mia"), participant("carl"), participant("dora")
WORDS = Words(
    to_mentee="Dora knows contracts.",
    to_mentor="Mia would like to learn from you.",
    to_old_mentor="Thank you, Carl, for your time.",
)


@pytest.fixture
def kim(session: Session) -> Actor:
    """The coordinator with an account, who gets mails."""
    user = session.scalars(select(User).where(User.person_id == "kim")).one()
    return Actor(user.id, "kim", frozenset({Role.COORDINATOR}))


@pytest.fixture
def request_id(session: Session) -> int:
    return rematch.ask(
        session, MIA, "m-bad", what_is_missing=["mentor_availability"], reason="No time."
    )


@pytest.fixture
def proposal_id(session: Session, kim: Actor, request_id: int) -> int:
    return proposals.propose(session, kim, request_id, "dora", WORDS)


def status(session: Session, proposal_id: int) -> str:
    return session.get_one(ProposalRow, proposal_id, populate_existing=True).status


def mails_to(session: Session, person_id: str) -> list[tuple[str, str]]:
    rows = session.scalars(
        select(MailRow).where(MailRow.person_id == person_id, MailRow.kind == "rematch")
    )
    return [(row.subject, row.status) for row in rows]


def told(session: Session, kim: Actor) -> int:
    """How many mails wait for the coordinator."""
    rows = session.scalars(
        select(MailRow).where(MailRow.user_id == kim.user_id, MailRow.kind == "rematch")
    )
    return len(rows.all())


def case(session: Session) -> CaseRow:
    found = cases.of_mentorship(session, "m-bad")
    assert found is not None
    return found


def history(session: Session) -> list[str]:
    from app.db.tables import CaseEventRow

    rows = session.scalars(
        select(CaseEventRow)
        .where(CaseEventRow.case_id == case(session).case_id, CaseEventRow.kind == "proposal")
        .order_by(CaseEventRow.event_id)
    )
    return [row.details["step"] for row in rows]


def with_pat(session: Session) -> int:
    """Pat, who fits Dora too, asks for another mentor than Carl; the request's id."""
    pat = Person("pat", "Pat", "pat@example.org", mentee_goals="plan projects")
    second = Mentorship("m-pat", "carl", "pat", date(2026, 9, 1))
    bundle = replace(
        programme(),
        people={"carl": programme().people["carl"], "pat": pat},
        mentorships={"m-pat": second},
        meetings={},
        reviews=(),
    )
    imports.import_programme(session, bundle, replacing=False)
    programmes.set_as_of(session, DAY)
    return rematch.ask(session, participant("pat"), "m-pat", what_is_missing=[], reason="Please.")


# ---- the whole way ------------------------------------------------------------------------------


def test_both_say_yes_and_the_old_one_ends_and_the_new_one_begins(
    session: Session, proposal_id: int
) -> None:
    assert proposals.accept(session, DORA, proposal_id) is None
    new_id = proposals.accept(session, MIA, proposal_id)
    assert new_id is not None
    old, new = (session.get_one(MentorshipRow, one) for one in ("m-bad", new_id))
    assert (old.status, old.ended_on, old.end_reason) == ("ended_early", DAY, "relationship")
    assert (new.mentor_id, new.mentee_id, new.started_on, new.status) == (
        "dora",
        "mia",
        DAY,
        "active",
    )
    assert status(session, proposal_id) == "accepted"


def test_the_leaving_mentor_reads_the_words_for_him_once_it_is_done(
    session: Session, proposal_id: int
) -> None:
    proposals.accept(session, DORA, proposal_id)
    assert not session.scalars(select(MessageRow)).all()
    proposals.accept(session, MIA, proposal_id)
    read = {one.to_person: one.text for one in session.scalars(select(MessageRow))}
    assert read == {"carl": WORDS.to_old_mentor}


def test_the_case_is_rematching_meanwhile_and_closed_in_the_end(
    session: Session, proposal_id: int
) -> None:
    assert case(session).status == "rematching"
    proposals.accept(session, DORA, proposal_id)
    proposals.accept(session, MIA, proposal_id)
    session.expire_all()
    assert case(session).status == "closed"
    assert history(session) == ["proposed", "mentor_accepted", "accepted"]


def test_what_was_planned_with_the_old_mentor_is_cancelled(
    session: Session, proposal_id: int
) -> None:
    proposals.accept(session, DORA, proposal_id)
    proposals.accept(session, MIA, proposal_id)
    assert programmes.load(session).meetings["mt-5"].status == "cancelled"


def test_whoever_is_asked_gets_one_mail_that_is_dropped_once_they_answered(
    session: Session, proposal_id: int
) -> None:
    assert mails_to(session, "dora") == [("Would you mentor Mia Mentee?", "waiting")]
    assert mails_to(session, "mia") == []
    proposals.accept(session, DORA, proposal_id)
    assert mails_to(session, "dora") == [("Would you mentor Mia Mentee?", "dropped")]
    assert mails_to(session, "mia") == [("A mentor is proposed to you", "waiting")]


def test_no_mail_holds_a_confidential_word(session: Session, proposal_id: int) -> None:
    proposals.decline(session, DORA, proposal_id, reason="other", words="She is difficult.")
    texts = " ".join(one.subject + one.body for one in session.scalars(select(MailRow)))
    for secret in ("No time.", "difficult", *vars_of(WORDS)):
        assert secret not in texts


def vars_of(words: Words) -> tuple[str, ...]:
    return words.to_mentee, words.to_mentor, words.to_old_mentor


def test_the_next_step_stands_on_the_page_of_whoever_is_asked(
    session: Session, proposal_id: int
) -> None:
    [step] = steps(session, DORA)
    assert (step.side, step.weight, step.title) == ("mentor", 100, "Would you mentor Mia Mentee?")
    assert steps(session, MIA) == steps(session, CARL) == []
    proposals.accept(session, DORA, proposal_id)
    assert steps(session, DORA) == steps(session, CARL) == []
    [step] = steps(session, MIA)
    assert (step.side, step.mentorship_id) == ("mentee", "m-bad")


# ---- who may know what --------------------------------------------------------------------------


def test_the_mentor_sees_name_department_and_goals_and_no_more(
    session: Session, proposal_id: int
) -> None:
    asked = rematch_board.question(session, DORA, proposal_id)
    assert (asked.other.name, asked.other.department) == ("Mia Mentee", "Sales")
    assert "negotiate" in asked.goals
    assert (asked.today, asked.fits) == ("", ())


def test_the_mentee_knows_nothing_before_the_mentor_has_said_yes(
    session: Session, proposal_id: int
) -> None:
    with pytest.raises(NotFound):
        rematch_board.question(session, MIA, proposal_id)
    with pytest.raises(NotFound):
        proposals.accept(session, MIA, proposal_id)
    proposals.accept(session, DORA, proposal_id)
    asked = rematch_board.question(session, MIA, proposal_id)
    assert asked.fits == (("learn to negotiate contracts", "negotiate contracts"),)
    assert asked.words == WORDS.to_mentee


@pytest.mark.parametrize("who", ["carl", "ned"])
def test_nobody_else_sees_or_answers_it(session: Session, proposal_id: int, who: str) -> None:
    with pytest.raises(NotFound):
        rematch_board.question(session, participant(who), proposal_id)
    with pytest.raises(NotFound):
        proposals.decline(session, participant(who), proposal_id, reason="no_time")


def test_a_mentor_who_declined_is_not_told_to_the_mentee(
    session: Session, proposal_id: int
) -> None:
    proposals.decline(session, DORA, proposal_id, reason="no_time")
    with pytest.raises(NotFound):
        rematch_board.question(session, MIA, proposal_id)


@pytest.mark.parametrize("actor", [MIA, CARL, DORA])
def test_only_coordinators_propose_and_withdraw(
    session: Session, kim: Actor, request_id: int, actor: Actor
) -> None:
    with pytest.raises(Forbidden):
        proposals.propose(session, actor, request_id, "dora", WORDS)
    proposal_id = proposals.propose(session, kim, request_id, "dora", WORDS)
    with pytest.raises(Forbidden):
        proposals.withdraw(session, actor, proposal_id)


# ---- no, and later ------------------------------------------------------------------------------


def test_a_no_is_coded_and_its_words_are_for_the_coordinators(
    session: Session, kim: Actor, proposal_id: int, request_id: int
) -> None:
    proposals.decline(session, DORA, proposal_id, reason="no_time", words="Until spring.")
    [course] = rematch_board.open_courses(session)
    [no] = course.earlier
    assert (no.reason, no.answer) == ("I have no time for it now", "Until spring.")
    assert course.waits_for == "coordinator"
    assert told(session, kim) == 1
    assert mails_to(session, "dora") == [("Would you mentor Mia Mentee?", "dropped")]


@pytest.mark.parametrize(("reason", "words"), [("made_up", "x"), ("stay", ""), ("other", " ")])
def test_a_no_needs_one_of_the_reasons_and_another_one_needs_words(
    session: Session, proposal_id: int, reason: str, words: str
) -> None:
    with pytest.raises(Invalid):
        proposals.decline(session, DORA, proposal_id, reason=reason, words=words)
    assert status(session, proposal_id) == "asked_mentor"


def test_the_mentee_may_rather_stay(session: Session, proposal_id: int) -> None:
    proposals.accept(session, DORA, proposal_id)
    proposals.decline(session, MIA, proposal_id, reason="stay")
    assert session.get_one(MentorshipRow, "m-bad").status == "active"
    assert mails_to(session, "dora")[-1] == ("No answer is needed any more", "waiting")


def test_later_keeps_the_place_and_asks_again_on_the_day(
    session: Session, kim: Actor, proposal_id: int
) -> None:
    until = DAY + timedelta(20)
    proposals.later(session, DORA, proposal_id, until)
    assert steps(session, DORA) == []
    assert programmes.held_places(session) == {"dora": 1}
    programmes.set_as_of(session, until)
    assert proposal_tidy.tidy(session) == 1
    assert status(session, proposal_id) == "asked_mentor"
    assert mails_to(session, "dora")[-1] == ("Would you mentor Mia Mentee?", "waiting")
    assert proposal_tidy.tidy(session) == 0


@pytest.mark.parametrize("days", [0, 31])
def test_later_is_within_thirty_days(session: Session, proposal_id: int, days: int) -> None:
    with pytest.raises(Invalid):
        proposals.later(session, DORA, proposal_id, DAY + timedelta(days))


def test_whoever_has_answered_can_not_answer_again(session: Session, proposal_id: int) -> None:
    proposals.accept(session, DORA, proposal_id)
    with pytest.raises(Conflict):
        proposals.decline(session, DORA, proposal_id, reason="no_time")


# ---- proposing ----------------------------------------------------------------------------------


def test_the_leaving_mentor_is_never_left_without_a_word(
    session: Session, kim: Actor, request_id: int
) -> None:
    with pytest.raises(Invalid) as refused:
        proposals.propose(session, kim, request_id, "dora", Words(to_mentee="Hello."))
    assert refused.value.field == "to_old_mentor"


@pytest.mark.parametrize("days", [0, 61])
def test_an_answer_may_take_up_to_sixty_days(
    session: Session, kim: Actor, request_id: int, days: int
) -> None:
    with pytest.raises(Invalid):
        proposals.propose(session, kim, request_id, "dora", WORDS, expires_on=DAY + timedelta(days))


@pytest.mark.parametrize("mentor_id", ["carl", "rita", "eve", "nobody"])
def test_whom_a_rule_keeps_out_can_not_be_proposed(
    session: Session, kim: Actor, request_id: int, mentor_id: str
) -> None:
    with pytest.raises(Conflict):
        proposals.propose(session, kim, request_id, mentor_id, WORDS)


def test_one_request_is_put_to_one_mentor_at_a_time(
    session: Session, kim: Actor, proposal_id: int, request_id: int
) -> None:
    with pytest.raises(Conflict, match="asked already"):
        proposals.propose(session, kim, request_id, "dora", WORDS)


# ---- one free place, one person ------------------------------------------------------------------


def test_a_place_that_is_kept_is_offered_to_nobody_else(
    session: Session, kim: Actor, proposal_id: int
) -> None:
    second = with_pat(session)
    with pytest.raises(Conflict, match="has no free place"):
        proposals.propose(session, kim, second, "dora", WORDS)
    found = suggestions.candidates(session, "pat", mentorship_id="m-pat")
    assert "dora" not in {one.mentor.person_id for one in found.candidates}
    assert "dora" not in {one.mentor.person_id for one in planning.plan(session).pairs}


def test_for_the_mentee_it_is_kept_for_the_place_is_free(
    session: Session, proposal_id: int
) -> None:
    found = suggestions.candidates(session, "mia", mentorship_id="m-bad")
    assert [one.mentor.person_id for one in found.candidates] == ["dora"]


def test_the_plan_looks_for_nobody_while_somebody_is_asked(
    session: Session, proposal_id: int
) -> None:
    plan = planning.plan(session)
    assert "mia" not in {one.mentee.person_id for one in (*plan.pairs, *plan.left_over)}


def test_two_coordinators_can_not_promise_the_same_place(
    app: Flask, session: Session, request_id: int
) -> None:
    requests = [request_id, with_pat(session)]
    session.rollback()
    both_ready = threading.Barrier(2)
    kim = Actor(None, "kim", frozenset({Role.COORDINATOR}))

    def propose(one: int) -> str:
        with app.app_context():
            both_ready.wait()
            try:
                proposals.propose(current_session(), kim, one, "dora", WORDS)
            except Conflict as error:
                return error.message
            return "asked"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(propose, requests))
    assert answers == ["Dora Mentor has no free place. Look at the candidates again.", "asked"]


# ---- how it ends without an answer ----------------------------------------------------------------


def test_a_proposal_lapses_by_itself_and_the_place_is_free(
    session: Session, kim: Actor, proposal_id: int
) -> None:
    programmes.set_as_of(session, DAY + timedelta(11))
    assert programmes.held_places(session) == {}
    with pytest.raises(Conflict):
        proposals.accept(session, DORA, proposal_id)
    assert proposal_tidy.tidy(session) == 1
    assert status(session, proposal_id) == "expired"
    assert told(session, kim) == 1
    assert history(session)[-1] == "expired"


def test_on_its_last_day_it_still_holds(session: Session, proposal_id: int) -> None:
    programmes.set_as_of(session, DAY + timedelta(10))
    assert proposal_tidy.tidy(session) == 0
    assert proposals.accept(session, DORA, proposal_id) is None


def test_the_mentee_has_ten_days_of_her_own(session: Session, proposal_id: int) -> None:
    programmes.set_as_of(session, DAY + timedelta(10))
    proposals.accept(session, DORA, proposal_id)
    programmes.set_as_of(session, DAY + timedelta(20))
    assert proposals.accept(session, MIA, proposal_id) is not None


def test_a_coordinator_may_withdraw_it_and_nobody_is_left_waiting(
    session: Session, kim: Actor, proposal_id: int
) -> None:
    proposals.accept(session, DORA, proposal_id)
    proposals.withdraw(session, kim, proposal_id)
    assert status(session, proposal_id) == "withdrawn"
    assert mails_to(session, "mia")[-1][0] == "A proposal does not stand any more"
    assert mails_to(session, "dora")[-1][0] == "No answer is needed any more"
    assert told(session, kim) == 1  # of the mentor's yes; she knows what she did herself


def test_taking_the_request_back_withdraws_what_was_proposed(
    session: Session, proposal_id: int, request_id: int
) -> None:
    rematch.withdraw(session, MIA, request_id)
    assert status(session, proposal_id) == "withdrawn"
    assert case(session).status == "in_review"


def test_a_mentorship_that_ends_takes_its_proposal_with_it(
    session: Session, proposal_id: int, request_id: int
) -> None:
    ended = replace(
        programme().mentorships["m-bad"],
        status="ended_early",
        ended_on=DAY,
        end_reason="logistics",
    )
    bundle = replace(programme(), mentorships={**programme().mentorships, "m-bad": ended})
    imports.import_programme(session, bundle, replacing=False)
    assert status(session, proposal_id) == "withdrawn"
    assert rematch.get(session, request_id).status == "withdrawn"


def test_a_mentorship_that_changes_hands_takes_its_proposal_with_it(
    session: Session, proposal_id: int
) -> None:
    given = replace(programme().mentorships["m-bad"], mentee_id="zoe")
    bundle = replace(programme(), mentorships={**programme().mentorships, "m-bad": given})
    imports.import_programme(session, bundle, replacing=True)
    assert status(session, proposal_id) == "withdrawn"


def test_a_mentorship_that_is_removed_takes_its_proposal_with_it(
    session: Session, proposal_id: int
) -> None:
    left = {key: one for key, one in programme().mentorships.items() if key != "m-bad"}
    met = {key: one for key, one in programme().meetings.items() if one.mentorship_id != "m-bad"}
    bundle = replace(programme(), mentorships=left, meetings=met)
    imports.import_programme(session, bundle, replacing=True)
    assert session.get(ProposalRow, proposal_id, populate_existing=True) is None
    assert programmes.held_places(session) == {}


def test_a_yes_that_comes_too_late_is_told_kindly_and_nothing_changes(
    session: Session, kim: Actor, proposal_id: int
) -> None:
    profile.update(session, DORA, "dora", capacity=2)
    with pytest.raises(Conflict, match="can't be done any more"):
        proposals.accept(session, DORA, proposal_id)
    assert status(session, proposal_id) == "withdrawn"
    assert session.get_one(MentorshipRow, "m-bad").status == "active"
    assert told(session, kim) == 1
