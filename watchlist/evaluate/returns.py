"""Returns: the figure that should come next, and whether it is late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from watchlist.model.calendar import due_date, late_from
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Rulebook


@dataclass(frozen=True)
class Return:
    """The oldest outstanding return of one indicator in one area: its period (an ordinal), the day on
    which it is due, and whether it is overdue by now."""

    indicator: Indicator
    area: str
    period: int
    due: date
    overdue: bool


def next_return(indicator: Indicator, area: str, newest: int, today: date) -> Return | None:
    """What should come after the newest reading; None where nobody said when, or nothing will."""
    period = newest + 1
    if indicator.due is None or indicator.is_past(period):
        return None
    late = today >= late_from(indicator, period) and "overdue" not in indicator.checks.off
    return Return(indicator, area, period, due_date(indicator, period), late)


def returns(book: Rulebook, newest: Mapping[tuple[str, str], int], today: date) -> Iterator[Return]:
    """The return that is outstanding for each (indicator, area), of which ``newest`` has the period
    of the newest reading."""
    for (name, area), period in newest.items():
        if found := next_return(book.indicators[name], area, period, today):
            yield found
