import csv
import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tune
from hypothesis import strategies as st

from tests.sources.build import BOOK, DATA, NO_DATA, faults, indicator, read, settings
from watchlist.model.errors import Fault, FaultsError
from watchlist.model.indicator import Area, Unit, UnitKind
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import READINGS, Marker, Status
from watchlist.model.rule import Rulebook
from watchlist.sources.read import read_file

HEADER = "indicator,area,period,value,numerator,denominator\n"


def test_a_scorecard_becomes_readings(tmp_path: Path) -> None:
    """Quarter 2: 90 of 108 children had a dental check, 83.3%, against a target of 90."""
    got = read(
        tmp_path,
        "indicator,area,breakdown,period,value,numerator,denominator,target,quoted_growth_percent,"
        "status,published,note\n"
        "dental-checks,Harrow,sex=girls;age=5,2013-14 Q2,83.3,90,108,90,4.5%,provisional,2013-11-05,"
        "better than England\n",
    )
    assert got.table.schema == READINGS
    [row] = got.table.to_pylist()
    published = row.pop("published")
    assert row == {
        "indicator": "dental-checks", "area": "Harrow", "breakdown": "age=5;sex=girls",
        "period": 2013 * 4 + 2, "span": 1, "value": 83.3, "digits": 1, "numerator": 90.0,
        "denominator": 108.0, "target": 90.0, "growth": 4.5, "marker": Marker.FIGURE,
        "status": Status.PROVISIONAL,
    }  # fmt: skip
    assert published.isoformat() == "2013-11-05T00:00:00+00:00"


def test_a_share_without_its_percentage_is_worked_out(tmp_path: Path) -> None:
    """50 of 93 plans in time is 53.8%, though nobody wrote the percentage; 27 of 9000 is a rate."""
    got = read(
        tmp_path,
        HEADER + "dental-checks,Harrow,2019-20 Q1,,50,93\nplan-rate,Harrow,2019-20,,27,9000\n"
        "dental-checks,Harrow,2019-20 Q2,c,50,93\ndental-checks,Harrow,2019-20 Q3,,0,0\n"
        "new-plans,Harrow,2019-04,,3,9\n",
    ).table
    value, marker, digits = (got[name].to_pylist() for name in ("value", "marker", "digits"))
    assert value[:1] == [pytest.approx(53.763, abs=1e-3)]
    assert value[1:] == [None, None, None, pytest.approx(30)]
    assert marker == [Marker.FIGURE, Marker.CONFIDENTIAL, Marker.NOT_APPLICABLE, Marker.MISSING,
                      Marker.FIGURE]  # fmt: skip
    assert digits == [None] * 5


def test_every_faulty_row_is_named_at_once(tmp_path: Path) -> None:
    """Ten slips of an officer's pen give ten sentences, each with its line, in one go."""
    said = faults(
        tmp_path,
        "indicator,area,breakdown,period,value,numerator,denominator,status,published\n"
        "dental-check,Harrow,,2013-14 Q2,83.3,,,,\n"
        "dental-checks,Harow,,2013-14 Q2,83.3,,,,\n"
        "assessments-on-time,Harrow,,2013-13,81,,,,\n"
        "assessments-on-time,Harrow,,2013-12,12*,,,,\n"
        "assessments-on-time,Harrow,girls,2013-11,81,,,,\n"
        "assessments-on-time,Harrow,,2013-10,81,,,guess,\n"
        "assessments-on-time,Harrow,,2013-09,81,,,,soon\n"
        "assessments-on-time,Harrow,,2013-08,,5,0,,\n"
        "assessments-on-time,,,2013-07,85%,,x%,,\n",
    )
    assert said == [
        '2: indicator: "dental-check" is not in the rulebook; did you mean "dental-checks"?',
        '3: area: "Harow" is not in the rulebook; did you mean "Harrow"?',
        '4: period: "2013-13" is not a month: write it like 2013-12',
        '5: value: "12*" is not clear: write 12, and the remark in the note column',
        '6: breakdown: "girls" is not a breakdown: write it like sex=girls',
        '7: status: "guess" is no status: write final, provisional or forecast',
        '8: published: "soon" is not a day: write it like 2014-01-31',
        "9: denominator: is 0 and the numerator is not; correct one of them",
        "10: area: the cell is empty",
        '10: denominator: "x%" is not a number: write it like 1234.5; where there is no figure '
        "leave the cell empty, or write a symbol (c, z, x, low, u)",
    ]


def test_a_figure_given_twice_is_a_fault_of_both_rows(tmp_path: Path) -> None:
    """December twice, once as 2013-12 and once as Dec 2013: neither is taken, both are named."""
    said = faults(
        tmp_path,
        HEADER + "assessments-on-time,Harrow,2013-12,90,,\nnew-plans,Harrow,2013-12,5,,\n"
        "assessments-on-time,E09000015,Dec 2013,91,,\n",
    )
    assert said == [
        "2: line 4 gives assessments-on-time, Harrow, 2013-12 too: leave one of them",
        "4: line 2 gives assessments-on-time, Harrow, 2013-12 too: leave one of them",
    ]


def test_a_forecast_and_a_later_edition_stand_beside_a_reading(tmp_path: Path) -> None:
    """The officers' own forecast, and the same month published again, are figures of their own."""
    got = read(
        tmp_path,
        "indicator,area,period,value,status,published\n"
        "core-assessments,Harrow,2019-20,484,forecast,\n"
        "core-assessments,Harrow,2019-20,343,,\n"
        "core-assessments,Harrow,2019-20,345,,2020-05-01\n"
        "core-assessments,Harrow,2018-19 (prov),340,,\n",
    ).table
    assert got["status"].to_pylist() == [
        Status.PROVISIONAL, Status.FINAL, Status.FINAL, Status.FORECAST
    ]  # fmt: skip


def test_two_months_together_are_one_reading_of_two_months(tmp_path: Path) -> None:
    """34 children in April and May together is a span of two, and never one month's figure."""
    got = read(tmp_path, HEADER + "new-plans,Harrow,2013-04/2013-05,34,,\n").table
    assert got["span"].to_pylist() == [2]


@pytest.mark.parametrize(
    "header",
    ["CHILD", "UPN", "DOB", "child_id", "Name of child", "Date of Birth", "LAchildID",
     "NHS number", " Surname "],
)  # fmt: skip
def test_figures_of_single_children_are_refused(tmp_path: Path, header: str) -> None:
    """A file with a row per child is not read, not even in part, and nothing of it is repeated."""
    text = f"indicator,area,period,value,{header}\nnew-plans,Harrow,2013-04,3,Secret\n"
    [said] = faults(tmp_path, text, faulty_rows="quarantine")
    assert header.strip() in said
    assert "Secret" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["scorecard.csv"]


def test_figures_about_children_are_welcome(tmp_path: Path) -> None:
    """A column that counts children is an aggregate."""
    header = "indicator,area,period,value,child_count,child protection plans"
    text = f"{header}\nnew-plans,Harrow,2013-04,3,1,1\n"
    assert not faults(tmp_path, text)


def test_missing_columns_are_all_named(tmp_path: Path) -> None:
    """A header that lacks what is needed is one fault a column, with the nearest name."""
    assert faults(tmp_path, "indicator,perod,figure\nnew-plans,2013-04,3\n") == [
        ': has no column "area"; it has indicator, perod, figure',
        ': has no column "period": did you mean "perod"?',
        ': has no column "value"; it has indicator, perod, figure',
    ]


def test_a_scorecards_own_columns_and_words_are_mapped(tmp_path: Path) -> None:
    """A scorecard calls things its own way; the mapping says once what they are."""
    got = read(
        tmp_path,
        "Measure,Month ,Actual,Team\nIA in time,Dec 2013,90%,North\nCP starts,Dec 2013,23,North\n"
        "IA in time,Dec 2013,77%,South\n",
        columns={"indicator": "Measure", "period": "month", "value": "ACTUAL"},
        indicators={"IA in time": "assessments-on-time", "CP starts": "new-plans"},
        area="Harrow",
        only={"Team": ["north"]},
        published="2014-01-20",
    ).table
    assert got.select(["indicator", "area", "value"]).to_pylist() == [
        {"indicator": "assessments-on-time", "area": "Harrow", "value": 90.0},
        {"indicator": "new-plans", "area": "Harrow", "value": 23.0},
    ]
    assert {str(day.date()) for day in got["published"].to_pylist()} == {"2014-01-20"}


def test_a_mapping_to_nothing_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    """Words that lead to an indicator or area nobody defined are said before any row is read."""
    said = faults(
        tmp_path, HEADER + "a,Harrow,2013-04,3,,\n", indicators={"a": "new-plan"}, area="Harow"
    )
    assert said == [
        ': the configuration calls "a" indicator: "new-plan" is not in the rulebook; did you mean '
        '"new-plans"?',
        ': the configuration: area: "Harow" is not in the rulebook; did you mean "Harrow"?',
    ]


def test_rows_of_strangers_are_left_out_only_where_the_source_says_so(tmp_path: Path) -> None:
    """A council's file with other councils in it: refused, or left out and counted, as configured."""
    text = HEADER + "new-plans,Harrow,2013-04,3,,\nnew-plans,Camden,2013-04,4,,\n"
    assert len(faults(tmp_path, text)) == 1
    got = read(tmp_path, text, others="leave out")
    assert (got.table.num_rows, got.rows, got.left_out) == (1, 2, 1)
    nobody = HEADER + "new-plans,Camden,2013-04,4,,\n"
    assert faults(tmp_path, nobody, others="leave out")[0].startswith(": has no row for")


def test_money_read_out_of_words_is_told(tmp_path: Path) -> None:
    """£3m is taken as 3,000,000, and the officer is told so."""
    got = read(tmp_path, HEADER + "overspend,Harrow,2013-12,£3m,,\noverspend,Harrow,2014-01,5,,\n")
    assert got.table["value"].to_pylist() == [3_000_000.0, 5.0]
    assert [str(remark).partition("csv")[2] for remark in got.remarks] == [
        ':2: warning: "£3m" was read as 3,000,000'
    ]


def test_breakdown_columns_leave_the_total_out(tmp_path: Path) -> None:
    """Total is the aggregate, in one column or in all."""
    got = read(
        tmp_path,
        "indicator,area,period,value,Sex,Age\nnew-plans,Harrow,2013-04,3,Total,Total\n"
        "new-plans,Harrow,2013-04,2,Girls,Total\nnew-plans,Harrow,2013-04,1,Girls,5\n",
        breakdowns=["Sex", "Age"],
    ).table
    assert got["breakdown"].to_pylist() == ["", "Age=5;Sex=Girls", "Sex=Girls"]


CELLS = {
    "indicator": ["new-plans", "core-assessments"],
    "area": ["Harrow", "E09000003", "england"],
    "period": ["2011-12", "2012-13", "2013-04"],
    "value": ["3", "c", "", "1,000"],
    "status": ["", "forecast"],
    "published": ["", "2014-01-01"],
    "note": ["", "x;y"],
}


@tune(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    rows=st.lists(st.fixed_dictionaries({k: st.sampled_from(v) for k, v in CELLS.items()})),
    seed=st.randoms(use_true_random=False),
)
def test_the_order_of_rows_and_columns_does_not_matter(
    tmp_path: Path, rows: list[dict[str, str]], seed: random.Random
) -> None:
    """However a scorecard is sorted and its columns arranged, the same figures are read, and the
    same number of rows refused."""

    def outcome(names: list[str], rows: list[dict[str, str]]) -> pa.Table | list[str]:
        lines = [names, *([f'"{row[name]}"' for name in names] for row in rows)]
        path = tmp_path / "scorecard.csv"
        path.write_text("\n".join(map(",".join, lines)))
        try:
            return read_file(path, settings(), BOOK).table
        except FaultsError as error:
            return sorted(_without_lines(fault) for fault in error.faults)

    before = outcome(list(CELLS), rows)
    after = outcome(seed.sample(list(CELLS), len(CELLS)), seed.sample(rows, len(rows)))
    assert before == after


def _without_lines(fault: Fault) -> str:
    return "twice" if " too: " in fault.sentence else fault.sentence


#: What the figures of the minutes are of; every other indicator there is monthly.
QUARTERLY = ["cla-dental-checks", "cla-reviews-on-time", "cla-missing-episodes",
             "cla-health-assessments-overdue", "ehc-plans-in-20-weeks"]  # fmt: skip
YEARLY = ["core-assessments", "cla-fixed-term-exclusions", "adoption-timeliness",
          "section-47-enquiries"]  # fmt: skip


def test_the_minutes_figures_are_read_where_they_are_clear() -> None:
    """Of all the figures in real minutes just these are refused: four quarters without a year and
    two counts without a date."""
    path = DATA / "minutes/readings.csv"
    if not path.exists():
        pytest.skip(NO_DATA)
    with path.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    number = Unit(UnitKind.NUMBER)
    book = Rulebook(
        {name: indicator(name, number, _calendar(name)) for name in {r["indicator"] for r in written}},
        {}, {name: Area(name) for name in {r["area"] for r in written}}, {}, "", {},
    )  # fmt: skip
    with pytest.raises(FaultsError) as refused:
        read_file(path, settings(), book)
    lines = [fault.mark.line for fault in refused.value.faults]
    assert [written[(line or 0) - 2]["period"] for line in lines] == [*["Q2"] * 4, *[""] * 2]
    assert all(": period: " in str(fault) for fault in refused.value.faults)


def _calendar(name: str) -> Calendar:
    if name in QUARTERLY:
        return Calendar(Frequency.QUARTER)
    special = {"secondary-permanent-exclusions": Frequency.ACADEMIC_YEAR,
               "send-assessments": Frequency.CALENDAR_YEAR}  # fmt: skip
    yearly = Frequency.FINANCIAL_YEAR if name in YEARLY else Frequency.MONTH
    return Calendar(special.get(name, yearly))


def test_the_quoted_growth_of_the_minutes_comes_with_its_figures() -> None:
    """601 and 922 core assessments, and the 56% that was quoted for the rise."""
    path = DATA / "minutes/readings.csv"
    if not path.exists():
        pytest.skip(NO_DATA)
    got = read_file(path, settings(only={"indicator": ["core-assessments"]}), BOOK).table
    assert got["value"].to_pylist() == [601.0, 922.0]
    assert got["growth"].to_pylist() == [None, 56.0]


def test_what_no_database_could_hold_is_a_fault(tmp_path: Path) -> None:
    """A share too large for a number, a breakdown of a thousand letters, a figure published in the
    year 1: each is a sentence and none is a crash later on."""
    large = "9" * 308
    found = faults(
        tmp_path,
        "indicator,area,breakdown,period,value,numerator,denominator,published\n"
        f"dental-checks,Harrow,,2013-14 Q1,,{large},1,\n"
        f"dental-checks,Harrow,,2013-14 Q2,{large}/1,,,\n"
        f"dental-checks,Harrow,ward={'a' * 1000},2013-14 Q3,83,,,\n"
        "dental-checks,Harrow,,2013-14 Q4,83,,,0001-01-01T00:00:00+23:00\n",
    )
    assert [line.partition(": ")[0] for line in found] == ["2", "3", "4", "5"]
    assert "too large" in found[0]
    assert "too large" in found[1]
    assert "too long" in found[2]
    assert "1900 to 2099" in found[3]
