from pathlib import Path

import pytest

from tests.sources.build import BOOK, DATA, NO_DATA, faults, read, settings
from watchlist.model.errors import FaultsError
from watchlist.model.reading import Marker
from watchlist.sources.read import SourceRead, read_file

HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,new_la_code,la_name,age,count,total,percent\n"
)
ENGLAND = "2025,Reporting year,National,E92000001,England,,,,,Total,150,600,25\n"
REGION = "2025,Reporting year,Regional,E92000001,England,E13000002,Outer London,,,Total,30,100,30\n"
HARROW = (
    "2025,Reporting year,Local authority,E92000001,England,E13000002,Outer London,{code},{name},"
    "{age},{figures}\n"
)
SAID = {
    "format": "dfe",
    "values": {"percent": {"indicator": "re-referrals", "numerator": "count",
                           "denominator": "total"}},
    "published": "2025-10-30",
}  # fmt: skip


def harrow(figures: str, code: str = "E09000015", name: str = "Harrow", age: str = "Total") -> str:
    return HARROW.format(code=code, name=name, age=age, figures=figures)


def test_country_region_and_authority_are_areas(tmp_path: Path) -> None:
    """England, Outer London and Harrow are read out of one file; a school is passed over."""
    school = harrow("1,2,50").replace("Local authority", "School")
    got = read(tmp_path, HEADER + ENGLAND + REGION + harrow("9,20,45") + school, **SAID).table
    assert got.select(["area", "period", "value", "numerator", "denominator"]).to_pylist() == [
        {"area": "England", "period": 2025, "value": 25.0, "numerator": 150, "denominator": 600},
        {"area": "Harrow", "period": 2025, "value": 45.0, "numerator": 9, "denominator": 20},
        {"area": "Outer London", "period": 2025, "value": 30, "numerator": 30, "denominator": 100},
    ]
    assert {str(day.date()) for day in got["published"].to_pylist()} == {"2025-10-30"}


def test_an_authority_is_known_by_code_or_by_name(tmp_path: Path) -> None:
    """A code that changed does not lose the authority, nor does its own name for itself."""
    text = HEADER + harrow("1,2,50", code="E09000999")
    assert read(tmp_path, text, **SAID).table["area"].to_pylist() == ["Harrow"]
    text = HEADER + harrow("1,2,50", code="", name="London Borough of Harrow")
    areas = {"london borough of harrow": "Harrow"}
    assert read(tmp_path, text, **SAID, areas=areas).table["area"].to_pylist() == ["Harrow"]


def test_symbols_keep_their_meaning(tmp_path: Path) -> None:
    """Withheld, not applicable and too low to show are three different things."""
    text = HEADER + "".join(
        harrow(f"{symbol},20,{symbol}", age=f"{age} years")
        for age, symbol in enumerate(["c", "z", "k", "x", "u"], 16)
    )
    got = read(tmp_path, text, **SAID, breakdowns=["age"]).table
    assert got["marker"].to_pylist() == [
        Marker.CONFIDENTIAL, Marker.NOT_APPLICABLE, Marker.LOW, Marker.NOT_AVAILABLE,
        Marker.UNRELIABLE,
    ]  # fmt: skip
    assert got["value"].null_count == got["numerator"].null_count == 5
    assert got["breakdown"].to_pylist()[0] == "age=16 years"


def test_rows_that_nothing_tells_apart_are_a_fault(tmp_path: Path) -> None:
    """Two ages under one name would be one series: the source must say which column they are."""
    text = HEADER + harrow("1,2,50", age="16") + harrow("1,4,25", age="17")
    assert len(faults(tmp_path, text, **SAID)) == 2
    assert read(tmp_path, text, **SAID, only={"age": ["17"]}).table["value"].to_pylist() == [25.0]


def test_missing_columns_and_unknown_indicators_are_named(tmp_path: Path) -> None:
    """A wrong name in the mapping is a fault, never a file without readings."""
    text = HEADER + ENGLAND
    assert faults(tmp_path, text, format="dfe", values={"percnt": "re-referrals"}) == [
        ': has no column "percnt": did you mean "percent"?'
    ]
    assert faults(tmp_path, text, format="dfe", values={"percent": "rereferrals"}) == [
        ': the configuration: indicator: "rereferrals" is not in the rulebook; did you mean '
        '"re-referrals"?'
    ]


def test_the_kind_of_year_must_be_the_indicators(tmp_path: Path) -> None:
    """An academic year is not taken for a reporting year."""
    text = HEADER + ENGLAND.replace("2025,Reporting year", "202425,Academic year")
    assert faults(tmp_path, text, **SAID) == [
        '2: period: "202425 Academic year" is not a reporting year: write it like 2014'
    ]


def real(pattern: str, **said: object) -> SourceRead:
    found = sorted((DATA / "dfe").glob(pattern))
    if not found:
        pytest.skip(NO_DATA)
    return read_file(found[0], settings(format="dfe", **said), BOOK)


def test_published_referrals_are_read_with_their_counts() -> None:
    """Thirteen years of re-referrals for two boroughs, their region and England, as published."""
    share = {"indicator": "re-referrals", "numerator": "rereferral_count",
             "denominator": "referral_count"}  # fmt: skip
    got = real("c1_*.csv", values={"rereferral_percent": share})
    assert got.table.num_rows == 4 * 13
    assert got.left_out == 2132 - 4 * 13
    implied = [
        100 * row["numerator"] / row["denominator"] - row["value"]
        for row in got.table.to_pylist()
        if None not in (row["numerator"], row["denominator"], row["value"])
    ]
    assert max(map(abs, implied)) < 0.1


def test_published_workforce_figures_give_several_indicators_at_once() -> None:
    """One file feeds as many indicators as it has columns for."""
    got = real(
        "csww_*.csv",
        values={"agency_rate_fte": "agency-staff", "turnover_rate_fte": "re-referrals"},
    )
    assert set(got.table["indicator"].to_pylist()) == {"agency-staff", "re-referrals"}


def test_published_accommodation_is_read_age_by_age() -> None:
    """The share in suitable accommodation is given for two ages; withheld figures stay withheld."""
    only = {"breakdown": ["Accommodation considered suitable"]}
    values = {"care_leaver_percent": "suitable-accommodation"}
    got = real("la_care*.csv", values=values, only=only, breakdowns=["care_leaver_age"])
    assert got.table.num_rows == 4 * 2 * 5
    with pytest.raises(FaultsError, match="leave one of them"):
        real("la_care*.csv", values=values)
