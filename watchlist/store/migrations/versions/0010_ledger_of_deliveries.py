"""What people and the program itself did to deliveries; messages by time, notices by breach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0010"
down_revision = "0009"

_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "delivery_log",
        sa.Column("id", _counted, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text()),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_log"),
    )
    op.create_index("ix_delivery_log_about", "delivery_log", ["about"])
    op.create_index("ix_messages_made_at", "messages", ["made_at"])
    op.create_index("ix_notices_breach", "notices", ["breach"])
