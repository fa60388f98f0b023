"""Removing what has run out: an entry as a whole, a line of messages as a whole, all else by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, insert, literal, select, update

from watchlist.model.register import State
from watchlist.register.retention import Kind
from watchlist.store.run_out import lines
from watchlist.store.tables import (
    acts,
    api_tokens,
    attempts,
    breaches,
    data_checks,
    delivery_log,
    digests,
    entries,
    imports,
    messages,
    notices,
    payloads,
    publications,
    removed_breaches,
    removed_entries,
    revisions,
    rule_faults,
    sign_in_log,
    transitions,
)

#: Removes rows by their keys; the number of the removal that they belong to is kept with entries.
Remove = Callable[[Connection, Sequence[Any], int], None]

_KNOWN_OF_ENTRY = ("id", "theme", "indicator", "area", "left_at", "places", "head")
_KNOWN_OF_BREACH = ("id", "rule", "indicator", "area", "breakdown")


def remove(connection: Connection, kind: Kind, keys: Sequence[Any], removal: int) -> None:
    _REMOVE[kind](connection, keys, removal)


def _entries(connection: Connection, numbers: Sequence[int], removal: int) -> None:
    """With all of their history, and with what was told of them. What committees let go of stays."""
    mine = breaches.c.entry.in_(numbers)
    ended = breaches.c.state.in_((State.CLEARED, State.WITHDRAWN))
    left = _known(entries, _KNOWN_OF_ENTRY).add_columns(literal(removal).label("removal"))
    _keep(connection, removed_entries, left.where(entries.c.id.in_(numbers)))
    _keep(connection, removed_breaches, _known(breaches, _KNOWN_OF_BREACH).where(mine, ended))
    connection.execute(delete(notices).where(notices.c.entry.in_(numbers)))
    of_them = transitions.c.breach.in_(select(breaches.c.id).where(mine))
    connection.execute(delete(transitions).where(of_them))
    for table in (transitions, acts, breaches):
        connection.execute(delete(table).where(table.c.entry.in_(numbers)))
    connection.execute(delete(entries).where(entries.c.id.in_(numbers)))


def _known(table: Table, names: Sequence[str]) -> Select[Any]:
    return select(*(table.c[name] for name in names))


def _keep(connection: Connection, into: Table, rows: Select[Any]) -> None:
    names = [column.name for column in rows.selected_columns]
    connection.execute(insert(into).from_select(names, rows))


def _texts(connection: Connection, ids: Sequence[str], _removal: int) -> None:
    """What a message said, to which address, and what the other side answered."""
    connection.execute(delete(payloads).where(payloads.c.message.in_(ids)))
    connection.execute(update(messages).where(messages.c.id.in_(ids)).values(address=""))
    connection.execute(update(attempts).where(attempts.c.message.in_(ids)).values(detail=""))


def _messages(connection: Connection, firsts: Sequence[str], _removal: int) -> None:
    line = lines(messages.c.id.in_(firsts))
    ids = connection.scalars(select(line.c.id)).all()
    for table in (payloads, attempts):
        connection.execute(delete(table).where(table.c.message.in_(ids)))
    connection.execute(delete(messages).where(messages.c.id.in_(ids)))


def _paths(connection: Connection, ids: Sequence[int], _removal: int) -> None:
    connection.execute(update(imports).where(imports.c.id.in_(ids)).values(path=""))


def _rows_of(table: Table) -> Remove:
    def rows(connection: Connection, ids: Sequence[Any], _removal: int) -> None:
        connection.execute(delete(table).where(table.c.id.in_(ids)))

    return rows


_REMOVE: Mapping[Kind, Remove] = {
    Kind.ENTRIES: _entries,
    Kind.DIGESTS: _rows_of(digests),
    Kind.PUBLICATIONS: _rows_of(publications),
    Kind.TEXTS: _texts,
    Kind.NOTICES: _rows_of(notices),
    Kind.MESSAGES: _messages,
    Kind.DELIVERY_LOG: _rows_of(delivery_log),
    Kind.REVISIONS: _rows_of(revisions),
    Kind.PATHS: _paths,
    Kind.CHECKS: _rows_of(data_checks),
    Kind.FAULTS: _rows_of(rule_faults),
    Kind.SIGN_INS: _rows_of(sign_in_log),
    Kind.TOKENS: _rows_of(api_tokens),
}
if unknown := set(Kind) - set(_REMOVE):
    raise TypeError(f"nothing says how {sorted(unknown)} are removed")
