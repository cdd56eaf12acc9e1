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


def test_what_was_written_is_given_back_to_someone_who_is_signed_out(client: FlaskClient) -> None:
    path = "/mentee/mentorships/m-bad/meetings/new"
    reply = client.post(path, data={"feedback": "He <b>never</b> comes.", "password": "secret"})
    assert reply.status_code == 401
    assert "He &lt;b&gt;never&lt;/b&gt; comes.</textarea>" in reply.text
    assert f"/sign-in?next={path}" in reply.text
    assert "secret" not in reply.text


def test_what_was_written_is_given_back_with_any_refusal(mentor: FlaskClient) -> None:
    reply = mentor.post("/mentee/mentorships/m-none/rematch", data={"reason": "Please, anyone."})
    assert reply.status_code == 404
    assert "Please, anyone.</textarea>" in reply.text


@pytest.mark.parametrize("path", ["/coordinator/", "/coordinator/export.zip", "/change", "/x"])
def test_pages_are_not_kept_by_the_browser(coordinator: FlaskClient, path: str) -> None:
    headers = coordinator.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
