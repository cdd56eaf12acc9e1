"""Who is signed in, as the API says it, and the token that changes need."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_everybody_learns_who_they_are(mentee: FlaskClient) -> None:
    found = mentee.get("/api/v1/session").json
    assert (found["email"], found["person_id"]) == ("mia@example.org", "mia")
    assert found["roles"] == ["participant"]


def test_an_administrator_is_nobody_on_the_roster(administrator: FlaskClient) -> None:
    found = administrator.get("/api/v1/session").json
    assert (found["person_id"], found["roles"]) == (None, ["administrator"])


def test_a_change_needs_the_token_and_goes_with_it(
    app: Flask, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    token = coordinator.get("/api/v1/session").json["csrf_token"]
    step = "/api/v1/cases/1/notes"
    assert coordinator.post(step, json={"text": "A note."}).status_code == 400
    sent = coordinator.post(step, json={"text": "A note."}, headers={"X-CSRFToken": token})
    assert sent.status_code == 200


def test_who_is_not_signed_in_is_told_to_sign_in_whatever_they_are(client: FlaskClient) -> None:
    reply = client.get("/api/v1/session")
    assert reply.status_code == 401
    assert "coordinator" not in reply.json["detail"]
