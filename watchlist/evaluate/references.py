"""References: what figures are held against, as arrays with their own standing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from watchlist.evaluate import others, past
from watchlist.evaluate.held import Held, fixed, shape
from watchlist.evaluate.neighbours import neighbours
from watchlist.evaluate.rows import YEARS_BACK, by_row, pick
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Part, Reference, ReferenceKind, View
from watchlist.model.indicator import Indicator
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import Floats, Ints


def resolve(reference: Reference, view: View, part: Part) -> Held:
    """The reference in every cell of a view. The series' own past and other areas are read by the
    same ``part``; another indicator always by its value."""
    name, number = reference.name or "", reference.number or 0.0
    match reference.kind:
        case ReferenceKind.NUMBER:
            return fixed(view, number)
        case ReferenceKind.TARGET:
            return _given(target(view))
        case ReferenceKind.TOLERANCE:
            return _given(_far_edge(view))
        case ReferenceKind.PREVIOUS:
            return past.previous(view, part)
        case ReferenceKind.YEAR_AGO:
            return past.year_ago(view, part)
        case ReferenceKind.AVERAGE_OF_LAST:
            return past.average_of_last(view, part, int(number))
        case ReferenceKind.AVERAGE_OF_YEAR:
            return past.average_of_year(view, part, name)
        case ReferenceKind.BEST_OF_LAST:
            return past.extreme_of_last(view, part, int(number), merit(view))
        case ReferenceKind.WORST_OF_LAST:
            return past.extreme_of_last(view, part, int(number), -merit(view))
        case ReferenceKind.AREA:
            return others.area(view, part, name)
        case ReferenceKind.NEIGHBOURS:
            return neighbours(view, part, name)
        case ReferenceKind.INDICATOR:
            return others.indicator(view, name)


def looks_back(reference: Reference, calendar: Calendar) -> int | None:
    """From how many periods before a reading it is read at the earliest; None: from any."""
    match reference.kind:
        case ReferenceKind.NUMBER | ReferenceKind.TARGET | ReferenceKind.TOLERANCE:
            return 0
        case ReferenceKind.PREVIOUS:
            return 1
        case ReferenceKind.YEAR_AGO:
            return calendar.per_year + (calendar.frequency is Frequency.WEEK)  # of 53, maybe
        case (
            ReferenceKind.AVERAGE_OF_LAST | ReferenceKind.BEST_OF_LAST | ReferenceKind.WORST_OF_LAST
        ):
            return int(reference.number or 0)
        case ReferenceKind.AREA | ReferenceKind.NEIGHBOURS:
            return YEARS_BACK * (calendar.per_year + (calendar.frequency is Frequency.WEEK))
        case ReferenceKind.AVERAGE_OF_YEAR | ReferenceKind.INDICATOR:
            return None


def past_periods(
    reference: Reference, calendar: Calendar, period: int, before: int
) -> Iterable[int]:
    """The periods of the series' own past that a reading is held against; ``before``: the one before
    all that is looked at."""
    match reference.kind:
        case ReferenceKind.PREVIOUS:
            return (before,)
        case (
            ReferenceKind.AVERAGE_OF_LAST | ReferenceKind.BEST_OF_LAST | ReferenceKind.WORST_OF_LAST
        ):
            return range(period - int(reference.number or 0), period)
        case ReferenceKind.YEAR_AGO:
            earlier = calendar.a_year_before(period)
            return () if earlier is None else (earlier,)
    return ()


def merit(view: View) -> Ints:
    """``int [N]``: +1 where higher is better, -1 where lower is, 0 where there is no merit."""
    return by_row(view, view.panel, view.rows, lambda each: [each.better.sign])[:, 0].astype(
        np.int64
    )


def target(view: View) -> Floats:
    """``float64 [N, T]``: the target in force at each period, NaN where none is. One that came with
    the data goes before the rulebook's."""
    first, (_, columns) = view.panel.first, shape(view)
    ours = by_row(
        view, view.panel, view.rows, lambda each: _targets(each, range(first, first + columns))
    )
    ours = np.broadcast_to(ours, shape(view))
    given = pick(view.panel.target, view.rows)
    return np.where(np.isnan(given), ours, given) if any(given.strides) else ours


def _far_edge(view: View) -> Floats:
    """The target less the tolerance where higher is better, plus the tolerance where lower is."""
    middle = target(view)
    fixed_part = by_row(
        view, view.panel, view.rows, lambda each: [_tolerance(each, relative=False)]
    )
    share = by_row(view, view.panel, view.rows, lambda each: [_tolerance(each, relative=True)])
    edge: Floats = middle - merit(view)[:, None] * (fixed_part + share * np.abs(middle))
    return edge


def _given(value: Floats) -> Held:
    """Where no target is in force there is nothing to be judged by."""
    none, known = np.int8(Truth.NOT_JUDGED), np.int8(Truth.TRUE)
    return Held(value, np.where(np.isnan(value), none, known))


def _targets(each: Indicator, ordinals: range) -> Sequence[float]:
    if len(each.targets) <= 1 and all(step.since is None for step in each.targets):
        return [each.targets[0].value if each.targets else np.nan]
    found = (each.target_at(ordinal) for ordinal in ordinals)
    return [np.nan if value is None else value for value in found]


def _tolerance(each: Indicator, *, relative: bool) -> float:
    if each.tolerance is None:
        return np.nan
    if each.tolerance.relative is not relative:
        return 0.0
    return each.tolerance.amount / 100 if relative else each.tolerance.amount
