"""The server time of the coordinator's pages with 10,000 mentorships, beside an empty page's.

Run it by ``python -m tests.bench.pages``. Everything is measured in the same run and process, by
Flask's test client, signed in and warm. The pages take turns, so that whatever else the machine
does falls on all of them alike; each figure is a median.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from flask import Flask, render_template
from flask.testing import FlaskClient
from jinja2 import DictLoader
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from app.db import db
from app.db.migrate import upgrade
from app.db.tables import CaseRow, User
from app.permissions import Role
from app.services import accounts, current_session
from app.services.review.cases import OPEN
from tests.bench import large_programme
from tests.conftest import PASSWORD, settings_in
from tests.fakes import FakeModels

WARM, RUNS = 5, 60
EMPTY = "An empty Flask page"
EMPTY_HERE = "An empty page of this application, signed in"
PAGES = {
    "The queue": "/coordinator/",
    "The queue, page 30": "/coordinator/?page=30",
    "The queue, one department by name": "/coordinator/?department=Law&sort=mentee",
    "The queue, searched": "/coordinator/?search=juniper",
    "The list of mentorships": "/coordinator/mentorships",
    "The list, page 200": "/coordinator/mentorships?page=200",
    "The list, searched": "/coordinator/mentorships?search=juniper",
}
COORDINATORS = ("one@example.org", "two@example.org", "three@example.org")


def main() -> None:
    """Make the programme, measure, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_in(Path(folder)), FakeModels())
        # A page that every reader may see; empty, it has the frame that all pages have.
        app.view_functions["account.account"] = lambda: render_template("base.html")
        with app.app_context():
            pages = {EMPTY_HERE: "/account", **PAGES, "A case": _fill()}
            client = _signed_in(app)
        bare = _bare().test_client()
        took = _time(
            {
                EMPTY: lambda: bare.get("/"),
                **{name: partial(client.get, path) for name, path in pages.items()},
            }
        )
        with app.app_context():
            db.engine.dispose()
    _print(took)


def _bare() -> Flask:
    """A Flask application that does nothing but fill a small template."""
    app = Flask("bare")
    template = "<!doctype html><title>{{ name }}</title><h1>{{ name }}</h1><p>Nothing here.</p>"
    app.jinja_loader = DictLoader({"empty.html": template})
    app.add_url_rule("/", "empty", lambda: render_template("empty.html", name="Empty"))
    return app


def _fill() -> str:
    """Store accounts and programme; returns the address of the most urgent case."""
    upgrade(db.engine)
    session = current_session()
    for email in COORDINATORS:
        accounts.create_user(session, email, PASSWORD, frozenset({Role.COORDINATOR}))
    began = time.perf_counter()
    large_programme.fill(session)
    took = time.perf_counter() - began
    states = session.scalars(select(CaseRow.status).where(CaseRow.status.in_(OPEN))).all()
    sys.stdout.write(
        f"{large_programme.MENTORSHIPS:,} mentorships, {len(states):,} open cases, stored with "
        f"standings and cases in {took:.1f} s\n\n"
    )
    first = session.scalars(
        select(CaseRow.mentorship_id).order_by(CaseRow.urgency.desc()).limit(1)
    ).one()
    return f"/coordinator/mentorships/{first}"


def _signed_in(app: Flask) -> FlaskClient:
    wanted = select(User.fs_uniquifier).where(User.email == COORDINATORS[0])
    identity = current_session().scalars(wanted).one()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = identity, True
    return client


def _time(pages: Mapping[str, Callable[[], TestResponse]]) -> dict[str, float]:
    """Seconds that each page takes."""
    took: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(WARM + RUNS):
        for name, page in pages.items():
            began = time.perf_counter()
            reply = page()
            seconds = time.perf_counter() - began
            assert reply.status_code == 200, f"{name}: {reply.status}"
            if turn >= WARM:
                took[name].append(seconds)
    return {name: median(all_seconds) for name, all_seconds in took.items()}


def _print(took: Mapping[str, float]) -> None:
    width = max(map(len, took))
    sys.stdout.write(f"{'':{width}}      ms   × empty Flask   × empty here\n")
    for name, seconds in took.items():
        bare, here = seconds / took[EMPTY], seconds / took[EMPTY_HERE]
        sys.stdout.write(f"{name:{width}} {1000 * seconds:7.2f} {bare:15.1f} {here:14.1f}\n")


if __name__ == "__main__":
    main()
