"""Readings in: all that every source offers, each all or nothing; a faulty one holds up no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watchlist.model.errors import Fault, FaultsError, WatchlistError
from watchlist.model.rule import Rulebook
from watchlist.sources.arrival import Arrived, Offer
from watchlist.sources.content import Content
from watchlist.sources.offers import file_offer, offers
from watchlist.sources.read import SourceRead, read_bytes, read_sheet
from watchlist.sources.settings import SourceMeaning
from watchlist.sources.web.asking import LaterError, Tag
from watchlist.store.failing import note_sources
from watchlist.store.fetched import Fetched
from watchlist.store.results import Saved
from watchlist.store.store import Store


@dataclass(frozen=True)
class Taken:
    """One file, or one answer, that was taken in: ``rows`` were read, ``saved`` says what became of
    them."""

    source: str
    path: str
    rows: int
    saved: Saved
    quarantined: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Intake:
    """What came in, what was known already, and what could not be taken."""

    taken: tuple[Taken, ...] = ()
    known: tuple[str, ...] = ()
    problems: tuple[WatchlistError, ...] = ()


def take_in(
    store: Store, sources: Iterable[SourceMeaning], book: Rulebook, folder: Path, now: datetime
) -> Intake:
    """Read every source and save what is new, and note which sources fail. What was taken in before
    is skipped."""
    taken: list[Taken] = []
    known: list[str] = []
    problems: list[WatchlistError] = []
    said: dict[str, str] = {}
    for source in sources:
        before = len(problems)
        for offer in _offered(source, folder, problems):
            try:
                one = take(store, source, book, folder, offer, now)
            except WatchlistError as error:
                problems.append(error)
                continue
            if one:
                taken.append(one)
            else:
                known.append(offer.place)
        said[source.name] = str(next(iter(problems[before:]), ""))
    note_sources(store, said, now)
    return Intake(tuple(taken), tuple(known), tuple(problems))


def _offered(
    source: SourceMeaning, folder: Path, problems: list[WatchlistError]
) -> Iterator[Offer]:
    try:
        yield from offers(source, folder)
    except WatchlistError as error:
        problems.append(error)


def take_file(
    store: Store, source: SourceMeaning, book: Rulebook, path: Path, now: datetime
) -> Taken | None:
    """One file, all of it or nothing; None when it was taken in before.

    Raises :class:`FaultsError` with every faulty row, :class:`WorldError` when it cannot be read.
    """
    return take(store, source, book, path.parent, file_offer(path), now)


def take(
    store: Store, source: SourceMeaning, book: Rulebook, folder: Path, offer: Offer, now: datetime
) -> Taken | None:
    """One thing that a source offers, as :func:`take_file`. It is put aside when it is safe in the
    store and not before: after a crash between the two it is known, and put aside then."""
    read_by = fingerprint(Content(Path(), b"", ""), source, book)
    kept = _kept(store, source, read_by) if offer.tagged else None
    if kept and kept.not_before and now < kept.not_before:
        return None
    arrived = _arrived(store, source, offer, kept, read_by, now)
    if arrived is None:
        return None
    taken = _save(store, source, book, folder, offer, arrived, now)
    if offer.tagged:
        given = Fetched(read_by, arrived.tag.etag, arrived.tag.modified)
        store.keep_fetched(source.name, given, now)
    offer.taken()
    return taken


def _kept(store: Store, source: SourceMeaning, read_by: str) -> Fetched | None:
    """What the source gave last, where it would be read in the same way now."""
    kept = store.fetched(source.name)
    return kept if kept and kept.read_by == read_by else None


def _arrived(
    store: Store,
    source: SourceMeaning,
    offer: Offer,
    kept: Fetched | None,
    read_by: str,
    now: datetime,
) -> Arrived | None:
    """What is offered; that the other side is to be asked later is kept."""
    try:
        return offer.arrive(Tag(kept.etag, kept.modified) if kept else None)
    except LaterError as error:
        known = (kept.etag, kept.modified) if kept else ("", "")
        store.keep_fetched(source.name, Fetched(read_by, *known, now + error.wait), now)
        raise


def _save(
    store: Store,
    source: SourceMeaning,
    book: Rulebook,
    folder: Path,
    offer: Offer,
    arrived: Arrived,
    now: datetime,
) -> Taken | None:
    known_as = fingerprint(arrived.content, source, book)
    if store.seen(known_as):
        return None
    try:
        read = _read(arrived, source, book, folder)
    except FaultsError as error:
        offer.refused(error.faults)
        raise
    saved = store.save_readings(
        read.table,
        {name: indicator.calendar for name, indicator in book.indicators.items()},
        source=source.name,
        sha256=known_as,
        path=offer.place,
        now=now,
    )
    return Taken(source.name, offer.place, read.rows, saved, read.quarantined, read.remarks)


def _read(arrived: Arrived, source: SourceMeaning, book: Rulebook, folder: Path) -> SourceRead:
    """What did not come as a file is quarantined in the folder, under the source's name."""
    content = arrived.content
    if arrived.sheet is None:
        return read_bytes(content, source, book)
    beside = Content(folder / content.path, content.data, content.sha256)
    return read_sheet(arrived.sheet, beside, source, book)


def fingerprint(content: Content, source: SourceMeaning, book: Rulebook) -> str:
    """SHA-256 of a file and of what it is read by: rows that were left out because the rulebook
    did not know their indicator or area are read again once it does."""
    names = [f"{name} {one.calendar} {one.unit}" for name, one in sorted(book.indicators.items())]
    areas = [f"{name} {area.code}" for name, area in sorted(book.areas.items())]
    read_by = "\n".join(
        [content.sha256, source.model_dump_json(exclude={"public"}), *names, *areas]
    )
    return hashlib.sha256(read_by.encode()).hexdigest()
