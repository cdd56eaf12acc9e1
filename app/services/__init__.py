"""The use cases, one file a feature, and the only door to ``model``.

A service takes the session first and plain arguments, and returns rows or frozen dataclasses.
Transactions begin and end here.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.db import db


def current_session() -> Session:
    """The session of this request or job; it is closed when that ends."""
    session: Session = db.session
    return session
