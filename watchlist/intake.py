"""Readings in: every file of every source, each all or nothing; a faulty one holds up no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watchlist.model.errors import Fault, WatchlistError
from watchlist.model.rule import Rulebook
from watchlist.sources.content import Content, read_content
from watchlist.sources.files import files
from watchlist.sources.read import read_bytes
from watchlist.sources.settings import SourceSettings
from watchlist.store.results import Saved
from watchlist.store.store import Store


@dataclass(frozen=True)
class Taken:
    """One file that was taken in: ``rows`` were read, ``saved`` says what became of them."""

    source: str
    path: Path
    rows: int
    saved: Saved
    quarantined: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Intake:
    """What came in, what was known already, and what could not be taken."""

    taken: tuple[Taken, ...] = ()
    known: tuple[Path, ...] = ()
    problems: tuple[WatchlistError, ...] = ()


def take_in(
    store: Store, sources: Iterable[SourceSettings], book: Rulebook, folder: Path, now: datetime
) -> Intake:
    """Read every source and save what is new. A file that was taken in before is skipped."""
    taken: list[Taken] = []
    known: list[Path] = []
    problems: list[WatchlistError] = []
    for source in sources:
        try:
            paths = files(source, folder)
        except WatchlistError as error:
            problems.append(error)
            continue
        for path in paths:
            try:
                one = take_file(store, source, book, path, now)
            except WatchlistError as error:
                problems.append(error)
                continue
            if one:
                taken.append(one)
            else:
                known.append(path)
    return Intake(tuple(taken), tuple(known), tuple(problems))


def take_file(
    store: Store, source: SourceSettings, book: Rulebook, path: Path, now: datetime
) -> Taken | None:
    """One file, all of it or nothing; None when it was taken in before.

    Raises :class:`FaultsError` with every faulty row, :class:`WorldError` when it cannot be read.
    """
    content = read_content(path)
    known_as = fingerprint(content, source, book)
    if store.seen(known_as):
        return None
    read = read_bytes(content, source, book)
    saved = store.save_readings(
        read.table,
        {name: indicator.calendar for name, indicator in book.indicators.items()},
        source=source.name,
        sha256=known_as,
        path=str(path),
        now=now,
    )
    return Taken(source.name, path, read.rows, saved, read.quarantined, read.remarks)


def fingerprint(content: Content, source: SourceSettings, book: Rulebook) -> str:
    """SHA-256 of a file and of what it is read by: rows that were left out because the rulebook
    did not know their indicator or area are read again once it does."""
    names = [f"{name} {one.calendar} {one.unit}" for name, one in sorted(book.indicators.items())]
    areas = [f"{name} {area.code}" for name, area in sorted(book.areas.items())]
    read_by = "\n".join(
        [content.sha256, source.model_dump_json(exclude={"public"}), *names, *areas]
    )
    return hashlib.sha256(read_by.encode()).hexdigest()
