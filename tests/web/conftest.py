"""What the tests of pages share: reading a page as a person does."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from app.permissions import Role
from app.services import accounts, current_session
from tests.conftest import PASSWORD

Read = Callable[[FlaskClient, str], str]


def words_of(html: str) -> str:
    """The words of a page, without its markup."""
    body = html[html.index("<main") : html.index("</main>")]
    spaced = re.sub(r"(</(?:td|th|li|p|div|dt|dd|h\d|label|summary)>)", r"\1 ", body)
    return Markup(spaced).striptags()


@pytest.fixture
def read() -> Read:
    """Opens a page, which must be there, and gives its words."""

    def read(client: FlaskClient, path: str) -> str:
        response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status}"
        return words_of(response.text)

    return read


@pytest.fixture
def sign_in_to() -> Callable[[Flask], FlaskClient]:
    """Signs a coordinator in to an application without a programme."""

    def sign_in_to(app: Flask) -> FlaskClient:
        with app.app_context():
            accounts.create_user(
                current_session(), "c@example.org", PASSWORD, frozenset({Role.COORDINATOR})
            )
        client = app.test_client()
        client.post("/sign-in", data={"email": "c@example.org", "password": PASSWORD})
        return client

    return sign_in_to
