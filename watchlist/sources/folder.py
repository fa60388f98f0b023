"""Files dropped into a folder: each is taken once, when it is whole, and then put aside."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from pydantic import Field

from watchlist.model.errors import Fault, WorldError
from watchlist.sources.arrival import Arrived, Offer
from watchlist.sources.content import read_content
from watchlist.sources.quarantine import SUFFIX
from watchlist.sources.whole_file import write_whole
from watchlist.sources.workbook.settings import WorkbookMeaning

TAKEN, FAULTY = "taken", "faulty"
FAULTS = ".faults.txt"
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".filepart")


class FolderSettings(WorkbookMeaning):
    """CSV, Parquet and workbooks that are dropped into ``path``, told apart by their names.

    ``files``     which of them: ``*`` or a pattern.
    ``settled``   seconds for which a file must not have changed: until then it is being written.
    ``move``      whether what was taken goes to the folder ``taken`` in it; if not, it is known by its
                  bytes and passed over.
    ``faulty``    ``move``: what has faults goes to the folder ``faulty``; ``leave``: it stays and is
                  tried again. Either way its faults are written beside it.
    """

    kind: Literal["folder"] = "folder"
    path: str = Field(min_length=1)
    files: str = "*"
    settled: float = Field(default=10, ge=0)
    move: bool = True
    faulty: Literal["move", "leave"] = "move"
    encoding: str = "auto"


def dropped(settings: FolderSettings, folder: Path) -> Iterator[Offer]:
    """The files that are whole, oldest first. Raises :class:`WorldError` where there is no folder."""
    inbox = folder / settings.path
    try:
        found = [
            path for path in inbox.iterdir() if path.is_file() and _is_meant(path.name, settings)
        ]
    except OSError as error:
        raise WorldError(
            f"{inbox} cannot be looked into ({error.strerror}): make it, or allow this account in"
        ) from error
    dated = ((changed, path) for path in found if (changed := _changed(path)) is not None)
    for changed, path in sorted(dated):
        if time.time() - changed >= settings.settled:
            yield _offer(path, settings)


def _changed(path: Path) -> float | None:
    """When a file was changed last; None where another daemon has just put it aside."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None


def _is_meant(name: str, settings: FolderSettings) -> bool:
    aside = name.startswith((".", "~")) or name.endswith((SUFFIX, FAULTS, *_UNFINISHED))
    return not aside and fnmatchcase(name.casefold(), settings.files.casefold())


def _offer(path: Path, settings: FolderSettings) -> Offer:
    def taken() -> None:
        _forget_faults(path)
        if settings.move:
            _put(path, TAKEN)

    def refused(faults: Sequence[Fault]) -> None:
        where = _put(path, FAULTY) if settings.faulty == "move" else path
        _write_faults(where, faults)

    return Offer(str(path), lambda _: Arrived(read_content(path, links=False)), taken, refused)


def _put(path: Path, name: str) -> Path:
    """Moves a file into a folder beside it; one of the same name there stays as well."""
    try:
        beside = path.parent / name
        beside.mkdir(exist_ok=True)
        target, number = beside / path.name, 1
        while target.exists():
            number += 1
            target = beside / f"{path.stem}-{number}{path.suffix}"
        return path.rename(target)
    except FileNotFoundError:
        return path  # another daemon was quicker
    except OSError as error:
        raise WorldError(
            f"{path} was read and cannot be moved to {name}/ ({error.strerror}): allow this account to "
            "write in the folder, or say move: false and faulty: leave"
        ) from error


def _write_faults(path: Path, faults: Sequence[Fault]) -> None:
    target = path.with_name(path.name + FAULTS)
    lines = "".join(f"{_short(fault)}\n" for fault in faults)
    text = f"Nothing of {path.name} was taken. Correct it and drop it again.\n\n{lines}"
    try:
        write_whole(target, text)
    except OSError as error:
        raise WorldError(f"{target} cannot be written ({error.strerror}): allow it") from error


def _short(fault: Fault) -> str:
    """A fault without the folder that its file is in."""
    return str(fault).removeprefix(f"{Path(fault.mark.path).parent}{os.sep}")


def _forget_faults(path: Path) -> None:
    try:
        path.with_name(path.name + FAULTS).unlink(missing_ok=True)
    except OSError:
        return  # what is written there is of an earlier try, and says so
