"""Accounts and the links to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import User
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import Role
from app.services import accounts

PARTICIPANT = frozenset({Role.PARTICIPANT})


def set_password(client: FlaskClient, path: str, password: str) -> int:
    return client.post(path, data={"password": password, "password_confirm": password}).status_code


def may_sign_in(client: FlaskClient, email: str, password: str) -> bool:
    client.post("/sign-in", data={"email": email, "password": password})
    return client.get("/account").status_code == 200


def test_a_link_sets_the_password_of_someone_new(session: Session, client: FlaskClient) -> None:
    link = accounts.sign_in_link(session, "zoe")
    assert client.get(link.path).status_code == 200
    assert set_password(client, link.path, "quite long enough") == 302
    assert may_sign_in(client, "zoe@example.org", "quite long enough")


def test_a_link_works_once(session: Session, client: FlaskClient) -> None:
    link = accounts.sign_in_link(session, "zoe")
    set_password(client, link.path, "quite long enough")
    set_password(client, link.path, "another long one")
    assert not may_sign_in(client, "zoe@example.org", "another long one")


def test_a_newer_link_ends_one_that_was_never_used(session: Session, client: FlaskClient) -> None:
    first = accounts.sign_in_link(session, "zoe")
    accounts.sign_in_link(session, "zoe")
    set_password(client, first.path, "quite long enough")
    assert not may_sign_in(client, "zoe@example.org", "quite long enough")


def test_nobody_who_may_do_more_is_taken_over_by_a_link(session: Session) -> None:
    with pytest.raises(Forbidden):
        accounts.sign_in_link(session, "kim")


def test_a_link_for_nobody_is_not_made(session: Session) -> None:
    with pytest.raises(NotFound):
        accounts.sign_in_link(session, "nobody")


def test_two_accounts_can_not_have_one_address(session: Session) -> None:
    with pytest.raises(Conflict):
        accounts.create_user(session, "MIA@example.org", None, PARTICIPANT)


def test_an_account_needs_an_address(session: Session) -> None:
    with pytest.raises(Invalid):
        accounts.create_user(session, "mia", None, PARTICIPANT)


def test_nobody_gets_a_second_account(session: Session) -> None:
    with pytest.raises(Conflict, match="Mia Mentee has an account"):
        accounts.create_user(session, "mia.two@example.org", None, PARTICIPANT, "mia")


def test_of_two_who_make_an_account_at_once_the_second_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_of_person", lambda *_: None)
    with pytest.raises(Conflict, match="already"):
        accounts.create_user(session, "mia.two@example.org", None, PARTICIPANT, "mia")


def test_a_password_that_is_too_short_is_refused(session: Session) -> None:
    with pytest.raises(Invalid, match="at least 10"):
        accounts.create_user(session, "new@example.org", "short", PARTICIPANT)


def test_demo_passwords_whose_accounts_are_lost_are_made_anew(
    session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    wanted, kept = tmp_path / "sign_ins.csv", tmp_path / "kept.json"
    wanted.write_text("role,person_id\nmentor,eve\n", encoding="utf-8")
    accounts.demo_sign_ins(session, wanted, kept)
    session.delete(session.scalars(select(User).where(User.person_id == "eve")).one())
    session.commit()
    [new] = accounts.demo_sign_ins(session, wanted, kept)
    assert may_sign_in(client, new.email, new.password)


def test_a_wrong_password_does_not_sign_in(session: Session, client: FlaskClient) -> None:
    assert not may_sign_in(client, "mia@example.org", "wrong")


def test_demo_passwords_are_random_kept_and_readable_by_the_owner_alone(
    session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    wanted, kept = tmp_path / "sign_ins.csv", tmp_path / "kept.json"
    wanted.write_text("role,person_id,note\nmentor,eve,\ncoordinator,rita,\n", encoding="utf-8")
    first = accounts.demo_sign_ins(session, wanted, kept)
    assert [one.role for one in first] == ["coordinator", "mentor"]
    assert first == accounts.demo_sign_ins(session, wanted, kept)
    assert kept.stat().st_mode & 0o077 == 0
    assert may_sign_in(client, first[0].email, first[0].password)
    rita = session.scalars(select(User).where(User.person_id == "rita")).one()
    assert {role.name for role in rita.roles} == {"coordinator"}


def test_demo_passwords_whose_file_is_lost_are_made_anew(
    session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    wanted, kept = tmp_path / "sign_ins.csv", tmp_path / "kept.json"
    wanted.write_text("role,person_id\nmentor,eve\n", encoding="utf-8")
    old = accounts.demo_sign_ins(session, wanted, kept)
    kept.unlink()
    [new] = accounts.demo_sign_ins(session, wanted, kept)
    assert new.password != old[0].password
    assert json.loads(kept.read_text(encoding="utf-8"))[0]["password"] == new.password
    assert may_sign_in(client, new.email, new.password)
