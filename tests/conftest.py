"""What all tests share: a given clock, and an application with a small programme."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from huey.signals import SIGNAL_ERROR
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, create_app
from app.db import db
from app.db.migrate import upgrade
from app.db.tables import User
from app.permissions import Actor, Role
from app.services import accounts, current_session, health
from app.services import programme as programmes
from app.services.bundles import imports
from app.settings import Settings
from tests import small_programme
from tests.fakes import FakeModels

PASSWORD = "a good password"


class GivenClock:
    """The time that the application sees; it stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> None:
        self.time += by


@pytest.fixture(autouse=True)
def given_clock(monkeypatch: pytest.MonkeyPatch) -> GivenClock:
    given = GivenClock()
    monkeypatch.setattr(clock, "now", given.now)
    return given


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def models() -> FakeModels:
    return FakeModels()


@pytest.fixture
def empty_app(tables: Path, settings: Settings, models: FakeModels) -> Iterator[Flask]:
    """An application with tables and nothing in them."""
    shutil.copytree(tables, settings.instance)
    yield from _watched(create_app(settings, models))


@pytest.fixture
def app(filled: Path, settings: Settings, models: FakeModels) -> Iterator[Flask]:
    """An application with the small programme, scored, and an account for each role."""
    shutil.copytree(filled, settings.instance)
    yield from _watched(create_app(settings, models))


def settings_in(folder: Path) -> Settings:
    return Settings(instance=folder / "instance", artifacts=folder / "none", testing=True)


def _watched(app: Flask) -> Iterator[Flask]:
    """The application; a job that fails makes the test fail."""
    failed: list[BaseException] = []
    app.extensions["rapport"].jobs.huey.signal(SIGNAL_ERROR)(
        lambda _signal, _task, error: failed.append(error)
    )
    yield app
    with app.app_context():
        db.engine.dispose()
    assert not failed, f"a job failed: {failed[0]!r}"


def fill(app: Flask) -> None:
    """Put the small programme, scored, and an account for each role into an empty database."""
    with app.app_context():
        session = current_session()
        imports.import_programme(session, small_programme.programme(), replacing=False)
        programmes.set_as_of(session, small_programme.DAY)
        health.rescore_all(session, lambda done, total: None)
        for person_id, role in (
            ("kim", Role.COORDINATOR),
            ("mia", Role.PARTICIPANT),
            ("carl", Role.PARTICIPANT),
            ("dora", Role.PARTICIPANT),
        ):
            email = f"{person_id}@example.org"
            accounts.create_user(session, email, PASSWORD, frozenset({role}), person_id)
        accounts.create_user(session, "root@example.org", PASSWORD, frozenset({Role.ADMINISTRATOR}))
        session.close()


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with an empty database, made once and copied for every test."""
    settings = settings_in(tmp_path_factory.mktemp("tables"))
    app = create_app(settings, FakeModels())
    with app.app_context():
        upgrade(db.engine)
        db.engine.dispose()
    return settings.instance


@pytest.fixture(scope="session")
def filled(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the small programme, made once and copied for every test."""
    settings = settings_in(tmp_path_factory.mktemp("filled"))
    shutil.copytree(tables, settings.instance)
    app = create_app(settings, FakeModels())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", GivenClock().now)
        fill(app)
    with app.app_context():
        db.engine.dispose()
    return settings.instance


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The session of an application context that lasts as long as the test."""
    with app.app_context():
        yield current_session()


SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Makes a client that is signed in by an address, without the detour by the form."""

    def sign_in(email: str) -> FlaskClient:
        with app.app_context():
            user = current_session().scalars(select(User).where(User.email == email)).one()
            identity = user.fs_uniquifier
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = identity, True
        return client

    return sign_in


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Nobody: not signed in."""
    return app.test_client()


@pytest.fixture
def coordinator(sign_in: SignIn) -> FlaskClient:
    return sign_in("kim@example.org")


@pytest.fixture
def mentee(sign_in: SignIn) -> FlaskClient:
    """Mia, whose mentorship is in trouble."""
    return sign_in("mia@example.org")


@pytest.fixture
def mentor(sign_in: SignIn) -> FlaskClient:
    """Carl, her mentor."""
    return sign_in("carl@example.org")


@pytest.fixture
def administrator(sign_in: SignIn) -> FlaskClient:
    return sign_in("root@example.org")


def participant(person_id: str) -> Actor:
    """The actor that someone on the roster is."""
    return Actor(None, person_id, frozenset({Role.PARTICIPANT}))


COORDINATOR = Actor(None, "kim", frozenset({Role.COORDINATOR}))
