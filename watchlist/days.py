"""Days as people write them: 2014-03-19, 19/03/2014, 19 March 2014, and the month September 2014."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime

from watchlist.model.acts import Due
from watchlist.model.errors import UsageError
from watchlist.model.indicator import Committee
from watchlist.rulebook.wording import nearest, quote

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")
_MONTHS = ("%Y-%m", "%B %Y", "%b %Y")


def day_of(text: str) -> date:
    """A day. Raises UsageError for what is none."""
    found = _parsed(text, _DAYS)
    if found is None:
        raise UsageError(f"{quote(text)} is not a day; write it like 2014-03-19 or 19 March 2014")
    return found


def by_day(text: str) -> tuple[date, str]:
    """A day by which something is expected, with the period in words where a whole month was named:
    its last day."""
    month = _parsed(text, _MONTHS)
    if month is None:
        return day_of(text), ""
    last = monthrange(month.year, month.month)[1]
    return month.replace(day=last), f"{month:%B %Y}"


def due_of(
    committees: Mapping[str, Committee],
    today: date,
    *,
    day: str = "",
    meeting: tuple[str, str] | None = None,
    event: str = "",
) -> Due | None:
    """By when: one of a day, a meeting and an outside event; None where nothing is said. Raises
    UsageError for more than one of them and for a committee whose next meeting nobody knows."""
    if sum(map(bool, (day, meeting, event))) > 1:
        raise UsageError("by when is a day, a meeting or an outside event: say one of them")
    if meeting:
        return Due(_meeting(committees, today, *meeting), meeting[0])
    if event:
        return Due(event=event)
    return Due(day_of(day)) if day else None


def _meeting(committees: Mapping[str, Committee], today: date, name: str, day: str) -> date:
    if day.strip().lower() != "next":
        return day_of(day)
    committee = committees.get(name)
    if committee is None:
        raise UsageError(f"there is no committee {quote(name)}{nearest(name, committees)}")
    later = [each for each in committee.meetings if each > today]  # today's is being held
    if not later:
        raise UsageError(f"nobody has said when {committee.title} meets next; name the day")
    return min(later)


def _parsed(text: str, forms: tuple[str, ...]) -> date | None:
    words = " ".join(text.split())
    for form in forms:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
