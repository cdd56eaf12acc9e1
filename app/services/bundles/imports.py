"""A bundle arrives: check it, show what it would change, then store it in one transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext
from sqlalchemy.orm import Session

from app import clock
from app.errors import Conflict, Invalid
from app.services import programme as programmes
from app.services import standing
from app.services.bundles import import_checks as checks
from app.services.bundles import staging
from app.services.bundles.difference import (
    FILES,
    Difference,
    File,
    changes_nothing,
    compare,
    in_words,
)
from app.services.bundles.store import store
from app.services.rematching import proposal_tidy
from app.services.review import cases
from model.bundle import ReadBundle, read_folder, read_zip
from model.errors import BundleError, Problem
from model.programme import Programme

MAX_UPLOAD = 50_000_000
_SHOWN_EXAMPLES = 20
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
    staging.remove_forgotten(session, staged_dir)
    try:
        content = _read_limited(upload)
        bundle = _checked(read_zip(BytesIO(content)))
    except BundleError as error:
        return Preview(token=None, problems=_lines(error.problems))
    return _preview(session, staging.keep(session, content, staged_dir), bundle)


def staged(session: Session, token: str, staged_dir: Path) -> Preview:
    """The preview of an upload that waits to be confirmed, made anew. NotFound if gone."""
    content = staging.read(session, token, staged_dir)
    return _preview(session, token, _checked(read_zip(BytesIO(content))))


def confirm(session: Session, token: str, staged_dir: Path, *, replace: bool) -> ImportResult:
    """Store a staged bundle in one transaction. Call ``jobs.rescore_programme()`` after it."""
    bundle = _checked(read_zip(BytesIO(staging.read(session, token, staged_dir))))
    result = import_programme(session, bundle.programme, replacing=replace, token=token)
    staging.discard(token, staged_dir)
    return result


def import_programme(
    session: Session, bundle: Programme, *, replacing: bool, token: str | None = None
) -> ImportResult:
    """Store a checked programme in one transaction, and fix or free the programme date."""
    result = put(session, bundle, replacing=replacing, token=token)
    follow(session)
    session.commit()
    # What was asked about a mentorship that has ended or changed by it is taken back.
    proposal_tidy.tidy(session)
    return result


def put(
    session: Session, bundle: Programme, *, replacing: bool, token: str | None = None
) -> ImportResult:
    """The same without the commit, for a caller who has more to store and then calls ``follow``."""
    programmes.lock(session)
    if token is not None:
        staging.take(session, token)
    stored = programmes.load(session)
    conflicts = () if replacing else tuple(checks.conflicts(stored, bundle))
    if conflicts:
        session.rollback()
        raise Conflict(
            gettext(
                "%(problem)s. Correct it in the file, or replace what is stored by the file.",
                problem=conflicts[0],
            )
        )
    differences = compare(stored, bundle)
    row = programmes.row(session)
    store(session, differences, replacing=replacing, was_demo=row.is_demo)
    if not changes_nothing(differences, replacing=replacing):
        row.as_of, row.is_demo = default_as_of(bundle), False
    changes = _counts(differences)
    if not replacing:
        changes = tuple(dataclasses.replace(one, removed=0) for one in changes)
    return ImportResult(changes, row.as_of)


def follow(session: Session) -> None:
    """Let the lists show what is stored at once, though reading it takes a while."""
    moved = standing.stale(session)
    standing.refresh(session, moved)
    cases.follow(session, moved)


def import_path(session: Session, path: Path, *, replacing: bool) -> ImportResult:
    """Store a folder or zip at once, for the command line; Invalid tells every problem."""
    try:
        bundle = _checked(read_folder(path) if path.is_dir() else _read_zip(path))
    except BundleError as error:
        raise Invalid(str(error)) from error
    result = import_programme(session, bundle.programme, replacing=replacing)
    warnings = _lines([*bundle.warnings, *checks.oddities(bundle.programme)])
    return dataclasses.replace(result, warnings=warnings)


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
    return dataclasses.replace(bundle, meetings=met).latest_date or bundle.latest_date


def _preview(session: Session, token: str, bundle: ReadBundle) -> Preview:
    stored = programmes.load(session)
    differences = compare(stored, bundle.programme)
    return Preview(
        token=token,
        warnings=_lines([*bundle.warnings, *checks.oddities(bundle.programme)]),
        conflicts=_lines(checks.conflicts(stored, bundle.programme)),
        changes=_counts(differences),
        examples=tuple(islice(in_words(differences), _SHOWN_EXAMPLES)),
        latest_date=bundle.programme.latest_date,
        default_as_of=programmes.fixed_day(session)
        if changes_nothing(differences, replacing=False)
        else default_as_of(bundle.programme),
    )


def _read_zip(path: Path) -> ReadBundle:
    with path.open("rb") as file:
        return read_zip(file)


def _read_limited(upload: BinaryIO) -> bytes:
    content = upload.read(MAX_UPLOAD + 1)
    if len(content) > MAX_UPLOAD:
        limit = gettext(
            "is larger than %(size)s MB; leave out what is not a CSV file",
            size=MAX_UPLOAD // 1_000_000,
        )
        raise BundleError([Problem(gettext("the upload"), None, "", limit)])
    return content


def _checked(bundle: ReadBundle) -> ReadBundle:
    """What the contract lets pass but nobody can have meant: a programme of nobody."""
    if not bundle.programme.people:
        raise BundleError(
            [Problem("people.csv", None, "", gettext("holds nobody; check the export"))]
        )
    return bundle


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
