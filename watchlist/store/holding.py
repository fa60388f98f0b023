"""What the database holds, for those who look after it: how large it is, what came in last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from watchlist.store.base import Base
from watchlist.store.tables import imports

_SQLITE = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
_POSTGRES = "SELECT pg_database_size(current_database())"


@dataclass(frozen=True)
class Size:
    """``kind`` as people call it; ``bytes`` without what waits beside it to be written into it."""

    kind: str
    bytes: int


@dataclass(frozen=True)
class Import:
    """What one file changed, in rows."""

    source: str
    path: str
    at: datetime
    added: int
    revised: int
    unchanged: int


def size_of(store: Base) -> Size:
    with store.reading() as connection:
        postgres = connection.dialect.name == "postgresql"
        held = connection.scalar(text(_POSTGRES if postgres else _SQLITE))
    return Size("PostgreSQL" if postgres else "SQLite", int(held or 0))


def last_imports(store: Base) -> dict[str, Import]:
    """Source -> the file that came in last."""
    newest = select(func.max(imports.c.id)).group_by(imports.c.source)
    query = select(imports).where(imports.c.id.in_(newest))
    with store.reading() as connection:
        return {
            row.source: Import(
                row.source, row.path, row.recorded, row.added, row.revised, row.unchanged
            )
            for row in connection.execute(query)
        }
