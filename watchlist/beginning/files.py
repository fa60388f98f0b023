"""A scorecard's file opened, and the folder written: all of it or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from watchlist.beginning.layout import Layout
from watchlist.beginning.tables import not_a_scorecard, table_layout
from watchlist.beginning.workbooks import workbook_layouts
from watchlist.model.errors import FaultsError, UsageError, WorldError
from watchlist.sources.children import refuse_children
from watchlist.sources.content import Content, read_content
from watchlist.sources.csv_file import read_csv
from watchlist.sources.files import kind_by_name
from watchlist.sources.parquet_file import read_parquet
from watchlist.sources.sheet import Sheet
from watchlist.sources.workbook.opening import open_workbook


def layouts_of(path: Path) -> list[Layout]:
    """How a file is laid out. Raises :class:`FaultsError` where it is no scorecard,
    :class:`WorldError` where it cannot be read."""
    content, kind = read_content(path), kind_by_name(path)
    if kind == "excel":
        layouts = workbook_layouts(str(path), open_workbook(content))
    else:
        sheet = read_parquet(content) if kind == "parquet" else read_csv(content)
        layout = table_layout(sheet, kind)
        layouts = [layout] if layout else _saved_sheet(content, sheet)
    for one in layouts:
        refuse_children(one.sheet)
    return layouts


def _saved_sheet(content: Content, sheet: Sheet) -> list[Layout]:
    """Of a sheet with periods across that was saved as CSV."""
    if content.path.suffix.lower() != ".csv":
        raise not_a_scorecard(sheet)
    grids = open_workbook(content)
    try:
        return workbook_layouts(str(content.path), grids)
    except FaultsError:
        raise not_a_scorecard(sheet) from None


def write_folder(folder: Path, files: Mapping[str, str], check: Callable[[Path], None]) -> None:
    """The files in a new folder, once ``check`` of what was written beside it raised nothing. Raises
    :class:`UsageError` where there is something already, :class:`WorldError` where it cannot be
    written."""
    if folder.exists() or folder.is_symlink():
        raise UsageError(
            f"{folder} is already there, and nothing is overwritten: say another with --to"
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise WorldError(f"{folder} cannot be made: {error.strerror or error}") from error
    try:
        _write(beside, files)
        check(beside)
        beside.chmod(0o755)
        beside.rename(folder)
    except OSError as error:
        raise WorldError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
