"""Counts of areas → a funnel, by the calculations of `watchlist.evaluate.spc.funnels`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from watchlist.deliver.charts.amounts import Shown, digits_apart, shown
from watchlist.deliver.charts.funnel import Curves, Funnel, FunnelArea, Limits, span
from watchlist.deliver.charts.funnel_limits import Counts, Method, method_of
from watchlist.deliver.charts.marks import Merit, merit
from watchlist.evaluate.spc import funnels
from watchlist.evaluate.spc.funnels import Standing
from watchlist.model.indicator import Better, Unit, UnitKind
from watchlist.model.reading import Floats

_COUNT = Unit(UnitKind.COUNT)
_PLACES = 80  # at which the limits are drawn
_FEWEST = 2  # areas, of which one can be told from the other


@dataclass(frozen=True)
class Counted:
    """An area with what its figure is made of. ``figure``: as it may be shown (left out: made from
    the counts), or why there is none. An area that is ``withheld`` is left out of the average too:
    it could be worked out from it."""

    name: str
    numerator: float | None
    denominator: float | None
    figure: str = ""
    withheld: bool = False
    own: bool = False

    @property
    def counts(self) -> tuple[float, float] | None:
        if self.withheld or self.numerator is None or not self.denominator:
            return None
        return self.numerator, self.denominator


def funnel(
    areas: Sequence[Counted], title: str, subtitle: str, unit: Unit, sized: str, better: Better
) -> Funnel:
    """The funnel of a percentage or a rate. ``sized``: what the denominators count ("referrals").

    Raises ValueError for other units, for counts below 0 or infinite, and for a numerator above the
    denominator of a percentage.
    """
    method = method_of(unit)
    counts = _counts(areas)
    standing = method.standing(counts)  # refuses counts that are none
    mean = funnels.average(*counts)
    unjudged = _unjudged(len(counts.sizes), mean, method)
    drawn = [_area(area, unit, method.scale) for area in areas]
    curves = None
    if mean is not None and not unjudged:
        curves = _curves(method, mean, counts.sizes)
        limits = method.limits(mean, counts)
        drawn = list(_judged(drawn, standing.tolist(), limits, unit, better))
    return Funnel(
        title=title,
        subtitle=subtitle,
        unit=str(unit),
        sized=sized,
        areas=tuple(drawn),
        average=None if mean is None else _apart(mean * method.scale, drawn, unit),
        curves=curves,
        unjudged=unjudged,
        least=0.0,
        most=method.most,
    )


def _counts(areas: Sequence[Counted]) -> Counts:
    known = np.array([area.counts for area in areas if area.counts], dtype=np.float64)
    return Counts(*known.reshape(-1, 2).T)


def _unjudged(known: int, mean: float | None, method: Method) -> str:
    """Why no area can be told from the others."""
    if known < _FEWEST or mean is None:
        return "too few areas"
    return "no variation" if mean * method.scale in (0.0, method.most) else ""


def _area(area: Counted, unit: Unit, scale: float) -> FunnelArea:
    if area.counts is None:
        reason = area.figure or ("withheld" if area.withheld else "missing")
        return FunnelArea(area.name, None, reason, None, own=area.own)
    events, size = area.counts
    value = events / size * scale
    figure = area.figure or shown(value, unit).text
    return FunnelArea(area.name, value, figure, shown(size, _COUNT), own=area.own)


def _judged(
    areas: Sequence[FunnelArea],
    standing: Sequence[int],
    limits: funnels.Funnel,
    unit: Unit,
    better: Better,
) -> Iterator[FunnelArea]:
    """The areas with where each stands; those without a figure as they are."""
    drawn = zip(standing, *limits.warning, *limits.control, strict=True)
    for area in areas:
        if not area.drawn:
            yield area
            continue
        code, *lines = next(drawn)
        stands = Standing(code)
        differs = stands not in (Standing.NOT_DIFFERENT, Standing.UNKNOWN)
        of = merit(stands > Standing.NOT_DIFFERENT, better) if differs else Merit.NEITHER
        yield replace(area, standing=stands, merit=of, limits=_limits(lines, area, unit))


def _limits(lines: Sequence[float], area: FunnelArea, unit: Unit) -> Limits | None:
    """None for a rate without an event."""
    if any(line != line for line in lines):
        return None
    lower, upper, least, most = (_apart(float(line), [area], unit) for line in lines)
    return Limits((lower, upper), (least, most))


def _apart(line: float, areas: Sequence[FunnelArea], unit: Unit) -> Shown:
    return shown(line, unit, digits_apart(line, (area.value for area in areas)))


def _curves(method: Method, mean: float, sizes: Floats) -> Curves:
    over = np.geomspace(*span(sizes.tolist()), _PLACES)
    lines = method.lines(mean, over)
    each = (tuple(line.tolist()) for line in (*lines.warning, *lines.control))
    return Curves(tuple(over.tolist()), *each)
