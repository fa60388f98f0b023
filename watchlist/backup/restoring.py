"""Restoring a backup: all of it into an empty database of either kind, or nothing."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from zoneinfo import ZoneInfo

from watchlist.backup.archive import Archive, damaged, opened
from watchlist.backup.checking import check
from watchlist.backup.manifest import Manifest
from watchlist.model.errors import WorldError
from watchlist.store.backups import Kept
from watchlist.store.restoring import Restoring, restoring
from watchlist.store.results import Verified


def restore(path: Path, url: str, zone: str) -> tuple[Manifest, Verified]:
    """Fill the empty database at ``url`` with a backup, by its tables as they were, and bring them up
    to date. What it holds, and whether its history holds. Delivery is held from then on; ``zone`` is
    the one in which the reason says when the backup was taken.

    Raises FaultsError for a backup that is damaged or newer than this program, WorldError for a
    database that is not empty or fails. It is then as it was.
    """
    with opened(path) as archive:
        check(archive)
        with restoring(url) as database:
            verified = _fill(archive, database, zone)
    return archive.manifest, verified


def _fill(archive: Archive, database: Restoring, zone: str) -> Verified:
    manifest, tables = archive.manifest, archive.kept()
    if not database.make(manifest.step, tables, manifest.left_out):
        raise damaged(archive.path, f"its tables are not those of step {manifest.step}")
    for table in tables:
        database.fill(table, archive.rows(table.name))
    if not database.whole():
        raise damaged(archive.path, "rows refer to others that are not there")
    for table in tables:
        _compare(archive, database, table)
    return database.finish(tables, _held(manifest, zone))


def _compare(archive: Archive, database: Restoring, table: Kept) -> None:
    """Every row as it is in the database now, with the one in the backup."""
    both = zip_longest(archive.rows(table.name), database.rows(table))
    if not all(one is not None and other is not None and one.equals(other) for one, other in both):
        raise WorldError(
            f"The database gave the table {table.name} back otherwise than it was put in; nothing was"
            " restored. See what its server and its disk say"
        )


def _held(manifest: Manifest, zone: str) -> str:
    taken = manifest.taken.astimezone(ZoneInfo(zone))
    return (
        f"this database was restored from a backup of {taken.day} {taken:%B %Y, %H:%M}; what was sent"
        " since then is not known here and would go out again"
    )
