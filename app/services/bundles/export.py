"""The programme as a bundle that imports again to the same content."""

from __future__ import annotations

from io import BytesIO

from sqlalchemy.orm import Session

from app.services.programme import load, lock
from model.bundle import write_zip


def export_zip(session: Session) -> bytes:
    """A zip of the programme's CSV files."""
    # Nobody writes while the tables are read one after the other, so that they fit together.
    lock(session)
    programme = load(session)
    session.rollback()
    buffer = BytesIO()
    write_zip(programme, buffer)
    return buffer.getvalue()
