"""One case by the JSON API: every step, and how a wrong one is answered."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.services.participants import concerns
from app.services.review import cases
from tests.conftest import participant

CASE = "/api/v1/cases/1"


@pytest.fixture(autouse=True)
def the_case(session: Session) -> None:
    """Mia's is the only one."""
    case = cases.of_mentorship(session, "m-bad")
    assert case is not None and case.case_id == 1
    session.rollback()


def step(client: FlaskClient, name: str, **given: Any) -> Any:
    reply = client.post(f"{CASE}/{name}", json=given)
    assert reply.status_code == 200, reply.text
    return reply.json


def test_a_case_is_told_with_its_history(coordinator: FlaskClient) -> None:
    found = coordinator.get(CASE).json
    assert (found["mentorship_id"], found["status"], found["reasons"]) == (
        "m-bad",
        "new",
        ["at_risk"],
    )
    [entry] = found["history"]
    assert (entry["what"], entry["by"]) == ("Opened: At risk", "")


def test_every_step_gives_the_case_as_it_is_then(coordinator: FlaskClient) -> None:
    owner = coordinator.get("/api/v1/session").json["user_id"]
    assert step(coordinator, "owner", owner_id=owner)["owner"] == "Kim Coord"
    assert step(coordinator, "due", due_on="2026-12-01")["due_on"] == "2026-12-01"
    assert step(coordinator, "status", status="repairing")["status"] == "repairing"
    snoozed = step(coordinator, "snooze", until="2026-12-01", reason="On leave.")
    assert (snoozed["snoozed_until"], snoozed["snoozed_for"]) == ("2026-12-01", "On leave.")
    assert step(coordinator, "wake")["snoozed_until"] is None
    assert step(coordinator, "notes", text="Ask Rita.")["history"][0]["text"] == "Ask Rita."
    talk = step(coordinator, "contacts", with_whom="both", how="video", on="2026-11-20")
    assert talk["history"][0]["kind"] == "contact"
    assert step(coordinator, "quiet")["status"] == "quiet"
    assert step(coordinator, "reopen")["status"] == "repairing"
    assert step(coordinator, "verdict", verdict="working")["status"] == "closed"


def test_answers_go_with_a_verdict_or_by_themselves(
    coordinator: FlaskClient, session: Session
) -> None:
    first = concerns.raise_concern(session, participant("mia"), "m-bad", "I am not sure.")
    second = concerns.raise_concern(session, participant("carl"), "m-bad", "Me neither.")
    session.rollback()
    answered = step(coordinator, f"answers/{first}", text="I look into it.")
    assert [one["concern_id"] for one in answered["waiting"]] == [second]
    done = step(coordinator, "verdict", verdict="working", answers={str(second): "We talked."})
    assert (done["waiting"], done["status"]) == ([], "closed")


def test_a_case_is_opened_by_hand(coordinator: FlaskClient) -> None:
    reply = coordinator.post("/api/v1/mentorships/m-good/case")
    assert (reply.status_code, reply.json["status"]) == (201, "in_review")


def test_a_stale_revision_is_a_conflict_that_names_who(coordinator: FlaskClient) -> None:
    shown = coordinator.get(CASE).json["revision"]
    step(coordinator, "status", status="in_review", revision=shown)
    reply = coordinator.post(f"{CASE}/status", json={"status": "repairing", "revision": shown})
    assert reply.status_code == 409
    assert reply.json["detail"].startswith("Kim Coord has changed this case")


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("status", {"status": "great"}, 422),
        ("status", {}, 422),
        ("snooze", {"until": "2026-11-20", "reason": "x"}, 422),
        ("due", {"due_on": "soon"}, 422),
        ("owner", {"owner_id": 99}, 422),
        ("verdict", {"verdict": "meh"}, 422),
        ("verdict", {"verdict": "working", "answers": {"one": "x"}}, 422),
        ("wake", {}, 409),
        ("answers/9", {"text": "x"}, 404),
    ],
)
def test_a_wrong_step_is_answered_with_a_problem(
    coordinator: FlaskClient, path: str, given: dict[str, Any], status: int
) -> None:
    reply = coordinator.post(f"{CASE}/{path}", json=given)
    assert (reply.status_code, reply.content_type) == (status, "application/problem+json")


def test_an_unknown_case_is_not_found(coordinator: FlaskClient) -> None:
    assert coordinator.get("/api/v1/cases/99").status_code == 404


def test_nobody_else_reads_a_case(mentee: FlaskClient, mentor: FlaskClient) -> None:
    assert {one.get(CASE).status_code for one in (mentee, mentor)} == {403}
