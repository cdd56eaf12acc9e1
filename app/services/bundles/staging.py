"""Checked uploads that wait to be confirmed: a row says which, the zip lies beside the database."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from pathlib import Path

from flask_babel import gettext
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import StagedImportRow
from app.errors import Conflict, NotFound

_KEPT_FOR = timedelta(days=1)


def keep(session: Session, content: bytes, staged_dir: Path) -> str:
    """Keep an upload; returns the token to find it by."""
    token = secrets.token_urlsafe(16)
    digest = hashlib.sha256(content).hexdigest()
    session.add(StagedImportRow(token=token, staged_at=clock.now(), sha256=digest))
    # The row comes first, so that a file without a row is always one that was left behind.
    session.commit()
    staged_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    _path(staged_dir, token).write_bytes(content)
    return token


def read(session: Session, token: str, staged_dir: Path) -> bytes:
    """The upload of a token. NotFound if it is gone, Conflict if someone has changed it."""
    row = session.get(StagedImportRow, token)
    path = _path(staged_dir, token)
    if row is None or not path.is_file():
        raise NotFound(
            gettext("This upload is not waiting any more. Please upload the file again.")
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise Conflict(
            gettext("The uploaded file has changed on the disk. Please upload it again.")
        )
    return content


def take(session: Session, token: str) -> None:
    """Whoever comes second with the same upload is told so. The caller commits."""
    taken = session.scalar(
        delete(StagedImportRow)
        .where(StagedImportRow.token == token)
        .returning(StagedImportRow.token)
    )
    if taken is None:
        session.rollback()
        raise Conflict(gettext("This upload has been stored already."))


def discard(token: str, staged_dir: Path) -> None:
    """Remove the file of an upload that was taken."""
    _path(staged_dir, token).unlink(missing_ok=True)


def remove_forgotten(session: Session, staged_dir: Path) -> None:
    """Remove what nobody confirmed within a day, and files that a crash left behind."""
    session.execute(
        delete(StagedImportRow).where(StagedImportRow.staged_at < clock.now() - _KEPT_FOR)
    )
    session.commit()
    if not staged_dir.is_dir():
        return
    files = set(staged_dir.iterdir())
    # The files are listed before the rows are read, so that one that is just being kept stays.
    waiting = {_path(staged_dir, token) for token in session.scalars(select(StagedImportRow.token))}
    for path in files - waiting:
        path.unlink(missing_ok=True)


def _path(staged_dir: Path, token: str) -> Path:
    # A token that comes back from a page is only ever used after it was found in the table,
    # but a file name is no place to rely on that.
    return staged_dir / f"{hashlib.sha256(token.encode()).hexdigest()}.zip"
