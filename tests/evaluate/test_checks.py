"""The checks that are always on: data is one thing, performance another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.evaluate.build import FINANCIAL_YEAR, MONTH, Figure, area, book, indicator, month, panel
from tests.evaluate.judging import figures
from watchlist.evaluate.checks import check
from watchlist.model.indicator import CheckSettings, Indicator, Interval
from watchlist.model.reading import Panel, Series
from watchlist.model.register import DataCheck

AREAS = (area("Harrow", own=True), area("England"))


def found(table: Panel, *indicators: Indicator, today: date = date(2000, 6, 1)) -> list[DataCheck]:
    return check(book(*(indicators or (indicator(),)), *AREAS), {table.calendar: table}, today)


def periods(found: list[DataCheck], name: str) -> list[str]:
    return [each.calendar.label(each.period) for each in found if each.check == name]


DUE = Interval(15, "working days")


def test_a_return_that_was_due_and_has_not_come_is_overdue() -> None:
    """March was due on 25 April (Easter lies between); it is overdue the day after, not before."""
    late = indicator(due=DUE)
    row = figures(80, 80, first=month(2000, 1))
    assert periods(found(row, late, today=date(2000, 4, 25)), "overdue") == []
    (march,) = found(row, late, today=date(2000, 4, 26))
    assert (march.check, march.figures) == ("overdue", {"due": "2000-04-25"})
    assert march.calendar.label(march.period) == "2000-03"


def test_an_overdue_return_stays_the_same_finding_while_nothing_comes() -> None:
    """The oldest outstanding period names it, so that the keeper hears of it once."""
    row = figures(80, first=month(2000, 1))
    keys = {found(row, indicator(due=DUE), today=date(2000, n, 28))[0].key for n in (4, 5, 6)}
    assert len(keys) == 1


def test_grace_puts_off_the_overdue_check() -> None:
    """`checks: {overdue: 5 working days}` waits for another week."""
    patient = indicator(due=DUE, checks=CheckSettings(overdue=Interval(5, "working days")))
    row = figures(80, first=month(2000, 2))
    assert found(row, patient, today=date(2000, 4, 27)) == []
    assert periods(found(row, patient, today=date(2000, 5, 4)), "overdue") == ["2000-03"]


def test_nothing_is_overdue_without_a_due_day_or_a_first_return_or_for_other_areas() -> None:
    """Only our own returns, and only of what has begun to be returned."""
    assert found(figures(80)) == []
    assert found(panel({"assessments": [None]}), indicator(due=DUE)) == []
    assert found(panel({("assessments", "England"): [80]}), indicator(due=DUE)) == []


def test_a_return_has_come_when_any_of_its_breakdowns_has() -> None:
    """One return is one finding, however many series it carries."""
    rows = {"assessments": [80, 80], Series("assessments", "Harrow", "sex=girls"): [80]}
    assert len(found(panel(rows), indicator(due=DUE))) == 1


def test_a_period_without_a_figure_between_two_is_missing() -> None:
    """A symbol is an answer, a gap is not; before the first and after the last nothing is missing."""
    row = figures(None, 80, None, "c", "_", 80, None)
    assert periods(found(row), "missing") == ["2000-03", "2000-05"]
    assert found(panel({("assessments", "England"): [80, None, 80]})) == []


def test_a_value_that_is_not_its_parts_is_inconsistent() -> None:
    """16 of 244 is 6.6%, not the 8.6% that was given; 90 of 108 is 83.3%."""
    (wrong,) = found(figures((8.6, 16, 244), (83.3, 90, 108), "90/108"))
    assert wrong.check == "inconsistent"
    assert wrong.figures["implied"] == pytest.approx(6.557, abs=0.001)
    assert (wrong.figures["value"], wrong.figures["digits"]) == (8.6, 1)
    assert (wrong.figures["numerator"], wrong.figures["denominator"]) == (16, 244)


@pytest.mark.parametrize(
    ("units", "cell", "agrees"),
    [
        ("percent", (54, 50, 93), True),  # 53.76
        ("percent", (50, 101, 200), True),  # 50.5: exactly half the last digit
        ("percent", (8.6, 173, 2000), True),  # 8.65, of which 8.6 is a hair more than 0.05 away
        ("percent", (50, 102, 200), False),
        ("rate per 10000", (42.5, 17, 4000), True),
        ("rate per 10000", (0.43, 17, 4000), False),
        ("days", (45, 900, 20), True),
        ("days", (46, 900, 20), False),
        ("count", (90, 90, 108), True),
        ("percent", (50, 1, 0), True),
    ],
)
def test_half_the_last_digit_as_written_is_allowed(units: str, cell: Any, agrees: bool) -> None:
    """Percentages, rates and averages are held against their parts; counts have none."""
    assert (periods(found(figures(cell), indicator(units=units)), "inconsistent") == []) is agrees


def test_a_quoted_growth_is_held_against_its_own_two_figures() -> None:
    """601 to 922 is a rise of 53.4%, not the 56% quoted; 281 to 356 is the 27% quoted."""
    rows: dict[str, list[Figure]] = {
        "core": [601, 922],
        "send": [281, 356],
        "unknown": [None, 5],
        "zero": [0, 5],
    }
    growth = {"core": [None, 56], "send": [None, 27], "unknown": [None, 9], "zero": [None, 9]}
    table = panel(rows, first=2011, every=FINANCIAL_YEAR, growth=growth)
    known = [indicator(each, units="count", every=FINANCIAL_YEAR) for each in rows]
    (wrong,) = found(table, *known, today=date(2013, 6, 1))
    assert wrong.series == Series("core", "Harrow")
    assert wrong.figures["implied_growth"] == pytest.approx(53.41, abs=0.01)
    assert [wrong.figures[name] for name in ("before", "value", "quoted")] == [601, 922, 56]


@pytest.mark.parametrize(
    ("quoted", "agrees"), [(53.4, True), (53, True), (53.5, False), (54, False)]
)
def test_a_growth_is_taken_with_the_digits_it_was_quoted_with(quoted: float, agrees: bool) -> None:
    """53.41% may be quoted as 53 or 53.4, not as 53.5 or 54."""
    table = figures(601, 922, growth={"assessments": [None, quoted]})
    assert (found(table, indicator(units="count")) == []) is agrees


def test_one_reading_with_two_slips_is_one_finding() -> None:
    """Both disagreements are told of together."""
    table = figures(50, (60, 10, 20), growth={"assessments": [None, 30]})
    (both,) = found(table)
    assert {"implied", "implied_growth"} <= both.figures.keys()


@pytest.mark.parametrize(
    ("units", "value", "possible"),
    [
        ("percent", 100, True),
        ("percent", 100.1, False),
        ("percent", -0.1, False),
        ("count", 101, True),
        ("count", -1, False),
        ("rate per 1000", -1, False),
        ("days", -1, False),
        ("score", -1, True),
        ("pounds", -1, True),
    ],
)
def test_over_100_percent_or_below_zero_is_impossible(
    units: str, value: float, possible: bool
) -> None:
    """An overspend may be negative; a count of children may not."""
    said = found(figures(value), indicator(units=units))
    assert [each.check for each in said] == ([] if possible else ["impossible"])


def test_a_check_can_be_switched_off() -> None:
    """A percentage that is a change may go beyond 100."""
    off = indicator(checks=CheckSettings(off=frozenset({"impossible", "missing"})))
    assert found(figures(120, None, -5), off) == []


def test_figures_of_indicators_that_nobody_watches_are_not_checked() -> None:
    """What is in the data but not in the rulebook is nobody's finding."""
    table = panel({"forgotten": [120, None, 120], "assessments": [80]})
    assert found(table) == []
    assert check(book(indicator(), *AREAS), {MONTH: table.upto(0)}, date(2000, 6, 1)) == []
