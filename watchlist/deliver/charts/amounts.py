"""Numbers as a picture shows them: the value that is drawn beside the text that is read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from watchlist.deliver.figures import amount, decimals
from watchlist.model.indicator import Unit, UnitKind

#: From here on a number is written with its power of ten: nobody counts so many digits.
_VAST = 1e15
_MOST_DECIMALS = 8
#: What no figure of a unit can be below, and above.
_BOUNDS = {
    UnitKind.PERCENT: (0.0, 100.0),
    UnitKind.COUNT: (0.0, None),
    UnitKind.RATE: (0.0, None),
    UnitKind.DAYS: (0.0, None),
}


@dataclass(frozen=True)
class Shown:
    """A number and how it is shown, with its unit. Raises ValueError for what is no number."""

    value: float
    text: str

    def __post_init__(self) -> None:
        check_finite(self.value)


def check_finite(value: float | None) -> None:
    """Raises ValueError for what cannot be drawn; where there is no figure, there is None."""
    if value is not None and not math.isfinite(value):
        raise ValueError("a picture shows figures, and gaps as None: not infinity, nor NaN")


def shown(value: float, unit: Unit, digits: int | None = None) -> Shown:
    """A number with its unit, with as many decimals as it needs or as are asked for."""
    if abs(value) >= _VAST:
        return Shown(value, f"{value:.4g}")
    text = amount(value, unit, digits)
    nothing = text.startswith("-") and not any(sign in "123456789" for sign in text.split()[0])
    return Shown(value, text.removeprefix("-") if nothing else text)


def digits_apart(value: float, others: Iterable[float | None], at_least: int = 0) -> int:
    """Decimals with which a line stands, as written, on the side of each figure where it is drawn."""
    known = [other for other in others if other is not None]
    for digits in range(max(decimals(value, None), at_least), _MOST_DECIMALS):
        written = round(value, digits)
        if all((other > value, other < value) == (other > written, other < written)
               for other in known):  # fmt: skip
            return digits
    return _MOST_DECIMALS


def bounds(unit: Unit, values: Sequence[float | None]) -> tuple[float | None, float | None]:
    """What the unit allows, lowest and highest; an end that some figure passes is none."""
    least, most = _BOUNDS.get(unit.kind, (None, None))
    known = [value for value in values if value is not None]
    return (
        None if least is None or any(value < least for value in known) else least,
        None if most is None or any(value > most for value in known) else most,
    )
