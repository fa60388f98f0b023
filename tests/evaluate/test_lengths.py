"""Figures over several periods, over a part of one, over the year to date, and across definitions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.evaluate.build import (
    MONTH,
    OWN,
    Over,
    above,
    area,
    below,
    better_than,
    book,
    indicator,
    month,
    panel,
    verdicts,
    worse_than,
)
from tests.evaluate.judging import figures, judge, leaf, truth
from watchlist.evaluate.checks import check
from watchlist.evaluate.lengths import covered
from watchlist.model.indicator import Indicator
from watchlist.model.period import Calendar, Frequency
from watchlist.model.rule import Level
from watchlist.register.review import terms
from watchlist.register.walk import walk

CALENDAR_YEAR = Calendar(Frequency.CALENDAR_YEAR)
COUNT = (indicator(units="count", better="lower"),)
SHARE = (indicator(target=85),)
YEARS = (indicator(units="count", better="lower", every=CALENDAR_YEAR),)
APRIL = month(2012, 4)


def test_34_in_two_months_is_17_a_month() -> None:
    """More than 16 a month and less than 18, whichever month is meant."""
    row = figures(10, None, Over(34, 2))
    assert truth(above(16), row, indicators=COUNT) == "F?T"
    assert truth(above(18), row, indicators=COUNT) == "F?F"
    assert truth(above("previous"), row, indicators=COUNT) == "-?T"


def test_a_percentage_of_two_months_is_not_judged() -> None:
    """Nobody knows what each of the two months was; the target is not held against it."""
    assert truth(worse_than("target"), figures(80, None, Over(80, 2)), indicators=SHARE) == "T?-"
    assert truth(worse_than("target"), figures(80, None, Over("c", 2)), indicators=SHARE) == "T??"


def test_its_parts_are_counts_and_shared_out() -> None:
    """90 of 108 in two months are 45 a month."""
    row = figures(80, None, Over("90/108", 2))
    assert truth(above(44, of="numerator"), row, indicators=SHARE) == "??T"
    assert truth(above(46, of="numerator"), row, indicators=SHARE) == "??F"


def test_the_months_that_a_figure_covers_are_past_once_it_is_in() -> None:
    """June is held against the rate of April and May, and a year later April against it too; what
    May itself could be held against in May is not known before."""
    row = figures(None, Over(34, 2), 20, *[18] * 8, *[None] * 3, 20, first=APRIL)
    assert truth(above("previous"), row, indicators=COUNT)[2] == "T"
    later = figures(None, Over(34, 2), *[18] * 10, 16, 18, first=APRIL)
    assert truth(above("a year ago"), later, indicators=COUNT)[-2:] == "FT"
    known = leaf(above("average of last 4"), later, indicators=COUNT).held_against[0]
    assert np.isnan(known[1])
    assert known[2:4].tolist() == [17, pytest.approx((17 + 17 + 18) / 3)]


def test_only_the_months_covered_are_not_missing() -> None:
    """A span is no gap: the check for missing figures can tell."""
    row = figures(10, None, Over(34, 2), None, 12)
    assert covered(row, np.array([0])).tolist() == [[False, True, False, False, False]]

    found = check(book(*COUNT), {MONTH: row}, date(2000, 6, 1))
    assert [one.period - row.first for one in found if one.check == "missing"] == [3]


def test_eight_months_of_a_year_are_held_at_the_years_rate() -> None:
    """343 in eight months is 514.5 a year: more than the 356 of the year before."""
    row = figures(281, 356, Over(343, 8 / 12), first=2017, every=CALENDAR_YEAR)
    assert truth(above("previous"), row, indicators=YEARS) == "-TT"
    assert truth(above(514), row, indicators=YEARS) == "FFT"
    assert truth(above(515), row, indicators=YEARS) == "FFF"


def test_the_average_of_a_named_year_is_the_same_for_all_months_after_it() -> None:
    """12 a month in 2012-13, by month or as one figure; nothing is held against it before it ends,
    and months that began after it have none."""
    rise = above("average of 2012-13")
    row = figures(*[12] * 12, 23, 17, 11, first=APRIL)
    assert truth(rise, row, indicators=COUNT) == "-" * 12 + "TTF"
    whole = figures(*[None] * 11, Over(144, 12), 23, 17, 11, first=APRIL)
    assert truth(rise, whole, indicators=COUNT)[-4:] == "-TTF"
    assert truth(rise, figures(23, 17, first=month(2013, 4)), indicators=COUNT) == "--"
    few = figures(*[12] * 5, *[None] * 7, 23, first=APRIL)
    assert truth(rise, few, indicators=COUNT)[-1] == "?"


def test_a_named_year_is_of_the_calendar_that_its_label_says() -> None:
    """2012 is January to December; 2012-13 of an academic indicator September to August."""
    row = figures(*[10] * 3, *[20] * 12, 15, first=month(2012, 1))
    held = leaf(above("average of 2012"), row, indicators=COUNT).held_against[0]
    assert held[-1] == pytest.approx((3 * 10 + 9 * 20) / 12)
    academic = (indicator(units="count", year=Frequency.ACADEMIC_YEAR),)
    late = figures(*[10] * 8, *[20] * 12, 15, first=month(2012, 1))
    assert leaf(above("average of 2012-13"), late, indicators=academic).held_against[0, -1] == 20


def test_the_best_and_the_worst_are_by_the_indicators_better_side() -> None:
    """Of vacancies the best is the lowest; half of the months must be known."""
    row = figures(70, 90, 80, 85, 69)
    assert truth(better_than("best of last 3"), row) == "-?FFF"
    assert truth(worse_than("worst of last 4"), row) == "-?FFT"
    lower = (indicator(better="lower"),)
    assert truth(better_than("best of last 3"), row, indicators=lower) == "-?FFT"


def _to_date(*row: object, of: Indicator = COUNT[0], first: int = APRIL) -> list[float]:
    condition = above(0, of="year to date")
    return list(leaf(condition, figures(*row, first=first), indicators=(of,)).tested[0])  # type: ignore[arg-type]


def test_counts_add_up_over_their_year() -> None:
    """From April, from September or from January on, and again from nothing."""
    assert _to_date(1, 2, 3, first=month(2012, 2)) == pytest.approx(
        [np.nan, np.nan, 3], nan_ok=True
    )
    assert _to_date(1, 2, 4) == [1, 3, 7]
    academic = indicator(units="count", year=Frequency.ACADEMIC_YEAR)
    assert _to_date(1, 2, 4, of=academic, first=month(2012, 9)) == [1, 3, 7]


def test_a_year_to_date_is_good_against_the_same_point_of_last_year() -> None:
    """Twice as many in April, one fewer in each month after it: by March the year is made good."""
    row = figures(*[10] * 12, 20, *[9] * 11, first=APRIL)
    found = leaf(above("a year ago", of="year to date"), row, indicators=COUNT)
    assert not found.anchored
    assert found.good[0, 12:].tolist() == [False] * 10 + [True] * 2


def test_a_gap_leaves_the_year_to_date_unknown_until_a_longer_figure_fills_it() -> None:
    """Nobody knows the sum of what was not counted; two months together say what they were."""
    assert _to_date(1, None, 4) == pytest.approx([1, np.nan, np.nan], nan_ok=True)
    assert _to_date(1, None, Over(6, 2), 1) == pytest.approx([1, np.nan, 7, 8], nan_ok=True)


def test_percentages_to_date_are_those_of_their_counts() -> None:
    """50 of 93 and 60 of 93 are 110 of 186; without counts there is nothing to judge."""
    found = figures("50/93", "60/93", 80, "60/93", first=APRIL)
    target = worse_than("target", of="year to date")
    assert leaf(target, found).tested[0, 1] == pytest.approx(100 * 110 / 186)
    assert truth(target, found) == "TT-?"


def test_a_year_ago_to_date_is_the_same_point_of_the_year() -> None:
    """45 by June against 30 by June of last year."""
    row = figures(*[10] * 12, 12, 13, 20, first=APRIL)
    rise = leaf(above("a year ago", of="year to date"), row, indicators=COUNT)
    assert rise.tested[0, -1] == 45
    assert rise.held_against[0, -3:].tolist() == [10, 20, 30]


def test_another_area_is_read_to_date_at_the_same_month_only() -> None:
    """What England had come to by May says nothing of June."""
    rows = {("assessments", OWN): [5, 5, 5], ("assessments", "England"): [4, 4]}
    areas = (area(OWN, own=True), area("England"))
    cells = panel(rows, first=APRIL)
    rise = above(("area", "England"), of="year to date")
    assert truth(rise, cells, indicators=COUNT, areas=areas) == "TT?"


CHANGED = (indicator(units="count", better="lower", definition_changed=(APRIL + 3,)),)


def test_nothing_compares_across_a_change_of_definition() -> None:
    """Nine exclusions by the old definition and seven by the new one are neither more nor less."""
    row = figures(9, 9, 9, 12, 13, 14, 15, first=APRIL)
    assert truth(above("previous"), row, indicators=CHANGED) == "-FF-TTT"
    assert truth(above("average of last 3"), row, indicators=CHANGED) == "-?F--TT"
    assert truth(above(10), row, indicators=CHANGED) == "FFFTTTT"
    assert truth(above(1, of="year to date"), row, indicators=CHANGED) == "TTT----"


def test_a_breach_of_the_old_definition_neither_recovers_nor_worsens_by_the_new() -> None:
    """A rise to 20 from 9 is on the list; that the new definition counts 5 is no recovery. It is
    unmeasured after a while, for people to look at."""
    row = figures(9, 9, 20, *[5] * 6, first=APRIL)
    found = judge(above("previous"), row, indicators=CHANGED)
    assert verdicts(found.verdict) == "-.A-....."

    rows = np.arange(1)
    judged = terms(found.rule, found, rows, book(*CHANGED, found.rule))
    track = walk(found, rows, np.array([-1]), judged).after.track(0, APRIL)
    assert track.state.live
    assert track.unmeasured
    plain = judge(above("previous"), row, indicators=COUNT)
    assert not walk(plain, rows, np.array([-1]), judged).after.track(0, APRIL).state.live


def test_what_covers_no_more_than_its_own_period_costs_no_layer() -> None:
    """Lengths are one number for all until somebody gives another."""
    assert figures(1, 2, 3).of_one_length
    assert not figures(1, None, Over(3, 2)).of_one_length
    assert judge(below(5), figures(1, 2)).leaf(Level.AMBER, 0).since is None
