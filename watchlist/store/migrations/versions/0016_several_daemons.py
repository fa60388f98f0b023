"""Several daemons on one database: who does a job, who is there, whose rules are in force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "leases",
        *_texts("job", "holder"),
        sa.Column("token", sa.BigInteger(), nullable=False),
        *_moments("until"),
        sa.PrimaryKeyConstraint("job", name="pk_leases"),
    )
    op.create_table(
        "daemons",
        *_texts("name"),
        *_moments("started", "seen"),
        *_texts("version", "config", "book"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("memory", "handles")),
        sa.PrimaryKeyConstraint("name", name="pk_daemons"),
    )
    op.create_table(
        "rule_folders",
        *_texts("place", "hash"),
        *_moments("at"),
        sa.PrimaryKeyConstraint("place", name="pk_rule_folders"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, UtcDateTime(), nullable=False) for name in names]
