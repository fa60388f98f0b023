"""What was answered to programs that posted readings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0014"
down_revision = "0013"

_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "posted",
        sa.Column("id", _counted, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("key", sa.Text()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        *(_count(name) for name in ("added", "revised", "unchanged")),
        sa.Column("indicators", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posted"),
        sa.UniqueConstraint("token", "key", name="uq_posted_token"),
    )
    op.create_index("ix_posted_sha256", "posted", ["sha256"])


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)
