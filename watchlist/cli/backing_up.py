"""`watchlist backup` and `watchlist restore`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from watchlist.backup.archive import opened
from watchlist.backup.checking import check
from watchlist.backup.manifest import Manifest
from watchlist.backup.restoring import restore
from watchlist.backup.taking import take
from watchlist.cli.delivering import held_said
from watchlist.cli.formats import Format
from watchlist.cli.output import print_json
from watchlist.config import read_config
from watchlist.store.open import open_store
from watchlist.store.results import Verified
from watchlist.views.auditing import verified_said


def back_up(config: Path, file: Path, output: Format, *, replace: bool) -> None:
    """Take one; exit status 1 where the history that it holds does not hold."""
    known, _ = read_config(config)  # faults of the rules hold no backup back
    with closing(open_store(known.database)) as store:
        manifest, verified = take(store, file, replace=replace)
    _say(file, manifest, verified, known.zone, output)


def check_backup(file: Path, output: Format) -> None:
    """Whether a backup is whole, without a configuration; exit status 1 where it is not."""
    with opened(file) as archive:
        verified = check(archive)
    _say(file, archive.manifest, verified, "UTC", output)


def restore_backup(config: Path, file: Path, output: Format) -> None:
    """Fill the database that the configuration names; exit status 1 where its history does not hold."""
    known, _ = read_config(config)
    manifest, verified = restore(file, known.database, known.zone)
    _say(file, manifest, verified, known.zone, output)
    if output is Format.TABLE:
        with closing(open_store(known.database)) as store:
            typer.echo(held_said(store.held() or ""))


def _say(file: Path, manifest: Manifest, verified: Verified, zone: str, output: Format) -> None:
    if output is Format.JSON:
        print_json({"file": str(file), **manifest.model_dump(mode="json")})
    else:
        typer.echo("\n".join(_told(file, manifest, verified, zone)))
    if verified.broken:
        raise typer.Exit(1)


def _told(file: Path, manifest: Manifest, verified: Verified, zone: str) -> Iterator[str]:
    taken = manifest.taken.astimezone(ZoneInfo(zone))
    yield (
        f"{file} is whole: {manifest.rows:,} rows of {len(manifest.tables)} tables, as the database was"
        f" on {taken.day} {taken:%B %Y, %H:%M} ({zone})."
    )
    yield verified_said(verified)
