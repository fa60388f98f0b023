"""What is usual, in words that a councillor understands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.evaluate.build import Figure, indicator
from tests.evaluate.judging import figures, judge
from watchlist.deliver.sentences import because
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.unusual import AgainstTarget, Unusual
from watchlist.model.condition import Capability, Merit
from watchlist.model.finding import Verdict
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Level

STEADY = [84.0, 86.0, 85.0, 83.0, 87.0, 85.0, 84.0, 86.0, 85.0, 84.0, 86.0, 85.0]
ANY, WORSE = Unusual("unusual", Merit.EITHER), Unusual("unusual", Merit.WORSE)
FAILING = AgainstTarget("against_target", Capability.FAILING)

#: Words of statistics that no councillor should have to know.
JARGON = ("sigma", "limit", "deviation", "signific", "special cause", "mean", "nan", "None", "inf")


def told(condition: Any, *row: Figure, one: Indicator | None = None) -> str:
    """What is said of the latest reading."""
    known = one or indicator(target=85, tolerance=5)
    table = figures(*row)
    found, latest = judge(condition, table, indicators=(known,)), table.shape[1] - 1
    shown = evidence(found, 0, latest, Level.AMBER)
    assert shown is not None
    holds = bool(found.verdict[0, latest] == Verdict.AMBER)
    said = because(shown, known, {known.id: known}, holds=holds)
    assert not [word for word in JARGON if word in " ".join(said[1:])]
    return said[1] if len(said) > 1 else ""


def test_a_figure_beyond_the_usual_range_is_told_with_the_range_and_the_average() -> None:
    """60% after a year around 85%."""
    assert told(WORSE, *STEADY, 60) == (
        "That is below its usual range of 78% to 88%, around an average of 83%: unlikely to be chance."
    )


def test_a_run_is_told_by_its_average() -> None:
    """The councillor's sentence."""
    low = [84.2, 84.1, 84.2, 84.1, 84.2, 84.1, 84.2]
    assert told(WORSE, *STEADY, *STEADY, *low) == (
        "The last seven months were all below the average of 84.8%: unlikely to be chance."
    )


def test_a_fall_is_told_by_its_length() -> None:
    """Seven falls in a row are eight readings."""
    fall = [85.2, 85.1, 85.0, 84.9, 84.8, 84.7, 84.6]
    only = Unusual("unusual", Merit.WORSE, signals=("trend",))
    said = "It fell in each of the last seven months: unlikely to be chance."
    assert told(only, *STEADY, 86, *fall) == said


def test_two_of_three_are_told_by_the_end_of_the_range_they_lie_at() -> None:
    """Two months of three just inside it."""
    assert told(WORSE, *STEADY, *STEADY, 80.9, 84, 80.8) == (
        "Two of the last three months lay at the lower end of its usual range of 79.6% to 89.7%, or "
        "below it: unlikely to be chance."
    )


def test_what_is_usual_is_said_to_be_that() -> None:
    """Nothing to see."""
    assert told(ANY, *STEADY, 84) == (
        "That is within its usual range of 80% to 89%, around an average of 85%: no more than the "
        "usual ups and downs."
    )


def test_a_usual_range_never_leaves_what_the_unit_allows() -> None:
    """Percentages near 100 and counts near 0."""
    high = [100, 97, 100, 96, 100, 95, 100, 98, 100, 96, 100, 97, 100]
    assert "to 100%" in told(ANY, *high)
    few = [0, 3, 1, 4, 0, 5, 1, 4, 0, 3, 1, 5, 1]
    assert "range of 0 to" in told(ANY, *few, one=indicator(units="count", better="lower"))


@pytest.mark.parametrize(("target", "said"), [(95, "missed"), (70, "met")])
def test_a_target_outside_the_usual_range_is_told_as_what_will_happen(
    target: float, said: str
) -> None:
    """95% where 81% to 89% is usual: missed month after month; 70%: met."""
    one = indicator(target=target)
    words = told(FAILING, *STEADY, 85, one=one)
    assert words.endswith(f"as things are, it will be {said} month after month.")
    assert words.startswith(f"The target of {target}% lies ")


def test_a_target_within_the_usual_range_is_met_by_chance() -> None:
    """Some months meet 85% and some do not."""
    assert told(FAILING, *STEADY, 84).endswith("some months meet it and some do not, by chance.")


def test_too_few_figures_are_told_with_how_many_it_takes() -> None:
    """Twelve of thirteen."""
    assert told(ANY, *STEADY) == (
        "What is usual cannot be told yet: only 12 figures are known since January 2000, of 13 needed."
    )
    assert "only one figure is known" in told(ANY, 85)


def test_figures_that_hardly_ever_differ_are_told_as_that() -> None:
    """100% but for one month."""
    assert told(ANY, *[100] * 8, 96, *[100] * 8) == (
        "The figures since January 2000 hardly ever differ, so no range is usual."
    )


def test_figures_with_gaps_between_all_of_them_are_told_as_that() -> None:
    """Every other month is missing."""
    row = [each for value in [*STEADY, 85, 86] for each in (value, None)][:-1]
    assert told(ANY, *row) == ("No two figures follow each other, so what is usual cannot be told.")


def test_a_withheld_figure_has_nothing_told_of_it() -> None:
    """Not even what is usual beside it."""
    assert told(ANY, *STEADY, 85, "c") == ""


def test_a_constant_is_told_as_where_all_figures_stood() -> None:
    """95% in every month against 90%, and against 95% itself."""
    passing = AgainstTarget("against_target", Capability.PASSING)
    assert told(passing, *[95] * 15, one=indicator(target=90)) == (
        "All figures so far were 95%, above the target of 90%."
    )
    assert told(passing, *[95] * 15, one=indicator(target=95)) == (
        "All figures so far were 95%, exactly at the target of 95%."
    )
