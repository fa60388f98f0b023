"""What each source on the web gave last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "fetched",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source", "read_by")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("etag", "modified")),
        sa.Column("not_before", UtcDateTime()),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_fetched"),
    )
