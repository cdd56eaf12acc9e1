"""A round of questions as a mentee and a mentor meet it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import current_session
from app.services.participants import pulses
from tests.conftest import SignIn, participant
from tests.web.conftest import words_of

Read = Callable[[FlaskClient, str], str]


@pytest.fixture
def page(app: Flask) -> str:
    """Dora's question about Ned, after their first meeting."""
    # A context of its own: one that lasted would let every reader be the first who came.
    with app.app_context():
        asked = pulses.asked(current_session(), participant("dora"))
        [pulse_id] = [one.pulse_id for one in asked if one.mentorship_id == "m-good"]
    return f"/participant/pulse/{pulse_id}"


@pytest.fixture
def dora(sign_in: SignIn) -> FlaskClient:
    return sign_in("dora@example.org")


def test_it_waits_on_the_home_page(dora: FlaskClient, read: Read) -> None:
    assert "How does it begin with Ned Mentee?" in read(dora, "/mentor/")


def test_who_reads_it_and_what_follows_is_said_first(
    dora: FlaskClient, read: Read, page: str
) -> None:
    said = read(dora, page)
    readers = "Read by: programme coordinators. Not by your mentee. Not by your manager."
    assert said.index(readers) < said.index("Is this a good fit so far?")
    assert "Where an answer is low, a coordinator looks and writes to you." in said


def test_an_answer_is_thanked_for_and_not_asked_again(
    dora: FlaskClient, read: Read, page: str
) -> None:
    reply = dora.post(page, data={"fit": "5", "text": "He is prepared."}, follow_redirects=True)
    assert "Thank you. Coordinators can read it; Ned Mentee can" in reply.text
    assert "How does it begin" not in read(dora, "/mentor/")
    assert dora.get(page).status_code == 409


def test_a_low_answer_says_that_somebody_looks(dora: FlaskClient, page: str) -> None:
    reply = dora.post(page, data={"fit": "1"}, follow_redirects=True)
    assert "A coordinator looks at it. Ned Mentee is not told." in words_of(reply.text)


def test_an_empty_answer_is_asked_for_and_the_words_stay(dora: FlaskClient, page: str) -> None:
    reply = dora.post(page, data={"text": "Only words."})
    assert reply.status_code == 422
    assert "Please answer at least one question" in reply.text
    assert "Only words.</textarea>" in reply.text


def test_one_may_rather_not_answer(dora: FlaskClient, read: Read, page: str) -> None:
    assert dora.post(f"{page}/skip").status_code == 302
    assert "How does it begin" not in read(dora, "/mentor/")


def test_it_is_nobody_elses(mentee: FlaskClient, mentor: FlaskClient, page: str) -> None:
    assert {one.get(page).status_code for one in (mentee, mentor)} == {404}


def test_the_coordinator_reads_low_answers_in_the_case(
    dora: FlaskClient, coordinator: FlaskClient, read: Read, page: str
) -> None:
    dora.post(page, data={"fit": "1", "text": "We talk past each other."})
    said = read(coordinator, "/coordinator/mentorships/m-good")
    assert "Dora Mentor says that it is no good fit" in said
    assert "We talk past each other." in said and "Fit: 1 of 5" in said


def test_by_the_api(dora: FlaskClient, page: str) -> None:
    [asked] = dora.get("/api/v1/pulses").json
    assert (asked["mentorship_id"], asked["questions"]) == ("m-good", ["fit"])
    where = f"/api/v1/pulses/{asked['pulse_id']}"
    assert dora.post(f"{where}/answer", json={"answers": {"fit": 9}}).status_code == 422
    answered = dora.post(f"{where}/answer", json={"answers": {"fit": 2}})
    assert answered.json == {"coordinators_look": True}
    assert dora.post(f"{where}/skip").status_code == 409
    assert dora.get("/api/v1/pulses").json == []
