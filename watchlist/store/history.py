"""What people did, what it made of entries, and whether history holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, Text, select, type_coerce

from watchlist.model.acts import Act, ActKind, LetGo
from watchlist.model.period import Calendar
from watchlist.model.reading import Series
from watchlist.model.record import Record
from watchlist.model.register import Transition
from watchlist.register.acts import replay
from watchlist.register.chain import Link, content, fingerprint, verify
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.results import Verified
from watchlist.store.shapes import act_of, transition_of
from watchlist.store.tables import acts, entries, let_go, removed_entries, transitions


class HistoryReads(Base):
    def acts_of(self, entry_ids: Collection[int]) -> dict[int, list[Act]]:
        """What people did to these entries, in the order in which they did it; nothing for an entry
        to which nobody did anything."""
        found: dict[int, list[Act]] = defaultdict(list)
        with self.reading() as connection:
            for chunk in bulk.chunks(sorted(entry_ids)):
                query = select(acts).where(acts.c.entry.in_(chunk))
                for row in connection.execute(query.order_by(acts.c.entry, acts.c.place)):
                    found[row.entry].append(act_of(row))
        return dict(found)

    def acts(self, ids: Collection[int]) -> dict[int, Act]:
        """Acts by their numbers; unknown numbers are left out."""
        with self.reading() as connection:
            return {
                row.id: act_of(row)
                for chunk in bulk.chunks(sorted(ids))
                for row in connection.execute(select(acts).where(acts.c.id.in_(chunk)))
            }

    def records(self, entry_ids: Collection[int]) -> dict[int, Record]:
        """What people made of these entries; an entry to which nobody did anything has no record."""
        return {entry: replay(done) for entry, done in self.acts_of(entry_ids).items()}

    def record_of(self, entry: int) -> Record:
        """What people made of one entry; empty where nobody did anything."""
        return self.records([entry]).get(entry, Record())

    def acted_on(self) -> list[int]:
        """The entries, on the list or off it, to which somebody did something."""
        with self.reading() as connection:
            return list(connection.scalars(select(acts.c.entry).distinct().order_by(acts.c.entry)))

    def reassigned(self, entry_ids: Collection[int]) -> dict[int, str]:
        """Entry -> the post that owns it instead of its indicator's, where somebody said so."""
        query = select(acts.c.entry, acts.c.post).where(acts.c.kind == ActKind.REASSIGNED)
        with self.reading() as connection:
            return {
                entry: post
                for chunk in bulk.chunks(sorted(entry_ids))
                for entry, post in connection.execute(
                    query.where(acts.c.entry.in_(chunk)).order_by(acts.c.id)
                )
            }

    def let_go(self, rules: Collection[str]) -> list[LetGo]:
        """What committees let go of, of these rules."""
        query = select(let_go).where(let_go.c.rule.in_(rules)).order_by(let_go.c.id)
        with self.reading() as connection:
            return [_let_go_of(row) for row in connection.execute(query)]

    def story(self, entry: int) -> list[Transition | Act]:
        """Everything that happened to an entry, by figures and by people, in its order."""
        with self.reading() as connection:
            moved = connection.execute(select(transitions).where(transitions.c.entry == entry))
            done = connection.execute(select(acts).where(acts.c.entry == entry))
            found: list[tuple[tuple[int, int], Transition | Act]] = []
            found.extend(((row.place, row.id), transition_of(row)) for row in moved)
            found.extend(((row.place, row.id), act_of(row)) for row in done)
        return [each for _, each in sorted(found, key=lambda pair: pair[0])]

    def happened(self, since: datetime, until: datetime) -> list[Act | Transition]:
        """Everything that happened to the whole list from one moment to before another, by people and
        by figures, in its order; at one moment what people did goes first."""
        found: list[Act | Transition] = []
        with self.reading() as connection:
            for table, shape in ((acts, act_of), (transitions, transition_of)):
                query = select(table).where(table.c.at >= since, table.c.at < until)
                found.extend(map(shape, connection.execute(query.order_by(table.c.at, table.c.id))))
        return sorted(found, key=lambda each: each.at)

    def verify(self, entry_ids: Collection[int] | None = None) -> Verified:
        """Whether the history of these entries (or of all) is as it was written."""
        wanted = None if entry_ids is None else frozenset(entry_ids)
        query = select(entries.c.id, entries.c.places, entries.c.head).order_by(entries.c.id)
        with self.reading() as connection:
            kept = [tuple(row) for row in connection.execute(query)]
            heads = [row for row in kept if wanted is None or row[0] in wanted]
            done = linked_rows("act", _rows(connection, acts, wanted))
            moved = linked_rows("transition", _rows(connection, transitions, wanted))
            removed = _removed(connection) if wanted is None else ()
            return verified(heads, done, moved, removed=removed)


def verified(
    heads: Iterable[tuple[int, int, str]],
    *rows: Iterable[tuple[int, Link]],
    removed: Iterable[tuple[int, str]] = (),
) -> Verified:
    """Whether history holds. ``heads``: (entry, how many rows, digest of the last one) of each;
    ``rows``: (entry, row) of what is there now; ``removed``: (entry, digest of the last row) of those
    whose time had run out, so that all has the fingerprint that it had with them."""
    links: dict[int, list[Link]] = defaultdict(list)
    for entry, link in chain(*rows):
        links[entry].append(link)
    kept = list(heads)
    found = (verify(number, links.get(number, ()), places, head) for number, places, head in kept)
    return Verified(
        entries=len(kept),
        broken=tuple(broken for broken in found if broken),
        fingerprint=fingerprint([*((number, head) for number, _, head in kept), *removed]),
    )


def _removed(connection: Connection) -> Iterator[tuple[int, str]]:
    query = select(removed_entries.c.id, removed_entries.c.head)
    yield from ((row.id, row.head) for row in connection.execute(query))


def linked_rows(kind: str, rows: Iterable[dict[str, Any]]) -> Iterator[tuple[int, Link]]:
    """Rows of a table of history as they are now, each with its entry, but those of no entry."""
    for row in rows:
        if row["entry"] is not None:
            place, digest = row.pop("place"), row.pop("chain")
            yield row["entry"], Link(place, digest, content(kind, row))


def _as_kept(table: Table) -> Select[Any]:
    """All of a row; evidence as the text that it is kept as."""
    return select(
        *(
            type_coerce(column, Text).label(column.name) if column.name == "evidence" else column
            for column in table.c
        )
    )


def _rows(
    connection: Connection, table: Table, wanted: Collection[int] | None
) -> Iterator[dict[str, Any]]:
    query = _as_kept(table)
    if wanted is None:
        found = connection.execute(query.where(table.c.entry.is_not(None)))
        yield from (dict(row._mapping) for row in found)
        return
    for chunk in bulk.chunks(sorted(wanted)):
        found = connection.execute(query.where(table.c.entry.in_(chunk)))
        yield from (dict(row._mapping) for row in found)


def _let_go_of(row: Row[Any]) -> LetGo:
    series = Series(row.indicator, row.area, row.breakdown)
    return LetGo(row.rule, series, Calendar(row.frequency, row.ends), row.ordinal, row.act)
