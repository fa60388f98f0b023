"""From a scorecard to a folder that runs."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from watchlist.beginning.configuration import configuration
from watchlist.beginning.files import layouts_of, write_folder
from watchlist.beginning.plan import Plan, planned
from watchlist.beginning.rulebook_text import rule_files
from watchlist.config import read_config
from watchlist.model.errors import Fault, FaultsError
from watchlist.rulebook.load import load_rulebook
from watchlist.sources.read import SourceRead, read_source
from watchlist.sources.settings import SourceSettings
from watchlist.sources.workbook.settings import ExcelSettings


@dataclass(frozen=True)
class Begun:
    """``reads`` are the sources, read by what was written."""

    plan: Plan
    folder: Path
    reads: tuple[SourceRead, ...]

    @property
    def figures(self) -> int:
        return sum(read.table.num_rows for read in self.reads)


def begin(file: Path, folder: Path, own: str, today: date) -> Begun:
    """Writes ``folder`` for a scorecard. What was written has been read, and the scorecard by it.

    Raises :class:`FaultsError` where the file is no scorecard or has faulty cells,
    :class:`UsageError` where the folder is there already, :class:`WorldError` where the file cannot
    be read or the folder not be written."""
    plan = planned(str(file), layouts_of(file), own, today)
    files = {
        "config.yaml": configuration(plan, _from(folder, file)),
        **{f"rules/{name}": text for name, text in rule_files(plan).items()},
    }
    reads: list[SourceRead] = []
    write_folder(folder, files, lambda beside: reads.extend(_read(beside, file)))
    return Begun(plan, folder, tuple(reads))


def _from(folder: Path, file: Path) -> str:
    """Where the file lies, seen from the folder; from the root where there is no such way."""
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return file.resolve().as_posix()


def _read(folder: Path, file: Path) -> list[SourceRead]:
    """Everything that a first cycle reads. Raises :class:`FaultsError` with all that is wrong."""
    config, _ = read_config(folder / "config.yaml")
    book = load_rulebook(config.rules)
    reads: list[SourceRead] = []
    faults: list[Fault] = []
    for source in config.sources:
        assert isinstance(source, SourceSettings | ExcelSettings)
        try:
            reads.append(read_source(source, book, config.folder))
        except FaultsError as error:
            faults += [replace(one, mark=replace(one.mark, path=str(file))) for one in error.faults]
    if faults:
        raise FaultsError(faults)
    return reads
