"""The bytes of a file, read whole and while nobody writes them."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from watchlist.model.errors import WorldError

#: A file is read whole, and what is made of it takes some times its size.
MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class Content:
    path: Path
    data: bytes
    sha256: str


def read_content(path: Path, *, links: bool = True) -> Content:
    """The file's bytes and their SHA-256. Raises :class:`WorldError` when it cannot be read, is
    too large, or changes while it is read; without ``links`` also when it is a link to another: where
    others may write, one could lead to any file that this account may read."""
    try:
        with open(path, "rb", opener=None if links else _the_file_itself) as file:
            before = _stamp(os.fstat(file.fileno()))
            _refuse_too_large(path, before[0])
            data = file.read()
        after = _stamp(path.stat())  # by name: a file put in its place counts as a change
    except OSError as error:
        raise WorldError(_sentence(path, error)) from error
    if before != after or len(data) != after[0]:
        raise WorldError(f"{path} is still being written; it will be read at the next cycle")
    return Content(path, data, hashlib.sha256(data).hexdigest())


def _the_file_itself(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _refuse_too_large(path: Path, size: int) -> None:
    """Before a byte of it is read."""
    if size > MOST_BYTES:
        raise WorldError(
            f"{path} has {size // 1_000_000:,} MB, and {MOST_BYTES // 1_000_000} MB are the most that "
            "is taken in at once: split it by years or by areas"
        )


def _stamp(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def _sentence(path: Path, error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return f"{path} does not exist: put the file there, or correct the source's path"
        case IsADirectoryError():
            return f"{path} is a folder: name a file, or files by *.csv"
        case PermissionError():
            return f"{path} may not be read by this account: allow it to read the file"
    if error.errno == errno.ELOOP:
        return f"{path} is a link to another file: put the file itself there"
    return f"{path} cannot be read: {error.strerror or error}"
