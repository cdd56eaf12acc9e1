"""The outbox as coordinators see it."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.db.tables import MailRow
from app.services import current_session
from app.services.mail import delivery, mails
from app.services.participants import meetings
from tests.conftest import participant
from tests.small_programme import DAY
from tests.web.conftest import Read


def queue(app: Flask, **facts: object) -> int:
    given = {"kind": "message", "subject": "A message", "body": "Somebody wrote.", **facts}
    with app.app_context():
        session = current_session()
        mails.queue(session, person_id="mia", **given)  # type: ignore[arg-type]
        session.commit()
        return (
            session.scalars(select(MailRow.mail_id).order_by(MailRow.mail_id.desc())).first() or 0
        )


def change(app: Flask, mail_id: int, **facts: object) -> None:
    with app.app_context():
        session = current_session()
        for name, value in facts.items():
            setattr(session.get_one(MailRow, mail_id), name, value)
        session.commit()


def test_an_empty_outbox_says_what_will_stand_there(coordinator: FlaskClient, read: Read) -> None:
    words = read(coordinator, "/coordinator/mails")
    assert "No mails here" in words and "when a meeting is planned" in words


def test_without_a_server_it_says_that_nothing_leaves(coordinator: FlaskClient, read: Read) -> None:
    assert "no mail leaves this machine" in read(coordinator, "/coordinator/mails")


def test_mails_are_shown_with_receiver_and_state_and_can_be_filtered(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    sent = queue(app)
    with app.app_context():
        delivery.deliver(current_session())
    queue(app, kind="rematch", subject="A proposal")
    words = read(coordinator, "/coordinator/mails")
    assert "Mia Mentee A message Messages Sent" in words
    assert "Mia Mentee A proposal Changes of mentor Waiting" in words
    only = read(coordinator, "/coordinator/mails?status=sent")
    assert "A message" in only and "A proposal" not in only
    only = read(coordinator, "/coordinator/mails?kind=rematch")
    assert "A proposal" in only and "A message" not in only
    assert f"/coordinator/mails/{sent}" in coordinator.get("/coordinator/mails").text


def test_a_mail_is_shown_as_its_reader_gets_it(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    words = read(coordinator, f"/coordinator/mails/{queue(app)}")
    assert "Hello Mia Mentee," in words and "Somebody wrote." in words
    assert "You get this because somebody has written to you." in words


def test_a_link_that_sets_a_password_is_not_shown(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    mail = queue(app, kind="password", body="https://rapport.example/reset/secret-Token.1")
    words = read(coordinator, f"/coordinator/mails/{mail}")
    assert "/reset/…" in words and "secret-Token" not in words


def test_what_a_mail_says_to_the_calendar_can_be_opened(
    app: Flask, coordinator: FlaskClient
) -> None:
    with app.app_context():
        session = current_session()
        meetings.record(session, participant("mia"), "m-bad", on=DAY, status="planned")
        mail_id = session.scalars(select(MailRow.mail_id)).first()
    reply = coordinator.get(f"/coordinator/mails/{mail_id}/calendar.ics")
    assert reply.mimetype == "text/calendar"
    assert reply.text.startswith("BEGIN:VCALENDAR")
    assert coordinator.get(f"/coordinator/mails/{queue(app)}/calendar.ics").status_code == 404


def test_a_failed_mail_says_why_and_can_be_sent_again(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    mail = queue(app)
    change(app, mail, status="failed", attempts=5, problem="550 No such mailbox")
    assert "550 No such mailbox" in read(coordinator, "/coordinator/mails")
    coordinator.post(f"/coordinator/mails/{mail}/again")
    assert "Waiting" in read(coordinator, f"/coordinator/mails/{mail}")
    assert coordinator.post(f"/coordinator/mails/{mail}/again").status_code == 409


def test_a_mail_that_does_not_exist_is_not_found(coordinator: FlaskClient) -> None:
    assert coordinator.get("/coordinator/mails/4711").status_code == 404
