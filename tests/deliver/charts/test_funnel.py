"""Funnels: which areas stand out, allowing for their size."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.deliver.charts.councils import PERCENT, RATE, areas, plans, texts
from watchlist.deliver.charts.drawing import draw
from watchlist.deliver.charts.drawing.marks import STANDINGS as SHAPES
from watchlist.deliver.charts.funnel import STANDINGS
from watchlist.deliver.charts.funnel_making import Counted
from watchlist.deliver.charts.marks import Merit
from watchlist.deliver.charts.rendering import svg
from watchlist.evaluate.spc import funnels
from watchlist.evaluate.spc.funnels import Standing
from watchlist.model.indicator import Better, Unit, UnitKind

FIVE = [
    Counted("Saltmarsh", 90, 200, own=True),
    Counted("Brinemouth", 40, 210),
    Counted("Kestrel Bay", 38, 190),
    Counted("Marlstead", 44, 220),
    Counted("Oldhythe", 3, 15, "withheld", withheld=True),
]


def test_the_own_area_is_named_with_where_it_stands() -> None:
    """The words give its figure and size; the others are counted; who is not shown is named with
    why."""
    assert plans(FIVE).words() == (
        "5 areas; the average of all is 25.9%. Saltmarsh: 45% (200 plans that began), much higher than "
        "chance explains (concern). Of the others: 1 not different from the average, 2 lower than "
        "chance explains. Not shown: Oldhythe (withheld)."
    )


def test_the_picture_names_the_own_area_and_who_is_not_shown() -> None:
    """Beside its star, in the legend, and under the axis."""
    found = texts(svg(plans(FIVE)))
    assert "Saltmarsh" in found
    assert "Saltmarsh: 45%, much higher (concern)" in found
    assert "Not shown: Oldhythe (withheld)." in found


def test_every_area_stands_in_the_table_with_its_limits() -> None:
    """The same numbers as the words; none for an area that is not shown."""
    funnel = plans(FIVE)
    rows = {row[0]: row for row in funnel.rows()}
    assert rows.keys() == {area.name for area in FIVE}
    assert rows["Saltmarsh"][1:3] == ("200", "45%")
    assert rows["Saltmarsh"][-1] == "much higher than chance explains (concern)"
    assert rows["Oldhythe"][1:] == ("", "withheld", "", "", "", "", "")
    assert {len(row) for row in funnel.rows()} == {len(funnel.headings())}


def test_a_withheld_area_cannot_be_worked_out_from_the_average() -> None:
    """It is left out of the average too."""
    assert plans(FIVE).average == plans(FIVE[:-1]).average


def test_standings_are_those_of_the_calculation() -> None:
    """150 areas stand where `funnels` says, by percentage and by rate."""
    counted = areas(150)
    events, sizes = (
        np.array(each) for each in zip(*(one.counts or () for one in counted), strict=True)
    )
    for unit, expected in (
        (PERCENT, funnels.proportion_standing(events, sizes)),
        (RATE, funnels.rate_standing(events, sizes)),
    ):
        assert [area.standing for area in plans(counted, unit).areas] == expected.tolist()


@pytest.mark.parametrize("unit", [PERCENT, RATE])
def test_an_area_lies_beyond_the_curves_that_it_is_beyond(unit: Unit) -> None:
    """What the eye sees is what is said: no area that stands far out is drawn between the outer
    curves, and none that does not is drawn outside of them, but for a hair."""
    funnel = plans(areas(150), unit)
    assert funnel.curves is not None
    for area in funnel.areas:
        assert area.size is not None
        assert area.value is not None
        lower, upper = (
            np.interp(area.size.value, funnel.curves.sizes, line)
            for line in (funnel.curves.control_lower, funnel.curves.control_upper)
        )
        hair = (upper - lower) * 0.02
        if area.standing is Standing.FAR_ABOVE:
            assert area.value > upper - hair
        elif area.standing is not Standing.FAR_BELOW:
            assert lower - hair <= area.value <= upper + hair


def test_percentages_have_limits_within_0_and_100() -> None:
    """However small an area is."""
    funnel = plans([Counted("A", 1, 3), Counted("B", 2, 4), Counted("C", 90, 100)])
    assert funnel.curves is not None
    assert min(funnel.curves.control_lower) == 0
    assert max(funnel.curves.control_upper) == 100


def test_each_standing_has_its_shape() -> None:
    """Near and far out, above and below: by shape and place, not by colour."""
    assert SHAPES.keys() == STANDINGS.keys()
    above, below = ([SHAPES[each].marker for each in group] for group in (
        (Standing.NOT_DIFFERENT, Standing.ABOVE, Standing.FAR_ABOVE),
        (Standing.NOT_DIFFERENT, Standing.BELOW, Standing.FAR_BELOW),
    ))  # fmt: skip
    assert len(set(above)) == len(set(below)) == 3


def test_merit_follows_the_direction() -> None:
    """Much higher is a concern, an improvement, or neither."""
    merits = {better: plans(FIVE, better=better).areas[0].merit for better in Better}
    assert merits == {
        Better.LOWER: Merit.CONCERN,
        Better.HIGHER: Merit.IMPROVEMENT,
        Better.NEITHER: Merit.NEITHER,
    }


@pytest.mark.parametrize(
    ("counted", "state"),
    [
        ([], "too few areas"),
        ([Counted("A", None, None, "not available")], "too few areas"),
        ([Counted("A", 3, 9), Counted("B", 3, 0)], "too few areas"),
        ([Counted("A", 0, 9), Counted("B", 0, 20)], "no variation"),
        ([Counted("A", 9, 9), Counted("B", 20, 20)], "no variation"),
    ],
)
def test_where_no_area_can_be_told_from_the_others_that_is_said(
    counted: list[Counted], state: str
) -> None:
    """And no limits are drawn."""
    funnel = plans(counted)
    assert f"Not judged: {state}." in funnel.words()
    assert f"not judged: {state}" in texts(svg(funnel))
    assert funnel.curves is None
    assert not re.search(r"\bnan\b", funnel.words())


def test_a_rate_without_an_event_has_no_limits_of_its_own() -> None:
    """Nothing is written for it in the table; it is drawn and judged."""
    funnel = plans(
        [Counted("A", 0, 90_000), Counted("B", 400, 90_000), Counted("C", 380, 90_000)], RATE
    )
    assert funnel.rows()[0][3:7] == ("", "", "", "")
    assert funnel.areas[0].standing is Standing.FAR_BELOW


def test_counts_that_are_none_are_refused() -> None:
    """More plans than children, and units without a denominator, are mistakes."""
    with pytest.raises(ValueError, match="no proportion"):
        plans([Counted("A", 9, 3), Counted("B", 1, 3)])
    with pytest.raises(ValueError, match="percentages or rates"):
        plans(FIVE, Unit(UnitKind.DAYS))


def test_the_name_stays_in_the_picture() -> None:
    """The largest area has its name to its left, so that it is not cut off."""
    last = [Counted(area.name, area.numerator, area.denominator) for area in areas(12)[:-1]]
    last.append(Counted("The Royal Borough of Saltmarsh", 40, 400, own=True))
    (note,) = [text for text in draw(plans(last)).axes[0].texts if "Saltmarsh" in text.get_text()]
    assert note.get_horizontalalignment() == "right"
