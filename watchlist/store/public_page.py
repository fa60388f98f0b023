"""The public's page as it was given out last."""

from __future__ import annotations

from datetime import UTC, datetime

from watchlist.store.base import Base
from watchlist.store.meta import keep_value, value_of

_PAGE, _WHEN = "public page", "public page given out"


def keep_public_page(store: Base, text: str, at: datetime) -> None:
    """Keep it in the place of an earlier one; a later one stays."""
    when = at.astimezone(UTC).isoformat()
    with store.writing() as connection:
        last = value_of(connection, _WHEN)
        if last is not None and datetime.fromisoformat(last) > at:
            return
        keep_value(connection, _PAGE, text)
        keep_value(connection, _WHEN, when)


def kept_public_page(store: Base) -> str | None:
    with store.reading() as connection:
        return value_of(connection, _PAGE)
