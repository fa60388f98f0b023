"""Figures that somebody put right by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0007"
down_revision = "0006"

_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", _counted, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("series", _counted, nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("span", sa.SmallInteger(), nullable=False),
        sa.Column("forecast", sa.SmallInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_corrections_series"),
    )
    op.create_index("ix_corrections_at", "corrections", ["at"])
    op.create_index("ix_corrections_cell", "corrections", ["series", "period"])
