"""What was given up: judged to its last period, expected no more, never stale."""

from __future__ import annotations

from datetime import date

from tests.evaluate.build import area, book, indicator, month, panel, rule, verdicts, worse_than
from tests.evaluate.judging import figures
from watchlist.evaluate.checks import check
from watchlist.evaluate.engine import evaluate
from watchlist.model.indicator import Indicator, Interval
from watchlist.model.register import DataCheck

FIRST = month(2000, 1)
DUE = Interval(15, "working days")


def given_up(after: int) -> Indicator:
    """An indicator whose last period is so many months after the first."""
    return indicator(target=85, retired=FIRST + after, due=DUE)


def test_nothing_is_judged_after_the_last_period() -> None:
    """90, 70 and then, after its end, 60: the last verdict is that of the 70."""
    one, late = given_up(1), rule(amber=worse_than("target"))
    table = figures(90, 70, 60, first=FIRST)
    (found,) = evaluate([late], book(one, late), {table.calendar: table}, date(2000, 4, 1))
    assert verdicts(found.verdict) == ".A-"
    assert found.anchor.tolist() == [1]


def test_other_rules_do_not_hold_anything_against_what_came_after() -> None:
    """Vacancies held against an indicator that ended are held against its last figure."""
    ended = indicator("old", retired=FIRST)
    held = rule(amber=worse_than(("indicator", "old")))
    table = panel({"assessments": [70, 70], "old": [60, 80]}, first=FIRST)
    words = book(indicator(), ended, held)
    (found,) = evaluate([held], words, {table.calendar: table}, date(2000, 4, 1))
    assert verdicts(found.verdict) == ".."


def test_what_ended_is_never_stale() -> None:
    """Ten years after its last return nobody says that figures should have come."""
    late = rule(amber=worse_than("target"))
    table = figures(90, 70, first=FIRST)
    for one, stale in ((given_up(1), False), (indicator(target=85, due=DUE), True)):
        (found,) = evaluate([late], book(one, late), {table.calendar: table}, date(2010, 4, 1))
        assert found.stale.tolist() == [stale]


def test_an_end_that_lies_ahead_changes_nothing() -> None:
    """Until its last return is due an indicator is late, and stale, like any other."""
    late = rule(amber=worse_than("target"))
    table = figures(90, first=FIRST)
    today = date(2000, 8, 1)
    (found,) = evaluate([late], book(given_up(40), late), {table.calendar: table}, today)
    assert found.stale.tolist() == [True]


def said(one: Indicator, *row: float | None, today: date = date(2010, 1, 1)) -> list[DataCheck]:
    table = figures(*row, first=FIRST)
    return check(book(one, area("Harrow", own=True)), {table.calendar: table}, today)


def test_no_return_is_overdue_after_the_last() -> None:
    """The last return itself is asked for; after it nothing is."""
    assert said(given_up(1), 80, 80) == []
    (last,) = said(given_up(1), 80)
    assert (last.check, last.period) == ("overdue", FIRST + 1)


def test_figures_after_the_end_are_found_once() -> None:
    """Somebody still returns what was given up: one finding, however many figures."""
    (after,) = said(given_up(1), 80, 80, 81, None, 200)
    assert (after.check, after.period) == ("retired", FIRST + 2)
    assert after.figures == {"periods": 2}
