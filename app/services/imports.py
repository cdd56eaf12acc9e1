"""A bundle arrives: check it, show what it would change, then store it in one transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import StagedImportRow
from app.errors import Conflict, Invalid, NotFound
from app.services import programme as programmes
from app.services.difference import FILES, Difference, File, changes_nothing, compare, in_words
from app.services.store import store
from model.bundle import ReadBundle, read_folder, read_zip
from model.errors import BundleError, Problem
from model.programme import Programme

MAX_UPLOAD = 50_000_000
_SHOWN_EXAMPLES = 20
_STAGED_FOR = timedelta(days=1)
# A bundle older than this is history: its own date says more than today's.
_RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One thing wrong or odd in an uploaded bundle; ``row`` counts the header as 1."""

    file: str
    row: int | None
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What a bundle would change in one file's rows; ``removed`` only if it replaces."""

    file: File
    added: int
    changed: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What was found in an upload. Without a ``token`` nothing can be confirmed."""

    token: str | None
    problems: tuple[ProblemLine, ...] = ()
    warnings: tuple[ProblemLine, ...] = ()
    # Why it can't be added to what is stored; it can still replace it.
    conflicts: tuple[ProblemLine, ...] = ()
    changes: tuple[FileChanges, ...] = ()
    examples: tuple[str, ...] = ()  # the first 20 changed rows in words
    latest_date: date | None = None
    default_as_of: date | None = None  # the day the programme would be fixed at; None: live


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was stored."""

    changes: tuple[FileChanges, ...]
    as_of: date | None
    warnings: tuple[ProblemLine, ...] = ()


def preview(session: Session, upload: BinaryIO, staged_dir: Path) -> Preview:
    """Check an upload and stage it for confirmation; with problems nothing is kept."""
    _remove_forgotten(session, staged_dir)
    token = secrets.token_urlsafe(16)
    path = _path(staged_dir, token)
    try:
        content = _read_limited(upload)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)
        bundle = _read(path)
    except BundleError as error:
        path.unlink(missing_ok=True)
        return Preview(token=None, problems=_lines(error.problems))
    digest = hashlib.sha256(content).hexdigest()
    session.add(StagedImportRow(token=token, staged_at=clock.now(), sha256=digest))
    session.commit()
    return _preview(session, token, bundle)


def staged(session: Session, token: str, staged_dir: Path) -> Preview:
    """The preview of an upload that waits to be confirmed, made anew. NotFound if gone."""
    return _preview(session, token, _staged_bundle(session, token, staged_dir))


def confirm(session: Session, token: str, staged_dir: Path, *, replace: bool) -> ImportResult:
    """Store a staged bundle in one transaction. Call ``jobs.rescore_programme()`` after it."""
    bundle = _staged_bundle(session, token, staged_dir)
    result = import_programme(session, bundle.programme, replacing=replace, token=token)
    _path(staged_dir, token).unlink(missing_ok=True)
    return result


def import_programme(
    session: Session, bundle: Programme, *, replacing: bool, token: str | None = None
) -> ImportResult:
    """Store a checked programme in one transaction, and fix or free the programme date."""
    programmes.lock(session)
    if token is not None:
        _take(session, token)
    stored = programmes.load(session)
    conflicts = () if replacing else tuple(_address_conflicts(stored, bundle))
    if conflicts:
        session.rollback()
        raise Conflict(
            f"{conflicts[0]}. Correct it in the file, or replace what is stored by the file."
        )
    differences = compare(stored, bundle)
    store(session, differences, replacing=replacing)
    row = programmes.row(session)
    if not changes_nothing(differences, replacing=replacing):
        row.as_of, row.is_demo = default_as_of(bundle), False
    as_of = row.as_of
    session.commit()
    changes = _counts(differences)
    if not replacing:
        changes = tuple(_without_removed(one) for one in changes)
    return ImportResult(changes, as_of)


def import_path(session: Session, path: Path, *, replacing: bool) -> ImportResult:
    """Store a folder or zip at once, for the command line; Invalid tells every problem."""
    try:
        bundle = _checked(read_folder(path)) if path.is_dir() else _read(path)
    except BundleError as error:
        raise Invalid(str(error)) from error
    result = import_programme(session, bundle.programme, replacing=replacing)
    warnings = _lines([*bundle.warnings, *_oddities(bundle.programme)])
    return replace(result, warnings=warnings)


def default_as_of(bundle: Programme) -> date | None:
    """The day to fix the programme at, or ``None``: it is recent enough to live.

    Planned meetings lie ahead in every living programme, so they don't count here.
    """
    latest, today = latest_happened(bundle), clock.today()
    if latest is None or today - _RECENT <= latest <= today:
        return None
    return latest


def latest_happened(bundle: Programme) -> date | None:
    """The latest date of something that was not only planned; any date if all was."""
    met = {key: one for key, one in bundle.meetings.items() if one.status != "planned"}
    return replace(bundle, meetings=met).latest_date or bundle.latest_date


def _preview(session: Session, token: str, bundle: ReadBundle) -> Preview:
    stored = programmes.load(session)
    differences = compare(stored, bundle.programme)
    return Preview(
        token=token,
        warnings=_lines([*bundle.warnings, *_oddities(bundle.programme)]),
        conflicts=_lines(_address_conflicts(stored, bundle.programme)),
        changes=_counts(differences),
        examples=tuple(islice(in_words(differences), _SHOWN_EXAMPLES)),
        latest_date=bundle.programme.latest_date,
        default_as_of=programmes.fixed_day(session)
        if changes_nothing(differences, replacing=False)
        else default_as_of(bundle.programme),
    )


def _read(path: Path) -> ReadBundle:
    with path.open("rb") as file:
        return _checked(read_zip(file))


def _checked(bundle: ReadBundle) -> ReadBundle:
    """What the contract lets pass but nobody can have meant: a programme of nobody."""
    if not bundle.programme.people:
        raise BundleError([Problem("people.csv", None, "", "holds nobody; check the export")])
    return bundle


def _read_limited(upload: BinaryIO) -> bytes:
    content = upload.read(MAX_UPLOAD + 1)
    if len(content) > MAX_UPLOAD:
        limit = f"is larger than {MAX_UPLOAD // 1_000_000} MB; leave out what is not a CSV file"
        raise BundleError([Problem("the upload", None, "", limit)])
    return content


def _staged_bundle(session: Session, token: str, staged_dir: Path) -> ReadBundle:
    row = session.get(StagedImportRow, token)
    path = _path(staged_dir, token)
    if row is None or not path.is_file():
        raise NotFound("This upload is not waiting any more. Please upload the file again.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != row.sha256:
        raise Conflict("The uploaded file has changed on the disk. Please upload it again.")
    return _read(path)


def _take(session: Session, token: str) -> None:
    """Whoever comes second with the same upload is told so."""
    taken = session.scalar(
        delete(StagedImportRow)
        .where(StagedImportRow.token == token)
        .returning(StagedImportRow.token)
    )
    if taken is None:
        session.rollback()
        raise Conflict("This upload has been stored already.")


def _path(staged_dir: Path, token: str) -> Path:
    # A token that comes back from a page is only ever used after it was found in the table,
    # but a file name is no place to rely on that.
    return staged_dir / f"{hashlib.sha256(token.encode()).hexdigest()}.zip"


def _remove_forgotten(session: Session, staged_dir: Path) -> None:
    old = session.query(StagedImportRow).where(
        StagedImportRow.staged_at < clock.now() - _STAGED_FOR
    )
    for row in old:
        _path(staged_dir, row.token).unlink(missing_ok=True)
        session.delete(row)
    session.commit()


def _address_conflicts(stored: Programme, bundle: Programme) -> Iterable[Problem]:
    # Someone whose address the file changes gives the old one up.
    owner = {
        person.email.casefold(): person
        for person in stored.people.values()
        if person.person_id not in bundle.people
    }
    for number, person in enumerate(bundle.people.values(), start=2):
        other = owner.get(person.email.casefold())
        if other is not None:
            message = f"{person.email} belongs to {other.name} ({other.person_id}), who is stored"
            yield Problem("people.csv", number, "email", message)


def _oddities(programme: Programme) -> Iterable[Problem]:
    if not programme.mentorships:
        yield Problem("mentorships.csv", None, "", "holds no mentorship yet")
    elif not any(m.mentee_feedback or m.mentor_feedback for m in programme.meetings.values()):
        message = (
            "holds no feedback at all: mentorships can only be judged by dates and ratings, "
            "until someone writes how it goes"
        )
        yield Problem("meetings.csv", None, "", message)


def _lines(problems: Iterable[Problem]) -> tuple[ProblemLine, ...]:
    return tuple(ProblemLine(one.file, one.row, one.column, one.message) for one in problems)


def _counts(differences: dict[File, Difference]) -> tuple[FileChanges, ...]:
    return tuple(
        FileChanges(
            file,
            added=len(differences[file].added),
            changed=len(differences[file].changed),
            unchanged=differences[file].unchanged,
            removed=len(differences[file].only_stored),
        )
        for file in FILES
    )


def _without_removed(changes: FileChanges) -> FileChanges:
    return replace(changes, removed=0)
