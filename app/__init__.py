"""Rapport as a Flask application. Read ``create_app`` from top to bottom."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect

from app import api, cli, db, errors, gate, languages, security, web
from app.jobs import Jobs
from app.services.mail import transport
from app.services.models import Models
from app.settings import Settings


@dataclass(frozen=True)
class Rapport:
    """What the application holds beside Flask's own things: ``app.extensions["rapport"]``."""

    settings: Settings
    models: Models
    jobs: Jobs


def create_app(settings: Settings | None = None, models: Models | None = None) -> Flask:
    """Build the application.

    Parameters
    ----------
    settings : Settings, optional
        By default read from the environment.
    models : Models, optional
        Tests give one that needs no trained model.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__, instance_path=str(settings.instance.resolve()))
    app.config.update(_flask_config(settings))
    # The ground.
    sessions = db.init_app(app, settings)
    errors.init_app(app)
    app.extensions["rapport"] = Rapport(
        settings, models or Models.stored(settings.artifacts, sessions), Jobs(app, settings)
    )
    transport.init_app(app, settings)
    # Who may come in: accounts, then the table of permissions, then forged forms.
    security.init_app(app, settings)
    gate.init_app(app)
    CSRFProtect(app)
    # What they find.
    languages.init_app(app, settings)
    Bootstrap5(app)
    web.register(app)
    api.init_app(app)
    cli.init_app(app)
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secrets()["SECRET_KEY"],
        "TESTING": settings.testing,
        "MAX_CONTENT_LENGTH": 51_000_000,
        "SESSION_COOKIE_NAME": "rapport",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https_only,
        "PERMANENT_SESSION_LIFETIME": settings.session_hours * 3600,
        # Someone may take hours over an honest note; the form stays good as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_ENABLED": not settings.testing,
        "BOOTSTRAP_SERVE_LOCAL": True,
    }
