"""The database: tables, column types, and the connection of the application to it."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import Any

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from app.settings import Settings

db = SQLAlchemy()


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Readers don't block the writer (WAL), references hold, and a busy writer is waited for."""
    if type(connection).__module__.split(".")[0] != "sqlite3":
        return
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def init_app(app: Flask, settings: Settings) -> sessionmaker[Session]:
    """Connect ``app`` to its database; returns what makes sessions outside of requests."""
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.config["SQLALCHEMY_ENGINES"] = {
        # A statement's values may be what someone wrote; an error must not tell them.
        "default": {"url": settings.database, "hide_parameters": True}
    }
    db.init_app(app)
    # Nothing here is asynchronous, and closing what was never open would start a thread for every
    # request.
    app.teardown_appcontext_funcs = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]
    with app.app_context():
        return db.sessionmaker
