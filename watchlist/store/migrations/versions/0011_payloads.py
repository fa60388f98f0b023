"""The frozen bytes of messages in a table of their own: they are not rewritten with each attempt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "payloads",
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_payloads_message"),
        sa.PrimaryKeyConstraint("message", name="pk_payloads"),
    )
    op.execute("INSERT INTO payloads (message, payload) SELECT id, payload FROM messages")
    op.drop_column("messages", "payload")
