"""The settings of one's account, and a meeting for one's calendar."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import current_session, preferences
from app.services.mail import mails
from tests.web.conftest import Read

SETTINGS = {
    "language": "de",
    "timezone": "Europe/Berlin",
    "quiet_from": "22",
    "quiet_until": "6",
    "wanted": ["invitation"],
}


def mia(app: Flask) -> preferences.Reader:
    with app.app_context():
        found = preferences.reader(current_session(), person_id="mia")
        assert found is not None
        return found


def test_the_settings_are_found_from_the_account(mentee: FlaskClient) -> None:
    assert 'href="/account/settings"' in mentee.get("/account").text


def test_what_is_chosen_is_kept(app: Flask, mentee: FlaskClient) -> None:
    assert mentee.post("/account/settings", data=SETTINGS).status_code == 302
    found = mia(app)
    assert (found.language, str(found.timezone)) == ("de", "Europe/Berlin")
    assert (found.quiet_from, found.quiet_until) == (22, 6)
    assert "reminder" in found.unwanted and "invitation" not in found.unwanted


def test_the_page_shows_what_was_chosen(mentee: FlaskClient) -> None:
    mentee.post("/account/settings", data={**SETTINGS, "language": "en"})
    page = mentee.get("/account/settings").text
    assert 'value="Europe/Berlin"' in page
    ticked = re.findall(r"<input[^>]*checked[^>]*value=\"(\w+)\"", page)
    assert ticked == ["invitation"]


def test_a_time_zone_that_does_not_exist_is_told_at_its_field(
    app: Flask, mentee: FlaskClient
) -> None:
    reply = mentee.post("/account/settings", data={**SETTINGS, "timezone": "Berlin"})
    assert reply.status_code == 422
    assert "There is no time zone of this name" in reply.text and 'value="Berlin"' in reply.text
    assert mia(app).quiet_from == 20


def test_each_chooses_among_the_mails_that_come_to_them(
    mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    assert "Calendar invitations" in read(mentee, "/account/settings")
    assert "Cases given to" not in read(mentee, "/account/settings")
    assert "Calendar invitations" not in read(coordinator, "/account/settings")
    assert "Cases given to" in read(coordinator, "/account/settings")


def test_only_coordinators_are_asked_about_the_digest(
    mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    assert "summary of what waits" not in read(mentee, "/account/settings")
    assert "summary of what waits" in read(coordinator, "/account/settings")


@pytest.mark.parametrize(
    ("chosen", "browser", "language"),
    [("", "de", "de"), ("de", "en", "de"), ("en", "de", "en"), ("", "fr", "en")],
)
def test_a_page_is_in_the_chosen_language_else_the_browsers(
    mentee: FlaskClient, chosen: str, browser: str, language: str
) -> None:
    mentee.post("/account/settings", data={**SETTINGS, "language": chosen})
    page = mentee.get("/account", headers={"Accept-Language": browser}).text
    assert f'<html lang="{language}">' in page


def test_moments_are_by_the_clock_of_the_reader(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    with app.app_context():
        session = current_session()
        mails.queue(session, kind="message", person_id="mia", subject="A", body="B")
        session.commit()
    assert "09:00" in read(coordinator, "/coordinator/mails")
    coordinator.post(
        "/account/settings",
        data={"quiet_from": "20", "quiet_until": "7", "timezone": "Asia/Tokyo", "digest": "daily"},
    )
    assert "18:00" in read(coordinator, "/coordinator/mails")


def test_the_two_of_a_meeting_get_it_as_a_file(mentee: FlaskClient, mentor: FlaskClient) -> None:
    for client in (mentee, mentor):
        reply = client.get("/meetings/mt-5/calendar.ics")
        assert reply.headers["Content-Disposition"] == "attachment; filename=2026-11-30.ics"
        assert "DTSTART;VALUE=DATE:20261130" in reply.text


def test_nobody_else_does(sign_in: object, coordinator: FlaskClient) -> None:
    assert sign_in("dora@example.org").get("/meetings/mt-5/calendar.ics").status_code == 404  # type: ignore[operator]
    assert coordinator.get("/meetings/mt-5/calendar.ics").status_code == 403
