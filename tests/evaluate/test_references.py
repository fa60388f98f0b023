"""What figures are held against, and when there is nothing to hold them against."""

from __future__ import annotations

from datetime import date

import numpy as np

from tests.evaluate.build import (
    FINANCIAL_YEAR,
    MONTH,
    QUARTER,
    WEEK,
    Figure,
    above,
    any_,
    area,
    below,
    indicator,
    month,
    panel,
    worse_than,
)
from tests.evaluate.judging import figures, judge, leaf, truth
from watchlist.model.condition import Condition, Leaf
from watchlist.model.reading import NEVER, Panel
from watchlist.model.rule import Level


def held(found: Leaf) -> list[float | None]:
    """What the first row was held against in each period."""
    return [None if np.isnan(each) else round(float(each), 6) for each in found.held_against[0]]


def test_a_target_in_the_data_goes_before_one_in_the_rulebook() -> None:
    """Where a return brings its own target, that one holds; elsewhere the rulebook's."""
    row = figures(88, 88, targets={"assessments": [90, None]})
    assert held(leaf(worse_than("target"), row)) == [90, 85]


def test_a_target_holds_from_its_date() -> None:
    """A target that was raised is not held against the months before."""
    raised = indicator(target=[(24_000, 80), (24_002, 85)], tolerance="10%")
    row = figures(70, 70, 70)
    assert held(leaf(worse_than("target"), row, indicators=(raised,))) == [80, 80, 85]
    assert held(leaf(worse_than("tolerance"), row, indicators=(raised,))) == [72, 72, 76.5]


def test_the_period_before_the_first_is_not_judged_and_a_gap_is_unknown() -> None:
    """A reference before the series began does not apply; one that should be there is missing."""
    assert truth(above("previous"), figures(None, 5, 6, None, 7, "c", 8)) == "?-T?" + "?" * 3


def test_a_year_ago_is_the_same_period_one_year_earlier() -> None:
    """Referrals of 20 in April against 11 in the April before have almost doubled."""
    row = figures(11, *[15] * 11, 20)
    assert truth(above("a year ago", by="80%"), row) == "-" * 12 + "T"


def test_weeks_are_held_against_the_same_iso_week() -> None:
    """Week 10 of 2021 is held against week 10 of 2020, fifty-three weeks before."""
    first = WEEK.containing(date.fromisocalendar(2020, 10, 1))
    weeks = panel({"assessments": list(range(54))}, first=first, every=WEEK)
    weekly = (indicator(every=WEEK),)
    assert held(leaf(above("a year ago"), weeks, indicators=weekly))[53] == 0


def test_week_53_mostly_has_no_year_ago() -> None:
    """The week 53 of 2020 has none in 2019, and is not judged."""
    first = WEEK.containing(date.fromisocalendar(2019, 50, 1))
    weeks = panel({"assessments": [1.0] * 56}, first=first, every=WEEK)
    last = WEEK.containing(date.fromisocalendar(2020, 53, 1)) - first
    assert truth(above("a year ago"), weeks, indicators=(indicator(every=WEEK),))[last] == "-"


def test_an_average_needs_half_of_its_periods() -> None:
    """The mean of the known among the four months before; with only one of four it is unknown."""
    row = figures(10, None, 14, 20, "c", None, None, 30)
    found = leaf(above("average of last 4"), row)
    assert held(found) == [None, None, None, 12, 14.666667, 17, 17, None]
    assert truth(above("average of last 4"), row) == "-?" + "?" + "T" + "???" + "?"


def test_an_average_of_equal_figures_is_that_figure() -> None:
    """Months of 0.1, 33.3 or 7.3 are never above or below their own average."""
    for same in (0.1, 33.3, 7.3):
        row = figures(*[same] * 14)
        assert "T" not in truth(any_(above("average of last 12"), below("average of last 12")), row)


def with_england(own: list[Figure], england: list[Figure], **more: object) -> Panel:
    rows = {"assessments": own, ("assessments", "England"): england}
    return panel(rows, **more)  # type: ignore[arg-type]


ENGLAND = (area("Harrow", own=True), area("England"))


def against_england(*panels: Panel, **more: object) -> Leaf:
    return leaf(worse_than(("area", "England")), *panels, areas=ENGLAND, **more)


def test_another_area_is_read_at_the_same_period_or_its_latest() -> None:
    """Where England has no figure yet, its latest one is used and its period can be named."""
    found = against_england(with_england([50, 50, 50], [60, 61, "c"]))
    assert held(found) == [60, 61, 61]
    assert found.held_from is not None
    assert found.held_from.tolist() == [[24_000, 24_001, 24_001]]
    assert found.held_calendar == MONTH


def test_another_area_is_read_at_most_two_years_back() -> None:
    """Exactly two years back still counts; later than that the figure is unknown."""
    found = against_england(with_england([50] * 26, [60]))
    assert held(found)[24:] == [60, None]
    assert found.truth[0, 24:].tolist() == [3, 2]


def test_an_area_that_was_never_published_is_not_judged() -> None:
    """Before England's first figure, and where England has none at all, nothing is judged."""
    late = against_england(with_england([50, 50, 50], [None, "c", 60]))
    assert late.truth.tolist() == [[0, 2, 3]]
    never = against_england(figures(50, 50))
    assert never.truth.tolist() == [[0, 0]]


def test_another_area_is_read_at_the_same_breakdown() -> None:
    """Girls are held against England's girls, not against everybody."""
    rows = {
        ("assessments", "Harrow", ""): [50],
        ("assessments", "England", "sex=girls"): [60],
    }
    assert against_england(panel(rows)).truth.tolist() == [[0]]


def test_a_month_may_be_held_against_another_indicators_last_year() -> None:
    """An indicator of another frequency is read at its latest period that had ended by then."""
    years = panel({"yearly": [70, 80]}, first=1998, every=FINANCIAL_YEAR)  # ends in March
    months = figures(*[75] * 4)  # January to April 2000
    both = (indicator(), indicator("yearly", every=FINANCIAL_YEAR))
    found = leaf(worse_than(("indicator", "yearly")), months, years, indicators=both)
    assert held(found) == [70, 70, 80, 80]
    assert found.held_from is not None
    assert found.held_from.tolist() == [[1998, 1998, 1999, 1999]]
    assert found.held_calendar == FINANCIAL_YEAR


def test_an_indicator_without_figures_is_not_judged() -> None:
    """No panel of its calendar, no row of its own: nothing to compare with."""
    both = (indicator(), indicator("yearly", every=FINANCIAL_YEAR), indicator("other"))
    assert truth(above(("indicator", "yearly")), figures(5), indicators=both) == "-"
    found = leaf(above(("indicator", "other")), figures(5), indicators=both)
    assert found.truth.tolist() == [[0]]


def neighbourly(*sets: tuple[date, tuple[str, ...]]) -> tuple[object, ...]:
    return (area("Harrow", own=True, neighbours=sets),)


def of_neighbours(how: str, areas: object, rows: dict[object, list[Figure]]) -> Leaf:
    found = judge(worse_than(("neighbours", how)), panel(rows), areas=areas)  # type: ignore[arg-type]
    return found.leaf(Level.AMBER, 0)


FOUR: dict[object, list[Figure]] = {
    "assessments": [50, 50, 50],
    ("assessments", "Barnet"): [60, 61, None],
    ("assessments", "Merton"): [70, None, "c"],
    ("assessments", "Ealing"): [95, None, 71],
}


def test_neighbours_are_read_together_at_one_period() -> None:
    """Their average is taken where at least half are known; one of three is not enough."""
    areas = neighbourly((date(2000, 1, 1), ("Barnet", "Merton", "Ealing")))
    found = of_neighbours("average", areas, FOUR)
    assert held(found) == [75, 75, 75]
    assert found.held_from is not None
    assert found.held_from.tolist() == [[24_000] * 3]
    assert held(of_neighbours("median", areas, FOUR)) == [70, 70, 70]


def test_half_of_the_neighbours_are_enough() -> None:
    """Two of four, one of whom has no figures anywhere."""
    names = ("Barnet", "Merton", "Ealing", "Nowhere")
    areas = neighbourly((date(2000, 1, 1), names))
    rows: dict[object, list[Figure]] = {**FOUR, ("assessments", "Ealing"): [None, 71, None]}
    assert held(of_neighbours("average", areas, rows)) == [65, 66, 66]
    assert held(of_neighbours("median", areas, rows)) == [65, 66, 66]


def test_neighbours_that_cancel_out_average_nothing_at_all() -> None:
    """0.1, 0.2 and -0.3 (a progress score) average 0, whatever binary fractions leave behind: a
    tenth of nothing is not judged."""
    rows: dict[object, list[Figure]] = {
        "assessments": [-5], ("assessments", "Barnet"): [0.1], ("assessments", "Merton"): [0.2],
        ("assessments", "Ealing"): [-0.3],
    }  # fmt: skip
    areas = neighbourly((date(2000, 1, 1), ("Barnet", "Merton", "Ealing")))
    assert held(of_neighbours("average", areas, rows)) == [0]
    rule = worse_than(("neighbours", "average"), by="10%")
    assert truth(rule, panel(rows), areas=areas) == "-"


def test_the_set_of_neighbours_in_force_at_the_period_counts() -> None:
    """The set changes in the middle of February: January still has the earlier set, and so has a
    month before any set was in force; a change on a month's last day counts for that month."""
    areas = neighbourly((date(2000, 1, 15), ("Merton",)), (date(2000, 2, 15), ("Barnet",)))
    found = of_neighbours("average", areas, FOUR)
    assert held(found) == [70, 61, 61]
    last_day = neighbourly((date(2000, 1, 1), ("Merton",)), (date(2000, 1, 31), ("Barnet",)))
    assert held(of_neighbours("average", last_day, FOUR)) == [60, 61, 61]
    early = neighbourly((date(2010, 1, 1), ("Merton",)))
    assert held(of_neighbours("average", early, FOUR)) == [70, 70, 70]


def test_an_area_without_neighbours_is_not_judged() -> None:
    """Nobody named, or nobody with a figure yet: nothing to compare with."""
    assert of_neighbours("average", neighbourly(), FOUR).truth.tolist() == [[0, 0, 0]]
    unknown = neighbourly((date(2000, 1, 1), ("Nowhere",)))
    assert of_neighbours("average", unknown, FOUR).truth.tolist() == [[0, 0, 0]]


def test_the_quarter_of_a_percentage_point_is_not_lost_in_large_figures() -> None:
    """An average is not spoiled by a figure a million times larger that has left its window."""
    row = figures(1e15, *[0.1] * 13)
    assert held(leaf(above("average of last 12"), row))[13] == 0.1


def test_another_indicator_is_judged_where_it_was_last_read() -> None:
    """A quarterly vacancy rate inside a monthly rule: judged on its own calendar, its ``for`` in
    quarters, and read at the latest quarter that had ended."""
    quarters = panel({"vacancies": [20, 21, "c"]}, first=8_000, every=QUARTER)
    watched = (indicator(), indicator("vacancies", every=QUARTER, better="lower"))
    high: Condition = above(15, periods=2, indicator="vacancies")
    months = figures(*[50] * 12, first=month(2000, 1))
    assert truth(any_(high), months, quarters, indicators=watched) == "--???TTT????"
    found = leaf(high, months, quarters, indicators=watched)
    assert found.elsewhere is not None
    assert found.elsewhere.columns.tolist() == [[-1, -1, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2]]


def test_a_figure_never_read_elsewhere_has_no_period() -> None:
    """Where England was not read there is no period to name."""
    found = against_england(with_england([50, 50], [None, 60]))
    assert found.held_from is not None
    assert found.held_from.tolist() == [[NEVER, 24_001]]
