"""The pages of causes, and their form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.db.tables import CaseRow, MessageRow
from app.services import current_session
from tests.in_common import another_of_carls

Read = Callable[[FlaskClient, str], str]
LIST, CARL = "/coordinator/causes", "/coordinator/causes/mentor/carl"


@pytest.fixture
def shared(app: Flask) -> None:
    """Carl has a second mentee, and no time for either."""
    with app.app_context():
        session = current_session()
        another_of_carls(session)


def cases(app: Flask) -> dict[str, str]:
    with app.app_context():
        rows = current_session().execute(select(CaseRow.mentorship_id, CaseRow.status))
        return dict(rows.all())


def test_without_causes_the_page_says_what_to_do(coordinator: FlaskClient, read: Read) -> None:
    assert "No shared cause" in read(coordinator, LIST)


@pytest.mark.usefixtures("shared")
def test_each_cause_names_what_is_shared_and_by_whom(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, LIST)
    assert "Carl Mentor mentors 2 people" in said
    assert "In 2 of 2 the mentor has little time, by what was written." in said
    assert "Mia Mentee" in said and "Zoë Ørsted" in said
    assert "One action for all 2" in said


@pytest.mark.usefixtures("shared")
def test_the_draft_quotes_nobody_and_is_not_sent_by_itself(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    html = coordinator.get(CARL).text
    box = html[html.index("<textarea", html.index('id="mentor"')) :]
    box = box[: box.index("</textarea>")]
    assert "Hello Carl Mentor" in box
    assert not any(word in box for word in ("Mia", "Zo", "cancelled", "written"))
    coordinator.post(CARL, data={"mentorship_ids": ["m-bad"], "take": "y", "message": "Hello"})
    with app.app_context():
        assert not current_session().scalars(select(MessageRow)).all()


@pytest.mark.usefixtures("shared")
def test_one_form_changes_all_that_are_ticked(app: Flask, coordinator: FlaskClient) -> None:
    reply = coordinator.post(
        CARL,
        data={
            "mentorship_ids": ["m-bad", "m-two"],
            "take": "y",
            "write": "y",
            "message": "How is it going?",
        },
        follow_redirects=True,
    )
    assert "2 cases are changed." in reply.text and "Your message is sent." in reply.text
    assert {cases(app)[key] for key in ("m-bad", "m-two")} == {"in_review"}


@pytest.mark.usefixtures("shared")
def test_what_is_refused_is_told_at_its_field_and_nothing_is_lost(
    app: Flask, coordinator: FlaskClient
) -> None:
    reply = coordinator.post(
        CARL,
        data={"mentorship_ids": ["m-bad"], "due_on": "2026-01-01", "note": "Three projects."},
    )
    assert reply.status_code == 422
    assert 'id="due_on-wrong"' in reply.text and "Three projects." in reply.text
    assert cases(app)["m-bad"] == "new"


@pytest.mark.usefixtures("shared")
def test_an_empty_form_asks_for_something(coordinator: FlaskClient) -> None:
    reply = coordinator.post(CARL, data={"mentorship_ids": ["m-bad"]})
    assert reply.status_code == 422
    assert "Choose at least one thing to do." in reply.text


def test_what_is_no_cause_any_more_is_not_found(coordinator: FlaskClient) -> None:
    assert coordinator.get(CARL).status_code == 404
