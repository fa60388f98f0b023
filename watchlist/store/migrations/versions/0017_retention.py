"""What is removed when its time has run out, and what is still known of it; whose name was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0017"
down_revision = "0016"

_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_removals()
    _create_removed()
    op.create_table(
        "erasures",
        sa.Column("id", _counted, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text()),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index("ix_notices_entry", "notices", ["entry"])
    # What was let go of outlives the act; the tables that it refers to need not be looked at.
    with op.batch_alter_table("let_go", reflect_kwargs={"resolve_fks": False}) as let_go:
        let_go.drop_constraint("fk_let_go_act", type_="foreignkey")


def _create_removals() -> None:
    op.create_table(
        "removals",
        sa.Column("id", _counted, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_texts("kind", "term"),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removals"),
    )
    op.create_index("ix_removals_at", "removals", ["at"])


def _create_removed() -> None:
    op.create_table(
        "removed_entries",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("theme", "indicator", "area")),
        sa.Column("left_at", UtcDateTime(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        *_texts("head"),
        sa.Column("removal", _counted, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removed_entries"),
        sa.ForeignKeyConstraint(["removal"], ["removals.id"], name="fk_removed_entries_removal"),
    )
    op.create_table(
        "removed_breaches",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("rule", "indicator", "area", "breakdown"),
        sa.PrimaryKeyConstraint("id", name="pk_removed_breaches"),
    )
    op.create_index("ix_removed_breaches_rule", "removed_breaches", ["rule"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
