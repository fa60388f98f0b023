"""Opening a store (skeleton: the body follows)."""

from __future__ import annotations

from watchlist.store.store import Store


def open_store(url: str) -> Store:
    """Open the database at ``sqlite:///path`` or ``postgresql://…`` and bring its tables up to date.

    Raises WorldError (cannot be reached, opened, written) and UsageError (another kind of URL).
    """
    raise NotImplementedError
