"""Mails, settings and calendar files in the API."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.db.tables import MailRow
from app.services import current_session
from app.services.mail import mails


def queue(app: Flask) -> int:
    with app.app_context():
        session = current_session()
        mails.queue(session, kind="message", person_id="mia", subject="A message", body="Read it.")
        session.commit()
        return session.scalars(select(MailRow.mail_id)).one()


def test_the_outbox_is_there_with_states_and_texts(app: Flask, coordinator: FlaskClient) -> None:
    mail_id = queue(app)
    found = coordinator.get("/api/v1/mails?status=waiting").get_json()
    (mail,) = found["mails"]
    assert (mail["to"], mail["subject"], mail["kind"]) == ("Mia Mentee", "A message", "message")
    assert found["counts"] == {"waiting": 1}
    assert coordinator.get("/api/v1/mails?status=sent").get_json()["mails"] == []
    assert "Read it." in coordinator.get(f"/api/v1/mails/{mail_id}").get_json()["text"]


def test_a_failed_mail_is_sent_again(app: Flask, coordinator: FlaskClient) -> None:
    mail_id = queue(app)
    with app.app_context():
        current_session().get_one(MailRow, mail_id).status = "failed"
        current_session().commit()
    reply = coordinator.post(f"/api/v1/mails/{mail_id}/again")
    assert reply.get_json()["mail"]["status"] == "waiting"
    assert coordinator.post(f"/api/v1/mails/{mail_id}/again").status_code == 409


def test_one_reads_and_changes_ones_own_settings(mentee: FlaskClient) -> None:
    changed = mentee.patch("/api/v1/account/settings", json={"quiet_from": 21}).get_json()
    assert changed["quiet_from"] == 21
    assert mentee.get("/api/v1/account/settings").get_json() == changed


def test_what_can_not_be_is_refused(mentee: FlaskClient) -> None:
    reply = mentee.patch("/api/v1/account/settings", json={"timezone": "Berlin"})
    assert reply.status_code == 422
    assert reply.mimetype == "application/problem+json"


def test_a_planned_meeting_comes_as_a_calendar_file(
    mentee: FlaskClient, coordinator: FlaskClient
) -> None:
    reply = mentee.get("/api/v1/meetings/mt-5/calendar")
    assert reply.mimetype == "text/calendar" and "BEGIN:VEVENT" in reply.text
    assert mentee.get("/api/v1/meetings/mt-4/calendar").status_code == 404
    assert coordinator.get("/api/v1/meetings/mt-5/calendar").status_code == 403
