"""Background work: a real queue and a real worker, and what the pages are told."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app, jobs
from app.db import db
from app.db.tables import JobRow
from app.errors import NotFound
from app.services import current_session, health
from app.services.bundles import staging
from app.services.participants import meetings
from app.settings import Settings
from tests.conftest import GivenClock, participant
from tests.fakes import FakeModels
from tests.small_programme import DAY


def test_scoring_everything_ends_at_the_full_count(session: Session) -> None:
    progress = jobs.progress(jobs.rescore_programme())
    assert (progress.state, progress.done, progress.total) == ("done", 3, 3)


def test_scoring_without_a_model_says_why_it_failed(session: Session, models: FakeModels) -> None:
    models.broken = "line.json differs from what its manifest says"
    progress = jobs.progress(jobs.rescore_programme())
    assert (progress.state, progress.problem) == ("failed", models.broken)


def test_an_unknown_job_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        jobs.progress("made-up")


def test_a_job_that_was_running_at_the_stop_is_told_as_such(
    session: Session, given_clock: GivenClock
) -> None:
    session.add(JobRow(token="t", state="running", started_at=given_clock.now()))
    session.commit()
    jobs.note_interrupted(session)
    assert jobs.progress("t").state == "failed"


def test_a_note_is_kept_when_its_job_can_not_be_queued(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(app.extensions["rapport"].jobs, "rescore_mentorships", full)
    meetings.record(session, participant("mia"), "m-bad", on=DAY, status="held", feedback="Hm.")
    assert health.stale(session) == ("m-bad",)
    jobs.rescore_stale()
    assert health.stale(session) == ()


def test_an_upload_that_nobody_confirmed_is_forgotten_without_another_one(
    app: Flask, session: Session, settings: Settings, given_clock: GivenClock
) -> None:
    staging.keep(session, b"confidential", settings.staged_dir)
    app.extensions["rapport"].jobs.forget_uploads()
    assert len([*settings.staged_dir.iterdir()]) == 1
    given_clock.advance(timedelta(days=2))
    app.extensions["rapport"].jobs.forget_uploads()
    assert [*settings.staged_dir.iterdir()] == []


@pytest.fixture
def working(app: Flask, settings: Settings, models: FakeModels) -> Iterator[Flask]:
    """The same database under an application whose queue is worked on by a thread."""
    serving = create_app(replace(settings, testing=False), models)
    consumer = serving.extensions["rapport"].jobs.start()
    yield serving
    consumer.stop(graceful=True)
    serving.extensions["rapport"].jobs.huey.storage.close()
    with serving.app_context():
        db.engine.dispose()


def test_a_note_counts_within_two_seconds(working: Flask) -> None:
    with working.app_context():
        session = current_session()
        before = health.current(session, "m-bad")
        assert before is not None
        begin = time.monotonic()
        meetings.record(
            session,
            participant("mia"),
            "m-bad",
            on=DAY,
            status="held",
            feedback="It helped. It helped. It helped. It helped.",
        )
        while time.monotonic() < begin + 2:
            session.rollback()
            after = health.current(session, "m-bad")
            if after is not None and after.risk < before.risk:
                break
            time.sleep(0.02)
        else:
            pytest.fail("two seconds later the note does not count yet")
