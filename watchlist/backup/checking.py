"""Whether a backup is whole and says what it said when it was taken: found without any database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from watchlist.backup.archive import MANIFEST, Archive, damage_told, damaged, part_of
from watchlist.backup.manifest import Manifest, TableSaid
from watchlist.store.history import linked_rows, verified
from watchlist.store.results import Verified


def check(archive: Archive) -> Verified:
    """Every byte, every count and every chain of history, held against the manifest; whether history
    holds (it may not have held in the database either). Raises FaultsError where anything differs."""
    if sorted(archive.names()) != sorted(_names(archive.manifest)):
        raise damaged(archive.path, "a table is missing, or there is one too many")
    for table in archive.manifest.tables:
        _check_table(archive, table)
    with damage_told(archive.path):
        found = _history(archive)
    if summed_up(found) != summed_up(archive.manifest):
        raise damaged(archive.path, "its history is not the one that was put into it")
    return found


def summed_up(said: Manifest | Verified) -> tuple[int, int, str]:
    """Of how many entries the history is, of how many it does not hold, and its fingerprint."""
    broken = said.broken if isinstance(said, Manifest) else len(said.broken)
    return said.entries, broken, said.fingerprint


def _names(manifest: Manifest) -> Iterator[str]:
    yield MANIFEST
    yield from (part_of(table.name) for table in manifest.tables)


def _check_table(archive: Archive, table: TableSaid) -> None:
    if archive.sha256(table) != table.sha256:
        raise damaged(archive.path, f"the table {table.name} is not as it was written")
    if sum(batch.num_rows for batch in archive.rows(table.name)) != table.rows:
        raise damaged(archive.path, f"the table {table.name} has not the rows that it had")


def _history(archive: Archive) -> Verified:
    """As the store finds it in the database."""
    moved = linked_rows("transition", _rows(archive, "transitions"))
    heads = ((row["id"], row["places"], row["head"]) for row in _rows(archive, "entries"))
    removed = ((row["id"], row["head"]) for row in _rows(archive, "removed_entries"))
    return verified(heads, linked_rows("act", _rows(archive, "acts")), moved, removed=removed)


def _rows(archive: Archive, table: str) -> Iterable[dict[str, Any]]:
    """None of a table that an older release did not have."""
    if part_of(table) not in archive.names():
        return ()
    return (row for batch in archive.rows(table) for row in batch.to_pylist())
