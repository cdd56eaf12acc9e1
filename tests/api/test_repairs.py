"""Repairs and agreements over the API."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from tests.conftest import SignIn
from tests.small_programme import DAY

REPAIRS = "/api/v1/mentorships/m-bad/repairs"
OWN = "/api/v1/own/mentorships/m-bad/agreement"
START = {
    "trouble": "mentor_availability",
    "rung": "message",
    "check_back_on": (DAY + timedelta(21)).isoformat(),
    "to_mentee": "Hello Mia.",
}


def test_a_plan_has_the_ladder_the_guides_and_the_drafts(coordinator: FlaskClient) -> None:
    found = coordinator.get("/api/v1/mentorships/m-bad/repair-plan?rung=message").json
    assert (found["trouble"], found["rung"]) == ("mentor_availability", "message")
    assert [one["rung"] for one in found["ladder"]][:2] == ["raise", "message"]
    assert {one["reader"] for one in found["guides"]} == {"coordinator", "mentee", "mentor"}
    assert found["to_mentor"].startswith("Hello Carl Mentor,")


def test_a_repair_goes_from_its_beginning_to_what_comes_next(coordinator: FlaskClient) -> None:
    begun = coordinator.post(REPAIRS, json=START)
    assert begun.status_code == 201
    found = coordinator.get(REPAIRS).json
    assert found["open"]["rung"] == "message" and found["past"] == []
    told = coordinator.post(
        f"/api/v1/repairs/{begun.json['repair_id']}/check", json={"outcome": "did_not_help"}
    )
    assert told.json == {"rung": "talk_each", "rematch": False}
    [record] = coordinator.get("/api/v1/repairs/which-helped").json
    assert (record["tried"], record["helped"], record["low"]) == (1, 0, None)


def test_a_refusal_says_what_is_wrong(coordinator: FlaskClient) -> None:
    answer = coordinator.post(REPAIRS, json={**START, "trouble": "safety", "rung": "joint_talk"})
    assert answer.status_code == 422
    assert "Talk to each apart first." in answer.json["detail"]


def test_two_agree_and_the_coordinator_reads_it(sign_in: SignIn, coordinator: FlaskClient) -> None:
    mia, carl = sign_in("mia@example.org"), sign_in("carl@example.org")
    made = mia.post(OWN, json={"cadence_days": 21, "goals": "Plan.", "seen": 0})
    assert made.status_code == 201
    agreed = carl.post(f"/api/v1/own/agreements/{made.json['agreement_id']}/agree").json
    assert agreed["status"] == "agreed"
    found = coordinator.get("/api/v1/mentorships/m-bad/agreement").json
    assert found["current"]["cadence_days"] == 21 and found["proposal"] is None
    assert mia.get(OWN).json == found


def test_a_proposal_over_an_unseen_one_is_a_conflict(sign_in: SignIn) -> None:
    mia, carl = sign_in("mia@example.org"), sign_in("carl@example.org")
    carl.post(OWN, json={"cadence_days": 7})
    assert mia.post(OWN, json={"cadence_days": 21, "seen": 0}).status_code == 409


def test_a_coordinator_suggests_an_agreement(coordinator: FlaskClient) -> None:
    path = "/api/v1/mentorships/m-bad/agreement"
    assert coordinator.post(path, json={"cadence_days": 28}).status_code == 201
    assert coordinator.get(path).json["proposal"]["proposed_by"] == "coordinator"


def test_help_to_say_it_is_for_ones_own_side(sign_in: SignIn) -> None:
    path = "/api/v1/own/mentorships/m-bad/help-me-say-it"
    subjects = {one["key"]: one for one in sign_in("carl@example.org").get(path).json}
    assert subjects["mentor_availability"]["said"] == "I have too little time for this"
    assert sign_in("dora@example.org").get(path).status_code == 404


def test_no_side_sees_the_repairs(mentee: FlaskClient, mentor: FlaskClient) -> None:
    for client in (mentee, mentor):
        assert client.get(REPAIRS).status_code == 403
        assert client.get("/api/v1/repairs/which-helped").status_code == 403
