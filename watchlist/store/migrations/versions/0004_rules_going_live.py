"""Faults of rule files that the keeper is told of; since when a rulebook is in force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("ALTER TABLE rulebooks RENAME COLUMN first_in_force TO in_force_since")
    op.add_column("notices", sa.Column("fault", sa.Integer()))
    op.create_table(
        "rule_faults",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer()),
        sa.Column("column", sa.Integer()),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("first_seen", UtcDateTime(), nullable=False),
        sa.Column("gone_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_rule_faults"),
    )
    standing = sa.text("gone_at IS NULL")
    op.create_index(
        "uq_rule_faults_standing",
        "rule_faults",
        ["key"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
