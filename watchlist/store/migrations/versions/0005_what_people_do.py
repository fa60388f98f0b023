"""What people do to entries, what committees let go of, and the chain that history hangs by."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from watchlist.register.chain import START, content, linked
from watchlist.store.types import UtcDateTime

revision = "0005"
down_revision = "0004"

_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("post", sa.Text()),
        sa.Column("due_day", sa.Date()),
        sa.Column("due_committee", sa.Text()),
        sa.Column("due_event", sa.Text()),
        sa.Column("number", sa.Integer()),
        sa.Column("until", sa.Date()),
        sa.Column("link", sa.Text()),
        sa.Column("minute", sa.Text()),
        sa.Column("committee", sa.Text()),
        sa.Column("people_too", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_acts_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_acts"),
    )
    op.create_index("ix_acts_entry", "acts", ["entry"], unique=False)
    op.create_table(
        "let_go",
        sa.Column("id", _counted, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("ends", sa.SmallInteger(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act"], ["acts.id"], name="fk_let_go_act"),
        sa.PrimaryKeyConstraint("id", name="pk_let_go"),
    )
    op.create_index("ix_let_go_rule", "let_go", ["rule"], unique=False)
    no, none, nothing = sa.false(), sa.text("0"), sa.text("''")
    op.add_column("entries", sa.Column("kept", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("entries", sa.Column("places", sa.Integer(), nullable=False, server_default=none))
    op.add_column("entries", sa.Column("head", sa.Text(), nullable=False, server_default=nothing))
    for name, kind, start in (("place", sa.Integer(), none), ("chain", sa.Text(), nothing)):
        column = sa.Column(name, kind, nullable=False, server_default=start)
        op.add_column("transitions", column)
    op.add_column("notices", sa.Column("act", sa.Integer()))
    counters = sa.table("counters", sa.column("name"), sa.column("value"))
    op.bulk_insert(counters, [{"name": "act", "value": 0}])
    _chain(op.get_bind())


_NAMES = (
    "id", "breach", "entry", "reason", "period", "level_before", "level", "state", "rule",
    "rule_hash", "evidence", "before", "after", "who",
)  # fmt: skip

_TRANSITIONS = sa.table(
    "transitions", sa.column("at", UtcDateTime()), *(sa.column(name) for name in _NAMES)
)


def _chain(connection: sa.Connection) -> None:
    """What happened before there was a chain is hung on it as it stands."""
    ends: dict[int, tuple[int, str]] = {}
    rows: list[dict[str, Any]] = []
    found = connection.execute(
        sa.select(_TRANSITIONS).where(_TRANSITIONS.c.entry.is_not(None)).order_by(_TRANSITIONS.c.id)
    )
    for row in found.mappings():
        place, chain = ends.get(row["entry"], (0, START))
        place, chain = place + 1, linked(chain, content("transition", dict(row)))
        ends[row["entry"]] = place, chain
        rows.append({"id": row["id"], "place": place, "chain": chain})
    if not rows:
        return
    statement = sa.text("UPDATE transitions SET place = :place, chain = :chain WHERE id = :id")
    connection.execute(statement, rows)
    statement = sa.text("UPDATE entries SET places = :places, head = :head WHERE id = :id")
    heads = [{"id": entry, "places": end[0], "head": end[1]} for entry, end in ends.items()]
    connection.execute(statement, heads)
