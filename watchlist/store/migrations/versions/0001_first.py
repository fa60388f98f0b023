"""The first tables: readings, the register, the outbox, and what was done when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from watchlist.store.types import UtcDateTime

revision = "0001"
down_revision = None

#: A number that the database counts up by itself (SQLite does so for INTEGER keys only).
_counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "data_checks",
        sa.Column("id", _counted, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("check", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("ends", sa.SmallInteger(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("first_seen", UtcDateTime(), nullable=False),
        sa.Column("gone_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_data_checks"),
    )
    op.create_index(
        "uq_data_checks_standing",
        "data_checks",
        ["key"],
        unique=True,
        sqlite_where=sa.text("gone_at IS NULL"),
        postgresql_where=sa.text("gone_at IS NULL"),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.Text()),
        sa.Column("indicator", sa.Text()),
        sa.Column("area", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("committee", sa.Text()),
        sa.Column("level", sa.SmallInteger()),
        sa.Column("left_at", UtcDateTime()),
        sa.Column("follows", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
    )
    op.create_table(
        "imports",
        sa.Column("id", _counted, nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("recorded", UtcDateTime(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_sha256", "imports", ["sha256"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("job", "occasion", name="pk_jobs"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", UtcDateTime()),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("claim_token", sa.Integer(), nullable=False),
        sa.Column("claimed_until", UtcDateTime()),
        sa.Column("instead_of", sa.Text()),
        sa.ForeignKeyConstraint(["instead_of"], ["messages.id"], name="fk_messages_instead_of"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("instead_of", name="uq_messages_instead_of"),
    )
    op.create_index("ix_messages_due", "messages", ["state", "next_try"], unique=False)
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "rulebooks",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("first_in_force", UtcDateTime(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_rulebooks"),
    )
    op.create_table(
        "rules_judged",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("rule", name="pk_rules_judged"),
    )
    op.create_table(
        "series",
        sa.Column("id", _counted, nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("ends", sa.SmallInteger(), nullable=False),
        sa.Column("judged_to", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint(
            "indicator", "area", "breakdown", "frequency", "ends", name="uq_series_indicator"
        ),
    )
    op.create_table(
        "to_judge",
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("indicator", name="pk_to_judge"),
    )
    op.create_table(
        "attempts",
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started", UtcDateTime(), nullable=False),
        sa.Column("ended", UtcDateTime()),
        sa.Column("result", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_attempts_message"),
        sa.PrimaryKeyConstraint("message", "number", name="pk_attempts"),
    )
    op.create_table(
        "breaches",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rule_hash", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("ends", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger()),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("judged_to", sa.Integer(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("entry", sa.Integer()),
        sa.Column("follows", sa.Integer()),
        sa.Column("closed_at", UtcDateTime()),
        sa.Column("closed_for", sa.Text()),
        sa.Column("evidence", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_breaches_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_breaches"),
    )
    op.create_index("ix_breaches_entry", "breaches", ["entry"], unique=False)
    op.create_index(
        "uq_breaches_live",
        "breaches",
        ["rule", "indicator", "area", "breakdown"],
        unique=True,
        sqlite_where=sa.text("state IN (1, 2)"),
        postgresql_where=sa.text("state IN (1, 2)"),
    )
    op.create_table(
        "notices",
        sa.Column("id", _counted, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("transition", sa.Integer()),
        sa.Column("breach", sa.Integer()),
        sa.Column("entry", sa.Integer()),
        sa.Column("check", sa.Text()),
        sa.Column("message", sa.Text()),
        sa.Column("silence", sa.Text()),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_notices_message"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("subject", "post", "channel", name="uq_notices_subject"),
    )
    op.create_index("ix_notices_message", "notices", ["message"], unique=False)
    op.create_table(
        "readings",
        sa.Column("series", _counted, nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("span", sa.SmallInteger(), nullable=False),
        sa.Column("forecast", sa.SmallInteger(), nullable=False),
        sa.Column("value", sa.Double()),
        sa.Column("numerator", sa.Double()),
        sa.Column("denominator", sa.Double()),
        sa.Column("target", sa.Double()),
        sa.Column("growth", sa.Double()),
        sa.Column("digits", sa.SmallInteger()),
        sa.Column("marker", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("published", UtcDateTime(), nullable=False),
        sa.Column("recorded", UtcDateTime(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_readings_series"),
        sa.PrimaryKeyConstraint("series", "period", "span", "forecast", name="pk_readings"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revisions",
        sa.Column("id", _counted, nullable=False),
        sa.Column("series", _counted, nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("span", sa.SmallInteger(), nullable=False),
        sa.Column("forecast", sa.SmallInteger(), nullable=False),
        sa.Column("value", sa.Double()),
        sa.Column("numerator", sa.Double()),
        sa.Column("denominator", sa.Double()),
        sa.Column("target", sa.Double()),
        sa.Column("growth", sa.Double()),
        sa.Column("digits", sa.SmallInteger()),
        sa.Column("marker", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("published", UtcDateTime(), nullable=False),
        sa.Column("recorded", UtcDateTime(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_revisions_series"),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
    )
    op.create_index("ix_revisions_cell", "revisions", ["series", "period"], unique=False)
    op.create_table(
        "transitions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("breach", sa.Integer()),
        sa.Column("entry", sa.Integer()),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("period", sa.Integer()),
        sa.Column("level_before", sa.SmallInteger()),
        sa.Column("level", sa.SmallInteger()),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("rule_hash", sa.Text()),
        sa.Column("evidence", sa.Text()),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["breach"], ["breaches.id"], name="fk_transitions_breach"),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_transitions_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_transitions"),
    )
    op.create_index("ix_transitions_breach", "transitions", ["breach"], unique=False)
    op.create_index("ix_transitions_entry", "transitions", ["entry"], unique=False)

    rows = [{"name": name, "value": 0} for name in ("turn", "breach", "entry", "transition")]
    op.bulk_insert(counters, rows)
