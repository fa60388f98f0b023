"""Opening a store."""

from __future__ import annotations

from watchlist.store import hold
from watchlist.store.engine import make_engine
from watchlist.store.migrate import migrate
from watchlist.store.store import Store
from watchlist.store.world import told_plainly


def open_store(url: str) -> Store:
    """Open the database at ``sqlite:///path`` or ``postgresql://…`` and bring its tables up to date.

    Raises WorldError (cannot be reached, opened, written) and UsageError (another kind of URL).
    """
    engine = make_engine(url)
    with told_plainly(engine.url):
        migrate(engine)
    store = Store(engine)
    with store.reading() as connection:
        at_home = hold.is_at_home(connection)
    if not at_home:
        with store.writing() as connection:
            hold.settle_in(connection)
    return store
