"""Assessments name the notes in a language that the model does not know."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Earlier assessments name none."""
    with op.batch_alter_table("assessments") as batch:
        batch.add_column(sa.Column("unread", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget which notes were not read."""
    with op.batch_alter_table("assessments") as batch:
        batch.drop_column("unread")
