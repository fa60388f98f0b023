"""Labels of figures that cover several years: ``2014-16``, ``2013/14-15/16``.

Which years such a label covers depends on how many the indicator pools: ``2014-16`` is three
calendar years of an indicator that pools three, and nothing of one that does not.
"""

from __future__ import annotations

import re

from watchlist.model.label_parts import YEAR
from watchlist.model.period import Calendar, Frequency

#: First and last year, each bare (``2014``) or double (``2013/14``).
_POOLED = re.compile(rf"({YEAR})(?:[-/](\d\d))? ?(?:-|to) ?({YEAR}|\d\d)(?:[-/](\d\d))?")
_DOUBLE = (Frequency.ACADEMIC_YEAR, Frequency.FINANCIAL_YEAR)


def pooled_years(label: str, calendar: Calendar, bare_year: str) -> tuple[int, int] | None:
    """The ordinals of the first and the last year that a label (in lower case) covers; None where
    it does not name at least two."""
    found = _POOLED.fullmatch(label)
    if found is None or not calendar.frequency.is_year:
        return None
    first = int(found[1])
    last = int(found[3]) if len(found[3]) == 4 else first + (int(found[3]) - first) % 100
    if not _whole(first, found[2], last, found[4], calendar) or last <= first:
        return None
    back = calendar.frequency in _DOUBLE and found[2] is None and bare_year == "ends"
    return first - back, last - back


def _whole(
    first: int, after_first: str | None, last: int, after_last: str | None, calendar: Calendar
) -> bool:
    """Both years are written alike; only years that begin in one year and end in the next are
    written double."""
    if after_first is None or after_last is None:
        return after_first is after_last
    follow = int(after_first) == (first + 1) % 100 and int(after_last) == (last + 1) % 100
    return follow and calendar.frequency in _DOUBLE


def label(calendar: Calendar, ordinal: int, years: int = 1) -> str:
    """The label of a period; of one whose figures cover several years, that of all of them."""
    return calendar.label(ordinal) if years == 1 else pooled_label(calendar, ordinal, years)


def spoken(calendar: Calendar, ordinal: int, years: int = 1) -> str:
    """A period as a sentence says it: "December 2013"; "2014-16" where figures cover three years."""
    return calendar.spoken(ordinal) if years == 1 else pooled_label(calendar, ordinal, years)


def pooled_label(calendar: Calendar, last: int, years: int) -> str:
    """The label of the ``years`` years that end with the period ``last``."""
    first = last - years + 1
    if calendar.frequency in _DOUBLE:
        return f"{_slashed(first)}-{_slashed(last)[2:]}"
    return f"{first}-{last % 100:02d}"


def _slashed(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"
