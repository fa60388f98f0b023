"""How long something took, as people say it."""

from __future__ import annotations

_DAYS_A_MONTH = 365.25 / 12


def spoken_days(days: float) -> str:
    """In days up to two weeks, in weeks up to two months, in months up to two years, then in years
    with one decimal: "9 days", "5 weeks", "14 months", "2.5 years"."""
    if days < 14:
        return _several(f"{days:.0f}", "day")
    if days < 2 * _DAYS_A_MONTH - 1:
        return _several(f"{days / 7:.0f}", "week")
    if days < 24 * _DAYS_A_MONTH:
        return _several(f"{days / _DAYS_A_MONTH:.0f}", "month")
    return _several(f"{days / (12 * _DAYS_A_MONTH):.1f}".removesuffix(".0"), "year")


def _several(number: str, noun: str) -> str:
    return f"{number} {noun}{'' if number == '1' else 's'}"
