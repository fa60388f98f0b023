"""Forty indicators and what comes in of them: when each return is due, when it really comes, and what
it says. Bad spells, figures withheld, returns late or never; three restated. All of it by dice that
fall alike every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from tests.year.days import FIRST, LAST, instant, working_days_after

COMMITTEES = ("children", "schools", "health")
HEADS = tuple(f"head-{n}" for n in range(8))
TAG = "education"
GOOD, BAD, WITHHELD = "90", "70", "c"

#: When a file may come on its day: no two within the half hour for which news waits.
CLOCKS = ("10:05", "13:20", "15:45")


@dataclass(frozen=True)
class Indicator:
    """``due`` as the rulebook has it; ``asks``: its rule wants to be acknowledged in ten working
    days; ``reviewed``: its rule wants it looked at again two weeks after it came onto the list."""

    number: int
    every: str
    due: str

    @property
    def name(self) -> str:
        return f"measure-{self.number:02}"

    @property
    def title(self) -> str:
        return f"Measure {self.number:02}"

    @property
    def owner(self) -> str:
        return HEADS[self.number % len(HEADS)]

    @property
    def committee(self) -> str:
        return COMMITTEES[self.number % len(COMMITTEES)]

    @property
    def tags(self) -> tuple[str, ...]:
        return (TAG,) if self.number % 5 == 0 else ()

    @property
    def level(self) -> str:
        return "red" if self.number % 2 else "amber"

    @property
    def asks(self) -> bool:
        return self.number % 4 == 1

    @property
    def reviewed(self) -> bool:
        return self.number % 4 == 2


@dataclass(frozen=True)
class Reading:
    """What one return says; ``comes`` is None where it never does."""

    indicator: Indicator
    period: str
    due: date
    comes: datetime | None
    cell: str


@dataclass(frozen=True)
class Restated:
    """That a figure which came before is another one from a moment on."""

    indicator: Indicator
    period: str
    at: datetime
    cell: str


def _indicator(number: int) -> Indicator:
    if number < 24:
        return Indicator(number, "month", "15 working days" if number % 2 else "10 days")
    if number < 36:
        return Indicator(number, "quarter", "6 weeks")
    return Indicator(number, "calendar-year" if number % 2 else "financial-year", "3 months")


INDICATORS = tuple(map(_indicator, range(40)))

#: One whose only bad month turns out to have been good; one that turns out bad; one that stays good.
WITHDRAWN, FOUND_BAD, FOUND_GOOD = INDICATORS[21], INDICATORS[22], INDICATORS[23]
RESTATED = (
    Restated(WITHDRAWN, "2026-10", instant(date(2026, 12, 2), "10:05"), GOOD),
    Restated(FOUND_BAD, "2027-01", instant(date(2027, 2, 26), "13:20"), BAD),
    Restated(FOUND_GOOD, "2027-04", instant(date(2027, 6, 4), "15:45"), "91"),
)
_SPOKEN_OF = {WITHDRAWN: {"2026-10": BAD}, FOUND_BAD: {}, FOUND_GOOD: {}}


def _periods(every: str) -> Iterator[tuple[str, date]]:
    """The name and the last day of each period from 2024 to 2027."""
    for month in range(2024 * 12, 2028 * 12):
        year, n = divmod(month, 12)
        last = date(year + (n == 11), (n + 1) % 12 + 1, 1) - timedelta(days=1)
        begun = year if n >= 3 else year - 1  # of the financial year, in April
        if every == "month":
            yield f"{year}-{n + 1:02}", last
        elif every == "quarter" and n % 3 == 2:
            yield f"{begun}-{(begun + 1) % 100:02} Q{(n - 3) % 12 // 3 + 1}", last
        elif every == "financial-year" and n == 2:
            yield f"{begun}-{(begun + 1) % 100:02}", last
        elif every == "calendar-year" and n == 11:
            yield f"{year}", last


def due_day(indicator: Indicator, last: date) -> date:
    """The day on which the return for a period is due that ends on its ``last`` day."""
    amount, _, unit = indicator.due.partition(" ")
    if unit == "working days":
        return working_days_after(last, int(amount))
    if unit == "months":  # of years alone, which end in December or in March
        return date(last.year + 1, 3, 31) if last.month == 12 else date(last.year, 6, 30)
    return last + timedelta(days=int(amount) * (7 if unit == "weeks" else 1))


@cache
def readings(indicator: Indicator) -> tuple[Reading, ...]:
    """Every return that is due in the year, and those before it, which were all well and in time."""
    dice, found = Random(indicator.name), list[Reading]()
    for period, last in _periods(indicator.every):
        due = due_day(indicator, last)
        if due < FIRST:
            found.append(Reading(indicator, period, due, instant(date(2026, 9, 30), "12:00"), GOOD))
        elif due <= LAST:
            found.append(_in_the_year(indicator, period, due, dice))
    return tuple(found)


def _in_the_year(indicator: Indicator, period: str, due: date, dice: Random) -> Reading:
    scripted = _SPOKEN_OF.get(indicator)
    late = dice.choices([-3, -2, -1, 0, 1, 5, 12], [3, 3, 3, 3, 1, 1, 1])[0]
    clock, never = dice.choice(CLOCKS), dice.random() < 0.04
    cell = dice.choices([GOOD, BAD, WITHHELD], [70, 25, 5])[0]
    if scripted is not None:
        late, never, cell = 0, False, scripted.get(period, GOOD)
    comes = None if never else instant(due + timedelta(days=late), clock)
    return Reading(indicator, period, due, comes, cell)


def come_by(moment: datetime) -> dict[tuple[str, str], str]:
    """(indicator, period) -> the cell, as the council's scorecard has it at a moment."""
    cells = {
        (each.indicator.name, each.period): each.cell
        for indicator in INDICATORS
        for each in readings(indicator)
        if each.comes is not None and each.comes <= moment
    }
    again = (each for each in RESTATED if each.at <= moment)
    return cells | {(each.indicator.name, each.period): each.cell for each in again}


def moments() -> list[datetime]:
    """When the scorecard becomes another one."""
    come = {each.comes for one in INDICATORS for each in readings(one) if each.comes}
    return sorted(come | {each.at for each in RESTATED})
