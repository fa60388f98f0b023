"""By what one knows that nothing was changed that the watch list shows."""

from __future__ import annotations

from sqlalchemy import func, select

from watchlist.store.base import Base
from watchlist.store.tables import counters, imports, messages, rulebooks
from watchlist.store.turn import SHOWN

_STAMP = select(
    select(counters.c.value).where(counters.c.name == SHOWN).scalar_subquery(),
    select(func.max(imports.c.id)).scalar_subquery(),
    select(func.max(rulebooks.c.turn)).scalar_subquery(),
    select(func.max(messages.c.made_at)).scalar_subquery(),  # who was told, and may acknowledge
)


class Stamps(Base):
    def stamp(self) -> tuple[object, ...]:
        """The same as long as neither figures nor people nor rules changed anything that is shown."""
        with self.reading() as connection:
            return tuple(connection.execute(_STAMP).one())
