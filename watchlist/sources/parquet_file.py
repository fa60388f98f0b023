"""Parquet files, whatever the types of their columns; a line is the number of the row."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.sources.content import Content
from watchlist.sources.sheet import Sheet, refuse_too_wide

#: A file is packed, a text that comes a million times above all; so large is what it may be unpacked.
MOST_BYTES = 500_000_000


def read_parquet(content: Content) -> Sheet:
    """The rows of a Parquet file. Raises :class:`FaultsError` where it is none."""
    path = str(content.path)
    try:
        table = _unpacked(path, content.data)
    except (pa.ArrowInvalid, OSError) as error:
        sentence = "is not a whole Parquet file: wait until it is written, or write it again"
        raise FaultsError([Fault(Mark(path), sentence)]) from error
    if not table.num_rows:
        raise FaultsError([Fault(Mark(path), "has no rows: write it again, or remove it")])
    return Sheet(
        path,
        tuple(table.column_names),
        tuple(table.columns),
        np.arange(1, table.num_rows + 1, dtype=np.int64),
    )


def _unpacked(path: str, data: bytes) -> pa.Table:
    """The table, counted while it is read, each text once in a part of it: what is not counted yet is
    not in memory."""
    refuse_too_wide(path, pq.read_metadata(io.BytesIO(data)).num_columns)
    texts = [field.name for field in pq.read_schema(io.BytesIO(data)) if _is_text(field.type)]
    file = pq.ParquetFile(io.BytesIO(data), read_dictionary=texts)
    groups = range(file.metadata.num_row_groups)
    _refuse_too_large(path, sum(file.metadata.row_group(at).total_byte_size for at in groups))
    batches, size = [], 0
    for batch in file.iter_batches():
        batches.append(batch)
        size += sum(map(_size, batch.columns))
        _refuse_too_large(path, size)
    return pa.Table.from_batches(batches, batches[0].schema if batches else file.schema_arrow)


def _is_text(kind: pa.DataType) -> bool:
    return kind in (pa.string(), pa.large_string(), pa.binary())


def _size(column: pa.Array) -> int:
    """Its bytes when every text is written out."""
    if not (pa.types.is_dictionary(column.type) and _is_text(column.type.value_type)):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary)
    return int(pc.sum(lengths.take(column.indices)).as_py() or 0)


def _refuse_too_large(path: str, size: int) -> None:
    if size > MOST_BYTES:
        sentence = (
            f"has more than {MOST_BYTES // 1_000_000} MB unpacked: leave the columns of figures "
            "only, or split it by years or by areas"
        )
        raise FaultsError([Fault(Mark(path), sentence)])
