"""By what one knows that nothing was changed that the watch list shows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from watchlist.store.base import Base
from watchlist.store.tables import acts, corrections, imports, jobs, rulebooks, transitions


class Stamps(Base):
    def stamp(self) -> tuple[object, ...]:
        """The same as long as neither figures nor people nor rules changed anything, and neither was
        judged nor delivered."""
        with self.reading() as connection:
            return tuple(connection.execute(_STAMP).one())


def _latest(job: str) -> Select[Any]:
    return select(func.max(jobs.c.done_at)).where(jobs.c.job == job)


_STAMP = select(
    *(
        select(func.max(table.c.id)).scalar_subquery()
        for table in (transitions, acts, imports, corrections)
    ),
    select(func.max(rulebooks.c.turn)).scalar_subquery(),
    *(_latest(job).scalar_subquery() for job in ("judge", "delivery")),
)
