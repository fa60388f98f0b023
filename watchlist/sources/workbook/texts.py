"""Cells as text, in the words that every other file uses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

#: Days as numbers, where somebody lost their format: 1990 to 2100.
_DAYS = range(32_874, 73_051)
_EPOCH = date(1899, 12, 30)


def cell_text(value: Any, *, percent: bool = False) -> str:
    """A figure without a needless ``.0``; a day as 2025-04-01; 0.83 shown as a percentage as 83%."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return f"{_shortest(100 * Decimal(repr(value)))}%" if percent else number_text(value)
        case datetime():
            at_midnight = value.time() == time()
            return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return " ".join(str(value).split())


def number_text(value: float) -> str:
    return _shortest(Decimal(repr(value)))


def hundredfold(text: str) -> str:
    """A fraction as a percentage: ``0.83`` is ``83%``."""
    return f"{_shortest(100 * Decimal(text))}%"


def _shortest(number: Decimal) -> str:
    rounded = number.quantize(Decimal("1e-12")) if abs(number) < 10**12 else number
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def heading_text(value: Any) -> str:
    """As a cell, but a number that can only be a day is one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        whole = int(value) if value == int(value) else 0
        if whole in _DAYS:
            return (_EPOCH + timedelta(days=whole)).isoformat()
    return cell_text(value)
