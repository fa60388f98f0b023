"""History as it is written: every row at its place in the chain of its entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from watchlist.model.finding import Evidence
from watchlist.model.register import Moves
from watchlist.register.chain import START, content, linked
from watchlist.store import bulk
from watchlist.store.shapes import Values, act_values, transition_values
from watchlist.store.tables import entries

Encode = Callable[[Evidence | None], str | None]


@dataclass
class Head:
    """Where the history of an entry ends: how many rows it has, and the digest of the last one.
    ``version`` is that of the entry, None for a new one."""

    version: int | None = None
    places: int = 0
    chain: str = START

    def add(self, said: str) -> Values:
        """The next row's place and digest."""
        self.places, self.chain = self.places + 1, linked(self.chain, said)
        return {"place": self.places, "chain": self.chain}


@dataclass(frozen=True)
class Chained:
    """The rows of acts and transitions with their places, and where each entry ends by them;
    ``grown`` are the entries that got a row."""

    acts: list[Values]
    transitions: list[Values]
    heads: dict[int, Head]
    grown: frozenset[int]

    def end(self, entry: int) -> Values:
        """How an entry keeps where its history ends."""
        head = self.heads[entry]
        return {"places": head.places, "head": head.chain}


def chained(connection: Connection, moves: Moves, encode: Encode) -> Chained:
    """Acts, then what they or the figures moved, each at the end of its entry's history. ``encode``
    writes evidence as it will be kept."""
    grown = {act.entry for act in moves.acts}
    grown |= {each.entry for each in moves.transitions if each.entry is not None}
    heads = _heads(connection, grown | {entry.id for entry in moves.entries})
    acts = [act_values(act) for act in moves.acts]
    transitions = [transition_values(each) for each in moves.transitions]
    for row in acts:
        row.update(heads[row["entry"]].add(content("act", row)))
    for row in transitions:
        row.update(_placed(row, heads, encode))
    return Chained(acts, transitions, heads, frozenset(grown))


def _placed(row: Values, heads: dict[int, Head], encode: Encode) -> Values:
    """A transition's place; one of no entry stands in no chain."""
    if row["entry"] is None:
        return {"place": 0, "chain": START}
    kept = {**row, "evidence": encode(row["evidence"])}
    return heads[row["entry"]].add(content("transition", kept))


def _heads(connection: Connection, wanted: Collection[int]) -> dict[int, Head]:
    """Where each entry's history ends, and its version; new entries begin."""
    heads = {number: Head() for number in wanted}
    columns = (entries.c.id, entries.c.version, entries.c.places, entries.c.head)
    for chunk in bulk.chunks(sorted(wanted)):
        query = select(*columns).where(entries.c.id.in_(chunk)).with_for_update()
        heads.update((number, Head(*rest)) for number, *rest in connection.execute(query))
    return heads


def close(connection: Connection, done: Chained, written: Iterable[int]) -> None:
    """Move the ends of histories that grew, but for entries that were ``written`` with theirs."""
    left: Sequence[int] = sorted(done.grown.difference(written))
    rows: list[dict[str, Any]] = [{"id": number, **done.end(number)} for number in left]
    bulk.change(connection, entries, rows)
