"""The watch list, or a part of it: what nobody asks for is not read."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal_column, or_, select

from watchlist.model.rule import Level
from watchlist.store.register import RegisterReads
from watchlist.store.results import WatchedEntry
from watchlist.store.tables import WORST, entries

_LISTED = entries.c.left_at.is_(None)
_WORST: ColumnElement[int] = literal_column(WORST)


@dataclass(frozen=True)
class Among:
    """What an entry must be: of one of each kind that is named. The level None is that of an entry
    which people alone hold on the list."""

    committees: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    levels: tuple[Level | None, ...] = ()
    themes: tuple[str, ...] = ()

    def where(self) -> list[ColumnElement[bool]]:
        """The same as the database understands it, of entries that are on the list."""
        names = ((entries.c.committee, self.committees), (entries.c.owner, self.owners))
        wanted: list[ColumnElement[bool]] = [
            _LISTED,
            *(column.in_(named) for column, named in names if named),
        ]
        if self.themes:
            wanted.append(entries.c.theme.in_(self.themes))
        if self.levels:
            levels = entries.c.level.in_([level for level in self.levels if level])
            wanted.append(or_(levels, entries.c.level.is_(None)) if None in self.levels else levels)
        return wanted


class ListReads(RegisterReads):
    def watch_list(
        self, among: Among | None = None, *, skip: int = 0, most: int | None = None
    ) -> list[WatchedEntry]:
        """The live entries with their live breaches (without evidence), the worst level first, then
        by number: all, or those that are meant, ``most`` of them after so many."""
        order = (_WORST.desc(), entries.c.id)
        query = select(entries.c.id).where(*(among or Among()).where()).order_by(*order)
        with self.reading() as connection:
            numbers = list(connection.scalars(query.offset(skip).limit(most)))
        held = defaultdict(list)
        for breach in self.breaches_under(numbers):
            held[breach.entry].append(breach)
        found = self.entries(numbers)
        return [WatchedEntry(found[number], tuple(held[number])) for number in numbers]

    def levels_listed(self, among: Among | None = None) -> Counter[Level | None]:
        """How many entries are on the list, or are meant, of each level."""
        query = select(_WORST, func.count()).where(*(among or Among()).where()).group_by(_WORST)
        with self.reading() as connection:
            found = connection.execute(query)
            return Counter({Level(worst) if worst else None: many for worst, many in found})

    def names_listed(self, column: str) -> frozenset[str]:
        """Every committee, owner or theme of what is on the list."""
        query = select(entries.c[column]).where(_LISTED, entries.c[column].is_not(None)).distinct()
        with self.reading() as connection:
            return frozenset(connection.scalars(query))
