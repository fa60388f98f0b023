"""Findings about data → sentences: what is wrong with a figure, and what it should be."""

from __future__ import annotations

from datetime import date, datetime

from watchlist.deliver.corrected import by_hand
from watchlist.deliver.figures import amount, before_and_now, decimals, decimals_beside
from watchlist.deliver.names import Names
from watchlist.model.corrections import By
from watchlist.model.indicator import Indicator, Unit, UnitKind
from watchlist.model.pooled import spoken
from watchlist.model.register import DataCheck

_COUNT, _PERCENT = Unit(UnitKind.COUNT), Unit(UnitKind.PERCENT)


def wrong_with(
    check: DataCheck, indicator: Indicator, names: Names | None = None
) -> tuple[str, ...]:
    """A finding about data, a sentence each.

    >>> wrong_with(check, indicator)  # doctest: +SKIP
    ('16 of 244 is 6.6%, not the 8.6% that was given for quarter 2 of 2013-14.',)
    """
    when = spoken(check.calendar, check.period, indicator.pooled)
    match check.check:
        case "overdue":
            due = date.fromisoformat(str(check.figures["due"]))
            return (f"The figure for {when} was due on {due.day} {due:%B %Y} and has not come.",)
        case "missing":
            return (f"There is no figure for {when}, though there are some before and after it.",)
        case "inconsistent":
            said = (_parts(check, indicator, when), _growth(check, indicator, when))
            return tuple(sentence for sentence in said if sentence)
        case "impossible":
            value = _number(check, "value")
            why = "a percentage is never over 100%" if value > 0 else "it is below zero"
            return (f"{amount(value, indicator.unit)} in {when} cannot be right: {why}.",)
        case "parts":
            return (_adding_up(check, when),)
        case "restated":
            return (_restated(check, indicator, when), *_by_hand(check, names or Names()))
        case "retired":
            last = spoken(check.calendar, indicator.retired or check.period - 1, indicator.pooled)
            return (
                f"{last[:1].upper()}{last[1:]} was to be its last period, yet there is a figure for "
                f"{when}. Nothing is made of it.",
            )
    return (f"Look at the figure for {when}: {check.check}.",)


def _parts(check: DataCheck, indicator: Indicator, when: str) -> str:
    """A value that is not what its own two figures give."""
    if "implied" not in check.figures:
        return ""
    value, implied = _number(check, "value"), _number(check, "implied")
    digits, unit = int(_number(check, "digits")), indicator.unit
    numerator, denominator = (
        amount(_number(check, name), _COUNT) for name in ("numerator", "denominator")
    )
    is_really = amount(implied, unit, decimals_beside(implied, value, digits))
    given = amount(value, unit, digits)
    return (
        f"{numerator} of {denominator} is {is_really}, not the {given} that was given for {when}."
    )


def _growth(check: DataCheck, indicator: Indicator, when: str) -> str:
    """A quoted growth that is not that of the figures."""
    if "implied_growth" not in check.figures:
        return ""
    quoted, implied = _number(check, "quoted"), _number(check, "implied_growth")
    value, before = (amount(_number(check, name), indicator.unit) for name in ("value", "before"))
    digits = decimals_beside(implied, quoted, max(1, decimals(quoted, None)))
    grown = f"a {_way(implied)} of {amount(abs(implied), _PERCENT, digits)}"
    claimed = amount(abs(quoted), _PERCENT)
    if _way(quoted) != _way(implied):
        claimed = f"{_way(quoted)} of {claimed}"
    return f"{before} to {value} is {grown}, not the {claimed} quoted for {when}."


def _adding_up(check: DataCheck, when: str) -> str:
    """Parts that come to something else than their total."""
    sums, total = (amount(_number(check, name), _COUNT) for name in ("parts", "total"))
    of = str(check.figures["of"])
    what = "figures" if of == "value" else f"{of}s"
    by = str(check.figures["dimension"]).replace("_", " ")
    if _number(check, "known") < _number(check, "among"):
        return (
            f"The {what} by {by} that are known come to {sums} already, more than the total of "
            f"{total} for {when}."
        )
    return f"The {what} by {by} come to {sums}, not to the total of {total} for {when}."


def _restated(check: DataCheck, indicator: Indicator, when: str) -> str:
    """A figure that is another one now, and how many more are."""
    figures = str(check.figures["before"]), str(check.figures["after"])
    before, after = before_and_now(*figures, indicator.unit)
    day = datetime.fromisoformat(str(check.figures["at"]))
    on, others = f"{day.day} {day:%B %Y}", int(_number(check, "changed")) - 1
    said = f"The figure for {when} was changed on {on}: {before} before, {after} now."
    if others < 1:
        return said
    return f"{said} {others:,} other figure{'' if others == 1 else 's'} changed with it."


def _by_hand(check: DataCheck, names: Names) -> tuple[str, ...]:
    """Who put it right, where no source did."""
    if "who" not in check.figures:
        return ()
    who, acting_for, reason = (str(check.figures[name]) for name in ("who", "for", "reason"))
    return (by_hand(By(who, acting_for or None, reason), names),)


def _way(growth: float) -> str:
    return "fall" if growth < 0 else "rise"


def _number(check: DataCheck, name: str) -> float:
    return float(check.figures[name])
