"""Spark as the host: real executors, each a process of its own with a worker for Python."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cycle.town import MONTH, monthly, table
from tests.evaluate.test_table import rows_of
from tests.scan.lake import partitioned
from watchlist.model.errors import FaultsError
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import load_rulebook_text
from watchlist.scan import looked_at, scan
from watchlist.sources.parquet_table import ParquetTable

pytestmark = pytest.mark.long

DAY = date(2014, 2, 4)

RULES = """\
areas:
  Harrow: {level: authority, own: true, neighbours: {2010-01: [Barnet, Ealing]}}
  Barnet: {level: authority, own: true, neighbours: {2010-01: [Harrow, Ealing]}}
  Ealing: {level: authority}
  England: {level: country}
defaults: {every: month, unit: percent, better: higher, target: 85, owner: head}
indicators:
INDICATORS
rules:
  off-target: {title: Off target, indicators: all, areas: all, amber: {worse_than: target}}
  twice: {title: Twice, indicators: all, red: {below: 84, for: 2}, info: {below: 90}}
  england: {title: Below England, indicators: all, amber: {worse_than: {area: England}}}
  near: {title: Below its neighbours, indicators: all, amber: {worse_than: {neighbours: average}}}
  pair:
    title: Below another
    indicator: i-00
    amber: {all: [{worse_than: {indicator: i-01}}, {below: 95}]}
"""
NAMES = [f"i-{number:02}" for number in range(24)]
AREAS = ("Harrow", "Barnet", "Ealing", "England")


KEPT = pa.schema([("area", pa.string()), ("period", pa.int32()), ("value", pa.float64())])


@pytest.fixture(scope="module")
def book() -> Rulebook:
    indicators = "\n".join(f"  {name}: {{title: Indicator {name}}}" for name in NAMES)
    return load_rulebook_text({"rules.yaml": RULES.replace("INDICATORS", indicators)})


@pytest.fixture(scope="module")
def readings() -> pa.Table:
    """Figures that wander from 76 to 100, with gaps."""
    rows = []
    for place, name in enumerate(NAMES):
        for number, area in enumerate(AREAS):
            values = [76 + (7 * place + 5 * number + 11 * month) % 25 for month in range(30)]
            known = [
                None if (place + month) % 13 == 0 else each for month, each in enumerate(values)
            ]
            for each in monthly(name, "2011-08", *known):
                rows.append(type(each)(each.indicator, each.month, each.value, area=area))
    return table(rows)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """A cluster of two executors on this machine."""
    _java()
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def _java() -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java 17 is not installed")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < 17:
        pytest.skip(f"Spark 4 needs Java 17, and this is {said.splitlines()[0]}")


@pytest.mark.parametrize("every", [False, True])
def test_spark_says_the_same_to_the_last_row(
    session: Any, book: Rulebook, readings: pa.Table, tmp_path: Path, every: bool
) -> None:
    """Component by component, in several executors: every finding with its figures and readings."""
    from watchlist.on_spark import collected, findings

    path = partitioned(readings, tmp_path)
    here = pa.concat_tables(list(scan(ParquetTable(path, looked_at(book)), book, DAY, every=every)))
    frame = session.read.parquet(str(path))
    there = collected(findings(frame, book, DAY, every=every, most=300))
    assert len(rows_of(here)) > 50
    assert rows_of(there) == rows_of(here)


def test_the_executors_did_the_work(
    session: Any, book: Rulebook, readings: pa.Table, tmp_path: Path
) -> None:
    """More than one process judged, and none of them was this one."""
    path = tmp_path / "readings.parquet"
    pq.write_table(readings, path)
    frame = session.read.parquet(str(path)).repartition(4)

    def process(parts: Iterator[Any]) -> Iterator[Any]:
        for _ in parts:
            yield pa.RecordBatch.from_pydict({"process": [os.getpid()]})

    found = frame.mapInArrow(process, "process long").toArrow()["process"].to_pylist()
    assert len(set(found)) > 1
    assert os.getpid() not in found


def test_a_fault_is_told_as_it_is_told_here(
    session: Any, book: Rulebook, readings: pa.Table, tmp_path: Path
) -> None:
    """Columns before anything is judged; a reading by its indicator and area, for rows have no
    numbers there."""
    from watchlist.on_spark import collected, findings

    path = tmp_path / "readings.parquet"
    pq.write_table(readings.drop_columns("value"), path)
    with pytest.raises(FaultsError, match=r'^lake: has no column "value"'):
        findings(session.read.parquet(str(path)), book, DAY, path="lake")
    marker = pa.array([1] * (readings.num_rows - 1) + [9], pa.int8())
    at = readings.schema.get_field_index("marker")
    pq.write_table(readings.set_column(at, "marker", marker), path)
    with pytest.raises(FaultsError) as refused:
        collected(findings(session.read.parquet(str(path)), book, DAY, path="lake"))
    assert str(refused.value) == "lake: i-23, England: marker 9 is not one of 1 to 7"


def test_what_spark_reads_can_be_entered_in_the_register(
    session: Any, book: Rulebook, readings: pa.Table, tmp_path: Path
) -> None:
    """Fetched a few indicators at a time, as the local engine reads them."""
    from watchlist.on_spark import SparkReadings

    path = tmp_path / "readings.parquet"
    pq.write_table(readings, path)
    there = SparkReadings(session.read.parquet(str(path)), looked_at(book))
    here = ParquetTable(path, looked_at(book))
    assert dict(there.rows) == dict(here.rows)
    order = [("area", "ascending"), ("period", "ascending")]
    here_and_there = (each.read({"i-07"}).select(KEPT.names) for each in (here, there))
    one, other = (each.cast(KEPT).sort_by(order) for each in here_and_there)
    assert one.equals(other)
    assert MONTH.label(one["period"][0].as_py()) == "2011-08"


def test_the_notebook_on_the_page_does_what_it_says(
    session: Any,
    book: Rulebook,
    readings: pa.Table,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its words are run as they stand: a table of the catalogue in, one of findings out."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rulebook").mkdir()
    ((name, words),) = book.files.items()
    (tmp_path / "rulebook" / name).write_text(words, encoding="utf-8")
    pq.write_table(readings, tmp_path / "readings.parquet")
    session.sql(f"CREATE DATABASE council LOCATION '{tmp_path}/council'")
    session.read.parquet(str(tmp_path / "readings.parquet")).write.saveAsTable("council.readings")
    page = (Path(__file__).parents[2] / "docs" / "spark.md").read_text(encoding="utf-8")
    notebook = page.partition("```python\n")[2].partition("```")[0]
    exec(notebook, {"spark": session})
    here = scan(ParquetTable(tmp_path / "readings.parquet", looked_at(book)), book, DAY)
    assert rows_of(session.table("council.findings").toArrow()) == rows_of(
        pa.concat_tables(list(here))
    )
