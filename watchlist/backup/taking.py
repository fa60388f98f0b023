"""Taking a backup while daemons run: written beside, read again, and only then called by its name."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa

from watchlist import __version__
from watchlist.backup.archive import MANIFEST, opened, part_of
from watchlist.backup.checking import check, summed_up
from watchlist.backup.hashing import Hashed
from watchlist.backup.manifest import Manifest, TableSaid
from watchlist.model.errors import UsageError, WorldError
from watchlist.store.backups import LEFT_OUT, Kept, Snapshot, kept_tables, snapshot
from watchlist.store.results import Verified
from watchlist.store.store import Store

#: Most of what can be had at all, in a third of the time.
_PACKED = 1


def take(store: Store, path: Path, *, replace: bool = False) -> tuple[Manifest, Verified]:
    """One moment of the database as a file that only its owner may read; what it holds, and whether
    its history holds.

    Raises UsageError where there is such a file and it is not to be replaced, WorldError where it
    cannot be written. Nothing is at ``path`` before all of it is.
    """
    if path.exists() and not replace:
        raise UsageError(f"{path} is there already; name another file, or say --replace")
    with _beside(path) as new:
        with snapshot(store) as moment:
            manifest = _write(new, moment)
        with opened(new) as archive:
            verified = check(archive)
    store.backed_up(manifest.taken)
    return manifest, verified


def _write(path: Path, moment: Snapshot) -> Manifest:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_PACKED) as file:
        tables = tuple(_put(file, moment, table) for table in kept_tables())
        manifest = _manifest(moment, tables)
        file.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _put(file: ZipFile, moment: Snapshot, table: Kept) -> TableSaid:
    rows = 0
    with file.open(part_of(table.name), "w", force_zip64=True) as part:
        through = Hashed(part)
        with pa.ipc.new_stream(through, table.schema) as stream:
            for batch in moment.rows(table):
                stream.write_batch(batch)
                rows += batch.num_rows
    return TableSaid(
        name=table.name, key=table.key, batch=table.batch, rows=rows, sha256=through.sha256()
    )


def _manifest(moment: Snapshot, tables: tuple[TableSaid, ...]) -> Manifest:
    entries, broken, fingerprint = summed_up(moment.verified())
    return Manifest(
        version=__version__,
        step=moment.step,
        taken=moment.at,
        database=moment.kind,
        left_out=LEFT_OUT,
        tables=tables,
        entries=entries,
        broken=broken,
        fingerprint=fingerprint,
    )


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file of another name in the same folder, which is on the disk and called by the right name once
    all went well, and gone otherwise."""
    try:
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(number)
        new = Path(name)
        try:
            yield new
            _onto_disk(new)
            new.replace(path)
            _onto_disk(path.parent)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise WorldError(
            f"{path} cannot be written ({error.strerror}); make room, or name another place"
        ) from error


def _onto_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
