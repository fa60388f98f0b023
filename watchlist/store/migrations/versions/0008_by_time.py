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
    worst: list[str | sa.TextClause] = [sa.text("coalesce(level, 0) DESC"), "id"]
    _create_index_where("ix_entries_listed", "entries", worst, "left_at IS NULL")
    holder: list[str | sa.TextClause] = ["who", "acting_for", "post", "committee"]
    _create_index_where("ix_acts_holds", "acts", holder, "kind IN ('added', 'holds')")


def _create_index_where(
    name: str, table: str, columns: list[str | sa.TextClause], where: str
) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)
