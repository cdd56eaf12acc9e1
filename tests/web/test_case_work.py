"""The panel of a case: what a coordinator sees first, and what each step says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import current_session
from app.services.participants import concerns
from app.services.review import cases
from tests.conftest import SignIn, participant
from tests.web.conftest import words_of

Read = Callable[[FlaskClient, str], str]
PAGE = "/coordinator/mentorships/m-bad"
CASE = "/coordinator/cases/1"


def send(client: FlaskClient, step: str, **values: str) -> str:
    """Send the form of a step; gives the words of the page that follows, which is the case's."""
    prefix = {"notes": "note", "contacts": "contact"}.get(step, step)
    data = {f"{prefix}-{name}": value for name, value in values.items()}
    reply = client.post(f"{CASE}/{step}", data=data)
    assert reply.status_code == 302 and reply.location.endswith(f"{PAGE}#case"), reply.status
    return words_of(client.get(PAGE).text)


def refused(client: FlaskClient, step: str, **values: str) -> str:
    prefix = {"notes": "note", "contacts": "contact"}.get(step, step)
    data = {f"{prefix}-{name}": value for name, value in values.items()}
    reply = client.post(f"{CASE}/{step}", data=data)
    assert reply.status_code == 422
    return reply.text


def revision(app: Flask) -> str:
    with app.app_context():
        return str(cases.get(current_session(), 1).revision)


@pytest.fixture
def concern(app: Flask) -> int:
    """What Mia asks the coordinators."""
    # A context of its own: one that lasted would let every reader be the first who came.
    with app.app_context():
        mia, words = participant("mia"), "I dare not say it."
        return concerns.raise_concern(current_session(), mia, "m-bad", words)


def test_the_state_stands_in_one_line(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, PAGE)
    assert "The case New opened today Nobody’s yet" in " ".join(said.split())
    assert "Here because: At risk." in said


def test_a_mentorship_without_a_case_offers_one(coordinator: FlaskClient, read: Read) -> None:
    assert "Open a case by hand" in read(coordinator, "/coordinator/mentorships/m-good")
    coordinator.post("/coordinator/mentorships/m-good/case")
    assert "Owner: Kim Coord" in read(coordinator, "/coordinator/mentorships/m-good")


def test_what_is_over_offers_none(coordinator: FlaskClient, read: Read) -> None:
    assert "Open a case by hand" not in read(coordinator, "/coordinator/mentorships/m-over")


def test_one_click_takes_it(coordinator: FlaskClient) -> None:
    page = coordinator.get(PAGE).text
    own = page.split('name="owner-owner" value="')[1].split('"')[0]
    assert "Owner: Kim Coord" in send(coordinator, "owner", owner=own)
    assert "I take it" not in coordinator.get(PAGE).text


def test_each_step_is_told(coordinator: FlaskClient) -> None:
    assert "Repairing" in send(coordinator, "status", status="repairing")
    assert "due on Tue 1 Dec 2026" in send(coordinator, "due", due_on="2026-12-01")
    assert "Put aside until Tue 1 Dec 2026: On leave." in send(
        coordinator, "snooze", until="2026-12-01", reason="On leave."
    )
    assert "Put aside until" not in send(coordinator, "wake")
    assert "Ask Rita." in send(coordinator, "notes", text="Ask Rita.")
    assert "Talked with the mentor, by phone" in send(
        coordinator, "contacts", with_whom="mentor", how="phone", on="2026-11-20", text="Swamped."
    )
    assert "Quiet until it gets worse since Fri 20 Nov 2026" in " ".join(
        send(coordinator, "quiet", reason="They know.").split()
    )


def test_a_verdict_is_kept_and_taken_back(coordinator: FlaskClient) -> None:
    said = send(coordinator, "verdict", verdict="working", note="I asked both.")
    assert "Last verdict: Working." in said and "I asked both." in said
    assert "Open it again" in said
    assert "Last verdict" not in send(coordinator, "reopen")


def test_every_verdict_says_what_it_does(coordinator: FlaskClient, read: Read) -> None:
    assert "Not working It stays open, for a repair or a rematch." in read(coordinator, PAGE)


def test_a_verdict_must_be_chosen_and_what_was_written_is_still_there(
    coordinator: FlaskClient,
) -> None:
    page = refused(coordinator, "verdict", note="A long thought.")
    assert "Please choose what you found out." in page
    assert "A long thought.</textarea>" in page


@pytest.mark.parametrize(
    ("step", "values", "says"),
    [
        ("snooze", {"until": "2026-11-20", "reason": "x"}, "Choose a day after Fri 20 Nov 2026."),
        ("snooze", {"until": "2026-12-20", "reason": ""}, "Say why it can wait"),
        ("due", {"due_on": "2026-11-01"}, "Choose Fri 20 Nov 2026 or a later day."),
        ("notes", {"text": " "}, "Write the note first."),
        (
            "contacts",
            {"with_whom": "both", "how": "chat", "on": "2027-01-01"},
            "or an earlier day.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_form_which_is_open(
    coordinator: FlaskClient, step: str, values: dict[str, str], says: str
) -> None:
    page = refused(coordinator, step, **values)
    assert says in page
    assert '<details class="case-more" open>' in page


def test_whoever_comes_second_is_told_and_can_send_it_again(
    app: Flask, coordinator: FlaskClient
) -> None:
    shown = revision(app)
    send(coordinator, "notes", text="Ask Rita.")
    page = refused(coordinator, "verdict", verdict="working", note="Mine.", revision=shown)
    assert "Kim Coord has changed this case since you opened it (Note)." in page
    assert "Mine.</textarea>" in page
    send(coordinator, "verdict", verdict="working", note="Mine.", revision=revision(app))


def test_words_that_wait_stand_above_the_verdict(
    coordinator: FlaskClient, read: Read, concern: int
) -> None:
    said = read(coordinator, PAGE)
    assert said.index("I dare not say it.") < said.index("What did you find out?")
    assert "Read by: Mia Mentee. Not by the other side" in said


def test_nobody_closes_over_a_question_that_waits(coordinator: FlaskClient, concern: int) -> None:
    page = refused(coordinator, "verdict", verdict="working")
    assert "Mia Mentee waits for an answer." in page
    said = send(coordinator, "verdict", verdict="working", **{f"answer_{concern}": "We talked."})
    assert "Answered Mia Mentee" in said


def test_an_answer_alone_is_sent(coordinator: FlaskClient, concern: int) -> None:
    box = {f"verdict-answer_{concern}": "I look into it."}
    reply = coordinator.post(f"{CASE}/answers/{concern}", data=box)
    assert reply.status_code == 302
    empty = coordinator.post(f"{CASE}/answers/{concern}", data={})
    assert empty.status_code == 404, "it is answered already"


def test_an_empty_answer_is_asked_for(coordinator: FlaskClient, concern: int) -> None:
    reply = coordinator.post(f"{CASE}/answers/{concern}", data={})
    assert reply.status_code == 422 and "Please write an answer" in reply.text


def test_neither_of_the_two_learns_of_the_case(
    coordinator: FlaskClient, sign_in: SignIn, read: Read, concern: int
) -> None:
    send(coordinator, "notes", text="A private thought.")
    send(coordinator, "verdict", verdict="not_working", note="Plainly not.")
    for who, home in (("mia", "/mentee/"), ("carl", "/mentor/")):
        said = read(sign_in(f"{who}@example.org"), home)
        assert "private thought" not in said and "Plainly" not in said
        assert "Not working" not in said
    assert "dare not" not in read(sign_in("carl@example.org"), "/mentor/")
