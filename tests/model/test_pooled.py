"""Figures over several years: published each year, each covering three."""

from __future__ import annotations

import pytest

from watchlist.model.labels import PeriodError, parse_period
from watchlist.model.period import Calendar, Frequency
from watchlist.model.pooled import pooled_label

CALENDAR = Calendar(Frequency.CALENDAR_YEAR)
FINANCIAL = Calendar(Frequency.FINANCIAL_YEAR)
MARCH = Calendar(Frequency.REPORTING_YEAR, 3)


@pytest.mark.parametrize(
    ("text", "calendar", "year"),
    [
        ("2014-16", CALENDAR, "2016"),
        ("2014–16", CALENDAR, "2016"),
        ("2014-2016", CALENDAR, "2016"),
        ("2014 to 2016", CALENDAR, "2016"),
        ("2014-16 (prov)", CALENDAR, "2016"),
        ("2010-12", CALENDAR, "2012"),
        ("1998-00", CALENDAR, "2000"),
        ("2014-16", MARCH, "2016"),
        ("2014-16", FINANCIAL, "2016-17"),
        ("2013/14-15/16", FINANCIAL, "2015-16"),
        ("2013/14 - 2015/16", FINANCIAL, "2015-16"),
        ("2013-14 to 2015-16", FINANCIAL, "2015-16"),
    ],
)
def test_a_figure_over_three_years_is_of_the_year_they_end_in(
    text: str, calendar: Calendar, year: str
) -> None:
    assert str(parse_period(text, calendar, pooled=3)) == year


def test_a_bare_year_of_a_pooled_label_is_read_as_the_source_says() -> None:
    assert str(parse_period("2014-16", FINANCIAL, bare_year="ends", pooled=3)) == "2015-16"


@pytest.mark.parametrize("calendar", [CALENDAR, FINANCIAL, MARCH])
def test_figures_over_three_years_follow_each_other_year_by_year(calendar: Calendar) -> None:
    labels = [pooled_label(calendar, year, 3) for year in range(2014, 2024)]
    read = [parse_period(label, calendar, pooled=3).ordinal for label in labels]
    assert read == list(range(2014, 2024))


@pytest.mark.parametrize(
    ("text", "calendar", "example"),
    [
        ("2016", CALENDAR, "2013-15"),
        ("2015-16", CALENDAR, "2013-15"),
        ("2014-17", CALENDAR, "2013-15"),
        ("2013/14-15/16", CALENDAR, "2013-15"),
        ("2013/15-15/16", FINANCIAL, "2013/14-15/16"),
        ("2013/14-16", FINANCIAL, "2013/14-15/16"),
        ("2015-16", FINANCIAL, "2013/14-15/16"),
        ("0", FINANCIAL, "2013/14-15/16"),
    ],
)
def test_a_figure_over_another_number_of_years_is_never_put_beside_those_over_three(
    text: str, calendar: Calendar, example: str
) -> None:
    with pytest.raises(PeriodError) as refused:
        parse_period(text, calendar, pooled=3)
    assert str(refused.value) == f'"{text}" does not cover 3 years: write it like {example}'
