"""Apache Spark as the host of `evaluate_table`: a frame of readings in, a frame of findings out.

Needs Spark 4 (``applyInArrow``) and, wherever that runs Python, this package. Nothing else of ours
imports Spark."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from watchlist.evaluate.findings_table import PLAIN_FINDINGS
from watchlist.evaluate.joined import joined, together
from watchlist.evaluate.table import evaluate_table
from watchlist.model.errors import Fault, FaultsError, Mark, UsageError, WorldError
from watchlist.model.period import Calendar
from watchlist.model.readings_table import COLUMNS, refuse, refuse_columns
from watchlist.model.rule import Rulebook
from watchlist.scan import TOGETHER, looked_at

#: A frame of Spark's, on a cluster of one's own or through Spark Connect.
Frame = Any

#: The column by which readings are sent to where they are judged together.
_PART = "watchlist_part"

_RAISED = re.compile(r"[\w.]*(Error|Exception): ")

#: How Spark repeats the sentence of a fault that it met in an executor.
_SAID = "watchlist.model.errors.FaultsError: "


def frame_of(table: str) -> Frame:
    """The table of that name, or the files of that path, by the session that there is or a new one."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        sentence = 'Spark is not installed: install "scrutiny-watchlist[spark]" and Java 17'
        raise UsageError(sentence) from error
    # On one machine executors run the Python that runs this; a cluster says which of its own.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        session = SparkSession.builder.appName("watchlist scan").getOrCreate()
        if "/" not in table and not Path(table).exists():
            return session.table(table)
        kind = "delta" if (Path(table) / "_delta_log").is_dir() else "parquet"
        return session.read.format(kind).load(table)
    except PySparkException as error:
        raise WorldError(f"Spark cannot read {table}: {_in_short(error)}") from error


def findings(
    frame: Frame,
    book: Rulebook,
    today: date,
    *,
    every: bool = False,
    windows: bool = True,
    only: Collection[str] = (),
    most: int = TOGETHER,
    path: str = "the table",
) -> Frame:
    """FINDINGS (names as plain text) of a frame of READINGS, judged where the executors are; of so many
    readings at a time, where no component has more."""
    from pyspark.sql import functions as f
    from pyspark.sql.pandas.types import from_arrow_schema

    readings = SparkReadings(frame, looked_at(book, only), path)
    parts = dict(enumerate(together(joined(book), readings.rows, most)))
    of = {name: number for number, names in parts.items() for name in names}
    pairs = [f.lit(each) for pair in of.items() for each in pair] or [f.lit(""), f.lit(0)]
    part = f.create_map(*pairs)[f.col("indicator")]
    parted = readings.chosen.withColumn(_PART, part).where(f.col(_PART).isNotNull())
    judge = _judge(book, today, every=every, windows=windows, path=path)
    return parted.groupBy(_PART).applyInArrow(judge, from_arrow_schema(PLAIN_FINDINGS))


def _judge(
    book: Rulebook, today: date, *, every: bool, windows: bool, path: str
) -> Callable[[pa.Table], pa.Table]:
    def judge(readings: pa.Table) -> pa.Table:
        table = readings.drop_columns(_PART)
        try:
            found = evaluate_table(table, book, today, every=every, windows=windows)
        except FaultsError as error:
            raise FaultsError(_without_rows(error, table, path)) from None
        return found.cast(PLAIN_FINDINGS)

    return judge


def collected(frame: Frame) -> pa.Table:
    """All rows of a frame, here. Raises :class:`FaultsError` with the sentences of an executor that
    was given what it cannot judge."""
    from pyspark.errors import PySparkException

    try:
        return frame.toArrow()
    except PySparkException as error:
        said = str(error)
        if _SAID in said:
            sentences = said.partition(_SAID)[2].strip().split("\n\n")[0].splitlines()
            raise FaultsError([_fault(line) for line in sentences]) from error
        raise WorldError(f"Spark could not do it: {_in_short(error)}") from error


@dataclass(frozen=True, eq=False)
class SparkReadings:
    """The readings of some indicators (``calendars``) in a frame, fetched a few at a time."""

    frame: Frame
    calendars: Mapping[str, Calendar]
    path: str = "the table"

    @cached_property
    def chosen(self) -> Frame:
        """Their rows, and of these no more columns than are looked at. Raises :class:`FaultsError`
        where the frame has not the columns of READINGS."""
        from pyspark.sql import functions as f
        from pyspark.sql.pandas.types import to_arrow_schema

        columns = [name for name in COLUMNS if name in self.frame.columns]
        chosen = self.frame.select(*columns)
        refuse_columns(to_arrow_schema(chosen.schema), self.path)
        return chosen.where(f.col("indicator").isin(sorted(self.calendars)))

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """How many rows there are of each indicator."""
        counted = collected(self.chosen.groupBy("indicator").count()).to_pylist()
        return {row["indicator"]: row["count"] for row in sorted(counted, key=_indicator)}

    def read(self, names: Collection[str]) -> pa.Table:
        from pyspark.sql import functions as f

        table = collected(self.chosen.where(f.col("indicator").isin(sorted(names))))
        try:
            refuse(table, self.calendars, self.path)
        except FaultsError as error:
            raise FaultsError(_without_rows(error, table, self.path)) from None
        return table


def _indicator(row: Mapping[str, Any]) -> str:
    return str(row["indicator"])


def _without_rows(error: FaultsError, table: pa.Table, path: str) -> list[Fault]:
    """Rows have no numbers in a table that lies in many places; their names tell them."""
    return [Fault(Mark(path), f"{_named(fault, table)}{fault.sentence}") for fault in error.faults]


def _named(fault: Fault, table: pa.Table) -> str:
    if fault.mark.line is None:
        return ""
    row = table.select(["indicator", "area"]).slice(fault.mark.line - 1, 1).to_pylist()[0]
    return f"{row['indicator'] or 'no indicator'}, {row['area'] or 'no area'}: "


def _fault(line: str) -> Fault:
    path, _, sentence = line.partition(": ")
    return Fault(Mark(path), sentence)


def _in_short(error: Exception) -> str:
    """What went wrong in Python, where a traceback of that is among what Spark says; else how Spark's
    own words begin."""
    lines = str(error).strip().splitlines() or [""]
    raised = (line for line in lines if _RAISED.match(line))
    return next(raised, lines[0]).removesuffix(".")
