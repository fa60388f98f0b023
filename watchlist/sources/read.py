"""One source of readings, read whole: a table, or every fault that is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.rule import Rulebook
from watchlist.sources.children import refuse_children
from watchlist.sources.content import Content, read_content
from watchlist.sources.csv_file import read_csv
from watchlist.sources.dfe import dfe_layout
from watchlist.sources.doubles import doubles
from watchlist.sources.enough import refuse_too_faulty
from watchlist.sources.files import FileSettings, file_kind, files
from watchlist.sources.names import area_names, indicator_names
from watchlist.sources.own import own_layout
from watchlist.sources.parquet_file import read_parquet
from watchlist.sources.quarantine import write_quarantine
from watchlist.sources.raw import Raw
from watchlist.sources.settings import SourceMeaning
from watchlist.sources.settle import settle
from watchlist.sources.sheet import Sheet
from watchlist.sources.validate import Terms, Understood, understand
from watchlist.sources.worded import worded
from watchlist.sources.workbook.layout import workbook_sheet
from watchlist.sources.workbook.settings import WorkbookMeaning


@dataclass(frozen=True, eq=False)
class SourceRead:
    """``table`` has the READINGS schema, sorted, each figure once. ``sha256`` is of the bytes,
    ``rows`` of the file were read; ``quarantined`` names those put aside, ``remarks`` (warnings)
    those that were read in a way to be told (``£3m`` as 3,000,000); ``left_out`` readings are of
    indicators or areas that the rulebook does not have."""

    table: pa.Table
    sha256: str
    path: str
    rows: int
    quarantined: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()
    left_out: int = 0


def read_source(settings: FileSettings, book: Rulebook, folder: Path) -> SourceRead:
    """All files of a source as one. Where two of them give the same figure and ``published`` does
    not tell, the file later by name wins. Raises as :func:`read_file`, with the faults of all."""
    reads: list[SourceRead] = []
    faults: list[Fault] = []
    for path in files(settings, folder):
        try:
            reads.append(read_file(path, settings, book))
        except FaultsError as error:
            faults += error.faults
    if faults:
        raise FaultsError(faults)
    return reads[0] if len(reads) == 1 else _joined(reads, str(folder / settings.path))


def read_file(path: Path, settings: SourceMeaning, book: Rulebook) -> SourceRead:
    """One file, all of it or nothing: raises :class:`FaultsError` with every fault, unless faulty
    rows are to be quarantined; :class:`WorldError` where it cannot be read as it is now."""
    return read_bytes(read_content(path), settings, book)


def read_bytes(content: Content, settings: SourceMeaning, book: Rulebook) -> SourceRead:
    """As :func:`read_file`, of bytes that were fetched (and perhaps known by hash) before."""
    if isinstance(settings, WorkbookMeaning) and file_kind(content.path, settings) == "excel":
        sheet, meant = workbook_sheet(content, settings, book)
        return read_sheet(sheet, content, meant, book)
    return read_sheet(_sheet(content, settings), content, settings, book)


def read_sheet(
    sheet: Sheet, content: Content, settings: SourceMeaning, book: Rulebook
) -> SourceRead:
    """As :func:`read_file`, of rows that were taken out of their bytes before."""
    refuse_children(sheet)
    understood = _understood(sheet, settings, book)
    table = pa.concat_tables([each.table for each in understood])
    lines = sheet.lines[np.concatenate([each.rows for each in understood])]
    faults = list(dict.fromkeys([*_torn(sheet), *_complaints(sheet, understood)]))
    refuse_too_faulty(sheet.path, _located(sheet, faults))
    whole = ~np.isin(lines, [fault.mark.line or 0 for fault in faults])
    table, lines = table.filter(pa.array(whole)), lines[whole]
    settled = settle(table)
    faults += doubles(sheet, table, lines, settled, book)
    refuse_too_faulty(sheet.path, _located(sheet, faults))
    if faults and settings.faulty_rows == "refuse":
        raise FaultsError(_located(sheet, faults))
    faults.sort(key=Fault.place)
    if settings.faulty_rows == "quarantine":
        write_quarantine(content.path, sheet, faults)
    return SourceRead(
        table.take(pa.array(settled.single())),
        content.sha256,
        sheet.path,
        sheet.rows + len(sheet.broken),
        tuple(_located(sheet, faults)),
        (*sheet.warnings, *_located(sheet, _remarks(sheet, understood))),
        sum(each.left_out for each in understood),
    )


def _sheet(content: Content, settings: SourceMeaning) -> Sheet:
    if file_kind(content.path, settings) == "parquet":
        return read_parquet(content)
    return read_csv(content, getattr(settings, "encoding", "auto"))


def _understood(sheet: Sheet, settings: SourceMeaning, book: Rulebook) -> list[Understood]:
    terms = Terms(book, settings, indicator_names(book, settings), area_names(book, settings))
    lost = [*terms.indicators.lost, *terms.areas.lost, *_lost_constants(terms)]
    if lost:
        raise sheet.refused(*lost)
    understood = [understand(raw, terms) for raw in _layouts(sheet, terms)]
    if not sheet.broken and not any(len(each.rows) for each in understood):
        raise sheet.refused(
            "has no row for an indicator and an area of the rulebook: correct `only`, `indicators` "
            "or `areas` of the source, or the rulebook"
        )
    return understood


def _lost_constants(terms: Terms) -> list[str]:
    """What the configuration names for whole files or columns and the rulebook does not have."""
    settings = terms.settings
    indicators = [settings.indicator, *(each.indicator for each in settings.values.values())]
    named = [(terms.indicators, name) for name in indicators if name is not None]
    if settings.area is not None:
        named.append((terms.areas, settings.area))
    said = [
        f"the configuration: {names.complaint(text)}"
        for names, text in named
        if not names.get(text)
    ]
    return list(dict.fromkeys(said))


def _layouts(sheet: Sheet, terms: Terms) -> list[Raw]:
    if terms.settings.format == "dfe":
        raws = dfe_layout(sheet, terms.settings, terms.indicators, terms.areas)
    else:
        raws = [own_layout(sheet, terms.settings)]
    return [worded(raw, terms.settings.symbols) for raw in raws]


def _located(sheet: Sheet, faults: Iterable[Fault]) -> list[Fault]:
    """The faults of lines, at the places where people find them."""
    return [
        replace(fault, mark=sheet.mark(fault.mark.line)) if fault.mark.line else fault
        for fault in faults
    ]


def _torn(sheet: Sheet) -> Iterable[Fault]:
    return (Fault(Mark(sheet.path, torn.line), torn.sentence) for torn in sheet.broken)


def _complaints(sheet: Sheet, understood: list[Understood]) -> Iterable[Fault]:
    for each in understood:
        for position, sentence in each.complaints:
            yield Fault(Mark(sheet.path, int(sheet.lines[each.rows[position]])), sentence)


def _remarks(sheet: Sheet, understood: list[Understood]) -> Iterable[Fault]:
    for each in understood:
        for position, sentence in each.remarks:
            line = int(sheet.lines[each.rows[position]])
            yield Fault(Mark(sheet.path, line), sentence, warning=True)


def _joined(reads: list[SourceRead], path: str) -> SourceRead:
    table = pa.concat_tables([read.table for read in reads])
    return SourceRead(
        table.take(pa.array(settle(table).last())),
        hashlib.sha256("".join(read.sha256 for read in reads).encode()).hexdigest(),
        path,
        sum(read.rows for read in reads),
        tuple(fault for read in reads for fault in read.quarantined),
        tuple(fault for read in reads for fault in read.remarks),
        sum(read.left_out for read in reads),
    )
