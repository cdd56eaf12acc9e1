"""``flask --app app`` commands: a few lines over a service each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import server
from app.db import db
from app.db.migrate import is_current, upgrade
from app.errors import AppError
from app.permissions import Role
from app.services import accounts, current_session, health, models
from app.services.bundles import demo, export, imports
from app.settings import Settings, write_private

P = ParamSpec("P")


def init_app(app: Flask) -> None:
    """Add the commands to ``flask --app app``."""
    for command in (
        init,
        load_demo,
        import_bundle,
        export_bundle,
        create_user,
        sign_in_link,
        rescore,
        serve,
    ):
        app.cli.add_command(command)


def needs_tables(command: Callable[P, None]) -> Callable[P, None]:
    """Stop with a helpful word if the database was not brought to this version."""

    @wraps(command)
    def checked(*args: P.args, **kwargs: P.kwargs) -> None:
        if not is_current(db.engine):
            raise click.ClickException(
                "The database is not ready for this version. Run `flask --app app init` first."
            )
        command(*args, **kwargs)

    return checked


@click.command()
@with_appcontext
def init() -> None:
    """Make the secrets and bring the database to this version."""
    settings = _settings()
    settings.secrets()
    upgrade(db.engine)
    click.echo(f"The database is ready in {settings.instance}.")


@click.command()
@with_appcontext
@needs_tables
def load_demo() -> None:
    """Load and score the demo if the database is empty; ``serve`` prints its sign-ins."""
    if demo.load(current_session(), demo.FOLDER):
        click.echo("The demo programme is loaded.")
        _rescore(everything=True)


@click.command("import")
@click.argument("bundle", type=click.Path(exists=True, path_type=Path))
@click.option("--replace", is_flag=True, help="Remove what is not in the bundle.")
@with_appcontext
@needs_tables
def import_bundle(bundle: Path, replace: bool) -> None:
    """Import a BUNDLE, a folder or a zip of CSV files, and score it."""
    try:
        result = imports.import_path(current_session(), bundle, replacing=replace)
    except AppError as error:
        raise click.ClickException(error.message) from error
    for one in result.warnings:
        click.echo(f"Note: {one.file}, row {one.row or '–'}, {one.column}: {one.message}", err=True)
    for changes in result.changes:
        click.echo(
            f"{changes.file}: {changes.added} new, {changes.changed} changed, "
            f"{changes.removed} removed, {changes.unchanged} as before"
        )
    click.echo(f"Programme date: {result.as_of or 'today, from now on'}.")
    _rescore(everything=True)


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@needs_tables
def export_bundle(file: Path) -> None:
    """Write the programme to FILE, a zip that can be imported again."""
    write_private(file, export.export_zip(current_session()))
    click.echo(f"The programme is in {file}. It holds confidential feedback.")


@click.command()
@click.argument("email")
@click.option(
    "--role", type=click.Choice([one.value for one in Role]), multiple=True, required=True
)
@click.option("--person", "person_id", help="Who on the roster it is, by person_id.")
@click.password_option()
@with_appcontext
@needs_tables
def create_user(email: str, role: tuple[str, ...], person_id: str | None, password: str) -> None:
    """Make an account for EMAIL."""
    roles = frozenset(Role(one) for one in role)
    try:
        accounts.create_user(current_session(), email, password, roles, person_id)
    except AppError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{email} can sign in.")


@click.command()
@click.argument("person_id")
@with_appcontext
@needs_tables
def sign_in_link(person_id: str) -> None:
    """Print a link with which PERSON_ID, who has an account, sets a new password."""
    try:
        link = accounts.sign_in_link_of_anybody(current_session(), person_id)
    except AppError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{server.address(_settings())}{link.path}")


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what is up to date.")
@with_appcontext
@needs_tables
def rescore(everything: bool) -> None:
    """Score what is out of date."""
    _rescore(everything=everything)


@click.command()
@with_appcontext
@needs_tables
def serve() -> None:
    """Serve the application until it is stopped."""
    server.run(current_app._get_current_object())  # type: ignore[attr-defined]


def _rescore(*, everything: bool) -> None:
    if not everything and not health.stale(current_session()) and not models.status().problem:
        click.echo("All scores are up to date.")
        return
    work = health.rescore_all if everything else health.rescore_stale
    click.echo("Reading the feedback; loading the model takes a few seconds.")
    with click.progressbar(length=1, label="Scoring") as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        scored = work(current_session(), show)
    problem = models.status().problem
    click.echo(f"Scores are off: {problem}" if problem else f"{scored} mentorships are scored.")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["rapport"].settings
    return settings
