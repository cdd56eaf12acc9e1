"""Who may come where: every route, every role, and nobody."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.permissions import (
    MAY,
    NOBODY,
    ROUTES,
    Action,
    Actor,
    Role,
    may,
    may_edit_profile,
    side_of,
)
from app.services import current_session
from app.services.participants import concerns
from app.services.rematching import rematch
from tests.conftest import COORDINATOR, SignIn, participant

READERS = {
    "coordinator": (Role.COORDINATOR, "kim@example.org"),
    "participant": (Role.PARTICIPANT, "mia@example.org"),
    "administrator": (Role.ADMINISTRATOR, "root@example.org"),
}
ADMINISTRATOR = Actor(1, None, frozenset({Role.ADMINISTRATOR}))

# Ids that exist in the small programme, or could: by the name that a route gives them.
IDS: dict[str, object] = {
    "mentorship_id": "m-bad",
    "meeting_id": "mt-3",
    "mentee_id": "mia",
    "mentor_id": "dora",
    "person_id": "zoe",
    "request_id": 1,
    "view_id": 1,
    "case_id": 1,
    "concern_id": 1,
    "mail_id": 1,
    "repair_id": 1,
    "goal_id": 1,
    "message_id": 1,
    "agreement_id": 1,
    "proposal_id": 1,
    "pulse_id": 1,
    "closure_id": 1,
    "trouble": "listening",
    "scope": "mentor",
    "key": "dora",
    "token": "made-up",
    "filename": "no-such-file",
}


def rules(app: Flask) -> list[Rule]:
    return [*app.url_map.iter_rules()]


def visit(app: Flask, client: FlaskClient, rule: Rule) -> TestResponse:
    """The answer with ids that exist, or could."""
    given = {name: IDS[name] for name in rule.arguments}
    path = app.url_map.bind("localhost").build(rule.endpoint, given)
    there = rule.methods or ()
    method = next(one for one in ("GET", "POST", "PUT", "PATCH", "DELETE") if one in there)
    return client.open(path, method=method)


def test_every_route_has_an_entry(app: Flask) -> None:
    missing = {rule.endpoint for rule in rules(app)} - set(ROUTES)
    assert not missing, f"add these to ROUTES in app/permissions.py: {sorted(missing)}"


def test_no_entry_is_left_over(app: Flask) -> None:
    assert set(ROUTES) <= {rule.endpoint for rule in rules(app)}


@pytest.mark.parametrize("reader", READERS)
def test_each_role_comes_where_the_table_says_and_nowhere_else(
    app: Flask, sign_in: SignIn, reader: str
) -> None:
    role, email = READERS[reader]
    for rule in rules(app):
        if rule.endpoint == "security.logout":
            continue
        status = visit(app, sign_in(email), rule).status_code
        action = ROUTES[rule.endpoint]
        allowed = action is Action.VISIT or role in MAY[action]
        assert (status != 403) == allowed, (rule.rule, status)
        assert status < 500, (rule.rule, status)


def test_nobody_comes_further_than_the_sign_in(app: Flask) -> None:
    for rule in rules(app):
        if ROUTES[rule.endpoint] is Action.VISIT:
            continue
        status = visit(app, app.test_client(), rule).status_code
        assert status == (401 if rule.rule.startswith("/api/") else 302), (rule.rule, status)


def test_a_route_without_an_entry_is_shut_for_everybody(app: Flask, sign_in: SignIn) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    reply = sign_in("kim@example.org").get("/forgotten")
    assert reply.status_code == 403 and "secret" not in reply.text


def test_a_page_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    assert client.get("/no/such/page").status_code == 404


@pytest.mark.parametrize(
    ("actor", "side"),
    [
        (participant("mia"), "mentee"),
        (participant("carl"), "mentor"),
        (participant("ned"), None),
        (Actor(1, "carl", frozenset({Role.COORDINATOR, Role.PARTICIPANT})), "mentor"),
        (Actor(1, "carl", frozenset({Role.COORDINATOR})), None),
        (COORDINATOR, None),
        (ADMINISTRATOR, None),
        (NOBODY, None),
    ],
)
def test_a_side_is_taken_by_who_is_in_the_mentorship_alone(actor: Actor, side: str | None) -> None:
    assert side_of(actor, "carl", "mia") == side


def test_a_coordinator_puts_words_in_nobodys_mouth() -> None:
    assert not may_edit_profile(COORDINATOR, "mia")


def test_no_page_shows_a_side_what_the_other_wrote_or_the_risk(app: Flask, sign_in: SignIn) -> None:
    """Every page, with the ids of Mia's mentorship with Carl, for either of the two."""
    # A context of its own: one that lasted would let every reader be the first who came.
    with app.app_context():
        mia = participant("mia")
        wish = "A quiet wish."
        rematch.ask(current_session(), mia, "m-bad", what_is_missing=[], reason=wish)
        concerns.raise_concern(current_session(), mia, "m-bad", "A quiet worry.")
    hers = ("cancelled again", "hurried", "A quiet wish", "A quiet worry", "in front of groups")
    # Carl first: Mia's own visits would take back what she asked for.
    secret = {"carl": (*hers, "At risk"), "mia": ("A good talk", "At risk")}
    for who, texts in secret.items():
        for rule in rules(app):
            # The page of patterns shows made-up people.
            if rule.endpoint in ("security.logout", "account.patterns"):
                continue
            page = visit(app, sign_in(f"{who}@example.org"), rule).text
            assert not [text for text in texts if text in page], (who, rule.rule)


def test_every_action_is_in_the_table() -> None:
    assert set(MAY) == set(Action)


def test_nobody_may_only_visit() -> None:
    assert [action for action in Action if may(NOBODY, action)] == [Action.VISIT]
