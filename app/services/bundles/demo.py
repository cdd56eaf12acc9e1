"""The demo programme, for a newcomer's first look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import PersonRow
from app.services import programme as programmes
from app.services.bundles import imports
from model.bundle import read_folder

FOLDER = Path(__file__).parents[3] / "data" / "demo"
# The demo stands still at the end of its story, whatever day it is looked at.
DAY = date(2026, 11, 20)


def load(session: Session, folder: Path) -> bool:
    """Load the demo if nothing is stored yet; says whether it did."""
    if session.scalar(select(PersonRow.person_id).limit(1)) is not None:
        return False
    bundle = read_folder(folder)
    imports.put(session, bundle.programme, replacing=False)
    row = programmes.row(session)
    row.name, row.is_demo = "Tarnbeck mentorship programme (demo)", True
    row.as_of = DAY
    imports.follow(session)
    session.commit()
    return True


def is_loaded(session: Session) -> bool:
    """Whether what is stored is the demo."""
    return programmes.status(session).is_demo
