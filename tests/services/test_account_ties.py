"""What becomes of accounts when the roster changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import User
from app.services import accounts, current_session
from app.services import programme as programmes
from app.services.bundles import imports
from model.programme import Person, Programme
from tests.conftest import PASSWORD
from tests.small_programme import programme

ONLY_CARL = Programme(people={"carl": programme().people["carl"]})


def with_addresses(**addresses: str) -> Programme:
    people = dict(programme().people)
    for person_id, email in addresses.items():
        people[person_id] = replace(people[person_id], email=email)
    return replace(programme(), people=people)


def account(session: Session, email: str) -> User:
    return session.scalars(select(User).where(User.email == email)).one()


def test_whoever_left_the_roster_can_not_sign_in_any_more(session: Session) -> None:
    imports.import_programme(session, ONLY_CARL, replacing=True)
    mia = account(session, "mia@example.org")
    assert (mia.active, mia.person_id) == (False, None)


def test_whoever_leaves_while_signed_in_is_signed_out(app: Flask, mentee: FlaskClient) -> None:
    assert mentee.get("/mentee/").status_code == 200
    with app.app_context():
        imports.import_programme(current_session(), ONLY_CARL, replacing=True)
    assert mentee.get("/mentee/").location.startswith("/sign-in")


def test_a_coordinator_who_replaces_the_programme_is_not_locked_out(
    app: Flask, coordinator: FlaskClient
) -> None:
    with app.app_context():
        imports.import_programme(current_session(), ONLY_CARL, replacing=True)
    assert coordinator.get("/coordinator/").status_code == 200


def test_an_account_follows_its_person_to_a_new_id(session: Session) -> None:
    bundle = Programme(people={"E-77": Person("E-77", "Mia", "Mia@Example.org")})
    imports.import_programme(session, bundle, replacing=True)
    mia = account(session, "mia@example.org")
    assert (mia.active, mia.person_id) == (True, "E-77")


def test_an_account_follows_its_person_to_a_new_address(
    session: Session, client: FlaskClient
) -> None:
    bundle = with_addresses(mia="Mia.New@example.org")
    imports.import_programme(session, bundle, replacing=False)
    client.post("/sign-in", data={"email": "mia.new@example.org", "password": PASSWORD})
    assert client.get("/account").status_code == 200


def test_two_people_may_swap_their_addresses(session: Session) -> None:
    bundle = with_addresses(mia="carl@example.org", carl="mia@example.org")
    imports.import_programme(session, bundle, replacing=False)
    assert account(session, "carl@example.org").person_id == "mia"
    assert account(session, "mia@example.org").person_id == "carl"


def test_an_address_that_is_another_account_s_stays_that_account_s(session: Session) -> None:
    bundle = with_addresses(mia="root@example.org", carl="mia@example.org")
    imports.import_programme(session, bundle, replacing=False)
    assert account(session, "mia@example.org").person_id == "mia"
    assert account(session, "carl@example.org").person_id == "carl"
    assert account(session, "root@example.org").person_id is None


@pytest.mark.parametrize("replacing", [False, True])
def test_nobody_inherits_an_account_of_the_demo_by_using_its_id_again(
    session: Session, replacing: bool
) -> None:
    programmes.row(session).is_demo = True
    bundle = with_addresses(mia="a.real@company.example", kim="b.real@company.example")
    imports.import_programme(session, bundle, replacing=replacing)
    mia, kim = (account(session, f"{who}@example.org") for who in ("mia", "kim"))
    assert (mia.active, mia.person_id) == (False, None)
    assert (kim.active, kim.person_id) == (True, None)


def test_whoever_comes_back_to_the_roster_is_invited_to_the_same_account(
    session: Session,
) -> None:
    before = account(session, "mia@example.org").id
    imports.import_programme(session, ONLY_CARL, replacing=True)
    imports.import_programme(session, programme(), replacing=False)
    accounts.sign_in_link(session, "mia")
    mia = account(session, "mia@example.org")
    assert (mia.id, mia.active, mia.person_id) == (before, True, "mia")
