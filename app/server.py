"""The server of ``flask --app app serve``: pages and background work in one process."""

from __future__ import annotations

import logging
import signal
import sys
import threading

import click
from flask import Flask
from waitress.server import create_server

from app import jobs, logs
from app.services import accounts, current_session, models
from app.services.bundles import demo
from app.settings import Settings


def run(app: Flask) -> None:
    """Serve until the process is told to stop."""
    settings: Settings = app.extensions["rapport"].settings
    _set_up_log()
    jobs.note_interrupted(current_session())
    try:
        server = create_server(
            app, host=settings.host, port=settings.port, threads=settings.threads, ident=None
        )
    except OSError as error:
        raise click.ClickException(
            f"Nothing can be served at {address(settings)} ({error.strerror}). Stop what runs "
            "there, or choose another port: RAPPORT_PORT=8001 make run"
        ) from error
    consumer = app.extensions["rapport"].jobs.start()
    threading.Thread(target=_warm_up, args=(app,), daemon=True).start()
    click.echo(f"Rapport is at {address(settings)} (stop it with Ctrl-C).")
    if demo.is_loaded(current_session()):
        click.echo(_sign_ins(settings))
    current_session().close()
    # Being told to stop is no reason to drop what the queue is doing.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.run()
    finally:
        server.close()
        consumer.stop(graceful=True)


def address(settings: Settings) -> str:
    """Where the application is served."""
    return f"http://{settings.host}:{settings.port}"


def _set_up_log() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logs.Formatter("%(asctime)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # What the queue does all day is no news.
    logging.getLogger("huey").setLevel(logging.WARNING)


def _warm_up(app: Flask) -> None:
    """Load the model after the port is open, then score what is out of date, and remind."""
    with app.app_context():
        models.warm_up()
        jobs.rescore_stale()
        # After a longer stop the mails of the hours in between follow.
        jobs.remind()


def _sign_ins(settings: Settings) -> str:
    kept = accounts.demo_sign_ins(
        current_session(), demo.FOLDER / "sign_ins.csv", settings.demo_sign_ins_file
    )
    lines = [f"  {one.role:<12}{one.email:<42}{one.password}   ({one.name})" for one in kept]
    return "\n".join(["Sign in as:", *lines])
