"""England's days as they stand on a kitchen calendar: the bank holidays of the year, when the clocks
change, what comes so many working days later. Nothing here is worked out by the product."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

FIRST, LAST = date(2026, 10, 1), date(2027, 9, 30)
ONE_DAY = timedelta(days=1)

#: Christmas 2026 falls on a Friday, so that Boxing Day is kept on the Monday after it; Easter 2027 is
#: on the day on which the clocks go forward.
BANK_HOLIDAYS = {
    date(2026, 8, 31): "Summer bank holiday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day, kept on the Monday",
    date(2027, 1, 1): "New Year's Day",
    date(2027, 3, 26): "Good Friday",
    date(2027, 3, 29): "Easter Monday",
    date(2027, 5, 3): "Early May bank holiday",
    date(2027, 5, 31): "Spring bank holiday",
    date(2027, 8, 30): "Summer bank holiday",
}
AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)

#: From the one moment to the other the clocks of London show the time of Greenwich.
WINTER = datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_days_after(day: date, many: int) -> date:
    """So many working days later, or earlier; the day itself is not counted."""
    step = ONE_DAY if many > 0 else -ONE_DAY
    left = abs(many)
    while left:
        day += step
        left -= is_working(day)
    return day


def first_working_day(year: int, month: int) -> date:
    day = date(year, month, 1)
    while not is_working(day):
        day += ONE_DAY
    return day


def on_the_wall(moment: datetime) -> datetime:
    """What the clock on the wall shows at an instant."""
    winter = WINTER[0] <= moment < WINTER[1]
    return (moment + timedelta(hours=0 if winter else 1)).replace(tzinfo=None)


def instant(day: date, clock: str) -> datetime:
    """When it is that time on a day. No test asks for an hour that is left out; of one that comes twice
    the first is meant."""
    wall = datetime.combine(day, time.fromisoformat(clock)).replace(tzinfo=UTC)
    summer = wall - timedelta(hours=1)
    return summer if on_the_wall(summer) == wall.replace(tzinfo=None) else wall


def day_of(moment: datetime) -> date:
    return on_the_wall(moment).date()


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
