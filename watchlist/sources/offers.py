"""What a source offers now, whatever its kind: here and nowhere else the kinds are listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchlist.sources.arrival import Arrived, Offer
from watchlist.sources.content import read_content
from watchlist.sources.files import files
from watchlist.sources.folder import FolderSettings, dropped
from watchlist.sources.query_settings import SqlSettings
from watchlist.sources.settings import SourceMeaning, SourceSettings
from watchlist.sources.web.settings import EesSettings, FingertipsSettings, WebSettings
from watchlist.sources.workbook.settings import ExcelSettings

KINDS: dict[str, type[SourceMeaning]] = {
    "csv": SourceSettings,
    "parquet": SourceSettings,
    "excel": ExcelSettings,
    "folder": FolderSettings,
    "sql": SqlSettings,
    "web": WebSettings,
    "explore-education-statistics": EesSettings,
    "fingertips": FingertipsSettings,
}


def offers(source: SourceMeaning, folder: Path) -> Iterator[Offer]:
    """Raises :class:`WorldError` where it cannot be known what the source has."""
    match source:
        case SourceSettings() | ExcelSettings():
            for path in files(source, folder):
                yield file_offer(path)
        case FolderSettings():
            yield from dropped(source, folder)
        case SqlSettings():
            yield _query(source, folder)
        case WebSettings():
            yield _over_web(source)
        case EesSettings() | FingertipsSettings():
            yield _over_web(source)


def advice(source: SourceMeaning, folder: Path) -> str:
    """What had better be otherwise with a source that works; "" for nothing. Raises
    :class:`WorldError` where it cannot be asked."""
    if not isinstance(source, SqlSettings):
        return ""
    from watchlist.sources import database

    return database.advice(source, folder)


def file_offer(path: Path) -> Offer:
    """A file that stays where it is."""
    return Offer(str(path), lambda _: Arrived(read_content(path)))


def _query(source: SqlSettings, folder: Path) -> Offer:
    from watchlist.sources.database import query_database

    return Offer(f"the query of {source.name}", lambda _: query_database(source, folder))


def _over_web(source: WebSettings | EesSettings | FingertipsSettings) -> Offer:
    from watchlist.sources.web.education import fetch_data_set
    from watchlist.sources.web.file_at_address import fetch_file
    from watchlist.sources.web.fingertips import fetch_fingertips

    match source:
        case WebSettings():
            return Offer(source.where, lambda tag: fetch_file(source, tag), tagged=True)
        case FingertipsSettings():
            return Offer(source.where, lambda tag: fetch_fingertips(source, tag), tagged=True)
    return Offer(source.where, lambda tag: fetch_data_set(source, tag), tagged=True)
