"""What a coordinator allows beyond the rules of every programme."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No rule holds at first."""
    op.create_table(
        "rules",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("other_person_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "person_id", "other_person_id", name=op.f("pk_rules")),
    )


def downgrade() -> None:
    """Forget the house rules."""
    op.drop_table("rules")
