"""What the public was told, and who told it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0006"
down_revision = "0005"

_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "published",
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("ends", sa.SmallInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("indicator", "area", "frequency", "ends", name="pk_published"),
    )
    op.create_table(
        "publications",
        sa.Column("id", _counted, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text()),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
    )
