"""What Alembic runs: the steps go through the connection (and its transaction) that it is given."""

from __future__ import annotations

from alembic import context

from watchlist.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
