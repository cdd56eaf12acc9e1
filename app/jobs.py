"""Background work: a few lines over a service each.

Saving a note starts its scoring by itself, because services tell when a mentorship has changed.
The queue is a file in the instance folder; one thread of the web process works on it.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast

from flask import Flask, current_app
from flask_babel import gettext
from huey import SqliteHuey, crontab
from huey.consumer import Consumer
from sqlalchemy import update
from sqlalchemy.orm import Session

from app import clock, logs
from app.db.tables import JobRow
from app.errors import NotFound
from app.services import current_session, health, models
from app.services.bundles import staging
from app.services.changes import mentorships_changed
from app.services.mail import delivery, digest, reminders
from app.services.participants import alternatives, pulse_plan
from app.services.rematching import proposal_tidy
from app.settings import Settings

log = logging.getLogger(__name__)

# How often the worker looks for a job: a note shows on the coordinator's page well within two
# seconds, and an idle server does next to nothing.
_LOOK_EVERY_SECONDS = 0.2

JobState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is."""

    token: str
    state: JobState
    done: int
    total: int
    problem: str | None


class Jobs:
    """The queue of one application, with its tasks."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.huey = SqliteHuey(
            "rapport",
            filename=str(settings.jobs_file),
            immediate=settings.testing,
            results=False,
        )

        def task(work: Callable[..., None]) -> Callable[..., None]:
            def in_context(*arguments: Any) -> None:
                with app.app_context():
                    work(*arguments)

            in_context.__name__ = work.__name__
            queue: Callable[..., None] = self.huey.task(name=work.__name__)(in_context)
            return queue

        self.rescore_mentorships = task(_rescore_mentorships)
        self.rescore_programme = task(_rescore_programme)
        self.rescore_stale = task(_rescore_stale)
        self.look_for_alternatives = task(_look_for_alternatives)
        # Every minute: catches what an event can't tell: a new day, a promoted model, a lost job.
        self.huey.periodic_task(crontab(), name="sweep")(self.rescore_stale)
        # Uploads hold confidential feedback, so they don't wait for the next one to be forgotten.
        self.forget_uploads = task(_forget_uploads)
        self.huey.periodic_task(crontab(minute="0"), name="hourly")(self.forget_uploads)
        # Proposals lapse on a day, and the mentor's place is somebody else's from then on.
        self.tidy_proposals = task(_tidy_proposals)
        self.huey.periodic_task(crontab(minute="5"), name="proposals")(self.tidy_proposals)
        self.plan_pulses = task(_plan_pulses)
        self.huey.periodic_task(crontab(minute="15"), name="pulses")(self.plan_pulses)
        self.deliver = task(_deliver)
        self.huey.periodic_task(crontab(), name="mail")(self.deliver)
        # By the hour, since people's mornings are at different times; each is told once.
        self.remind = task(_remind)
        self.huey.periodic_task(crontab(minute="20"), name="reminders")(self.remind)

    def start(self) -> Consumer:
        """Begin to work on the queue in a thread of this process."""
        consumer = _QuietConsumer(
            self.huey,
            workers=1,
            initial_delay=_LOOK_EVERY_SECONDS,
            max_delay=_LOOK_EVERY_SECONDS,
        )
        consumer.start()
        return consumer


class _QuietConsumer(Consumer):
    """A consumer that leaves signals to the web server it lives in."""

    def _set_signal_handlers(self) -> None:
        pass


def rescore_programme() -> str:
    """Score everything in the background; returns the token that ``progress`` takes."""
    session = current_session()
    token = secrets.token_urlsafe(12)
    session.add(JobRow(token=token, state="waiting", started_at=clock.now()))
    session.commit()
    _jobs().rescore_programme(token)
    return token


def rescore_stale() -> None:
    """Score in the background whatever is out of date."""
    _jobs().rescore_stale()


def look_for_alternatives(person_id: str) -> None:
    """Find in the background how many mentors would fit somebody; not today if that can't be."""
    try:
        _jobs().look_for_alternatives(person_id)
    except sqlite3.Error as error:
        log.error("a job could not be queued\n%s", logs.trace(error))


def deliver() -> None:
    """Send in the background what waits in the outbox; the next minute does it if this can't."""
    try:
        _jobs().deliver()
    except sqlite3.Error as error:
        log.error("a job could not be queued\n%s", logs.trace(error))


def remind() -> None:
    """Queue in the background whatever people are to be reminded of, and digests."""
    _jobs().remind()


def progress(token: str) -> JobProgress:
    """How far a job is; NotFound for an unknown token."""
    session = current_session()
    session.expire_all()
    row = session.get(JobRow, token)
    if row is None:
        raise NotFound(gettext("There is no such job."))
    return JobProgress(token, cast(JobState, row.state), row.done, row.total, row.problem)


def note_interrupted(session: Session) -> None:
    """At start: a job that was running when the server stopped will not go on."""
    session.execute(
        update(JobRow)
        .where(JobRow.state == "running")
        .values(state="failed", problem="The server was stopped; scoring went on at its start.")
    )
    session.commit()


@mentorships_changed.connect
def _score_changed(_sender: object, *, mentorship_ids: tuple[str, ...]) -> None:
    try:
        _jobs().rescore_mentorships(mentorship_ids)
    except sqlite3.Error as error:
        # What was written is stored. Telling its author that it failed would be wrong, and the
        # next sweep scores it.
        log.error("a job could not be queued\n%s", logs.trace(error))


def _jobs() -> Jobs:
    jobs: Jobs = current_app.extensions["rapport"].jobs
    return jobs


def _rescore_mentorships(mentorship_ids: tuple[str, ...]) -> None:
    health.rescore(current_session(), mentorship_ids)


def _rescore_stale() -> None:
    scored = health.rescore_stale(current_session())
    if scored:
        log.info("scored %d mentorships that were out of date", scored)


def _look_for_alternatives(person_id: str) -> None:
    alternatives.look(current_session(), person_id)


def _plan_pulses() -> None:
    pulse_plan.plan_due(current_session())


def _deliver() -> None:
    delivery.deliver(current_session())


def _remind() -> None:
    reminders.queue_due(current_session())
    digest.queue_due(current_session())


def _tidy_proposals() -> None:
    proposal_tidy.tidy(current_session())


def _forget_uploads() -> None:
    settings: Settings = current_app.extensions["rapport"].settings
    staging.remove_forgotten(current_session(), settings.staged_dir)


def _rescore_programme(token: str) -> None:
    def store(**values: Any) -> None:
        session = current_session()
        session.execute(update(JobRow).where(JobRow.token == token).values(**values))
        session.commit()

    try:
        health.rescore_all(
            current_session(),
            lambda done, total: store(state="running", done=done, total=total),
        )
    except Exception as error:
        current_session().rollback()
        store(state="failed", problem=f"Scoring stopped: {type(error).__name__}. See the log.")
        raise
    problem = models.status().problem
    store(state="failed" if problem else "done", problem=problem)
