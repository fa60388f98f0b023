"""What a town's database says, without the moments at which it came to say so: what two towns have in
common that were fed alike, whatever happened to their daemons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, func, select, update

from watchlist.store.results import MessageState
from watchlist.store.store import Store
from watchlist.store.tables import (
    acts,
    breaches,
    data_checks,
    digests,
    entries,
    imports,
    leases,
    messages,
    notices,
    readings,
    revisions,
    rulebooks,
    rules_judged,
    series,
    subscriptions,
    to_judge,
    transitions,
)
from watchlist.store.types import UtcDateTime

#: Within a text: when a return was put right.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00")

#: Table -> its columns that say when, or are counted up by themselves, or hang on such.
_KEPT: dict[Table, Collection[str]] = {
    entries: {"head"},
    breaches: set(),
    transitions: {"chain"},
    acts: {"chain"},
    data_checks: {"id"},
    digests: {"id", "content"},
    imports: {"id", "sha256", "unchanged"},
    series: {"id"},
    readings: {"series"},
    revisions: {"id", "series"},
    rulebooks: {"turn"},
    rules_judged: set(),
    notices: {"id", "message"},
    subscriptions: {"id"},
}


@dataclass(frozen=True)
class Books:
    store: Store
    folder: Path  # of the town

    def say(self) -> dict[str, list[str]]:
        """Table -> its rows, in an order that does not hang on when they came."""
        named = self._in_words()
        return {
            table.name: sorted(named(repr(tuple(row))) for row in self._rows(table, apart))
            for table, apart in _KEPT.items()
        }

    def unlike(self, other: Books) -> list[str]:
        """The rows that only one of the two has."""
        ours, theirs = self.say(), other.say()
        lists = {self.folder.name: (ours, theirs), other.folder.name: (theirs, ours)}
        return [
            f"only in {name}: {table}{row}"
            for name, (its, others) in lists.items()
            for table in its
            for row in (Counter(its[table]) - Counter(others[table])).elements()
        ]

    def _rows(self, table: Table, apart: Collection[str]) -> Sequence[Row[Any]]:
        kept = [
            c for c in table.columns if not (isinstance(c.type, UtcDateTime) or c.name in apart)
        ]
        query = select(*kept)
        if "series" in table.columns:
            query = select(series.c.indicator, series.c.area, *kept).join(series)
        with self.store.reading() as connection:
            return connection.execute(query).all()

    def _in_words(self) -> Callable[[str], str]:
        """A row without moments, and with names in the place of numbers that were drawn."""
        with self.store.reading() as connection:
            readers = connection.execute(select(subscriptions.c.id, subscriptions.c.name)).all()
            goes = select(digests.c.id, digests.c.name, digests.c.occasion)
            editions = {row.id: f"{row.name} {row.occasion}" for row in connection.execute(goes)}

        def named(row: str) -> str:
            row = _MOMENT.sub("then", row.replace(str(self.folder), ""))
            for number, name in readers:
                row = row.replace(number, name)
            return re.sub(r"digest:(\d+)", lambda found: editions[int(found[1])], row)

        return named

    def has(self, text: str) -> bool:
        """Whether these words are in force."""
        files = self.store.rulebook_files(self.store.last_rulebook() or "") or {}
        return text in files.values()

    def is_quiet(self) -> bool:
        """All that came is judged, all that was to be told is written and sent."""
        unsent = messages.c.state.in_((MessageState.WAITING, MessageState.SENDING))
        untold = notices.c.message.is_(None) & notices.c.silence.is_(None)
        open_ends = ((to_judge,), (messages, unsent), (notices, untold))
        return not any(self._count(*each) for each in open_ends)

    def in_hand(self, process: int) -> int:
        """How many messages a program has in its hands."""
        return self._count(messages, _held_by(process))

    def claims_run_out(self, process: int) -> None:
        """The claims of a program that was killed, which last a quarter of an hour."""
        with self.store.writing() as connection:
            claimed = update(messages).where(_held_by(process))
            connection.execute(claimed.values(claimed_until=_LONG_AGO))

    def leases_run_out(self, process: int) -> None:
        """The leases of a program that was killed."""
        with self.store.writing() as connection:
            leased = update(leases).where(leases.c.holder.like(f"%:{process}:%"))
            connection.execute(leased.values(until=_LONG_AGO))

    def _count(self, table: Table, *where: ColumnElement[bool]) -> int:
        with self.store.reading() as connection:
            return int(
                connection.scalar(select(func.count()).select_from(table).where(*where)) or 0
            )


def _held_by(process: int) -> ColumnElement[bool]:
    return (messages.c.state == MessageState.SENDING) & messages.c.claimed_by.like(f"%:{process}")


_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
