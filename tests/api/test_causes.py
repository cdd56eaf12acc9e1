"""Causes and the case page in the JSON API."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.in_common import another_of_carls

URL = "/api/v1/causes"


@pytest.fixture
def shared(session: Session) -> None:
    """Carl has a second mentee, and no time for either."""
    another_of_carls(session)


@pytest.mark.usefixtures("shared")
def test_causes_are_listed_with_their_mentorships(coordinator: FlaskClient) -> None:
    [found] = coordinator.get(URL).json
    assert (found["scope"], found["key"], found["total"]) == ("mentor", "carl", 2)
    assert found["mentorship_ids"] == ["m-bad", "m-two"]
    assert found["signs"][0]["sign"] == "mentor_availability"


@pytest.mark.usefixtures("shared")
def test_one_call_acts_on_all(coordinator: FlaskClient) -> None:
    wish = {"mentorship_ids": ["m-bad", "m-two"], "take": True, "due_on": "2026-12-01"}
    reply = coordinator.post(f"{URL}/mentor/carl", json=wish)
    assert reply.json == {"written": False, "paused": False, "cases": 2, "refused": []}


@pytest.mark.usefixtures("shared")
def test_a_wish_that_can_not_be_is_a_problem(coordinator: FlaskClient) -> None:
    wish = {"mentorship_ids": ["m-bad"], "due_on": "2026-01-01"}
    reply = coordinator.post(f"{URL}/mentor/carl", json=wish)
    assert (reply.status_code, reply.content_type) == (422, "application/problem+json")


def test_a_mentorship_has_all_that_the_case_page_has(coordinator: FlaskClient) -> None:
    found = coordinator.get("/api/v1/mentorships/m-bad").json
    assert found["mentorship_id"] == "m-bad"
    assert found["opening"] == "By what was written, Carl Mentor has little time for it."
    assert {"meeting", "gap"} <= {one["kind"] for one in found["timeline"]}
    [part] = found["views_part"]["partings"]
    assert (part["mentee_rating"], part["mentor_rating"], part["worse"]) == (2, 5, "mentee")
    assert [one["what"] for one in found["what_would_change"]["after"]] == [
        "met",
        "one_good",
        "three_good",
    ]
    assert found["sureness"]["mentee"]["notes"] == 2
    assert found["similar"] == {"cases": [], "total": 0, "counts": {}}
    assert found["causes"] == []


def test_one_that_is_not_scored_has_no_figures(coordinator: FlaskClient) -> None:
    found = coordinator.get("/api/v1/mentorships/m-over").json
    assert found["what_would_change"] is None and found["sureness"] is None
    assert found["timeline"]
