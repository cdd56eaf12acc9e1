"""The way in is narrow: guessing, forged addresses, cookies, and what pages may load."""

from __future__ import annotations

from dataclasses import replace
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import create_app
from app.permissions import Role
from app.services import accounts
from app.settings import Settings
from tests.conftest import PASSWORD
from tests.fakes import FakeModels

MIA = "mia@example.org"


def try_to_sign_in(client: FlaskClient, email: str = MIA, password: str = "wrong") -> TestResponse:
    return client.post("/sign-in", data={"email": email, "password": password})


def test_guessing_a_password_is_slowed_down(client: FlaskClient) -> None:
    answers = [try_to_sign_in(client).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    assert "quarter of an hour" in try_to_sign_in(client, password=PASSWORD).text


def test_guessing_at_one_account_leaves_the_others_alone(app: Flask, client: FlaskClient) -> None:
    for _ in range(11):
        try_to_sign_in(client)
    assert try_to_sign_in(app.test_client(), "carl@example.org", PASSWORD).status_code == 302


def test_from_elsewhere_the_same_account_is_not_shut_out(app: Flask, client: FlaskClient) -> None:
    for _ in range(11):
        try_to_sign_in(client)
    reply = app.test_client().post(
        "/sign-in",
        data={"email": MIA, "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "10.0.0.9"},
    )
    assert reply.status_code == 302


def test_signing_in_often_is_no_guessing(app: Flask) -> None:
    answers = {try_to_sign_in(app.test_client(), password=PASSWORD).status_code for _ in range(12)}
    assert answers == {302}


def test_answers_do_not_tell_which_addresses_have_an_account(app: Flask) -> None:
    pages = [
        try_to_sign_in(app.test_client(), email).text.replace(email, "")
        for email in (MIA, "nobody@example.org", "zoe@example.org")
    ]
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "http:///evil.example",
        "https:evil.example",
        "javascript:alert(1)",
    ],
)
@pytest.mark.parametrize("where", ["query_string", "data"])
def test_one_is_not_sent_elsewhere_after_signing_in(
    client: FlaskClient, elsewhere: str, where: str
) -> None:
    parts = {"query_string": {}, "data": {"email": MIA, "password": PASSWORD}}
    parts[where]["next"] = elsewhere
    reply = client.post("/sign-in", **parts)
    to = reply.headers.get("Location", "/")
    assert not to.startswith(("//", "/\\", "\\", "\t")) and ":" not in to


@pytest.mark.parametrize("name", ["rapport", "remember_token"])
@pytest.mark.parametrize("https_only", [False, True])
def test_cookies_are_out_of_reach_for_scripts_and_other_sites(
    app: Flask, settings: Settings, name: str, https_only: bool
) -> None:
    client = create_app(replace(settings, https_only=https_only), FakeModels()).test_client()
    reply = client.post("/sign-in", data={"email": MIA, "password": PASSWORD, "remember": "y"})
    cookies = SimpleCookie()
    for header in reply.headers.getlist("Set-Cookie"):
        cookies.load(header)
    cookie = cookies[name]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) == https_only


def test_staying_signed_in_ends_after_a_month(client: FlaskClient) -> None:
    client.post("/sign-in", data={"email": MIA, "password": PASSWORD, "remember": "y"})
    cookie = client.get_cookie("remember_token")
    assert cookie is not None and cookie.expires is not None
    assert Settings().remember_days == 30
    assert 29 <= (cookie.expires - cookie.expires.now(cookie.expires.tzinfo)).days <= 30


@pytest.mark.parametrize("path", ["/sign-in", "/no/such/page"])
def test_nothing_from_elsewhere_and_no_code_in_line_runs_on_a_page(
    client: FlaskClient, path: str
) -> None:
    headers = client.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_passwords_are_hashed_by_argon2(settings: Settings) -> None:
    app = create_app(replace(settings, testing=False), FakeModels())
    assert app.config["SECURITY_PASSWORD_HASH"] == "argon2"


@pytest.mark.parametrize("email", ["mia@intranet", "mia@corp.local", "mïa@münchen.example"])
def test_an_address_of_the_house_alone_can_sign_in(
    session: Session, client: FlaskClient, email: str
) -> None:
    accounts.create_user(session, email, PASSWORD, frozenset({Role.PARTICIPANT}))
    assert try_to_sign_in(client, email, PASSWORD).status_code == 302
