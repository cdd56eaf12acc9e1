"""The page of the programme as a whole, and of what it brought."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.conftest import Read

PAGE = "/coordinator/programme"


def test_it_says_how_many_stand_how(coordinator: FlaskClient, read: Read) -> None:
    page = read(coordinator, PAGE)
    assert "3 mentorships run" in page
    assert "At risk: 1" in page


def test_a_state_that_nobody_is_in_takes_no_room(coordinator: FlaskClient, read: Read) -> None:
    assert "Paused" not in read(coordinator, PAGE)


def test_every_picture_has_its_numbers_in_a_table(coordinator: FlaskClient, read: Read) -> None:
    page = read(coordinator, PAGE)
    assert "The same as a table" in page and "Nov 2026" in page


def test_without_careers_it_says_what_to_bring(coordinator: FlaskClient, read: Read) -> None:
    assert "careers.csv" in read(coordinator, PAGE + "/brought")


def test_the_api_tells_the_same(coordinator: FlaskClient) -> None:
    told = coordinator.get("/api/v1/programme").json
    assert (told["running"], told["counts"]["at_risk"]) == (3, 1)
    assert coordinator.get("/api/v1/programme/brought").json["comparisons"] == []
