"""A table of readings in Parquet files, read where it lies: a few indicators at a time, of each file
no more row groups and columns than are asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from watchlist.model.errors import Fault, FaultsError, Mark, WorldError
from watchlist.model.period import Calendar
from watchlist.model.readings_table import COLUMNS, NAMES, Coded, refuse, refuse_columns


@dataclass(frozen=True, eq=False)
class _Group:
    """A row group: its number in the file, that of its first row, and how many rows it has of each
    indicator that was asked about."""

    number: int
    first: int
    rows: Mapping[str, int]


class _File:
    """One Parquet file; ``given`` are the columns that its folders' names give (``indicator=…``)."""

    def __init__(self, path: Path, given: Mapping[str, str]) -> None:
        self.path, self.given = path, given
        try:
            known = pq.read_metadata(path)
            names = [name for name in NAMES if name in known.schema.names]
            self._file = pq.ParquetFile(
                path, metadata=known, read_dictionary=names, memory_map=True
            )
        except (pa.ArrowInvalid, OSError) as error:
            sentence = "is not a whole Parquet file: wait until it is written, or write it again"
            raise FaultsError([Fault(Mark(str(path)), sentence)]) from error
        self._schema: pa.Schema = self._file.schema_arrow
        self.columns = [name for name in COLUMNS if name in self._schema.names]
        named = [each for each in given if each not in self._schema.names]
        whole = [*self._schema, *(pa.field(name, pa.string()) for name in named)]
        refuse_columns(pa.schema(whole), str(path))

    def groups(self, names: Collection[str]) -> Iterator[_Group]:
        """The row groups that have readings of these indicators. Where a group's own record of its
        least and greatest name does not tell how many, its column of names is read."""
        first = 1
        for number in range(self._file.num_row_groups):
            group = self._file.metadata.row_group(number)
            if rows := self._rows(number, group, names):
                yield _Group(number, first, rows)
            first += group.num_rows

    def read(self, group: _Group) -> pa.Table:
        table = self._file.read_row_group(group.number, self.columns)
        for name, value in self.given.items():
            if name in NAMES and name not in table.column_names:
                table = table.append_column(name, _same(value, table.num_rows))
        return table

    def _rows(self, number: int, group: Any, names: Collection[str]) -> dict[str, int]:
        low, high = self._bounds(group)
        if low is not None and low == high:
            return {low: group.num_rows} if low in names else {}
        if low is not None and high is not None and not any(low <= name <= high for name in names):
            return {}
        coded = Coded(self._file.read_row_group(number, ["indicator"])["indicator"])
        counts = np.bincount(coded.codes, minlength=len(coded.names)).tolist()
        many = zip(coded.names, counts, strict=True)
        return {name: rows for name, rows in many if rows and name in names}

    def _bounds(self, group: Any) -> tuple[str | None, str | None]:
        if "indicator" not in self._schema.names:
            return self.given["indicator"], self.given["indicator"]
        place = self._file.schema.names.index("indicator")
        known = group.column(place).statistics
        if known is None or not known.has_min_max or not isinstance(known.min, str):
            return None, None
        return known.min, known.max


def _same(value: str, size: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(np.zeros(size, dtype=np.int32), [value])


@dataclass(eq=False)
class ParquetTable:
    """The readings of some indicators (``calendars``) in a file or folder. The row group that was
    read last is kept, for the next indicators mostly begin in it."""

    path: Path
    calendars: Mapping[str, Calendar]
    _files: list[_File] = field(init=False)
    _last: tuple[object, pa.Table] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Raises :class:`FaultsError` with the faults of all files, where one has not the columns of
        READINGS; :class:`WorldError` where there is no such file or folder."""
        self._files = []
        faults: list[Fault] = []
        for path in _paths(self.path):
            try:
                self._files.append(_File(path, _given(path, self.path)))
            except FaultsError as error:
                faults += error.faults
        if faults:
            raise FaultsError(faults)

    @cached_property
    def _groups(self) -> list[tuple[_File, _Group]]:
        names = frozenset(self.calendars)
        return [(file, group) for file in self._files for group in file.groups(names)]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """How many rows there are of each indicator, in the order in which they begin."""
        rows: Counter[str] = Counter()
        for _, group in self._groups:
            rows.update(group.rows)
        return rows

    def read(self, names: Collection[str]) -> pa.Table:
        """All readings of these indicators. Raises :class:`FaultsError`, which names the row, where
        one of the row groups that they are in holds what it cannot."""
        parts = [
            _of(names, self._whole(file, group))
            for file, group in self._groups
            if not group.rows.keys().isdisjoint(names)
        ]
        return pa.concat_tables(parts, promote_options="permissive")

    def _whole(self, file: _File, group: _Group) -> pa.Table:
        key = (file, group)
        if self._last is None or self._last[0] != key:
            table = file.read(group)
            refuse(table, self.calendars, str(file.path), group.first)
            self._last = (key, table)
        return self._last[1]


def _of(names: Collection[str], table: pa.Table) -> pa.Table:
    """The rows of these indicators: a part of the table where they lie in one piece."""
    coded = Coded(table["indicator"])
    wanted = np.array([name in names for name in coded.names], dtype=np.bool_)
    if wanted.all():
        return table
    rows = np.flatnonzero(wanted[coded.codes])
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
        return table.slice(rows[0], len(rows))
    return table.take(rows)


def _paths(path: Path) -> list[Path]:
    """The files of a table, sorted; those of a Delta table by its log."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise WorldError(f"{path} is not there: say which file or folder holds the readings")
    if (path / "_delta_log").is_dir():
        return _delta(path)
    found = sorted(each for each in path.rglob("*.parquet") if not _hidden(each, path))
    if not found:
        raise WorldError(f"{path} holds no *.parquet file: say which folder holds the readings")
    if (path / "metadata").is_dir() and list((path / "metadata").glob("*.metadata.json")):
        raise WorldError(
            f"{path} is an Iceberg table, whose log we do not read: use --engine spark"
        )
    return found


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)


def _delta(folder: Path) -> list[Path]:
    """The files that a Delta table has now, by its log from the first commit on. A log of which only
    checkpoints are kept, and rows deleted within files, are for engines that know more of it."""
    commits = sorted((folder / "_delta_log").glob("[0-9]*.json"))
    if not commits or int(commits[0].stem) != 0:
        raise _beyond(folder, "the beginning of its log is no longer there")
    files: set[str] = set()
    for commit in commits:
        for line in commit.read_text(encoding="utf-8").splitlines():
            action = json.loads(line)
            if "remove" in action:
                files.discard(action["remove"]["path"])
            if "add" in action:
                files.add(action["add"]["path"])
                if action["add"].get("deletionVector"):
                    raise _beyond(folder, "rows of its files are marked as deleted")
            if "columnMapping" in json.dumps(action.get("metaData", {})):
                raise _beyond(folder, "its columns have other names in its files")
    return sorted(folder / unquote(each) for each in files)


def _beyond(folder: Path, why: str) -> WorldError:
    return WorldError(
        f"{folder} is a Delta table that cannot be read as files, for {why}: use --engine spark"
    )


def _given(path: Path, root: Path) -> dict[str, str]:
    """The columns that the names of a file's folders give: ``indicator=visits``."""
    within = path.relative_to(root).parts[:-1] if path != root else ()
    pairs = (part.partition("=") for part in within if "=" in part)
    return {unquote(name): unquote(value) for name, _, value in pairs}
