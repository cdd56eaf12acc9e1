"""What a reader is told when something goes wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.permissions import ROUTES, Action
from app.settings import Settings
from tests.conftest import PASSWORD
from tests.fakes import FakeModels


@pytest.fixture
def buggy(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An application with a bug at /bug and /api/bug."""

    def bug() -> str:
        raise RuntimeError("a secret sentence of Mia's")

    for place in ("/bug", "/api/bug"):
        app.add_url_rule(place, place, bug)
        monkeypatch.setitem(ROUTES, place, Action.VISIT)  # type: ignore[arg-type]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize("place", ["/bug", "/api/bug"])
def test_a_bug_is_told_without_what_it_was_about(buggy: FlaskClient, place: str) -> None:
    reply = buggy.get(place)
    assert reply.status_code == 500
    assert "secret sentence" not in reply.text


def test_too_large_a_request_is_refused(app: Flask, coordinator: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    reply = coordinator.post("/coordinator/import", data={"bundle": "x" * 2000})
    assert reply.status_code == 413
    assert "larger than 50 MB" in reply.text


def test_a_forged_form_changes_nothing(settings: Settings, app: Flask) -> None:
    serving = create_app(replace(settings, testing=False), FakeModels())
    reply = serving.test_client().post(
        "/sign-in", data={"email": "mia@example.org", "password": PASSWORD}
    )
    assert reply.status_code == 400
    assert "This form is too old" in reply.text


def test_pages_are_not_kept_by_the_browser(coordinator: FlaskClient) -> None:
    headers = coordinator.get("/coordinator/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_cookie_of_a_session_is_out_of_reach_for_scripts(client: FlaskClient) -> None:
    reply = client.post("/sign-in", data={"email": "mia@example.org", "password": PASSWORD})
    cookie = next(c for c in reply.headers.getlist("Set-Cookie") if c.startswith("rapport="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_one_is_not_sent_elsewhere_after_signing_in(client: FlaskClient) -> None:
    reply = client.post(
        "/sign-in?next=https://evil.example/",
        data={"email": "mia@example.org", "password": PASSWORD},
    )
    assert "evil" not in reply.headers.get("Location", "")
