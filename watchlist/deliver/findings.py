"""Findings about data → sentences: what is wrong with a figure, and what it should be."""

from __future__ import annotations

from datetime import date

from watchlist.deliver.figures import amount, decimals, decimals_beside
from watchlist.model.indicator import Indicator, Unit, UnitKind
from watchlist.model.pooled import spoken
from watchlist.model.register import DataCheck

_COUNT, _PERCENT = Unit(UnitKind.COUNT), Unit(UnitKind.PERCENT)


def wrong_with(check: DataCheck, indicator: Indicator) -> tuple[str, ...]:
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


def _way(growth: float) -> str:
    return "fall" if growth < 0 else "rise"


def _number(check: DataCheck, name: str) -> float:
    return float(check.figures[name])
