"""A backup as a file: a zip of one Arrow stream a table and a manifest, read a piece at a time."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import pyarrow as pa
from pydantic import ValidationError

from watchlist.backup.hashing import sha256_of
from watchlist.backup.manifest import FORMAT, Manifest, TableSaid
from watchlist.model.errors import Fault, FaultsError, Mark, WorldError
from watchlist.store.backups import Kept
from watchlist.store.migrate import HEAD

MANIFEST = "manifest.json"

#: More than any manifest has.
_LARGEST_MANIFEST = 1_000_000

#: What those who read zips, arrays and JSON say of bytes that are not what they should be.
_DAMAGE = (
    ArithmeticError, BadZipFile, EOFError, LookupError, MemoryError, RuntimeError, TypeError,
    ValueError, pa.ArrowException, struct.error, zlib.error,
)  # fmt: skip


def part_of(table: str) -> str:
    """What the file of a table is called."""
    return f"{table}.arrow"


class Archive:
    """An open backup; every method raises FaultsError where it is damaged."""

    def __init__(self, path: Path, file: ZipFile, manifest: Manifest) -> None:
        self.path, self.manifest, self._file = path, manifest, file

    def kept(self) -> list[Kept]:
        """Its tables."""
        return [
            Kept(said.name, self._schema(said.name), said.key, said.batch)
            for said in self.manifest.tables
        ]

    def names(self) -> list[str]:
        """Of everything that is in it."""
        return self._file.namelist()

    def sha256(self, table: TableSaid) -> str:
        """That of a table's part, as it is."""
        with damage_told(self.path), self._file.open(part_of(table.name)) as part:
            return sha256_of(part)

    def rows(self, table: str) -> Iterator[pa.RecordBatch]:
        """A table's rows, a batch at a time."""
        with damage_told(self.path), self._file.open(part_of(table)) as part:
            yield from pa.ipc.open_stream(part)

    def _schema(self, table: str) -> pa.Schema:
        with damage_told(self.path), self._file.open(part_of(table)) as part:
            return pa.ipc.open_stream(part).schema


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup, of which nothing but the manifest was looked at.

    Raises FaultsError where it is none, is damaged or of a newer program, WorldError where it cannot be
    read.
    """
    with damage_told(path):
        file = ZipFile(path)
    with file:
        with damage_told(path):
            manifest = _manifest(path, file)
        yield Archive(path, file, manifest)


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Whatever is wrong with the file, as one sentence."""
    try:
        yield
    except FaultsError:
        raise
    except OSError as error:
        if error.errno is None:
            raise damaged(path, str(error)) from error
        raise WorldError(f"{path} cannot be read ({error.strerror}); see what it is") from error
    except _DAMAGE as error:
        raise damaged(path, str(error)) from error


def damaged(path: Path, how: str) -> FaultsError:
    """That a file is no whole backup, for raising."""
    said = " ".join(how.split()) or "it ends too early"
    return _fault(path, f"is damaged, or no backup ({said}); take another one")


def _fault(path: Path, sentence: str) -> FaultsError:
    return FaultsError([Fault(Mark(str(path)), sentence)])


def _manifest(path: Path, file: ZipFile) -> Manifest:
    if file.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise damaged(path, "its manifest is too large")
    said: dict[str, Any] = json.loads(file.read(MANIFEST))
    if said["format"] > FORMAT or said["step"] > HEAD:
        raise _fault(
            path,
            f"was made by a newer version of this program ({said.get('version')}, step {said['step']});"
            " install that version, or take an older backup",
        )
    try:
        return Manifest.model_validate(said)
    except ValidationError as error:
        raise damaged(path, "its manifest says not what it must") from error
