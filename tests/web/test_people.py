"""The roster, sign-in links, the programme's date, and one's own account."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import PASSWORD

Read = Callable[[FlaskClient, str], str]
PEOPLE = "/coordinator/people"
DATE = "/coordinator/programme-date"


def test_the_roster_says_who_seeks_who_offers_and_who_is_full(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, PEOPLE)
    assert "2 of 3" in said
    assert "0 of 1" in said


def test_the_roster_can_be_searched(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, f"{PEOPLE}?search=dora")
    assert "Dora Mentor" in said
    assert "Mia Mentee" not in said
    assert "No one matches “xyz”" in read(coordinator, f"{PEOPLE}?search=xyz")


def test_a_link_lets_a_person_set_a_password_and_sign_in(
    app: Flask, coordinator: FlaskClient
) -> None:
    page = coordinator.post(f"{PEOPLE}/zoe/sign-in-link")
    link = re.search(r"http://localhost(/\S+?)<", page.text)
    assert link
    visitor = app.test_client()
    assert "Set a password" in visitor.get(link[1]).text
    new = {"password": "quite another one", "password_confirm": "quite another one"}
    visitor.post(link[1], data=new)
    fresh = app.test_client()
    answer = fresh.post(
        "/sign-in", data={"email": "zoe@example.org", "password": "quite another one"}
    )
    assert answer.status_code == 302
    assert "Dora Mentor" in fresh.get("/", follow_redirects=True).text


def test_the_date_can_be_changed_and_everything_is_scored_again(
    coordinator: FlaskClient, read: Read
) -> None:
    answer = coordinator.post(DATE, data={"mode": "fixed", "day": "2026-11-15"})
    assert "/coordinator/jobs/" in answer.location
    assert "Sun 15 Nov 2026 (fixed)" in read(coordinator, "/coordinator/")
    coordinator.post(DATE, data={"mode": "live"})
    assert "(fixed)" not in read(coordinator, "/coordinator/")


def test_a_fixed_date_needs_its_day(coordinator: FlaskClient) -> None:
    answer = coordinator.post(DATE, data={"mode": "fixed", "day": ""})
    assert answer.status_code == 422
    assert "Please give the day" in answer.text


@pytest.mark.parametrize(
    ("email", "place"),
    [
        ("kim@example.org", "/coordinator/"),
        ("mia@example.org", "/mentee/"),
        ("carl@example.org", "/mentor/"),
        ("root@example.org", "/account"),
    ],
)
def test_signing_in_leads_each_to_their_own_place(
    client: FlaskClient, email: str, place: str
) -> None:
    answer = client.post(
        "/sign-in", data={"email": email, "password": PASSWORD}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert answer.request.path == place


def test_the_bar_shows_each_only_where_they_may_go(
    coordinator: FlaskClient, mentee: FlaskClient, administrator: FlaskClient
) -> None:
    def bar(client: FlaskClient) -> list[str]:
        html = client.get("/account").text
        nav = html[html.index("<nav") : html.index("</nav>")]
        return re.findall(r">([^<>]+)</a>", nav)

    assert bar(mentee) == ["My mentor", "My mentees"]
    assert bar(administrator) == ["People"]
    assert bar(coordinator)[:2] == ["Queue", "Mentorships"]
    assert bar(coordinator)[-1] == "Programme date"
    assert "My mentor" not in bar(coordinator)


@pytest.mark.parametrize("email", ["mia@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(
    client: FlaskClient, email: str
) -> None:
    answer = client.post("/sign-in", data={"email": email, "password": "wrong"})
    assert "E-mail and password do not go together" in answer.text


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(client: FlaskClient) -> None:
    answer = client.get("/mentee/")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_signing_out_closes_the_pages(mentee: FlaskClient) -> None:
    mentee.post("/sign-out")
    assert mentee.get("/mentee/").status_code == 302


def test_the_account_page_shows_what_is_known(mentee: FlaskClient, read: Read) -> None:
    said = read(mentee, "/account")
    assert "Mia Mentee" in said
    assert "mia@example.org" in said


def test_a_password_can_be_changed(mentee: FlaskClient) -> None:
    page = mentee.get("/change")
    assert page.status_code == 200
    new = {
        "password": PASSWORD,
        "new_password": "a longer one 77",
        "new_password_confirm": "a longer one 77",
    }
    assert mentee.post("/change", data=new).status_code == 302
