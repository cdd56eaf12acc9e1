"""Run by Alembic, on the connection that ``app.db.migrate`` gives it."""

from __future__ import annotations

from alembic import context

from app.db.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can't change a column in place, so a changed table is copied.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
