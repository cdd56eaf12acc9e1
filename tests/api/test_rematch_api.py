"""A rematch through the API: every step is there, and each may take only their own."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn

API = "/api/v1"
ASK = f"{API}/mentorships/m-bad/rematch-request"


@pytest.fixture
def dora(sign_in: SignIn) -> FlaskClient:
    return sign_in("dora@example.org")


@pytest.fixture
def request_id(mentee: FlaskClient) -> int:
    answer = mentee.post(ASK, json={"what_is_missing": ["listening"], "reason": "Please."})
    assert answer.status_code == 201
    made: int = answer.json["request_id"]
    return made


@pytest.fixture
def proposal_id(coordinator: FlaskClient, request_id: int) -> int:
    sent = {"request_id": request_id, "mentor_id": "dora", "to_old_mentor": "Thank you."}
    answer = coordinator.post(f"{API}/proposals", json=sent)
    assert answer.status_code == 201, answer.json
    made: int = answer.json["proposal_id"]
    return made


def test_the_whole_way(
    coordinator: FlaskClient, dora: FlaskClient, mentee: FlaskClient, proposal_id: int
) -> None:
    path = f"{API}/proposals/{proposal_id}"
    assert dora.get(path).json["name"] == "Mia Mentee"
    assert dora.post(f"{path}/accept").json == {"mentorship_id": None}
    assert mentee.get(path).json["side"] == "mentee"
    new_id = mentee.post(f"{path}/accept").json["mentorship_id"]
    [done] = coordinator.get(f"{API}/rematch-requests/done").json
    assert (done["old_id"], done["new_id"]) == ("m-bad", new_id)
    follow = coordinator.get(f"{API}/rematch-requests/follow-up").json
    assert [one["group"] for one in follow["groups"]] == ["rematched", "repaired", "untouched"]
    undone = coordinator.post(f"{API}/mentorships/m-bad/undo-rematch", json={"words": "A slip."})
    assert undone.json == {"mentorship_id": "m-bad"}


def test_no_later_and_withdraw(
    coordinator: FlaskClient, dora: FlaskClient, request_id: int, proposal_id: int
) -> None:
    path = f"{API}/proposals/{proposal_id}"
    assert dora.post(f"{path}/later", json={"until": "2026-12-01"}).status_code == 204
    [course] = coordinator.get(f"{API}/rematch-requests/courses").json
    assert (course["waits_for"], course["proposal"]["status"]) == ("mentor", "later")
    assert coordinator.post(f"{path}/withdraw").status_code == 204
    assert dora.post(f"{path}/decline", json={"reason": "no_time"}).status_code == 409


def test_a_choice(coordinator: FlaskClient, mentee: FlaskClient, request_id: int) -> None:
    path = f"{API}/rematch-requests/{request_id}"
    assert coordinator.post(f"{path}/offers", json={"mentor_ids": ["dora"]}).status_code == 204
    [offer] = mentee.get(f"{path}/choice").json["offers"]
    assert offer["name"] == "Dora Mentor" and "email" not in offer
    assert mentee.post(f"{path}/choice", json={"mentor_ids": ["dora"]}).status_code == 204
    assert mentee.post(f"{path}/choice", json={"mentor_ids": ["rita"]}).status_code == 422


def test_answers_without_a_proposal(
    coordinator: FlaskClient, mentee: FlaskClient, request_id: int
) -> None:
    path = f"{API}/rematch-requests/{request_id}"
    assert mentee.post(f"{path}/decline", json={"answer": "No."}).status_code == 403
    assert coordinator.post(f"{path}/decline", json={"answer": "Talk first."}).status_code == 204
    assert mentee.post(f"{path}/withdraw").status_code == 409
    noted = coordinator.post(
        f"{API}/mentorships/m-bad/noted-rematch-request",
        json={"side": "mentor", "reason": "Told me."},
    )
    assert noted.status_code == 201
    approve = f"{API}/rematch-requests/{noted.json['request_id']}/approve"
    assert coordinator.post(approve, json={"mentor_id": "rita"}).status_code == 409
    assert coordinator.post(approve, json={"mentor_id": "dora"}).status_code == 201


def test_first_mentorships(coordinator: FlaskClient, mentee: FlaskClient) -> None:
    pairs = {"pairs": [{"mentee_id": "mia", "mentor_id": "dora"}]}
    assert mentee.post(f"{API}/beginnings", json=pairs).status_code == 403
    answer = coordinator.post(f"{API}/beginnings", json=pairs)
    assert answer.status_code == 409 and "has a mentor by now" in answer.json["detail"]


def test_the_leaving_mentor_learns_nothing(mentor: FlaskClient, proposal_id: int) -> None:
    assert mentor.get(f"{API}/proposals/{proposal_id}").status_code == 404
