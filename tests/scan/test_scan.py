"""A table of readings, judged where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from tests.cycle import town
from tests.evaluate import build
from tests.evaluate.naive import World
from tests.evaluate.strategies import worlds
from tests.evaluate.tables import table_of
from tests.evaluate.test_laws import TODAY, examples
from tests.evaluate.test_table import rows_of
from tests.scan.lake import EVERY_WAY, Laid, delta, one_file, several_files
from watchlist.evaluate.findings_table import FINDINGS
from watchlist.evaluate.joined import joined, together
from watchlist.evaluate.table import evaluate_table
from watchlist.model.calendar import local_date
from watchlist.model.errors import FaultsError, WatchlistError
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import load_rulebook_text
from watchlist.scan import looked_at, scan
from watchlist.sources.parquet_table import ParquetTable

BOOK = load_rulebook_text({"rules.yaml": town.RULES})
DAY = local_date(town.NOW, "Europe/London")
READINGS = town.table(
    [
        *town.monthly("assessments", "2013-07", 90, 90, 84, 84, 79, 79),
        *town.monthly("visits", "2013-07", 100, 90, 90, 80, 90, 70),
        *town.monthly("other", "2013-07", 1, 2, 3, 4, 5, 6),
    ]
)


def scanned(path: Path, book: Rulebook = BOOK, **options: Any) -> list[dict[str, Any]]:
    parts = scan(ParquetTable(path, looked_at(book)), book, DAY, **options)
    return rows_of(pa.concat_tables(list(parts)))


@pytest.mark.parametrize("laid", EVERY_WAY)
@pytest.mark.parametrize("most", [1, 8, 1000])
def test_it_says_the_same_however_the_table_lies(laid: Laid, most: int, tmp_path: Path) -> None:
    """One file or many, in any order, read at once or indicator by indicator."""
    wanted = rows_of(evaluate_table(READINGS, BOOK, DAY, every=True))
    assert len(wanted) == 7
    assert scanned(laid(READINGS, tmp_path), every=True, most=most) == wanted


def test_of_the_latest_readings_it_says_what_stands_now(tmp_path: Path) -> None:
    """Without ``every``, a finding for each series that signals now."""
    found = scanned(one_file(READINGS, tmp_path))
    assert [(row["rule"], row["label"], row["level"]) for row in found] == [
        ("fewer-visits", "2013-12", "amber"),
        ("on-time", "2013-12", "red"),
    ]


@examples(50)
@given(worlds())
def test_judging_part_by_part_changes_nothing(world: World) -> None:
    """What no rule reads across can be judged apart."""
    table = table_of(world.panels.values())
    names = [str(name) for name in table["indicator"].cast(pa.string()).to_pylist()]
    parts = [
        evaluate_table(
            table.filter(pa.array([name in part for name in names], pa.bool_())), world.book, TODAY
        )
        for part in together(joined(world.book), dict.fromkeys(names, 1), 1)
    ]
    whole = rows_of(evaluate_table(table, world.book, TODAY))
    assert rows_of(pa.concat_tables([FINDINGS.empty_table(), *parts])) == whole


def test_indicators_are_joined_by_what_a_rule_reads_and_not_by_what_it_selects() -> None:
    """A rule over two indicators judges each by itself; one that holds a figure against another
    indicator needs both."""
    book = build.book(
        *(build.indicator(name) for name in "abcd"),
        build.rule("every", tuple("abcd"), amber=build.below(85)),
        build.rule("pair", "a", amber=build.below(("indicator", "b"))),
    )
    assert set(joined(book)) == {frozenset("ab"), frozenset("c"), frozenset("d")}


def test_only_what_a_rule_looks_at_is_read(tmp_path: Path) -> None:
    """Other indicators and columns are passed over, and what is wrong in them does not matter."""
    wild = READINGS.append_column("note", pa.array(["="] * READINGS.num_rows))
    table = ParquetTable(one_file(wild, tmp_path), looked_at(BOOK))
    assert table.rows == {"assessments": 6, "visits": 6}
    read = table.read({"visits"})
    assert read.num_rows == 6
    assert "note" not in read.column_names


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Before anything is judged, each with its file."""
    root = several_files(READINGS, tmp_path)
    pq.write_table(READINGS.drop_columns("value"), root / "a.parquet")
    (root / "c.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(FaultsError) as refused:
        ParquetTable(root, looked_at(BOOK))
    assert [str(fault) for fault in refused.value.faults] == [
        f'{root}/a.parquet: has no column "value": it needs indicator, area, period and value',
        f"{root}/c.parquet: is not a whole Parquet file: wait until it is written, or write it again",
    ]


def test_a_row_that_cannot_be_is_told_by_its_number_in_the_file(tmp_path: Path) -> None:
    """Row groups are read one by one; rows are counted through."""
    marker = [1] * READINGS.num_rows
    marker[9] = 0
    at = READINGS.schema.get_field_index("marker")
    table = READINGS.set_column(at, "marker", pa.array(marker, pa.int8()))
    path = one_file(table, tmp_path)
    with pytest.raises(FaultsError) as refused:
        scanned(path)
    assert str(refused.value) == f"{path}:10: marker 0 is not one of 1 to 7"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"add": {"path": "x.parquet", "deletionVector": {"a": 1}}}, "marked as deleted"),
        ({"metaData": {"configuration": {"delta.columnMapping.mode": "name"}}}, "other names"),
    ],
)
def test_a_delta_table_that_is_more_than_its_files_is_refused(
    changed: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    """Rather than read wrongly; the sentence says what can read it."""
    import json

    root = delta(READINGS, tmp_path)
    log = root / "_delta_log" / f"{2:020}.json"
    log.write_text(json.dumps(changed) + "\n", encoding="utf-8")
    with pytest.raises(WatchlistError, match=f"{sentence}.*use --engine spark"):
        ParquetTable(root, looked_at(BOOK))
    (root / "_delta_log" / f"{0:020}.json").unlink()
    with pytest.raises(WatchlistError, match="beginning of its log"):
        ParquetTable(root, looked_at(BOOK))
