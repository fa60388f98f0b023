"""What the public was told: of each indicator and area all that was ever shown and withheld, and who
published when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from watchlist.model.finding import Cell
from watchlist.model.period import Calendar, Frequency
from watchlist.register.small_numbers import Place, Published
from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.codec import decode, encode
from watchlist.store.results import Publishing
from watchlist.store.tables import publications, published

#: An indicator, an area, and the calendar by whose ordinals its periods are counted.
About = tuple[str, str, Calendar]


@dataclass(frozen=True)
class _Stood:
    """A figure at a place: ``shown`` as it was shown last, ``withheld`` all that ever stood there
    when it was not; ``times`` are the numbers of the times at which it stood shown."""

    place: Place
    shown: Cell | None = None
    withheld: tuple[Cell, ...] = ()
    times: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Kept:
    times: int
    stood: tuple[_Stood, ...]


class PublishedReads(Base):
    def published(self, indicators: Collection[str]) -> dict[About, Published]:
        """What the public was told of these indicators."""
        query = select(published).where(published.c.indicator.in_(indicators))
        with self.reading() as connection:
            return {
                (row.indicator, row.area, Calendar(Frequency(row.frequency), row.ends)): _opened(
                    decode(_Kept, row.told)
                )
                for row in connection.execute(query)
            }

    def publications(self) -> list[Publishing]:
        """Who published when, the first first."""
        with self.reading() as connection:
            rows = connection.execute(select(publications).order_by(publications.c.id))
            return [Publishing(**row._mapping) for row in rows]


def keep_published(
    connection: Connection, told: Mapping[About, Published], by: Mapping[str, Any], now: datetime
) -> None:
    """Keep what the public has been told from now on, and who told it."""
    connection.execute(publications.insert().values(at=now, **by))
    rows = [
        {
            "indicator": indicator,
            "area": area,
            "frequency": calendar.frequency,
            "ends": calendar.ends,
            "told": encode(_packed(one)),
        }
        for (indicator, area, calendar), one in told.items()
    ]
    if not rows:
        return
    statement = upsert.insert(connection, published)
    statement = statement.on_conflict_do_update(
        index_elements=["indicator", "area", "frequency", "ends"],
        set_={"told": statement.excluded.told},
    )
    connection.execute(statement, rows)


def _packed(one: Published) -> _Kept:
    places: Iterable[Place] = sorted({*one.shown, *one.withheld})
    stood = (
        _Stood(
            place,
            one.shown.get(place),
            one.withheld.get(place, ()),
            tuple(n for n, time in enumerate(one.times) if place in time),
        )
        for place in places
    )
    return _Kept(len(one.times), tuple(stood))


def _opened(kept: _Kept) -> Published:
    return Published(
        shown={each.place: each.shown for each in kept.stood if each.shown is not None},
        withheld={each.place: each.withheld for each in kept.stood if each.withheld},
        times=tuple(
            frozenset(each.place for each in kept.stood if n in each.times)
            for n in range(kept.times)
        ),
    )
