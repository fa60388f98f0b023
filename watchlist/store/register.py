"""The register: breaches, entries and their history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    literal_column,
    or_,
    select,
    union_all,
)

from watchlist.model.errors import WorldError
from watchlist.model.finding import Evidence
from watchlist.model.reading import Series
from watchlist.model.register import Breach, Entry, EntryKey, Holder, Moves, State, Transition
from watchlist.register.held import Held
from watchlist.store import bulk, chains, codec, standing
from watchlist.store.base import Base
from watchlist.store.shapes import (
    Values,
    breach_of,
    breach_values,
    entry_of,
    entry_values,
    key_of,
    let_go_values,
    transition_of,
)
from watchlist.store.tables import (
    LIVE,
    acts,
    breaches,
    entries,
    let_go,
    removed_breaches,
    removed_entries,
    transitions,
)

T = TypeVar("T")

#: In plain numbers, as in the partial index: SQLite does not use it for a question with parameters.
_LIVE: ColumnElement[bool] = literal_column(f"breaches.{LIVE}")
_ENDED = breaches.c.state.in_([State.CLEARED, State.WITHDRAWN])


class RegisterReads(Base):
    def live_breaches(
        self, rules: Collection[str] | None = None, *, evidence: bool = True
    ) -> list[Breach]:
        """Breaches that are open or recovering; of these rules, or of all. Without their
        ``evidence``, which takes most of the time and room, where nobody asks for figures."""
        among = [] if rules is None else [breaches.c.rule.in_(rules)]
        return self._all(breaches, breach_of, _LIVE, *among, evidence=evidence)

    def held_breaches(self, rules: Collection[str]) -> Held:
        """The live breaches of these rules side by side; those that moved are fetched whole."""
        columns = [breaches.c[name] for name in standing.COLUMNS]
        with self.reading() as connection:
            query = select(*columns).where(_LIVE, breaches.c.rule.in_(rules))
            rows = bulk.plain(connection, query.order_by(breaches.c.id))
        return standing.held(rows, whole=self.breaches)

    def ended_breaches(self, rules: Collection[str]) -> dict[tuple[str, Series], int]:
        """(rule, series) -> number of its newest cleared or withdrawn breach, removed ones too."""
        names = ("rule", "indicator", "area", "breakdown", "id")
        kept = select(*(breaches.c[name] for name in names)).where(_ENDED)
        removed = select(*(removed_breaches.c[name] for name in names))
        both = union_all(
            kept.where(breaches.c.rule.in_(rules)),
            removed.where(removed_breaches.c.rule.in_(rules)),
        )
        with self.reading() as connection:
            rows = connection.execute(both.order_by("id"))
            return {(rule, Series(*where)): number for rule, *where, number in rows}

    def live_entries(self, keys: Collection[EntryKey] | None = None) -> list[Entry]:
        """Entries that are on the list; of these keys, or all."""
        among = [] if keys is None else [_of_keys(keys)]
        found = self._all(entries, entry_of, entries.c.left_at.is_(None), *among)
        return found if keys is None else [entry for entry in found if entry.key in keys]

    def left_entries(self, keys: Collection[EntryKey]) -> dict[EntryKey, int]:
        """Key -> number of the newest entry of that key that has left the list, removed ones too."""
        kept = _keyed(entries, keys).where(entries.c.left_at.is_not(None))
        with self.reading() as connection:
            rows = connection.execute(union_all(kept, _keyed(removed_entries, keys)).order_by("id"))
            found = {key_of(row): row.id for row in rows}
        return {key: number for key, number in found.items() if key in keys}

    def holders(self, entry_ids: Collection[int]) -> list[Holder]:
        """The live breaches that hold these entries on the list, without their figures."""
        columns = (breaches.c.id, breaches.c.entry, breaches.c.level)
        with self.reading() as connection:
            return [
                Holder(*row)
                for chunk in bulk.chunks(entry_ids)
                for row in connection.execute(
                    select(*columns).where(_LIVE, breaches.c.entry.in_(chunk))
                )
            ]

    def breaches(self, ids: Collection[int], *, evidence: bool = True) -> dict[int, Breach]:
        """Breaches by their numbers; unknown numbers are left out."""
        return self._numbered(breaches, breach_of, ids, evidence)

    def entries(self, ids: Collection[int]) -> dict[int, Entry]:
        """Entries by their numbers; unknown numbers are left out."""
        return self._numbered(entries, entry_of, ids)

    def transitions(self, ids: Collection[int], *, evidence: bool = True) -> dict[int, Transition]:
        """Transitions by their numbers; unknown numbers are left out."""
        return self._numbered(transitions, transition_of, ids, evidence)

    def entry(self, number: int) -> Entry | None:
        """An entry by its number, on the list or off it."""
        return self.entries([number]).get(number)

    def breaches_of(self, entry: int) -> list[Breach]:
        """Every breach that holds or held an entry, live or ended."""
        return self._all(breaches, breach_of, breaches.c.entry == entry)

    def breaches_under(self, entry_ids: Collection[int]) -> list[Breach]:
        """The live breaches that hold these entries on the list, without their figures."""
        return [
            breach
            for chunk in bulk.chunks(sorted(entry_ids))
            for breach in self._all(
                breaches, breach_of, _LIVE, breaches.c.entry.in_(chunk), evidence=False
            )
        ]

    def history(self, entry: int) -> list[Transition]:
        """What happened to an entry and its breaches, oldest first."""
        with self.reading() as connection:
            own = list(connection.scalars(select(breaches.c.id).where(breaches.c.entry == entry)))
        # The numbers themselves: PostgreSQL would look through all of history for a question within.
        about = or_(transitions.c.entry == entry, transitions.c.breach.in_(own))
        return self._all(transitions, transition_of, about)

    def _numbered(
        self,
        table: Table,
        shape: Callable[[Row[Any]], T],
        ids: Collection[int],
        evidence: bool = True,
    ) -> dict[int, T]:
        columns, found = table.c, dict[int, T]()
        with self.reading() as connection:
            for chunk in bulk.chunks(sorted(ids)):
                query = _whole(table, evidence).where(columns.id.in_(chunk)).order_by(columns.id)
                found.update((row.id, shape(row)) for row in connection.execute(query))
        return found

    def _all(
        self,
        table: Table,
        shape: Callable[[Row[Any]], T],
        *where: ColumnElement[bool],
        evidence: bool = True,
    ) -> list[T]:
        query = _whole(table, evidence).where(*where).order_by(table.c.id)
        with self.reading() as connection:
            return [shape(row) for row in connection.execute(query)]


def _whole(table: Table, evidence: bool) -> Select[Any]:
    """Every column, or all but the evidence."""
    return select(*(column for column in table.c if evidence or column.name != "evidence"))


def _of_keys(keys: Collection[EntryKey], table: Table = entries) -> ColumnElement[bool]:
    """Entries among which are those of these keys, found by index."""
    themes = {key.theme for key in keys if key.theme is not None}
    indicators = {key.indicator for key in keys if key.indicator is not None}
    return or_(table.c.theme.in_(themes), table.c.indicator.in_(indicators))


def _keyed(table: Table, keys: Collection[EntryKey]) -> Select[Any]:
    """What gathers the entries of a table among which are those of these keys."""
    names = ("id", "theme", "indicator", "area")
    return select(*(table.c[name] for name in names)).where(_of_keys(keys, table))


def save(connection: Connection, moves: Moves) -> None:
    """Entries, then their breaches, then history: each row needs the one before it."""
    once = _Once()
    done = chains.chained(connection, moves, once)
    lines = [{**entry_values(entry), **done.end(entry.id)} for entry in moves.entries]
    versions = {
        number: head.version for number, head in done.heads.items() if head.version is not None
    }
    _put(connection, entries, lines, {}, versions)
    encode = {"evidence": once}
    standing = [breach_values(breach) for breach in moves.breaches]
    _put(connection, breaches, standing, encode, _versions(connection, standing))
    bulk.put(connection, acts, done.acts)
    bulk.put(connection, transitions, done.transitions, encode)
    bulk.put(connection, let_go, [let_go_values(each) for each in moves.let_go])
    chains.close(connection, done, [entry.id for entry in moves.entries])


class _Once:
    """Evidence as text: a breach and its first move share theirs, which is written once."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Evidence, str]] = {}

    def __call__(self, evidence: Evidence | None) -> str | None:
        if evidence is None:
            return None
        known = self._texts.get(id(evidence))
        if known is None:  # kept with its text, so that its number stays its own
            known = self._texts[id(evidence)] = evidence, codec.encode(evidence)
        return known[1]


def _put(
    connection: Connection,
    table: Table,
    rows: Sequence[Values],
    encode: Mapping[str, Callable[[Any], Any]],
    held: Mapping[int, int],
) -> None:
    """Insert what is new and update what is known, ``held`` under these versions; a breach ends
    before its successor opens."""
    known = [row for row in rows if row["id"] in held]
    for row in known:
        if held[row["id"]] != row["version"]:
            raise WorldError(
                f"{table.name} number {row['id']} was changed by somebody else meanwhile; try again"
            )
    bulk.change(connection, table, [{**row, "version": row["version"] + 1} for row in known])
    bulk.put(connection, table, [row for row in rows if row["id"] not in held], encode)


def _versions(connection: Connection, rows: Sequence[Values]) -> dict[int, int]:
    """The versions of breaches that are known."""
    found: dict[int, int] = {}
    for chunk in bulk.chunks([row["id"] for row in rows]):
        query = select(breaches.c.id, breaches.c.version).where(breaches.c.id.in_(chunk))
        query = query.with_for_update()
        found.update(connection.execute(query).all())
    return found
