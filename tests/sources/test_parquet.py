import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.sources.build import AREAS, BOOK, DATA, NO_DATA, indicator, settings
from watchlist.model.errors import FaultsError
from watchlist.model.indicator import Area, Unit, UnitKind
from watchlist.model.period import Calendar, Frequency
from watchlist.model.rule import Rulebook
from watchlist.sources.read import SourceRead, read_file

PLAIN = {
    "indicator": ["new-plans", "new-plans"],
    "area": ["Harrow", "Harrow"],
    "period": [date(2013, 4, 30), date(2013, 5, 31)],
}


def read(folder: Path, columns: dict[str, object]) -> SourceRead:
    path = folder / "figures.parquet"
    pq.write_table(pa.table(columns), path)
    return read_file(path, settings(kind="parquet"), BOOK)


@pytest.mark.parametrize(
    ("column", "digits"),
    [([23.0, 17.5], [0, 1]), ([23, 17], [0, 0]), (["23", "17.50"], [0, 2]),
     ([Decimal("23.10"), Decimal("17.50")], [2, 2])],
)  # fmt: skip
def test_columns_of_every_type_are_read(
    tmp_path: Path, column: list[object], digits: list[int]
) -> None:
    """Numbers, decimals, texts and dates in a Parquet file are figures and periods."""
    got = read(tmp_path, {**PLAIN, "value": column}).table
    assert got["value"].to_pylist() == [float(str(value)) for value in column]
    assert got["digits"].to_pylist() == digits


def test_nothing_is_a_missing_figure(tmp_path: Path) -> None:
    """A null is no figure, and is no zero."""
    assert read(tmp_path, {**PLAIN, "value": [None, 17.0]}).table["value"].to_pylist() == [None, 17]


def test_what_is_not_finite_is_refused(tmp_path: Path) -> None:
    """Infinity and not-a-number are nobody's figures; the row is named by its number."""
    with pytest.raises(FaultsError) as refused:
        read(tmp_path, {**PLAIN, "value": [float("nan"), float("inf")]})
    assert [fault.mark.line for fault in refused.value.faults] == [1, 2]


def test_lists_and_torn_files_are_refused(tmp_path: Path) -> None:
    """What holds no plain columns, or is cut off, is one sentence."""
    with pytest.raises(FaultsError, match="holds no plain figures"):
        read(tmp_path, {**PLAIN, "value": [[1], [2]]})
    torn = tmp_path / "figures.parquet"
    torn.write_bytes(torn.read_bytes()[:200])
    with pytest.raises(FaultsError, match="not a whole Parquet file"):
        read_file(torn, settings(kind="parquet"), BOOK)
    with pytest.raises(FaultsError, match="has no rows"):
        read(tmp_path, {"indicator": pa.array([], pa.string())})


@pytest.mark.parametrize("as_dictionary", [True, False])
def test_a_small_file_that_would_fill_the_memory_is_refused(
    tmp_path: Path, as_dictionary: bool
) -> None:
    """A long text a million times over is a hundred kilobytes in a file, whether the file says so or
    not: it is counted before it is written out."""
    repeated = pa.DictionaryArray.from_arrays(np.zeros(1_000_000, np.int32), ["x" * 1000])
    path = tmp_path / "figures.parquet"
    pq.write_table(pa.table({"indicator": repeated}), path, store_schema=as_dictionary)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(FaultsError, match="has more than 500 MB unpacked"):
        read_file(path, settings(kind="parquet"), BOOK)


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int8(), pa.string())])
def test_texts_of_every_kind_are_read(tmp_path: Path, kind: pa.DataType) -> None:
    """Programs write the same names in several ways."""
    names = pa.array(PLAIN["indicator"]).cast(kind)
    got = read(tmp_path, {**PLAIN, "indicator": names, "value": [23.0, None]}).table
    assert got["value"].to_pylist() == [23, None]


def test_the_departments_interactive_tool_is_read_in_seconds() -> None:
    """641,070 real readings of 434 measures for 170 areas: all are clear but
    those pooled over several years and 170 whose year is written 0."""
    path = DATA / "lait/readings.parquet"
    if not path.exists():
        pytest.skip(NO_DATA)
    columns = pq.read_table(path, columns=["Short Desc", "LA and Regions"])
    number, year = Unit(UnitKind.NUMBER), Calendar(Frequency.FINANCIAL_YEAR)
    measures, areas = (columns[name].unique().to_pylist() for name in columns.column_names)
    book = Rulebook(
        {name: indicator(name, number, year) for name in measures},
        {}, {name: Area(name) for name in [*areas, AREAS[0].name]}, {}, "", {},
    )  # fmt: skip
    mapped = {"indicator": "Short Desc", "area": "LA and Regions", "period": "Years",
              "value": "Values"}  # fmt: skip
    started = time.perf_counter()
    with pytest.raises(FaultsError) as refused:
        read_file(path, settings(kind="parquet", columns=mapped), book)
    assert time.perf_counter() - started < 15
    faults = refused.value.faults
    assert len(faults) == 1190 + 1530 + 170
    assert sum('"0" is not a financial year' in fault.sentence for fault in faults) == 170
    assert sum("covers several years" in fault.sentence for fault in faults) == 1190 + 1530
