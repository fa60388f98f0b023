"""Control charts: what they say and show of a council's figures."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.lines import Line2D

from tests.deliver.charts.councils import CALM, COUNT, busy, months, texts, visits
from watchlist.deliver.charts.amounts import digits_apart
from watchlist.deliver.charts.control import ControlPoint
from watchlist.deliver.charts.drawing import draw
from watchlist.deliver.charts.drawing.marks import MERITS, SHAPES
from watchlist.deliver.charts.marks import SIGNALS, Merit
from watchlist.deliver.charts.rendering import svg
from watchlist.deliver.charts.xmr import ControlChart
from watchlist.evaluate.spc.words import PLOT_THE_DOTS, Signal
from watchlist.model.indicator import Better

_NO_STATISTICS = re.compile(
    r"sigma|\bUCL\b|\bLCL\b|\bp\b|special cause|standard dev", re.IGNORECASE
)


def lines(chart: ControlChart, label: str) -> list[Line2D]:
    """The lines of a drawing that the legend calls so."""
    found = draw(chart).axes[0].get_lines()
    return [line for line in found if str(line.get_label()).startswith(label)]


def test_a_calm_series_is_said_to_be_as_usual() -> None:
    """Two years that vary as usual: the average, the range, and that nothing stands out."""
    chart = visits(CALM, target=70)
    assert chart.subtitle == "The latest figure, 82% in month 23, is as usual."
    assert chart.words() == (
        "The latest figure, 82% in month 23, is as usual. 24 periods, from month 0 (80%) to month 23 "
        "(82%). Average 81.7%, usual range 75.7% to 87.7%. Nothing stands out. Target: 70%; as things "
        "are it will always be met."
    )


def test_a_month_above_the_usual_range_is_said_with_its_merit() -> None:
    """The same figure is an improvement where more is better, a concern where less is, and neither
    where no way is."""
    high = [*CALM, 97]
    ends = {better: visits(high, better=better).subtitle.partition("is ")[2] for better in Better}
    assert ends == {
        Better.HIGHER: "above the usual range (improvement).",
        Better.LOWER: "above the usual range (concern).",
        Better.NEITHER: "above the usual range.",
    }


def test_no_word_of_statistics_reaches_a_councillor() -> None:
    """Neither words, nor table, nor picture speak of sigma or of limits by their letters."""
    chart = busy()
    table = " ".join(" ".join(row) for row in [chart.headings(), *chart.rows()])
    for text in (chart.words(), table, " ".join(texts(svg(chart)))):
        assert not _NO_STATISTICS.search(text)


def test_words_and_table_hold_the_same_numbers() -> None:
    """Every number that the words give stands in the table too, or counts its rows."""
    chart = busy()
    cells = {cell for row in chart.rows() for cell in row}
    numbers = set(re.findall(r"\d[\d.]*%", chart.words()))
    assert len(numbers) > 8
    assert numbers <= cells
    assert f"{len(chart.rows())} periods" in chart.words()


def test_the_table_has_a_row_for_each_period() -> None:
    """With its figure, the lines of its stretch, its target, the comparators, and all that stands
    out."""
    chart = busy()
    assert len(chart.rows()) == len(chart.points)
    assert {len(row) for row in chart.rows()} == {len(chart.headings())}
    assert chart.headings()[-3:] == ("England", "the neighbours", "what stands out")
    first, last = chart.stretches
    assert chart.rows()[0][2] == first.centre.text if first.centre else False
    assert chart.rows()[-1][2] == last.centre.text if last.centre else False
    assert chart.rows()[3][:2] == ("month 3", "withheld")
    assert "; " in " ".join(row[-1] for row in chart.rows())


def test_every_kind_of_signal_has_a_shape_of_its_own() -> None:
    """Who sees no colours tells them apart; and what is better is hollow, what is worse is not."""
    kinds = {
        signal: {SHAPES[each].marker for each in SHAPES if each.signal is signal}
        for signal in Signal
    }
    shapes = [shape for each in kinds.values() for shape in each]
    assert len(shapes) == len(set(shapes))
    assert SHAPES.keys() == SIGNALS.keys()
    assert MERITS[Merit.IMPROVEMENT].face != MERITS[Merit.IMPROVEMENT].edge
    assert MERITS[Merit.CONCERN].face == MERITS[Merit.CONCERN].edge


def test_all_kinds_of_signals_are_drawn_and_named() -> None:
    """A picture with each of them has each in its legend."""
    chart = busy()
    fired = {mark.fired.signal for point in chart.points for mark in point.marks}
    assert fired == set(Signal)
    named = {point.mark.short for point in chart.points if point.mark}
    assert len(named) >= 4
    assert named <= set(texts(svg(chart)))


def test_what_is_withheld_is_a_gap_that_says_so() -> None:
    """The line breaks, a band stands there with the reason, and words and table say it."""
    chart = busy()
    drawn = np.isfinite(np.asarray(lines(chart, "figures")[0].get_ydata(), dtype=float))
    assert np.flatnonzero(~drawn).tolist() == [3, 4, 50, 77, 78, 79, 90]
    assert {"withheld", "not available", "not applicable", "missing"} <= set(texts(svg(chart)))
    assert "month 3 (withheld); month 4 (not available); month 50" in chart.words()
    assert "month 77 to month 79 (missing)" in chart.words()


def test_a_figure_that_may_not_be_shown_is_nowhere() -> None:
    """A month that was judged but is withheld from the reader: no figure, no mark, no word of it."""
    named = months(25, {24: "fewer than six"}, withheld=[24])
    chart = visits([*CALM, 97.25], names=named)
    assert chart.subtitle == "The latest figure, for month 24: fewer than six."
    assert chart.points[24].value is None
    assert chart.points[24].marks == ()
    assert "97" not in chart.words() + str(chart.rows()) + " ".join(texts(svg(chart)))


def test_gaps_that_have_no_room_for_words_are_in_the_legend() -> None:
    """Many months without figures, each for another reason: no words over each other."""
    values: list[float | None] = [None if 20 <= at < 32 else 80 + at % 3 for at in range(120)]
    reasons = {at: ("withheld", "missing", "not available")[at % 3] for at in range(20, 32)}
    found = texts(svg(visits(values, names=months(120, reasons))))
    assert {"withheld", "not available", "no figure: missing"} <= set(found)


def test_a_rebase_breaks_the_lines() -> None:
    """Two averages, each over its own stretch and none across; the picture and the words say so."""
    chart = busy()
    solid = [line for line in draw(chart).axes[0].get_lines() if line.get_linestyle() == "-"]
    averages = [line for line in solid if line.get_linewidth() == 1.5]
    ends = [np.asarray(line.get_xdata(), dtype=float).tolist() for line in averages]
    assert ends[0][1] < 59.5 < ends[1][0]
    assert "average and range start anew" in texts(svg(chart))
    assert "Month 0 to month 59: average" in chart.words()
    assert "Month 60 to month 119: average" in chart.words()


def test_percentages_are_shown_within_0_and_100_and_judged_without() -> None:
    """Near 100% the upper limit lies beyond what there can be: it is drawn at 100, the axis ends
    there, and 100% itself does not stand out."""
    values = [98, 96, 99, 97, 100, 96, 98, 99, 97, 100, 95, 98, 97, 100]
    (stretch,) = visits(values).stretches
    assert stretch.upper is not None
    assert stretch.upper.text == "100%"
    assert "Nothing stands out." in visits(values).words()
    ticks = [tick for tick in texts(svg(visits(values))) if tick.isdigit()]
    assert max(map(int, ticks)) == 100


def test_a_growth_above_100_percent_is_not_cut() -> None:
    """Where figures themselves leave 0 to 100, the unit is no bound for their lines."""
    (stretch,) = visits([150 + at % 3 * 20 for at in range(14)]).stretches
    assert stretch.upper is not None
    assert stretch.upper.value > 190


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ([80, 82, 81], "too few points"),
        ([95] * 20, "no variation"),
        ([80, None] * 14, "no two neighbouring values are known"),
        ([80], "too few points"),
        ([None] * 20, "too few points"),
    ],
)
def test_what_cannot_be_judged_says_its_state_and_has_no_lines(
    values: list[float | None], state: str
) -> None:
    """In place of a range that would mean nothing."""
    chart = visits(values)
    assert chart.subtitle == f"Not judged: {state}."
    assert chart.words().count("Not judged") == 1
    assert f"not judged: {state}" in texts(svg(chart))
    assert not lines(chart, "average")
    assert {row[2:5] for row in chart.rows()} == {("", "", "")}


def test_a_new_stretch_that_is_too_short_says_so_in_the_legend() -> None:
    """Three months after a rebase: too narrow for the words, and no lines yet."""
    chart = visits([*CALM, 90, 91, 92], starts=[24])
    assert "2017-01 to 2017-03 not judged: too few points" in texts(svg(chart))


def test_without_a_latest_figure_the_lines_are_still_drawn() -> None:
    """The latest month is missing: that is said, and what was usual until then is shown."""
    chart = visits([*CALM, None])
    assert chart.subtitle == "Not judged: latest value missing."
    assert lines(chart, "average: 81.7%")


def test_a_short_series_has_lines_where_the_reference_draws_them() -> None:
    """Under the profile of the R package a verdict is given, with its lines."""
    assert lines(visits([80, 82, 81, 85], profile=PLOT_THE_DOTS), "average: 82%")


def test_a_target_of_the_past_is_said_with_its_month() -> None:
    """A target that ended does not hold today."""
    chart = visits(CALM, beside={"England": [90.0] * 20 + [None] * 4})
    assert "England: 90% in month 19." in chart.words()


def test_a_limit_is_written_on_the_side_where_it_is_drawn() -> None:
    """21% is above a range that ends at 20.996%: that is not written as 21%."""
    assert digits_apart(20.996, [21.0, None]) == 3
    assert digits_apart(20.96, [21.0]) == 2
    assert digits_apart(20.0, [20.0]) == 0


def test_children_are_counted_whole() -> None:
    """No axis shows half a child."""
    found = texts(svg(visits([1, 2, 1, 2, 1], unit=COUNT)))
    assert not [text for text in found if re.fullmatch(r"\d+\.\d+", text)]


def test_a_figure_that_is_none_is_refused() -> None:
    """Infinity and NaN are no figures; a gap is told by None."""
    with pytest.raises(ValueError, match="gaps as None"):
        ControlPoint("2024-01", "January 2024", float("nan"), "?")


def test_each_month_needs_its_name_and_its_comparators() -> None:
    """A name or a comparator short is a mistake, told before anything is drawn."""
    with pytest.raises(ValueError, match="zip"):
        visits(CALM, names=months(3))
    with pytest.raises(ValueError, match="every comparator"):
        visits(CALM, beside={"England": [90.0]})
