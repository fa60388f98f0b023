"""History and notices by time, the list by level: nobody reads all of it for a page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_acts_at", "acts", ["at"])
    op.create_index("ix_acts_due_day", "acts", ["due_day"])
    op.create_index("ix_acts_until", "acts", ["until"])
    op.create_index("ix_transitions_at", "transitions", ["at"])
    op.create_index("ix_notices_created_at", "notices", ["created_at"])
    op.create_index("ix_jobs_done", "jobs", ["job", "done_at", "occasion"])
    listed = sa.text("left_at IS NULL")
    op.create_index(
        "ix_entries_listed",
        "entries",
        ["level", "id"],
        sqlite_where=listed,
        postgresql_where=listed,
    )
