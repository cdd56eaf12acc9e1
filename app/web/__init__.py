"""The pages: one blueprint an audience, on the services and nothing below them."""

from __future__ import annotations

from flask import Flask

from app.web import account, coordinator, frame, mentee, mentor, participant


def register(app: Flask) -> None:
    """Hang every page into ``app``."""
    frame.init_app(app)
    app.register_blueprint(account.blueprint)
    app.register_blueprint(coordinator.blueprint)
    app.register_blueprint(mentee.blueprint)
    app.register_blueprint(mentor.blueprint)
    app.register_blueprint(participant.blueprint)
