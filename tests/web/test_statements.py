"""How many SQL statements a page takes: few, and no more of them for a larger programme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.db import db
from app.services import current_session, health
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.rematching import rematch
from model.programme import Meeting, Mentorship
from tests.conftest import SignIn, participant
from tests.small_programme import DAY, programme

# Page, who reads it, and the most statements it may take. Two are the reader's account and roles.
PAGES = (
    ("/coordinator/", "kim", 12),
    ("/coordinator/?reason=at_risk&department=Sales&search=mia&sort=mentor&page=9", "kim", 14),
    ("/coordinator/mentorships", "kim", 12),
    ("/coordinator/mentorships?state=at_risk&search=mia&sort=mentor", "kim", 12),
    ("/coordinator/mentorships/m-bad", "kim", 50),
    ("/coordinator/mentorships/m-over", "kim", 50),
    ("/coordinator/causes", "kim", 5),
    ("/api/v1/mentorships/m-bad", "kim", 36),
    ("/api/v1/causes", "kim", 4),
    ("/coordinator/mentorships/m-bad/candidates", "kim", 28),
    ("/coordinator/plan", "kim", 10),
    ("/coordinator/rematches", "kim", 12),
    ("/coordinator/rematches?tab=done", "kim", 14),
    ("/coordinator/rematches?tab=followup", "kim", 14),
    ("/coordinator/people", "kim", 9),
    ("/coordinator/rules", "kim", 12),
    ("/coordinator/programme", "kim", 16),
    ("/coordinator/programme/brought", "kim", 12),
    ("/mentee/", "mia", 32),
    ("/mentee/mentorships/m-bad/meetings/new", "mia", 8),
    ("/mentor/", "carl", 32),
    ("/mentor/meetings/mt-3/feedback", "carl", 8),
    ("/mentor/several", "carl", 9),
    ("/participant/mentorships/m-bad/not-sure", "mia", 9),
    ("/participant/mentorships/m-bad/ask-to-look", "mia", 9),
    ("/participant/mentorships/m-bad/goals", "mia", 18),
    ("/participant/mentorships/m-bad/pause", "mia", 9),
    ("/participant/mentorships/m-bad/leave", "mia", 8),
    ("/participant/mentorships/m-bad/meetings/plan", "mia", 9),
    ("/coordinator/mentorships/m-bad/repair", "kim", 14),
    ("/coordinator/mentorships/m-bad/agreement", "kim", 8),
    ("/participant/mentorships/m-bad/agreement", "mia", 8),
    ("/participant/mentorships/m-bad/help-me-say-it", "mia", 10),
    ("/coordinator/mails", "kim", 8),
    ("/account/settings", "kim", 6),
    ("/meetings/mt-5/calendar.ics", "mia", 9),
    ("/api/v1/mails", "kim", 8),
    ("/api/v1/cases/1", "kim", 12),
    ("/api/v1/pulses", "mia", 6),
    ("/api/v1/mentorships", "kim", 6),
)
MANY = 60


def grow(app: Flask) -> None:
    """Many more mentorships of Mia and Carl, with meetings, assessments and open requests."""
    more = {f"m-{n}": Mentorship(f"m-{n}", "carl", "mia", date(2026, 8, 3)) for n in range(MANY)}
    met = {
        f"t-{one}-{day}": Meeting(
            f"t-{one}-{day}", one, date(2026, 10, day), "held", mentee_feedback="He cancelled."
        )
        for one in more
        for day in (1, 15)
    }
    small = programme()
    bundle = replace(
        small,
        mentorships={**small.mentorships, **more},
        meetings={**small.meetings, **met},
    )
    with app.app_context():
        session = current_session()
        imports.import_programme(session, bundle, replacing=False)
        programmes.set_as_of(session, DAY)
        health.rescore_stale(session)
        for one in more:
            rematch.ask(session, participant("mia"), one, what_is_missing=[], reason="Please.")


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements_of(app: Flask, sign_in: SignIn, path: str, who: str) -> list[str]:
    client = sign_in(f"{who}@example.org")
    assert client.get(path).status_code == 200
    with counted(app) as statements:
        client.get(path)
    return statements


@pytest.mark.parametrize(("path", "who", "most"), PAGES)
def test_a_page_takes_few_statements_however_large_the_programme(
    app: Flask, sign_in: SignIn, path: str, who: str, most: int
) -> None:
    before = statements_of(app, sign_in, path, who)
    assert 0 < len(before) <= most, "\n".join(before)
    grow(app)
    after = statements_of(app, sign_in, path, who)
    assert len(after) <= most, "\n".join(after)
