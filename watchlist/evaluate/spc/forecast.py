"""Where one series is heading, plainly: a projection with its interval, and never a fact.

`projected` says the same of many series at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from watchlist.evaluate.spc.ahead import FEWEST, added
from watchlist.evaluate.spc.damped import damped
from watchlist.evaluate.spc.linear import WINDOW, linear
from watchlist.evaluate.spc.means import checked, known


class Method(StrEnum):
    """How it is projected: see `linear` and `damped`."""

    LINEAR = "linear"
    DAMPED = "damped"


class Outlook(Enum):
    """Whether a series can be projected, and if not, why. The numbers are those in
    `Projected.state`."""

    PROJECTED = 0
    TOO_FEW = 1
    LATEST_MISSING = 2

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Outlook.PROJECTED: "projected",
    Outlook.TOO_FEW: "too few points",
    Outlook.LATEST_MISSING: "latest value missing",
}


@dataclass(frozen=True)
class Forecast:
    """``central``, ``lower``, ``upper``: one figure for each period ahead, in the unit of the values,
    the interval an 80% one; none where ``state`` says why. They are not clipped: a percentage may
    be projected beyond 100."""

    state: Outlook
    central: tuple[float, ...] = ()
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()


def forecast(
    values: Iterable[float | None], horizon: int, method: Method = Method.LINEAR
) -> Forecast:
    """What is to be expected after the last of ``values`` if it goes on like this.

    ``values``: in order of time, any unit; None or NaN is missing. ``horizon``: so many periods
    ahead. `LINEAR` looks at the last 12 periods, `DAMPED` at all; either takes 6 known points there,
    the last one among them.

    Raises ValueError for infinite values and those beyond 1e300, and for a horizon under 1.
    """
    check_horizon(horizon)
    figures = checked(values)
    if method is Method.LINEAR:
        figures = figures[-WINDOW:]
    state = _outlook(figures)
    if state is not Outlook.PROJECTED:
        return Forecast(state)
    steps = (linear if method is Method.LINEAR else damped)(figures, horizon)
    ends = [(added(step.parts), step.half) for step in steps]
    return Forecast(
        state,
        tuple(central for central, _ in ends),
        tuple(central - half for central, half in ends),
        tuple(central + half for central, half in ends),
    )


def check_horizon(horizon: int) -> None:
    """Raises ValueError for a horizon that is not ahead."""
    if horizon < 1:
        raise ValueError(f"a forecast looks 1 or more periods ahead, not {horizon}")


def _outlook(figures: tuple[float | None, ...]) -> Outlook:
    if len(known(figures)) < FEWEST:
        return Outlook.TOO_FEW
    return Outlook.LATEST_MISSING if figures[-1] is None else Outlook.PROJECTED
