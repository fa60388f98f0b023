"""`mapping: dfe` and `mapping: lait`: real files read by a word, and compared cell by cell."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.sources.build import BOOK, DATA, NO_DATA, faults, indicator, read, settings
from watchlist.model.indicator import Area, Unit, UnitKind
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import Marker
from watchlist.model.rule import Rulebook
from watchlist.sources.read import read_file

_RATE = Unit(UnitKind.NUMBER)
_SYMBOLS = {
    "c": Marker.CONFIDENTIAL,
    "z": Marker.NOT_APPLICABLE,
    "x": Marker.NOT_AVAILABLE,
    ":": Marker.NOT_AVAILABLE,
    "k": Marker.LOW,
    "low": Marker.LOW,
    "u": Marker.UNRELIABLE,
}

#: What a council writes of each file, and how its rows are broken down.
DFE: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "c1_*.csv": ({"rereferral_percent": "re-referrals"}, ()),
    "csww_*.csv": ({"agency_rate_fte": "agency-staff", "turnover_rate_fte": "re-referrals"}, ()),
    "la_care*.csv": (
        {"care_leaver_percent": "suitable-accommodation"}, ("care_leaver_age", "breakdown")),
}  # fmt: skip


def with_areas(areas: Iterable[tuple[str, str]]) -> Rulebook:
    return replace(BOOK, areas={name: Area(name, code) for code, name in areas})


def places(path: Path) -> Iterator[tuple[dict[str, str], str, str]]:
    """Each row, with the code and the name of its place."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            at = {"National": "country", "Regional": "region"}.get(row["geographic_level"])
            code, name = (f"{at}_code", f"{at}_name") if at else ("new_la_code", "la_name")
            yield row, row[code], row[name]


@pytest.mark.parametrize("pattern", DFE)
def test_a_file_of_the_department_is_read_by_a_word(pattern: str) -> None:
    """Every figure of every area in the file, and nothing else: each value and each symbol is the one
    in its cell."""
    found = sorted((DATA / "dfe").glob(pattern))
    if not found:
        pytest.skip(NO_DATA)
    words, broken_down = DFE[pattern]
    rows = list(places(found[0]))
    book = with_areas({(code, name) for _, code, name in rows if code != "z"})
    got = read_file(found[0], settings(mapping="dfe", indicators=words), book)
    cells = {
        (one["indicator"], one["area"], one["period"], one["breakdown"]): (
            one["value"],
            one["marker"],
        )
        for one in got.table.to_pylist()
    }
    wanted = {}
    for row, _, name in rows:
        breakdown = ";".join(f"{at}={row[at]}" for at in sorted(broken_down))
        for column, ours in words.items():
            if name in book.areas:
                cell = row[column]
                marker = _SYMBOLS.get(cell, Marker.FIGURE)
                value = float(cell) if marker is Marker.FIGURE else None
                wanted[ours, name, int(row["time_period"]), breakdown] = (value, marker)
    assert len(wanted) > 1000
    assert cells == wanted


def test_a_file_whose_columns_nobody_knows_names_its_figures(tmp_path: Path) -> None:
    """Without a word for any column, people see which there are."""
    header = (
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
        "region_name,new_la_code,la_name,sex,share"
    )
    row = "2025,Reporting year,National,E92000001,England,,,,,Girls,25"
    (said,) = faults(tmp_path, f"{header}\n{row}\n", mapping="dfe")
    assert "say under `indicators` which column is which; it has " in said
    assert said.endswith("share")


def test_lait_is_read_by_a_word() -> None:
    """Measures whose years are written double, in every area: each figure is the one in its cell, "-"
    is none, and other measures are left out."""
    path = DATA / "lait" / "readings.parquet"
    if not path.is_file():
        pytest.skip(NO_DATA)
    table = pq.read_table(
        path, columns=["Short Desc", "Years", "LA and Regions", "Values"]
    ).to_pylist()
    years: dict[str, set[str]] = {}
    for one in table:
        years.setdefault(one["Short Desc"], set()).add(one["Years"])
    double = [
        code for code, labels in sorted(years.items())
        if all(re.fullmatch(r"20\d\d-\d\d( \((prov|OT)\))?", label) and
               int(label[5:7]) == int(label[2:4]) + 1 for label in labels)
    ][:12]  # fmt: skip
    assert len(double) == 12
    calendar = Calendar(Frequency.FINANCIAL_YEAR)
    ids = {code: f"m{number}" for number, code in enumerate(double)}
    measures = {name: indicator(name, _RATE, calendar) for name in ids.values()}
    areas = {("", one["LA and Regions"]) for one in table}
    book = replace(with_areas(areas), indicators=measures)
    got = read_file(path, settings(kind="parquet", mapping="lait", indicators=ids), book)
    found = {
        (one["indicator"], one["area"], one["period"]): (one["value"], one["status"])
        for one in got.table.to_pylist()
    }
    wanted = {
        (ids[one["Short Desc"]], one["LA and Regions"], int(one["Years"][:4])): (
            None if one["Values"] == "-" else float(one["Values"]), int("prov" in one["Years"])
        )
        for one in table
        if one["Short Desc"] in ids
    }  # fmt: skip
    assert len(wanted) > 5000
    assert found == wanted
    assert Counter(got.table["marker"].to_pylist()).keys() <= {Marker.FIGURE, Marker.MISSING}
    assert got.left_out == len(table) - len(wanted)


def test_what_is_written_stands_before_what_a_mapping_says(tmp_path: Path) -> None:
    """An extract with another name for one column says so, and needs no more words."""
    text = "Short Desc,LA and Regions,Years,Percent\ncore-assessments,Harrow,2014-15 (prov),3\n"
    said = {
        "indicator": "Short Desc",
        "area": "LA and Regions",
        "period": "Years",
        "value": "Percent",
    }
    assert read(tmp_path, text, mapping="lait", columns=said).table["value"].to_pylist() == [3.0]
