"""A forgotten password, in an installation whose mails leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.db import db
from app.db.tables import MailRow
from app.services import current_session
from app.settings import Settings
from tests.fakes import FakeModels
from tests.mail_server import MailServer, text_of


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def mailing(app: Flask, settings: Settings, server: MailServer) -> Iterator[Flask]:
    with_mail = replace(
        settings,
        mail_server="127.0.0.1",
        mail_port=server.start(),
        mail_encryption="none",
        base_address="https://rapport.example",
    )
    sending = create_app(with_mail, FakeModels())
    yield sending
    with sending.app_context():
        db.engine.dispose()


def ask(app: Flask, email: str, host: str = "localhost") -> str:
    reply = app.test_client().post(
        "/reset", data={"email": email}, headers={"Host": host}, follow_redirects=False
    )
    assert reply.status_code in (200, 302)
    return reply.text.replace(email, "")


def link_in(server: MailServer) -> str:
    (mail,) = server.mails
    found = re.search(r"https?://\S+/reset/\S+", text_of(mail))
    assert found is not None
    return found[0]


def test_a_link_comes_that_sets_a_new_password(mailing: Flask, server: MailServer) -> None:
    ask(mailing, "mia@example.org")
    path = link_in(server).removeprefix("https://rapport.example")
    new = {"password": "quite another one", "password_confirm": "quite another one"}
    assert mailing.test_client().post(path, data=new).status_code == 302
    sign_in = {"email": "mia@example.org", "password": "quite another one"}
    assert mailing.test_client().post("/sign-in", data=sign_in).status_code == 302


def test_the_link_leads_here_whatever_the_request_says_of_its_host(
    mailing: Flask, server: MailServer
) -> None:
    ask(mailing, "mia@example.org", host="evil.example")
    assert link_in(server).startswith("https://rapport.example/reset/")


def test_the_link_is_not_kept(mailing: Flask, server: MailServer) -> None:
    ask(mailing, "mia@example.org")
    token = link_in(server).rpartition("/")[2]
    with mailing.app_context():
        assert token not in current_session().scalars(select(MailRow.body)).one()


def test_clicking_again_brings_no_second_mail(mailing: Flask, server: MailServer) -> None:
    for _ in range(3):
        ask(mailing, "mia@example.org")
    assert len(server.mails) == 1


def test_nobody_learns_which_addresses_have_an_account(mailing: Flask, server: MailServer) -> None:
    assert ask(mailing, "mia@example.org") == ask(mailing, "nobody@example.org")
    assert [mail["To"] for mail in server.mails] == ["mia@example.org"]


def test_the_page_offers_a_link_only_where_mails_leave(mailing: Flask, client: FlaskClient) -> None:
    assert "Send me a link" in mailing.test_client().get("/reset").text
    page = client.get("/reset").text
    assert "Send me a link" not in page and "coordinator" in page
