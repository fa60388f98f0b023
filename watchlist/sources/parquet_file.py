"""Parquet files, whatever the types of their columns; a line is the number of the row."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.sources.content import Content
from watchlist.sources.sheet import Sheet


def read_parquet(content: Content) -> Sheet:
    """The rows of a Parquet file. Raises :class:`FaultsError` where it is none."""
    path = str(content.path)
    try:
        table = pq.read_table(io.BytesIO(content.data))
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
