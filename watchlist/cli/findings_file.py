"""Findings into a file, part by part: Parquet for programs, CSV for spreadsheets."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from watchlist.evaluate.findings_table import FINDINGS, PLAIN_FINDINGS
from watchlist.model.errors import WorldError
from watchlist.model.spreadsheet import harmless

Write = Callable[[pa.Table], None]

#: A line of a CSV file has no room for the readings that were looked at.
_LINE = pa.schema([each for each in PLAIN_FINDINGS if each.name != "window"])


@contextmanager
def writing(to: Path | None) -> Iterator[Write]:
    """What takes findings, one part after the other; None: nowhere. The file is there once all of
    them are in it, and as it was until then."""
    if to is None:
        yield lambda _: None
        return
    try:
        number, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")
    except OSError as error:
        sentence = f"{to} cannot be written ({error.strerror}): choose another place"
        raise WorldError(sentence) from error
    os.close(number)
    try:
        with KINDS[to.suffix](name) as write:
            yield write
        Path(name).replace(to)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _parquet(name: str) -> Iterator[Write]:
    with pq.ParquetWriter(name, FINDINGS) as writer:
        yield writer.write_table


@contextmanager
def _csv(name: str) -> Iterator[Write]:
    with pyarrow.csv.CSVWriter(name, _LINE) as writer:
        yield lambda found: writer.write_table(_lines(found))


def _lines(found: pa.Table) -> pa.Table:
    """The same as text; no name is one that a spreadsheet would run."""
    columns = [
        pa.chunked_array(map(_harmless, column.chunks), pa.string())
        if pa.types.is_dictionary(column.type)
        else column
        for column in found.drop_columns("window").columns
    ]
    return pa.table(columns, schema=_LINE)


def _harmless(names: pa.DictionaryArray) -> pa.Array:
    safe = [harmless(name) for name in names.dictionary.to_pylist()]
    return pa.array(safe, pa.string()).take(names.indices)


#: By the ending of the file's name.
KINDS: dict[str, Callable[[str], AbstractContextManager[Write]]] = {
    ".parquet": _parquet,
    ".csv": _csv,
}
