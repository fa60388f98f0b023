"""The watch list, or a part of it: what nobody asks for is not read."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, not_, or_, select

from watchlist.model.rule import Level
from watchlist.store.register import RegisterReads
from watchlist.store.results import WatchedEntry
from watchlist.store.tables import WORST, acts, breaches, entries, transitions

_LISTED = entries.c.left_at.is_(None)
_WORST: ColumnElement[int] = literal_column(WORST)


class Order(StrEnum):
    """What comes first; entries that are alike in it stand by their numbers."""

    WORST = "worst"
    NEWEST = "newest"
    LONGEST = "longest"
    TITLE = "title"
    NUMBER = "number"


_ORDERS: dict[Order, tuple[ColumnElement[int] | ColumnElement[str], ...]] = {
    Order.WORST: (_WORST.desc(), entries.c.id),
    Order.NEWEST: (entries.c.opened_at.desc(), entries.c.id.desc()),
    Order.LONGEST: (entries.c.opened_at, entries.c.id),
    Order.TITLE: (func.lower(entries.c.title), entries.c.id),
    Order.NUMBER: (entries.c.id,),
}


@dataclass(frozen=True)
class Shut:
    """What somebody may not see: whatever was ever about one of these ``indicators`` or judged by one
    of these ``rules``, but where it concerns one of his ``committees`` or one of his ``posts`` answers
    for it. Without indicators nothing is shut."""

    indicators: frozenset[str] = frozenset()
    committees: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()

    def where(self) -> ColumnElement[bool]:
        ever = exists().where(
            breaches.c.entry == entries.c.id,
            or_(breaches.c.indicator.in_(self.indicators), breaches.c.rule.in_(self.rules)),
        )
        his = or_(entries.c.committee.in_(self.committees), entries.c.owner.in_(self.posts))
        about = or_(ever, func.coalesce(entries.c.indicator, "").in_(self.indicators))
        return not_(and_(about, not_(func.coalesce(his, False))))


@dataclass(frozen=True)
class Among:
    """What an entry must be: of one of each kind that is named. The level None is that of an entry
    which people alone hold on the list; ``since``: something happened to it from then on; ``beyond``:
    its number is greater."""

    committees: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    levels: tuple[Level | None, ...] = ()
    themes: tuple[str, ...] = ()
    since: datetime | None = None
    shut: Shut = Shut()
    beyond: int = 0

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
        if self.since is not None:
            wanted.append(_happened(self.since))
        if self.beyond:
            wanted.append(entries.c.id > self.beyond)
        if self.shut.indicators:
            wanted.append(self.shut.where())
        return wanted


def _happened(since: datetime) -> ColumnElement[bool]:
    """That figures moved an entry, or somebody did something to it."""
    moved, done = (
        exists().where(table.c.entry == entries.c.id, table.c.at >= since)
        for table in (transitions, acts)
    )
    return or_(moved, done)


class ListReads(RegisterReads):
    def watch_list(
        self, among: Among | None = None, *, skip: int = 0, most: int | None = None,
        order: Order = Order.WORST,
    ) -> list[WatchedEntry]:  # fmt: skip
        """The live entries with their live breaches (without evidence), the worst level first, then
        by number: all, or those that are meant, ``most`` of them after so many."""
        wanted = (among or Among()).where()
        query = select(entries.c.id).where(*wanted).order_by(*_ORDERS[order])
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

    def names_listed(self, column: str, shut: Shut | None = None) -> frozenset[str]:
        """Every committee, owner or theme of what is on the list, but of what is ``shut``."""
        among = Among(shut=shut or Shut()).where()
        query = select(entries.c[column]).where(entries.c[column].is_not(None), *among).distinct()
        with self.reading() as connection:
            return frozenset(connection.scalars(query))
