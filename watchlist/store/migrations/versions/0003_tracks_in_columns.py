"""Where a breach stands, a column for each part: a nation's breaches are compared side by side."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NUMBERS = ("good", "better", "unknown")
_MARKS = ("proposed", "unmeasured")


def upgrade() -> None:
    op.add_column("breaches", sa.Column("opened", sa.Integer()))
    op.add_column("breaches", sa.Column("by_level", sa.SmallInteger()))
    op.add_column("breaches", sa.Column("by_leaf", sa.SmallInteger()))
    op.add_column("breaches", sa.Column("held_against", sa.Double()))
    for name in _NUMBERS:
        op.add_column("breaches", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name in _MARKS:
        off = sa.false()
        op.add_column("breaches", sa.Column(name, sa.Boolean(), nullable=False, server_default=off))
    _spread(op.get_bind())
    op.drop_column("breaches", "track")


def _spread(connection: sa.Connection) -> None:
    """Out of the text into the columns; its ``state`` and ``level`` have theirs already."""
    found = connection.execute(sa.text("SELECT id, track FROM breaches")).all()
    parts = ("opened", "by_level", "by_leaf", "held_against", *_NUMBERS, *_MARKS)
    given = ", ".join(f"{name} = :{name}" for name in parts)
    statement = sa.text(f"UPDATE breaches SET {given} WHERE id = :id")  # noqa: S608 our own names
    for number, text in found:
        track = json.loads(text)
        track["by_level"], track["by_leaf"] = track["decided_by"] or (None, None)
        connection.execute(statement, {"id": number, **{name: track[name] for name in parts}})
