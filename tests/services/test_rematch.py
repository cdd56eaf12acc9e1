"""A rematch, from the question to the new mentorship, if all three have agreed before."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import NOBODY, Actor
from app.services import current_session, health
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.mail import messages
from app.services.participants import meetings, profile
from app.services.rematching import changeover, rematch
from model.programme import Mentorship, Person, Programme
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY, programme

MIA, CARL, DORA = participant("mia"), participant("carl"), participant("dora")


@pytest.fixture
def request_id(session: Session) -> int:
    return rematch.ask(
        session, MIA, "m-bad", what_is_missing=["listening"], reason="He has no time."
    )


def test_a_request_says_what_is_missing(session: Session, request_id: int) -> None:
    [request] = rematch.open_requests(session)
    assert (request.request_id, request.mentor_name) == (request_id, "Carl Mentor")
    assert request.what_is_missing_labels == ("Not listened to, or generic advice",)


def test_a_second_request_is_refused_while_one_is_open(session: Session, request_id: int) -> None:
    with pytest.raises(Conflict):
        rematch.ask(session, CARL, "m-bad", what_is_missing=[], reason="Me too.")


def test_after_withdrawing_one_may_ask_again(session: Session, request_id: int) -> None:
    rematch.withdraw(session, MIA, request_id)
    assert rematch.ask(session, MIA, "m-bad", what_is_missing=[], reason="After all.")


def test_something_must_be_said(session: Session) -> None:
    with pytest.raises(Invalid):
        rematch.ask(session, MIA, "m-bad", what_is_missing=[], reason=" ")


def test_only_known_choices_are_taken(session: Session) -> None:
    with pytest.raises(Invalid):
        rematch.ask(session, MIA, "m-bad", what_is_missing=["<script>"], reason="")


def test_nobody_asks_for_others(session: Session) -> None:
    with pytest.raises(NotFound):
        rematch.ask(session, participant("ned"), "m-bad", what_is_missing=[], reason="Nosy.")


@pytest.mark.parametrize("actor", [CARL, participant("ned"), NOBODY, COORDINATOR])
def test_nobody_withdraws_anothers_request(session: Session, request_id: int, actor: Actor) -> None:
    with pytest.raises(NotFound):
        rematch.withdraw(session, actor, request_id)


def test_approving_ends_the_old_one_and_begins_the_new_one(
    session: Session, request_id: int
) -> None:
    new_id = changeover.approve(session, COORDINATOR, request_id, "dora", "Dora is glad.")
    old, new = (session.get_one(MentorshipRow, one) for one in ("m-bad", new_id))
    assert (old.status, old.ended_on, old.end_reason) == ("ended_early", DAY, "relationship")
    assert (new.mentor_id, new.mentee_id, new.started_on) == ("dora", "mia", DAY)
    assert (new.status, new.kind, new.cadence_days) == ("active", "traditional", 14)
    request = rematch.get(session, request_id)
    assert request.status == "approved"
    assert [one.text for one in messages.inbox(session, MIA)] == ["Dora is glad."]
    assert request.new_mentorship_id == new_id


def test_the_new_mentorship_is_assessed_at_once(session: Session, request_id: int) -> None:
    new_id = changeover.approve(session, COORDINATOR, request_id, "dora")
    assert health.current(session, new_id) is not None


def test_the_place_is_taken_and_the_old_one_free(session: Session, request_id: int) -> None:
    changeover.approve(session, COORDINATOR, request_id, "dora")
    assert profile.get(session, "dora").mentees_now == 3
    assert profile.get(session, "carl").mentees_now == 0


@pytest.mark.parametrize(
    ("mentor_id", "why"),
    [
        ("carl", "is the mentee's mentor today"),
        ("eve", "shares no language"),
        ("rita", "line of management"),
        ("kim", "offers no mentoring"),
        ("nobody", "not on the roster"),
    ],
)
def test_a_mentor_whom_the_rules_forbid_is_refused_and_nothing_changes(
    session: Session, request_id: int, mentor_id: str, why: str
) -> None:
    with pytest.raises(Conflict, match=why):
        changeover.approve(session, COORDINATOR, request_id, mentor_id)
    assert rematch.get(session, request_id).status == "open"
    assert session.get_one(MentorshipRow, "m-bad").status == "active"


def test_a_place_that_was_taken_in_the_meantime_is_noticed(
    session: Session, request_id: int
) -> None:
    profile.update(session, DORA, "dora", capacity=2)
    with pytest.raises(Conflict, match="has no free place"):
        changeover.approve(session, COORDINATOR, request_id, "dora")


def test_the_second_coordinator_is_told_that_it_is_decided(
    session: Session, request_id: int
) -> None:
    rematch.decline(session, COORDINATOR, request_id, "Talk to him first.")
    with pytest.raises(Conflict, match="not open any more"):
        changeover.approve(session, COORDINATOR, request_id, "dora")


def test_two_coordinators_can_not_give_the_same_place_away(app: Flask, session: Session) -> None:
    pat = Person("pat", "Pat", "pat@example.org", mentee_goals="plan projects")
    second = Mentorship("m-pat", "carl", "pat", date(2026, 9, 1))
    bundle = Programme(
        {**programme().people, "pat": pat}, {**programme().mentorships, "m-pat": second}
    )
    imports.import_programme(session, bundle, replacing=False)
    requests = [
        rematch.ask(session, participant(who), where, what_is_missing=[], reason="Please.")
        for who, where in (("mia", "m-bad"), ("pat", "m-pat"))
    ]
    session.rollback()
    both_ready = threading.Barrier(2)

    def approve(request_id: int) -> str:
        with app.app_context():
            both_ready.wait()
            try:
                changeover.approve(current_session(), COORDINATOR, request_id, "dora")
            except Conflict as error:
                return error.message
            return "approved"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(approve, requests))
    assert answers == ["Dora Mentor has no free place. Look at the candidates again.", "approved"]


def test_declining_needs_an_answer(session: Session, request_id: int) -> None:
    with pytest.raises(Invalid):
        rematch.decline(session, COORDINATOR, request_id, " ")


@pytest.mark.parametrize("actor", [MIA, CARL, NOBODY])
def test_only_coordinators_decide(session: Session, request_id: int, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        changeover.approve(session, actor, request_id, "dora")
    with pytest.raises(Forbidden):
        rematch.decline(session, actor, request_id, "No.")


def test_before_it_began_it_can_not_end(session: Session, request_id: int) -> None:
    programmes.set_as_of(session, date(2026, 8, 1))
    with pytest.raises(Conflict, match="only begins"):
        changeover.approve(session, COORDINATOR, request_id, "dora")


def test_the_new_pair_can_write_at_once(session: Session, request_id: int) -> None:
    new_id = changeover.approve(session, COORDINATOR, request_id, "dora")
    assert meetings.record(session, DORA, new_id, on=DAY, status="held")


def test_an_ended_mentorship_needs_no_rematch(session: Session) -> None:
    with pytest.raises(Conflict):
        rematch.ask(session, CARL, "m-over", what_is_missing=[], reason="Too late.")
