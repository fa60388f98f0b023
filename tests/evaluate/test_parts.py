"""Parts and their total: counts that should add up, rounding allowed for, nothing guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluate.build import Figure, area, book, indicator, panel
from watchlist.evaluate.checks import check
from watchlist.model.indicator import CheckSettings, SmallNumbers
from watchlist.model.reading import Series
from watchlist.model.register import DataCheck

AREAS = (area("Harrow", own=True), area("England"))


def at(breakdown: str, where: str = "Harrow") -> Series:
    return Series("assessments", where, breakdown)


def found(rows: dict[Series, list[Figure]], **about: Any) -> list[DataCheck]:
    """What is said of counts that add up by sex and by age."""
    about = {"units": "count", "adds_up": ("sex", "age")} | about
    table = panel(rows)
    said = check(book(indicator(**about), *AREAS), {table.calendar: table}, date(2000, 6, 1))
    return [one for one in said if one.check == "parts"]


def by_sex(total: Figure, *parts: Figure) -> dict[Series, list[Figure]]:
    return {at(""): [total]} | {at(f"sex={n}"): [part] for n, part in enumerate(parts)}


@pytest.mark.parametrize(("total", "agrees"), [(50, True), (51, False), (49, False)])
def test_girls_and_boys_are_all_children(total: float, agrees: bool) -> None:
    """20 girls and 30 boys are 50 children, and neither one more nor one less."""
    said = found(by_sex(total, 20, 30))
    assert (said == []) is agrees
    for one in said:
        assert one.series == at("")
        assert [one.figures[name] for name in ("dimension", "parts", "total")] == ["sex", 50, total]


@pytest.mark.parametrize("hidden", ["c", None, "x", "low"])
def test_of_a_part_that_is_not_known_nothing_is_guessed(hidden: Figure) -> None:
    """20 girls and a withheld number of boys may be 50 children; 20 can not be of 19."""
    assert found(by_sex(50, 20, hidden)) == []
    (one,) = found(by_sex(19, 20, hidden))
    assert (one.figures["known"], one.figures["among"]) == (1, 2)


def test_a_part_alone_is_not_all_of_them() -> None:
    """Where only girls were ever given, the rest are the boys."""
    assert found(by_sex(50, 20)) == []
    assert len(found(by_sex(10, 20))) == 1


def test_of_a_total_that_is_not_known_nothing_is_said() -> None:
    """A withheld total agrees with every part; a total that was never given too."""
    assert found(by_sex("c", 20, 30)) == []
    assert found({at("sex=0"): [20], at("sex=1"): [30]}) == []


@pytest.mark.parametrize(("total", "agrees"), [(60, True), (50, True), (70, False), (40, False)])
def test_a_rounded_total_may_be_off_by_half_of_what_it_is_rounded_to(
    total: float, agrees: bool
) -> None:
    """33 and 22 children are 55, which is 50 or 60 where totals are rounded to 10."""
    rounded = SmallNumbers(round_totals_to=10)
    assert (found(by_sex(total, 33, 22), small_numbers=rounded) == []) is agrees


@pytest.mark.parametrize(("total", "agrees"), [(5, True), (5.1, True), (5.2, False)])
def test_figures_with_decimals_may_be_off_by_half_of_the_last(total: float, agrees: bool) -> None:
    """2.5 and 2.6 thousand are 5.1, or 5.0 by their rounding, and not 5.3."""
    assert (found(by_sex(total + 0.1 * (total > 5.1), 2.5, 2.5)) == []) is agrees


def test_each_dimension_adds_up_by_itself_and_within_the_other() -> None:
    """Girls of all ages are the girls of 16 and of 17, whatever the boys are."""
    rows: dict[Series, list[Figure]] = {
        at(""): [10], at("sex=f"): [6], at("sex=m"): [4],
        at("age=16;sex=f"): [2], at("age=17;sex=f"): [3],
    }  # fmt: skip
    (one,) = found(rows)
    assert (one.series, one.figures["dimension"]) == (at("sex=f"), "age")


def test_a_total_that_disagrees_by_sex_and_by_age_is_one_finding() -> None:
    """The keeper looks at a figure once."""
    rows = by_sex(50, 20, 20) | {at("age=16"): [1], at("age=17"): [2]}
    (one,) = found(rows)
    assert one.figures["dimension"] == "sex"


def test_of_percentages_the_counts_behind_them_add_up() -> None:
    """50% of 20 and 25% of 40 are 33% of 60: numerators and denominators, never percentages."""
    parts: list[Figure] = [(50, 10, 20), (25, 10, 40)]
    assert found(by_sex((33, 20, 60), *parts), units="percent") == []
    (one,) = found(by_sex((34, 21, 60), *parts), units="percent")
    assert one.figures["of"] == "numerator"
    (one,) = found(by_sex((33, 20, 61), *parts), units="percent")
    assert one.figures["of"] == "denominator"


def test_other_areas_are_checked_apart_and_what_does_not_add_up_is_not() -> None:
    """England's parts are England's; ethnicity, of which nobody said so, is left alone."""
    rows: dict[Series, list[Figure]] = {
        at(""): [10], at("sex=f"): [5], at("sex=m"): [5], at("ethnicity=x"): [99],
        at("", "England"): [100], at("sex=f", "England"): [60], at("sex=m", "England"): [50],
    }  # fmt: skip
    (one,) = found(rows)
    assert one.series == at("", "England")
    off = CheckSettings(off=frozenset({"parts"}))
    assert found(rows, checks=off) == []


@given(st.lists(st.lists(st.integers(0, 50), min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_is_added_up_adds_up(counts: list[list[int]]) -> None:
    """Totals made of their own parts are never doubted, one more child always is."""
    width = max(map(len, counts))
    table = np.array([row + [0] * (width - len(row)) for row in counts])
    rows: dict[Series, list[Figure]] = {
        at(f"sex={n}"): list(map(float, table[:, n])) for n in range(width)
    }
    sums = table.sum(axis=1)
    assert found({at(""): list(map(float, sums)), **rows}) == []
    assert len(found({at(""): list(map(float, sums + 1)), **rows})) == len(counts)
