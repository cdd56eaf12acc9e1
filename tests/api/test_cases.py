"""The review queue in the JSON API."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.queued import case, three_cases

CASES = "/api/v1/cases"
VIEWS = "/api/v1/saved-views"


@pytest.fixture(autouse=True)
def cases(session: Session) -> None:
    three_cases(session)
    session.close()


def test_cases_come_most_urgent_first_with_counts(coordinator: FlaskClient) -> None:
    found = coordinator.get(CASES).json
    assert [row["mentorship_id"] for row in found["rows"]] == ["m-good", "m-bad", "m-new"]
    assert found["paging"] == {"page": 1, "pages": 1, "total": 3}
    assert (found["counts"]["open"], found["counts"]["by_reason"]["at_risk"]) == (3, 1)
    assert found["rows"][1]["signal"] == "The mentor has little time"


def test_they_can_be_narrowed_and_sorted(coordinator: FlaskClient) -> None:
    found = coordinator.get(f"{CASES}?department=Works&sort=-mentee").json
    assert [row["mentorship_id"] for row in found["rows"]] == ["m-new", "m-good"]
    assert coordinator.get(f"{CASES}?owner=nobody&silent_since=2026-11-01").json["rows"] == []


@pytest.mark.parametrize(
    "asked", ["status=x", "sort=x", "owner=x", "page=0", "silent_since=x", "kind=x", "reason=x"]
)
def test_a_wrong_question_is_told_by_its_field(coordinator: FlaskClient, asked: str) -> None:
    reply = coordinator.get(f"{CASES}?{asked}")
    assert reply.status_code == 422
    assert [*reply.json["errors"]["query"]] == [asked.partition("=")[0]]


def test_many_are_changed_at_once_and_refusals_are_told(
    coordinator: FlaskClient, session: Session
) -> None:
    bad, new = case(session, "m-bad"), case(session, "m-new")
    asked = {
        "step": "status",
        "status": "repairing",
        "cases": [
            {"case_id": bad.case_id, "revision": bad.revision},
            {"case_id": new.case_id, "revision": new.revision - 1},
        ],
    }
    reply = coordinator.post(f"{CASES}/bulk", json=asked)
    assert reply.status_code == 200
    assert reply.json["done"] == 1
    assert [one["case_id"] for one in reply.json["refused"]] == [new.case_id]
    assert case(session, "m-bad").status == "repairing"


def test_a_step_that_lacks_something_is_refused_as_a_whole(coordinator: FlaskClient) -> None:
    reply = coordinator.post(
        f"{CASES}/bulk", json={"step": "snooze", "words": "x", "cases": [{"case_id": 1}]}
    )
    assert (reply.status_code, reply.content_type) == (422, "application/problem+json")


def test_a_view_is_kept_listed_and_deleted(coordinator: FlaskClient) -> None:
    asked = {"name": "Works", "filters": {"department": "Works"}, "sort": "-risk", "shared": True}
    made = coordinator.post(VIEWS, json=asked)
    assert made.status_code == 201
    view = coordinator.get(VIEWS).json[-1]
    assert (view["name"], view["query"], view["mine"]) == (
        "Works",
        "department=Works&sort=-risk",
        True,
    )
    assert coordinator.delete(f"{VIEWS}/{made.json['view_id']}").status_code == 204
    assert {one["view_id"] for one in coordinator.get(VIEWS).json} == {None}


def test_a_view_needs_a_name(coordinator: FlaskClient) -> None:
    assert coordinator.post(VIEWS, json={"name": " "}).status_code == 422


@pytest.mark.parametrize("reader", ["mentee", "mentor", "administrator"])
def test_only_coordinators_may_ask(reader: str, request: pytest.FixtureRequest) -> None:
    client: FlaskClient = request.getfixturevalue(reader)
    for reply in (client.get(CASES), client.post(f"{CASES}/bulk"), client.get(VIEWS)):
        assert reply.status_code == 403
