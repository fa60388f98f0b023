"""Readings as they lie elsewhere: in one file, in several, in folders called after what is in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

#: How a table may lie: readings and a folder in, the path of the table out.
Laid = Callable[[pa.Table, Path], Path]


def one_file(table: pa.Table, folder: Path) -> Path:
    """Row groups of a few readings, so that indicators begin in the midst of one."""
    path = folder / "readings.parquet"
    pq.write_table(table, path, row_group_size=7)
    return path


def by_period(table: pa.Table, folder: Path) -> Path:
    """The oldest readings first: each row group has something of everything."""
    return one_file(table.sort_by("period"), folder)


def without_statistics(table: pa.Table, folder: Path) -> Path:
    """Nothing is recorded of what a row group has."""
    path = folder / "bare.parquet"
    pq.write_table(table, path, row_group_size=7, write_statistics=False, use_dictionary=False)
    return path


def several_files(table: pa.Table, folder: Path) -> Path:
    """A folder with two files, the later half first by name, and one that is still being written."""
    root = folder / "lake"
    (root / "deeper").mkdir(parents=True)
    half = table.num_rows // 2
    pq.write_table(table.slice(half), root / "a.parquet")
    pq.write_table(table.slice(0, half), root / "deeper" / "b.parquet")
    (root / "_temporary.parquet").write_bytes(b"half")
    return root


def partitioned(table: pa.Table, folder: Path) -> Path:
    """A folder for each indicator, whose name its files do not repeat."""
    root = folder / "partitioned"
    for name in pc.unique(table["indicator"].cast(pa.string())).to_pylist():
        part = root / f"indicator={name.replace(' ', '%20')}"
        part.mkdir(parents=True)
        rows = table.filter(pc.equal(table["indicator"].cast(pa.string()), name))
        pq.write_table(rows.drop_columns("indicator"), part / "part-0.parquet")
    return root


def delta(table: pa.Table, folder: Path) -> Path:
    """A Delta table: an older file was replaced by another and is still there."""
    root = folder / "delta"
    (root / "_delta_log").mkdir(parents=True)
    pq.write_table(table.slice(0, 3), root / "old.parquet")
    pq.write_table(table, root / "new.parquet")
    commits = (
        [{"metaData": {"id": "invented"}}, {"add": {"path": "old.parquet"}}],
        [{"remove": {"path": "old.parquet"}}, {"add": {"path": "new.parquet"}}],
    )
    for number, actions in enumerate(commits):
        lines = "\n".join(map(json.dumps, actions))
        (root / "_delta_log" / f"{number:020}.json").write_text(lines + "\n", encoding="utf-8")
    return root


EVERY_WAY = (one_file, by_period, without_statistics, several_files, partitioned, delta)
