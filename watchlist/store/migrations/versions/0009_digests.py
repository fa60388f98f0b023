"""Who reads which digest, who said so, and the editions of digests."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0009"
down_revision = "0008"

_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _topic() -> list[sa.Column[Any]]:
    return [
        *(sa.Column(name, sa.Text()) for name in ("committee", "owner", "tag")),
        sa.Column("when", sa.Text(), nullable=False),
    ]


def upgrade() -> None:
    _create_subscriptions()
    _create_subscription_log()
    _create_digests()


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        *_topic(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("paused_until", sa.Date()),
        sa.Column("reads_since", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    live = sa.text("state <> 'ended'")
    columns = ["post", "name", "channel"]
    op.create_index(
        "uq_subscriptions_one", "subscriptions", columns,
        unique=True, sqlite_where=live, postgresql_where=live,
    )  # fmt: skip


def _create_subscription_log() -> None:
    op.create_table(
        "subscription_log",
        sa.Column("id", _counted, nullable=False),
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text()),
        sa.Column("acting_for", sa.Text()),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription_log"),
        sa.ForeignKeyConstraint(
            ["subscription"], ["subscriptions.id"], name="fk_subscription_log_subscription"
        ),
    )
    op.create_index("ix_subscription_log_subscription", "subscription_log", ["subscription"])


def _create_digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", _counted, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        *_topic(),
        *(sa.Column(name, UtcDateTime(), nullable=False) for name in ("drafted", "due", "over")),
        sa.Column("meeting", sa.Date()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("released_by", sa.Text()),
        sa.Column("released_at", UtcDateTime()),
        sa.Column("sent_at", UtcDateTime()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sa.UniqueConstraint("name", "occasion", name="uq_digests_name"),
    )
    op.create_index("ix_digests_state", "digests", ["state", "due"])
