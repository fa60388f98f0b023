"""The figures behind a verdict."""

from __future__ import annotations

import pytest

from tests.evaluate.build import (
    QUARTER,
    above,
    all_,
    any_,
    area,
    below,
    indicator,
    month,
    not_,
    outside,
    panel,
    worse_than,
)
from tests.evaluate.judging import figures, judge
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.words import words
from watchlist.model.condition import Condition, Part, ReferenceKind
from watchlist.model.finding import Evidence
from watchlist.model.reading import Marker, Panel
from watchlist.model.rule import Level


def of_last(amber: Condition, *panels: Panel, **more: object) -> Evidence:
    """The evidence of the first series at its latest period."""
    found = judge(amber, *panels, **more)  # type: ignore[arg-type]
    said = evidence(found, 0, found.panel.shape[1] - 1)
    assert said is not None
    return said


def test_the_window_is_shown_and_what_it_was_held_against() -> None:
    """Three months in a row below 85, the last with its digits and parts."""
    said = of_last(worse_than("target", periods=3), figures(90, 84, 83.5, (70.4, 50, 71)))
    assert [cell.value for cell in said.cells] == [84, 83.5, 70.4]
    last = said.cells[-1]
    assert (last.period, last.digits, last.numerator, last.denominator) == (24_003, 1, 50, 71)
    assert (said.held_against, said.periods, said.head) == (85, 3, "worse_than")
    assert said.reference is not None
    assert said.reference.kind is ReferenceKind.TARGET
    assert said.words == "worse_than: target, for: 3"


def test_a_change_shows_what_it_changed_from() -> None:
    """Two steps down take three figures to tell."""
    said = of_last(worse_than("previous", periods=2), figures(80, 70, 60, 50))
    assert [cell.value for cell in said.cells] == [70, 60, 50]
    assert said.held_against == 60


def test_a_year_ago_shows_that_period_and_this() -> None:
    """The months between are nothing to the statement."""
    said = of_last(above("a year ago", by="80%"), figures(11, *[15] * 11, 20))
    assert [cell.value for cell in said.cells] == [11, 20]


def test_an_average_shows_at_most_thirteen_periods() -> None:
    """A year of figures and the one held against their average; gaps are shown as gaps."""
    said = of_last(above("average of last 12"), figures(9, 9, *[10] * 10, None, 20))
    assert [cell.value for cell in said.cells] == [9, *[10] * 10, None, 20]
    assert said.cells[-2].marker is Marker.NONE
    longer = of_last(above("average of last 24"), figures(*[10] * 30, 20))
    assert len(longer.cells) == 13


def test_another_area_is_named_with_its_period() -> None:
    """England's latest figure is of two months before, and the evidence says so."""
    rows = panel({"assessments": [50, 50, 50], ("assessments", "England"): [60]})
    said = of_last(
        worse_than(("area", "England")), rows, areas=(area("Harrow", own=True), area("England"))
    )
    assert (said.held_against, said.held_period) == (60, 24_000)
    assert len(said.cells) == 1


def test_a_symbol_is_shown_as_what_it_is() -> None:
    """A withheld figure has a marker and no value."""
    said = of_last(below(50), figures(60, "c"))
    assert (said.cells[-1].value, said.cells[-1].marker) == (None, Marker.CONFIDENTIAL)
    assert said.cells[-1].digits is None


def test_the_deciding_condition_of_the_worst_true_level_speaks() -> None:
    """Red is not true, amber is, by its second condition."""
    amber = any_(below(50), worse_than("target", by=3))
    said = of_last(amber, figures(80), red=below(75))
    assert (said.head, said.held_against) == ("worse_than", 85)
    assert said.by is not None
    assert said.words == "worse_than: target, by: 3"


def test_where_nothing_is_true_the_worst_level_speaks_first() -> None:
    """A clear reading is explained by the level that would be worst."""
    said = of_last(worse_than("target"), figures(90), red=worse_than("tolerance"))
    assert said.reference is not None
    assert said.reference.kind is ReferenceKind.TOLERANCE


def test_another_level_may_be_asked_for() -> None:
    """What is only information has its figures too."""
    found = judge(below(50), figures(40), red=below(45))
    amber = evidence(found, 0, 0, Level.AMBER)
    assert amber is not None
    assert amber.held_against == 50


def test_bounds_parts_and_shares_are_carried() -> None:
    """`outside` has two bounds and is held against no one number."""
    said = of_last(outside(0, 100), figures(101))
    assert (said.bounds, said.reference, said.held_against) == ((0, 100), None, None)
    shared = of_last(below(30, of="denominator", share=(2, 3)), figures("1/20", "1/20", "1/40"))
    assert (shared.part, str(shared.share)) == (Part.DENOMINATOR, "2 of 3")
    assert len(shared.cells) == 3


def test_the_figures_of_another_indicator_are_its_own() -> None:
    """A quarterly vacancy rate decided: its quarters are shown, not the months of the rule."""
    quarters = panel({"vacancies": [20, 21]}, first=8_000, every=QUARTER)
    watched = (indicator(), indicator("vacancies", every=QUARTER, better="lower"))
    high = above(15, periods=2, indicator="vacancies")
    months = figures(*[50] * 7, first=month(2000, 1))
    found = judge(any_(high, below(10)), months, quarters, indicators=watched)
    said = evidence(found, 0, 6)
    assert said is not None
    assert (said.indicator, said.calendar) == ("vacancies", QUARTER)
    assert [cell.period for cell in said.cells] == [8_000, 8_001]
    assert evidence(found, 0, 0) is None  # no quarter had ended in January


def test_a_denial_shows_what_was_denied() -> None:
    """`not: {above: 85}` at 80: the figure, and the 85."""
    said = of_last(not_(above(85)), figures(80))
    assert (said.head, said.held_against, said.words) == ("not", 85, "not: {above: 85}")


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (worse_than("target", by=5, periods=2), "worse_than: target, by: 5, for: 2"),
        (outside(0, 100.5), "outside: 0 to 100.5"),
        (
            above("previous", by="10%", share=(2, 3), out_of=30),
            "above: previous, by: 10% of it, in: 2 of 3, only_if_out_of: 30",
        ),
        (
            all_(below(("area", "England")), not_(above(5, of="numerator", indicator="x"))),
            "all: [{below: {area: England}}, {not: {above: 5, of: numerator, indicator: x}}]",
        ),
    ],
)
def test_a_condition_can_be_said_as_it_was_written(condition: Condition, said: str) -> None:
    """The words of the rule file, on one line."""
    assert words(condition) == said
