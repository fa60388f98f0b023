"""Findings about data, from figures that the real checks looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.evaluate.build import FINANCIAL_YEAR, MONTH, QUARTER, book, indicator, month, panel
from watchlist.deliver.findings import wrong_with
from watchlist.evaluate.checks import check
from watchlist.model.indicator import Interval
from watchlist.model.reading import Series
from watchlist.model.register import DataCheck

TODAY = date(2014, 1, 20)


def said(
    figures: list[Any], *, first: int, growth: list[Any] | None = None, **about: Any
) -> list[str]:
    watched = indicator(**about)
    own = panel(
        {"assessments": figures},
        first=first,
        every=watched.calendar,
        growth={"assessments": growth} if growth else None,
    )
    found = check(book(watched), {own.calendar: own}, TODAY)
    return [sentence for each in found for sentence in wrong_with(each, watched)]


def test_the_percentage_that_its_own_figures_do_not_give() -> None:
    """The minutes' own slip: 16 of 244 was quoted as 8.6%."""
    assert said([(8.6, 16, 244)], first=8054, every=QUARTER) == [
        "16 of 244 is 6.6%, not the 8.6% that was given for quarter 2 of 2013-14."
    ]


@pytest.mark.parametrize(
    ("figures", "quoted", "sentence"),
    [
        ([601, 922], 56, "601 to 922 is a rise of 53.4%, not the 56% quoted for 2012-13."),
        ([100, 90], -12, "100 to 90 is a fall of 10.0%, not the 12% quoted for 2012-13."),
        ([100, 90], 12, "100 to 90 is a fall of 10.0%, not the rise of 12% quoted for 2012-13."),
    ],
)
def test_the_growth_that_its_own_figures_do_not_give(
    figures: list[float], quoted: float, sentence: str
) -> None:
    """The minutes' other slip: 601 to 922 was quoted as a rise of 56%."""
    told = said(figures, first=2011, growth=[None, quoted], every=FINANCIAL_YEAR, units="count")
    assert told == [sentence]


def test_what_is_missing_overdue_or_impossible() -> None:
    """A gap, a return that did not come, a percentage over 100, a count below zero."""
    due = Interval(15, "working days")
    assert said([90, None, 84], first=month(2013, 8), due=due) == [
        "The figure for November 2013 was due on 20 December 2013 and has not come.",
        "There is no figure for September 2013, though there are some before and after it.",
    ]
    assert said([104], first=month(2013, 12)) == [
        "104% in December 2013 cannot be right: a percentage is never over 100%."
    ]
    assert said([-3], first=month(2013, 12), units="count") == [
        "-3 in December 2013 cannot be right: it is below zero."
    ]


def test_a_finding_of_a_later_version_is_still_said() -> None:
    """A check that this text does not know is named, not lost."""
    watched = indicator()
    unknown = DataCheck("odd", Series("assessments", "Harrow"), watched.calendar, 24_000)
    assert wrong_with(unknown, watched) == ("Look at the figure for January 2000: odd.",)


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            {"dimension": "sex", "of": "value", "total": 50, "parts": 48, "known": 2, "among": 2},
            "The figures by sex come to 48, not to the total of 50 for January 2000.",
        ),
        (
            {"dimension": "age", "of": "denominator", "total": 50, "parts": 55, "known": 2,
             "among": 3},
            "The denominators by age that are known come to 55 already, more than the total of 50 "
            "for January 2000.",
        ),
    ],
)  # fmt: skip
def test_parts_that_do_not_add_up_are_said_with_both_sums(
    figures: dict[str, float | str], sentence: str
) -> None:
    """What the parts come to, and what was given as their total."""
    check = DataCheck("parts", Series("assessments", "Harrow"), MONTH, 24_000, figures)
    assert wrong_with(check, indicator()) == (sentence,)


@pytest.mark.parametrize(
    ("changed", "also"),
    [
        (1, ""),
        (2, " 1 other figure changed with it."),
        (9_001, " 9,000 other figures changed with it."),
    ],
)
def test_a_restated_figure_is_said_with_what_it_was(changed: float, also: str) -> None:
    """From, to and when, and how much else changed: one line for a whole national file."""
    figures: dict[str, float | str] = {
        "at": "2014-02-04T09:00:00+00:00", "changed": changed, "before": "83.0", "after": "withheld",
    }  # fmt: skip
    check = DataCheck("restated", Series("assessments", "Harrow"), MONTH, 24_000, figures)
    said = "The figure for January 2000 was changed on 4 February 2014: 83.0% before, withheld now."
    assert wrong_with(check, indicator()) == (said + also,)


def test_a_figure_of_what_was_given_up_is_said_with_its_end() -> None:
    """Which period was to be the last, and which came after it."""
    check = DataCheck("retired", Series("assessments", "Harrow"), MONTH, 24_001, {"periods": 1})
    assert wrong_with(check, indicator(retired=24_000)) == (
        "January 2000 was to be its last period, yet there is a figure for February 2000. Nothing is "
        "made of it.",
    )
