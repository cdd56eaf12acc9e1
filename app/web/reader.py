"""Who reads the page, and on which session its view works."""

from __future__ import annotations

from typing import cast

from flask import current_app
from flask_security import current_user

from app.permissions import Actor
from app.services import accounts
from app.settings import Settings


def actor() -> Actor:
    """Who acts in this request."""
    return accounts.actor_of(current_user)


def settings() -> Settings:
    """The settings that the application runs with."""
    return cast(Settings, current_app.extensions["rapport"].settings)
