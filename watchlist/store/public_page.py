"""The public's page as it was given out last."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.tables import meta

_PAGE, _WHEN = "public page", "public page given out"


def keep_public_page(store: Base, text: str, at: datetime) -> None:
    """Keep it in the place of an earlier one; a later one stays."""
    when = at.astimezone(UTC).isoformat()
    with store.writing() as connection:
        last = connection.scalar(select(meta.c.value).where(meta.c.name == _WHEN))
        if last is not None and datetime.fromisoformat(last) > at:
            return
        for name, value in ((_PAGE, text), (_WHEN, when)):
            statement = upsert.insert(connection, meta).values(name=name, value=value)
            changed = {"value": statement.excluded.value}
            connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_=changed)
            )


def kept_public_page(store: Base) -> str | None:
    with store.reading() as connection:
        text: str | None = connection.scalar(select(meta.c.value).where(meta.c.name == _PAGE))
    return text
