"""Tables and migrations agree, and migrations go both ways with data in them."""

from __future__ import annotations

from dataclasses import replace

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app.db import db
from app.db.migrate import configuration, downgrade, is_current, upgrade
from app.db.tables import Base
from app.services import programme as programmes
from app.services.bundles import imports
from model.programme import HouseRule
from tests.small_programme import programme

RULES = (HouseRule("greatest_load", "3"), HouseRule("never_together", "", "carl", "mia"))


def test_the_migrations_make_exactly_the_tables(empty_app: Flask) -> None:
    with empty_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_line_of_migrations() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_migrating_twice_changes_nothing(app: Flask, session: Session) -> None:
    upgrade(db.engine)
    assert is_current(db.engine)
    assert programmes.load(session) == programme()


def test_each_migration_goes_down_and_up_again_with_data_in_the_tables(
    app: Flask, session: Session
) -> None:
    whole = replace(programme(), rules=RULES)
    scripts = ScriptDirectory.from_config(configuration())
    for script in scripts.walk_revisions():
        session.close()
        downgrade(db.engine, script.down_revision or "base")
        upgrade(db.engine)
        assert is_current(db.engine)
        imports.import_programme(session, whole, replacing=True)
    assert programmes.load(session) == whole


def test_all_the_way_down_nothing_is_left(app: Flask, session: Session) -> None:
    session.close()
    downgrade(db.engine, "base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    assert not is_current(db.engine)
