"""Fingertips against a server on this machine that answers with its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.taking import Council, source
from tests.sources.web.server import Reply, site
from watchlist.model.reading import Marker

#: As the service writes them.
HEADER = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
]


def line(**said: str) -> dict[str, str]:
    usual = {
        "Indicator ID": "93999", "Area Code": "E09000015", "Area Name": "Harrow", "Sex": "Persons",
        "Age": "5-17 yrs", "Time period": "2012/13", "Value": "4.5", "Count": "45",
        "Denominator": "1000",
    }  # fmt: skip
    return {**dict.fromkeys(HEADER, ""), **usual, **said}


def answer(*lines: dict[str, str]) -> Reply:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER)
    writer.writeheader()
    writer.writerows(lines)
    return Reply(body=text.getvalue().encode(), headers={"Content-Type": "text/csv"})


LINES = (
    line(),
    line(**{"Area Code": "E92000001", "Area Name": "England", "Value": "5.1"}),
    line(Sex="Male", Value="5.5"),
    line(**{"Category Type": "Deprivation deciles", "Category": "Most deprived", "Value": "9.9"}),
    line(**{"Area Code": "E09000003", "Value": "", "Count": "", "Denominator": "",
            "Value note": "Value suppressed for disclosure control due to small count"}),
    line(**{"Area Code": "E09000003", "Time period": "2013/14", "Value": "", "Count": "",
            "Denominator": "", "Value note": "Value not published for data quality reasons"}),
    line(**{"Area Code": "E06000001", "Area Name": "Elsewhere"}),
)  # fmt: skip
SAID = {"indicators": {"93999": "core-assessments"}}


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    found = Council.at(tmp_path)
    yield found
    found.store.close()


def test_indicators_are_asked_for_by_number(council: Council) -> None:
    """Everybody, in the areas of the rulebook; not men alone, not by deprivation; what is suppressed is
    withheld and what is not published is not available."""
    with site(lambda _: answer(*LINES)) as web:
        got = council.take(source("fingertips", url=web.url, **SAID)).taken[0]
        assert web.asked[0].path == (
            "/api/all_data/csv/by_indicator_id?indicator_ids=93999&child_area_type_id=502"
            "&parent_area_type_id=15"
        )
    assert got.saved.added == 4
    with council.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT area, marker, value, numerator FROM readings JOIN series ON series = id "
            "ORDER BY area, period"
        )
        assert [tuple(row) for row in rows] == [
            ("Barnet", Marker.CONFIDENTIAL, None, None),
            ("Barnet", Marker.NOT_AVAILABLE, None, None),
            ("England", Marker.FIGURE, 5.1, 45),
            ("Harrow", Marker.FIGURE, 4.5, 45),
        ]


def test_sexes_can_be_told_apart(council: Council) -> None:
    """As a breakdown, or one of them alone."""
    with site(lambda _: answer(*LINES)) as web:
        one = source("fingertips", url=web.url, breakdowns=["Sex"], aggregates=["Persons"], **SAID)
        assert council.take(one).taken[0].saved.added == 5
        only = source("fingertips", url=web.url, sex="Female", **SAID)
        assert "has no figure for Female" in council.problem(only)


def test_a_column_that_is_gone_is_named(council: Council) -> None:
    """When the service changes its columns nothing is read by the old ones."""
    with site(lambda _: Reply(body=answer(*LINES).body.replace(b"Area Code", b"AreaCode"))) as web:
        said = council.problem(source("fingertips", url=web.url, **SAID))
    assert 'has no column "Area Code": did you mean "areacode"?' in said


def test_several_ages_are_a_fault_until_one_is_chosen(council: Council) -> None:
    """Two ages of one number would be one series."""
    lines = (line(), line(Age="18+ yrs", Value="1"))
    with site(lambda _: answer(*lines)) as web:
        assert "leave one of them" in council.problem(source("fingertips", url=web.url, **SAID))
        one = source("fingertips", url=web.url, age="18+ yrs", **SAID)
        assert council.take(one).taken[0].saved.added == 1
