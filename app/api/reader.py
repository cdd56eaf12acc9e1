"""Who calls the API."""

from __future__ import annotations

from flask_security import current_user

from app.permissions import Actor
from app.services import accounts


def actor() -> Actor:
    """Who acts in this request."""
    return accounts.actor_of(current_user)
