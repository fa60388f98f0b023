"""Figures as people write them, read by the unit of their indicator."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from watchlist.model.indicator import Unit, UnitKind
from watchlist.model.reading import Marker

NAN = math.nan


class FigureError(ValueError):
    """A text that is no clear figure; the error's text says what to write instead."""


@dataclass(frozen=True)
class Figure:
    """What a cell says. ``digits`` is the number of decimals as written (-6 for "£3m", None where
    the figure was worked out), ``read_as`` how a figure was read that is not plain digits."""

    value: float = NAN
    digits: int | None = None
    marker: Marker = Marker.FIGURE
    numerator: float = NAN
    denominator: float = NAN
    read_as: str | None = None


_SYMBOLS = {
    **dict.fromkeys(("", "-", "–", "—", "_", "n/a", "na"), Marker.MISSING),
    "c": Marker.CONFIDENTIAL,
    "z": Marker.NOT_APPLICABLE,
    "x": Marker.NOT_AVAILABLE,
    ":": Marker.NOT_AVAILABLE,
    "low": Marker.LOW,
    "k": Marker.LOW,
    "u": Marker.UNRELIABLE,
}
_TIMES = {
    "": 0, "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9,
}  # fmt: skip

_FORMULA_ERRORS = frozenset(
    (
        "#REF!",
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#VALUE!",
        "ERR:502",
        "#SPILL!",
        "#CALC!",
    )
)

_N = r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
_NUMBER = re.compile(rf"[+-]?{_N}(?:[eE][+-]?[0-9]{{1,3}})?")
_PERCENT = re.compile(rf"([+-]?{_N}) ?%")
_SHARE = re.compile(rf"({_N}) ?/ ?({_N})")
_MONEY = re.compile(rf"([+-]?)(£? ?)({_N}) ?({'|'.join(_TIMES)})", re.IGNORECASE)
_BRACKETS = re.compile(rf"\(£? ?({_N})\)")
_REMARKED = re.compile(rf"([+-]?{_N}) ?(?:[*†‡#^]+|[a-z]|\([^)]*\)|\[[^]]*\])", re.IGNORECASE)


def parse_figure(text: str, unit: Unit) -> Figure:
    """The figure or the symbol in a cell of an indicator with this unit.

    A percentage may have its sign; money a pound sign, thousands or millions (``£3m`` is 3000000,
    accurate to a million) and an accountant's brackets; ``90/108`` is a share with numerator and
    denominator. Raises :class:`FigureError` where the text could mean two things, or nothing.
    """
    plain = text.replace("−", "-").replace("\xa0", " ")
    marker = _SYMBOLS.get(plain.lower())
    if marker is not None:
        return Figure(marker=marker)
    if _NUMBER.fullmatch(plain):
        return Figure(*_exact(plain))
    if (found := _PERCENT.fullmatch(plain)) and unit.kind is UnitKind.PERCENT:
        return Figure(*_exact(found[1]))
    if unit.kind is UnitKind.POUNDS and (money := _money(plain)):
        return money
    if (found := _SHARE.fullmatch(plain)) and multiplier(unit):
        return _share(text, _exact(found[1])[0], _exact(found[2])[0], unit)
    raise FigureError(_complaint(text, plain, unit))


def parse_number(text: str, unit: Unit) -> float:
    """A figure of which only the number counts (a target, a numerator); a symbol is NaN."""
    figure = parse_figure(text, unit)
    if not math.isnan(figure.numerator):
        raise FigureError(f"{quoted(text)} is a share: write the number")
    return figure.value


def multiplier(unit: Unit) -> int | None:
    """What a share is multiplied by to be in this unit: 100 for a percentage, 10000 for a rate per
    10000; None for units that are no share."""
    return 100 if unit.kind is UnitKind.PERCENT else unit.per


def quoted(text: str) -> str:
    """A cell's text as an error shows it: one line, not too long."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= 40 else line[:39] + "…"}"'


def _exact(text: str) -> tuple[float, int]:
    """The number and its decimals. More than 15 figures come from a machine that wrote out a binary
    fraction (8.4000000000000004 for 8.4): then the shortest number that is the same."""
    exact = Decimal(text.replace(",", ""))
    value = float(exact)
    if not math.isfinite(value):
        raise FigureError(f"{quoted(text)} is too large: correct it")
    if len(exact.as_tuple().digits) > 15:
        exact = Decimal(repr(value))
    return value, max(-99, min(99, -int(exact.as_tuple().exponent)))


def _money(text: str) -> Figure | None:
    if found := _BRACKETS.fullmatch(text):
        value, digits = _exact(found[1])
        return Figure(-value, digits, read_as=f"-{found[1]}")
    found = _MONEY.fullmatch(text)
    if found is None:
        return None
    times = _TIMES[found[4].lower()]
    value, digits = _exact(f"{found[1]}{found[3].replace(',', '')}e{times}")
    return Figure(value, digits, read_as=f"{value:,.{max(0, digits)}f}" if times else None)


def _share(text: str, numerator: float, denominator: float, unit: Unit) -> Figure:
    if denominator == 0 and numerator == 0:
        return Figure(marker=Marker.NOT_APPLICABLE, numerator=0.0, denominator=0.0)
    if denominator == 0:
        raise FigureError(f"{quoted(text)} is out of nothing: correct the denominator")
    value = (multiplier(unit) or 1) * numerator / denominator
    if not math.isfinite(value):
        raise FigureError(f"{quoted(text)} is too large: correct it")
    return Figure(value, None, Marker.FIGURE, numerator, denominator)


def _complaint(text: str, plain: str, unit: Unit) -> str:
    """What is unclear, and what to write instead."""
    said = quoted(text)
    if _PERCENT.fullmatch(plain):
        return f"{said} is a percentage and the indicator's unit is {unit}: write the figure itself"
    if "£" in plain or _MONEY.fullmatch(plain):
        return f"{said} is not a figure in this unit ({unit}): write the number in full"
    if _SHARE.fullmatch(plain):
        return (
            f"{said} is a share and the indicator's unit is {unit}: write the figure, and the two "
            "counts as numerator and denominator"
        )
    if found := _BRACKETS.fullmatch(plain):
        return f"{said} is not clear: write -{found[1]} or {found[1]}"
    if found := _REMARKED.fullmatch(plain):
        return f"{said} is not clear: write {found[1]}, and the remark in the note column"
    if plain.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return f"{said} is not a finite number: leave the cell empty where there is no figure"
    if plain.upper() in _FORMULA_ERRORS:
        return f"{said} is what a formula says that has failed: correct it, or leave the cell empty"
    if plain.startswith("="):
        return f"{said} is a formula without a result: open the file in a spreadsheet, and save it"
    if plain[:1] in "<>*~≤≥":
        return f"{said} is not a figure: write c where it is withheld, low where it rounds to 0"
    return (
        f"{said} is not a number: write it like 1234.5; where there is no figure leave the cell "
        "empty, or write a symbol (c, z, x, low, u)"
    )
