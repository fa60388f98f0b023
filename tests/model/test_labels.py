import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.labels import PeriodError, clean_label, parse_period
from watchlist.model.period import Calendar, Frequency, Period
from watchlist.model.reading import Status

MONTH = Calendar(Frequency.MONTH)
QUARTER = Calendar(Frequency.QUARTER)
HALF = Calendar(Frequency.HALF_YEAR)
TERM = Calendar(Frequency.TERM)
WEEK = Calendar(Frequency.WEEK)
ACADEMIC = Calendar(Frequency.ACADEMIC_YEAR)
FINANCIAL = Calendar(Frequency.FINANCIAL_YEAR)
CALENDAR = Calendar(Frequency.CALENDAR_YEAR)
REPORTING = Calendar(Frequency.REPORTING_YEAR, 3)
EVERY = [MONTH, QUARTER, HALF, TERM, WEEK, ACADEMIC, FINANCIAL, CALENDAR, REPORTING]


def label(text: str, calendar: Calendar, bare_year: str = "starts") -> str:
    return str(parse_period(text, calendar, bare_year=bare_year))


@given(
    calendar=st.sampled_from(EVERY),
    day=st.dates(date(1901, 1, 1), date(2090, 1, 1)),
    span=st.integers(1, 8),
)
def test_every_label_that_we_write_is_read_back(calendar: Calendar, day: date, span: int) -> None:
    """The label of a period, or of a run of them, names that period and no other."""
    ordinal = calendar.containing(day)
    period = Period(calendar, ordinal, span)
    assert parse_period(calendar.label(ordinal, span), calendar) == period


@pytest.mark.parametrize(
    "text",
    ["2013-12", "2013/12", "201312", "12/2013", "Dec 2013", "December 2013", "2013 December",
     "Dec-13", "2013-12-01", "31/12/2013", "2013-12-31 00:00:00", "2013 Dec", "dec  2013 "],
)  # fmt: skip
def test_december_2013_has_many_names(text: str) -> None:
    """Officers write a month in a dozen ways, and each is December 2013."""
    assert label(text, MONTH) == "2013-12"


@pytest.mark.parametrize(
    ("text", "calendar", "expected"),
    [
        ("2019-20 Q1", QUARTER, "2019-20 Q1"),
        ("2019/20 Q1", QUARTER, "2019-20 Q1"),
        ("Q1 2019-20", QUARTER, "2019-20 Q1"),
        ("2019-20Q1", QUARTER, "2019-20 Q1"),
        ("Quarter 1 2019/2020", QUARTER, "2019-20 Q1"),
        ("202223 Financial year Q1", QUARTER, "2022-23 Q1"),
        ("2019 Q2", QUARTER, "2019-20 Q1"),
        ("2019-Q2", QUARTER, "2019-20 Q1"),
        ("2020 Calendar year Q1", QUARTER, "2019-20 Q4"),
        ("2019-20 H2", HALF, "2019-20 H2"),
        ("202223 Part 1 (April to September)", HALF, "2022-23 H1"),
        ("202223 Autumn term", TERM, "2022-23 autumn"),
        ("summer 2022/23", TERM, "2022-23 summer"),
        ("Spring 2020", TERM, "2019-20 spring"),
        ("Autumn 2019", TERM, "2019-20 autumn"),
        ("2024-W05", WEEK, "2024-W05"),
        ("2024 Week 5", WEEK, "2024-W05"),
        ("Week 53, 2020", WEEK, "2020-W53"),
        ("2024-02-01", WEEK, "2024-W05"),
        ("2025 April", MONTH, "2025-04"),
        ("2025 Reporting year", REPORTING, "2025"),
        ("2017", CALENDAR, "2017"),
        ("2018/19", ACADEMIC, "2018-19"),
        ("201819 Academic year", ACADEMIC, "2018-19"),
        ("2012-2013", FINANCIAL, "2012-13"),
        ("201213", FINANCIAL, "2012-13"),
        ("2012–13", FINANCIAL, "2012-13"),
        ("1999-00", FINANCIAL, "1999-00"),
        ("2016-17 (OT)", FINANCIAL, "2016-17"),
        ("2013-03-31", FINANCIAL, "2012-13"),
        ("2025 (prov)", CALENDAR, "2025"),
        ("2013-04/2013-05", MONTH, "2013-04/2013-05"),
        ("April 2013 to May 2013", MONTH, "2013-04/2013-05"),
        ("2012-13/2014-15", FINANCIAL, "2012-13/2014-15"),
        ("2017/2019", CALENDAR, "2017/2019"),
    ],
)  # fmt: skip
def test_labels_of_councils_and_of_the_department(
    text: str, calendar: Calendar, expected: str
) -> None:
    """Scorecards, minutes and published tables name the same period differently."""
    assert label(text, calendar) == expected


def test_2011_12_is_what_the_indicator_says() -> None:
    """2011-12 is December of a monthly figure and a year of a yearly one."""
    assert MONTH.spoken(parse_period("2011-12", MONTH).ordinal) == "December 2011"
    assert label("2011-12", FINANCIAL) == "2011-12"


def test_a_bare_year_is_read_as_the_source_says() -> None:
    """2016 of a financial year is 2016-17 or 2015-16: only the source knows which."""
    assert label("2016", FINANCIAL) == "2016-17"
    assert label("2016", FINANCIAL, "ends") == "2015-16"
    assert label("2016", ACADEMIC, "ends") == "2015-16"
    assert label("2016", REPORTING, "ends") == "2016"


@pytest.mark.parametrize(
    ("text", "calendar", "sentence"),
    [
        ("2013-13", MONTH, '"2013-13" is not a month: write it like 2013-12'),
        ("2013-00", MONTH, '"2013-00" is not a month: write it like 2013-12'),
        ("", MONTH, '"" is not a month: write it like 2013-12'),
        ("Decade 2013", MONTH, '"Decade 2013" is not a month: write it like 2013-12'),
        ("2013-02-30", MONTH, '"2013-02-30" is not a month: write it like 2013-12'),
        ("2013-13", FINANCIAL, '"2013-13" is not a financial year: write it like 2013-14'),
        ("2019-08", FINANCIAL, '"2019-08" is not a financial year: write it like 2013-14'),
        ("2022-23", CALENDAR, '"2022-23" is not a calendar year: write it like 2013'),
        ("202223 Academic year", FINANCIAL, '"202223 Academic year" is not a financial year: '
         "write it like 2013-14"),
        ("2023-W53", WEEK, '"2023-W53" is not a week: write it like 2013-W48'),
        ("2019-20", QUARTER, '"2019-20" is not a quarter: write it like 2013-14 Q3'),
        ("201920 Academic year Q1", QUARTER, '"201920 Academic year Q1" is not a quarter: '
         "write it like 2013-14 Q3"),
        ("Q2", QUARTER, '"Q2" is not a quarter: write it like 2013-14 Q3'),
        ("2019 H1", HALF, '"2019 H1" is not a half-year: write it like 2013-14 H2'),
        ("2013-05/2013-04", MONTH, '"2013-05/2013-04" is not a month: write it like 2013-12'),
        ("2014-16", FINANCIAL, '"2014-16" covers several years; if every figure of the indicator '
         "does, say pooled: 3 there"),
        ("2013/14-15/16", FINANCIAL, '"2013/14-15/16" covers several years; if every figure of the '
         "indicator does, say pooled: 3 there"),
        ("0", CALENDAR, '"0" is not a calendar year: write it like 2013'),
    ],
)  # fmt: skip
def test_what_is_not_a_period_is_said_in_plain_words(
    text: str, calendar: Calendar, sentence: str
) -> None:
    """An officer reads what is wrong with a label and how to write it."""
    with pytest.raises(PeriodError) as refused:
        parse_period(text, calendar)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "cleaned", "status"),
    [
        ("2025 (prov)", "2025", Status.PROVISIONAL),
        ("2016-17 (OT)", "2016-17", Status.FINAL),
        ("2018 (Rev)", "2018", Status.FINAL),
        ("2020 (Final)", "2020", Status.FINAL),
        (" 2016 ", "2016", None),
        ("202223 Part 1 (April to September)", "202223 Part 1 (April to September)", None),
    ],
)
def test_a_remark_behind_a_label_is_a_status(
    text: str, cleaned: str, status: Status | None
) -> None:
    """Provisional figures are known by the remark behind their year."""
    assert clean_label(text) == (cleaned, status)


@given(text=st.text(max_size=25), calendar=st.sampled_from(EVERY))
def test_no_text_does_anything_but_be_read_or_refused(text: str, calendar: Calendar) -> None:
    """Whatever stands in a period column, it is a period or a sentence, never a crash."""
    with contextlib.suppress(PeriodError):
        assert parse_period(text, calendar).span >= 1


@pytest.mark.parametrize(
    ("label", "calendar", "said"),
    [
        ("2019-01/2019-08", CALENDAR, (2019, -8)),
        ("January 2019 to August 2019", CALENDAR, (2019, -8)),
        ("2012-04/2012-12", FINANCIAL, (2012, -9)),
        ("2012-04/2013-03", FINANCIAL, (2012, 1)),
        ("2012-04/2014-03", FINANCIAL, (2012, 2)),
        ("2012-09/2013-02", ACADEMIC, (2012, -6)),
    ],
)
def test_the_first_months_of_a_year_are_a_part_of_it(
    label: str, calendar: Calendar, said: tuple[int, int]
) -> None:
    """What was counted from January to August is of that calendar year; twelve months are the year."""
    period = parse_period(label, calendar)
    assert (period.ordinal, period.span) == said
    if period.span < 0:
        assert parse_period(str(period), calendar) == period


@pytest.mark.parametrize("label", ["2019-02/2019-08", "2019-01/2020-08", "2019-04/2020-03"])
def test_months_that_do_not_begin_with_a_year_are_no_part_of_it(label: str) -> None:
    """Nobody knows how much of the year such a figure is."""
    with pytest.raises(PeriodError):
        parse_period(label, CALENDAR)


def test_several_periods_are_spoken_together() -> None:
    """The year is said once where it is the same."""
    assert MONTH.spoken(parse_period("2013-04", MONTH).ordinal, 2) == "April to May 2013"
    assert MONTH.spoken(parse_period("2013-12", MONTH).ordinal, 2) == (
        "December 2013 to January 2014"
    )
    assert CALENDAR.spoken(2019, -8) == "January to August 2019"
