"""Errors are logged without what they were about."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import logs
from app.db.tables import MeetingRow

SECRET = "".join(("He cancelled", " again."))


def fail() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise RuntimeError(SECRET) from error


def test_an_error_is_logged_with_its_way_and_causes_and_without_its_message() -> None:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Formatter())
    log = logging.getLogger("tests.logs")
    log.addHandler(handler)
    try:
        fail()
    except RuntimeError:
        log.exception("a job failed")
    log.removeHandler(handler)
    said = written.getvalue()
    assert SECRET not in said
    assert said.index("ValueError") < said.index("RuntimeError")
    assert "in fail" in said


def test_a_refused_statement_does_not_tell_its_values(session: Session) -> None:
    row = {"meeting_id": "x", "mentorship_id": "m-none", "mentee_feedback": SECRET}
    with pytest.raises(IntegrityError) as caught:
        session.execute(insert(MeetingRow), [row])
    assert SECRET not in str(caught.value)
