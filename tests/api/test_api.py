"""The JSON API, as a coordinator's script sees it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.services.matching import rules
from app.services.rematching import rematch
from tests.conftest import COORDINATOR, participant


def test_mentorships_come_worst_first(coordinator: FlaskClient) -> None:
    found = coordinator.get("/api/v1/mentorships").json
    assert [row["mentorship_id"] for row in found["rows"]] == ["m-bad", "m-new", "m-good"]
    assert found["day"] == "2026-11-20"
    assert found["counts"]["at_risk"] == 1


def test_the_list_says_on_which_page_it_is(coordinator: FlaskClient) -> None:
    found = coordinator.get("/api/v1/mentorships?page=7").json
    assert found["paging"] == {"page": 1, "pages": 1, "total": 3}
    assert found["ended"] == 1


def test_the_list_can_be_narrowed_and_sorted(coordinator: FlaskClient) -> None:
    found = coordinator.get("/api/v1/mentorships?department=Works&sort=started").json
    assert [row["mentorship_id"] for row in found["rows"]] == ["m-good", "m-new"]


def test_a_mentorship_has_its_reasons_and_both_sides_words(coordinator: FlaskClient) -> None:
    found = coordinator.get("/api/v1/mentorships/m-bad").json
    assert found["assessment"]["reasons"][0]["evidence"][0]["text"] == "He cancelled again."
    meeting = next(one for one in found["meetings"] if one["meeting_id"] == "mt-3")
    assert meeting["mentee"]["feedback"].endswith("hurried 🙂")
    assert meeting["mentor"] == {"feedback": "A good talk, I think.", "rating": 5}


def test_candidates_stand_beside_todays_mentor(coordinator: FlaskClient) -> None:
    found = coordinator.get("/api/v1/mentees/mia/candidates?k=1").json
    assert found["today"][0]["mentor"]["person_id"] == "carl"
    assert [one["mentor"]["person_id"] for one in found["candidates"]] == ["dora"]


def test_candidates_say_how_much_better_they_are_and_what_changed_the_search(
    coordinator: FlaskClient,
) -> None:
    found = coordinator.get("/api/v1/mentees/mia/candidates?mentorship_id=m-bad").json
    [candidate] = found["candidates"]
    assert candidate["gain"] == "clearly_better"
    assert candidate["appointments"] == {"kept": 1, "of": 1}
    assert candidate["misfits"] == [
        {"kind": "unmet", "goal": "speak in front of groups", "expertise": ""}
    ]
    assert found["changed_by"] == [
        {"aspect": "availability", "signals": ["mentor_availability"], "said": False}
    ]
    assert {one["mentor"]["person_id"]: one["why_not"] for one in found["tempting"]} == {
        "eve": "shares no language with the mentee",
        "rita": "is in the mentee's line of management",
    }
    assert found["none_clearly_better"] is False


def test_the_plan_places_everyone_who_waits(coordinator: FlaskClient, session: Session) -> None:
    request_id = rematch.ask(
        session, participant("mia"), "m-bad", what_is_missing=["listening"], reason="Please."
    )
    found = coordinator.get("/api/v1/plan").json
    [pair] = found["pairs"]
    assert (pair["mentee"]["person_id"], pair["mentor"]["person_id"]) == ("mia", "dora")
    assert pair["request"]["request_id"] == request_id
    assert pair["why"]["expertise"] == "negotiate contracts"
    [load] = found["loads"]
    assert (load["before"], load["after"], load["capacity"]) == (2, 3, 3)
    assert found["changes"] is None


def test_the_plan_says_what_pairs_change_and_which_can_not_be_heeded(
    coordinator: FlaskClient, session: Session
) -> None:
    rematch.ask(session, participant("mia"), "m-bad", what_is_missing=[], reason="Please.")
    found = coordinator.get("/api/v1/plan?forbid=mia,dora&pin=mia,eve").json
    assert found["pairs"] == []
    assert found["left_over"][0]["reason"].startswith("Nobody is eligible.")
    assert found["changes"]["more_mentees"] == -1
    assert [(one["hold"], one["problem"]) for one in found["held"]] == [
        ("pin", "Ève Mentor shares no language with the mentee"),
        ("forbid", ""),
    ]


def test_open_requests_are_listed(coordinator: FlaskClient, session: Session) -> None:
    rematch.ask(
        session, participant("mia"), "m-bad", what_is_missing=["listening"], reason="Please."
    )
    [request] = coordinator.get("/api/v1/rematch-requests").json
    assert (request["mentorship_id"], request["what_is_missing"]) == ("m-bad", ["listening"])


def test_house_rules_are_listed_with_whom_they_concern(
    coordinator: FlaskClient, session: Session
) -> None:
    rules.pause(session, COORDINATOR, "dora", date(2026, 12, 24))
    found = coordinator.get("/api/v1/rules").json
    assert (found["day"], found["possible_pairs"], found["allowed_pairs"]) == ("2026-11-20", 5, 4)
    [rule] = found["rules"]
    assert rule.pop("people")[0]["person_id"] == "dora"
    assert rule == {
        "rule": "on_pause",
        "value": "2026-12-24",
        "until": "2026-12-24",
        "over": False,
        "pairs": 1,
        "mentors": 0,
        "mentorships": 2,
    }


def test_the_document_describes_every_operation(app: Flask, coordinator: FlaskClient) -> None:
    described = {
        (path, method.upper())
        for path, methods in coordinator.get("/api/v1/openapi.json").json["paths"].items()
        for method in methods
        if method != "parameters"
    }
    there = {
        (re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.endpoint.startswith("api-docs")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == there
    assert ("/api/v1/cases/{case_id}/verdict", "POST") in there


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/mentorships/none", 404),
        ("/api/v1/mentees/none/candidates", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/mentorships?sort=sideways", 422),
        ("/api/v1/mentorships?state=great", 422),
        ("/api/v1/mentees/mia/candidates?k=0", 422),
        ("/api/v1/mentees/mia/candidates?k=many", 422),
        ("/api/v1/plan?pin=mia", 422),
    ],
)
def test_a_wrong_question_is_answered_with_a_problem(
    coordinator: FlaskClient, path: str, status: int
) -> None:
    reply = coordinator.get(path)
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"
    assert reply.json["status"] == status and reply.json["detail"]


def test_a_wrong_question_is_told_by_its_field(coordinator: FlaskClient) -> None:
    reply = coordinator.get("/api/v1/mentees/mia/candidates?k=0")
    assert reply.json["errors"]["query"]["k"][0].startswith("Must be greater")


@pytest.mark.parametrize("reader", ["mentee", "mentor", "administrator"])
def test_only_coordinators_may_ask(reader: str, request: pytest.FixtureRequest) -> None:
    client: FlaskClient = request.getfixturevalue(reader)
    reply = client.get("/api/v1/mentorships")
    assert (reply.status_code, reply.content_type) == (403, "application/problem+json")


def test_without_signing_in_nothing_is_told(client: FlaskClient) -> None:
    reply = client.get("/api/v1/mentorships")
    assert (reply.status_code, reply.content_type) == (401, "application/problem+json")
