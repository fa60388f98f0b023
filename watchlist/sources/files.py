"""Which files a source is, and of what kind each is."""

from __future__ import annotations

from pathlib import Path

from watchlist.model.errors import WorldError
from watchlist.sources.quarantine import SUFFIX
from watchlist.sources.settings import SourceMeaning, SourceSettings
from watchlist.sources.workbook.settings import ExcelSettings

#: Sources of files that stay where they are.
FileSettings = SourceSettings | ExcelSettings

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")


def file_kind(path: Path, settings: SourceMeaning) -> str:
    """``csv``, ``parquet`` or ``excel``: the source says it, or the name of the file."""
    if settings.kind in ("csv", "parquet", "excel"):
        return settings.kind
    return kind_by_name(path)


def kind_by_name(path: Path) -> str:
    ending = path.suffix.lower()
    return "excel" if ending in WORKBOOKS else "parquet" if ending == ".parquet" else "csv"


def files(settings: FileSettings, folder: Path) -> list[Path]:
    """The files of a source, sorted by name, without hidden ones and those of quarantined
    rows. Raises :class:`WorldError` where ``*`` matches none."""
    if not any(sign in settings.path for sign in "*?["):
        return [folder / settings.path]
    pattern = Path(settings.path)
    base = Path(pattern.anchor) if pattern.is_absolute() else folder
    found = base.glob(str(pattern.relative_to(pattern.anchor)))
    kept = sorted(path for path in found if path.is_file() and not _is_aside(path.name))
    if not kept:
        raise WorldError(
            f"no file is called {folder / pattern}: put one there, or correct the source's path"
        )
    return kept


def _is_aside(name: str) -> bool:
    return name.startswith((".", "~")) or name.endswith(SUFFIX)
