"""The register asked by rule and by key: a nation's list is not read whole for each indicator."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("ix_breaches_rule", "breaches", ["rule", "state"], unique=False)
    op.create_index("ix_entries_indicator", "entries", ["indicator"], unique=False)
    op.create_index("ix_entries_theme", "entries", ["theme"], unique=False)
    op.create_index("ix_data_checks_indicator", "data_checks", ["indicator"], unique=False)
