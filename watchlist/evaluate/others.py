"""References to other series: an area, the statistical neighbours, another indicator.

Another series is read at the same period; where it has no figure for that, at its latest period
that had ended by then, at most two years back. (A year to date is read at the same period only: at
another point of the year it says something else.) Before it began (or where it does not exist) there
is nothing to compare with; once it has begun, a figure that cannot be found is unknown.
"""

from __future__ import annotations

import numpy as np

from watchlist.evaluate.held import Held, nothing, standing
from watchlist.evaluate.looked_at import figures
from watchlist.evaluate.rows import at_once, begun, reach, same_series
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Part, View
from watchlist.model.reading import NEVER, Ints, Panel


def area(view: View, part: Part, name: str) -> Held:
    """The same indicator and breakdown in another area."""
    rows = same_series(view, view.panel, indicator=None, area=name)
    return _as_of(view, view.panel, rows, part)


def indicator(view: View, name: str) -> Held:
    """The value of another indicator, perhaps of another frequency, in the same area and breakdown."""
    panel = view.panels.get(view.indicators[name].calendar)
    if panel is None:
        return nothing(view)
    rows = same_series(view, panel, indicator=name, area=None)
    return _as_of(view, panel, rows, Part.VALUE)


def _as_of(view: View, panel: Panel, rows: Ints, part: Part) -> Held:
    """Each distinct series is read once, however many rows are held against it."""
    distinct, which = np.unique(rows, return_inverse=True)
    if distinct[-1] < 0:
        return nothing(view)
    present = np.maximum(distinct, 0)
    value = figures(view, panel, present, part)
    within = reach(view.panel, panel)
    found = within.latest(~np.isnan(value))
    if part is Part.YEAR_TO_DATE:
        found = at_once(found)
    stands = standing(found >= 0, within.at(begun(panel, present), False))
    absent = distinct < 0
    found[absent], stands[absent] = -1, Truth.NOT_JUDGED
    taken = np.take_along_axis(value, np.maximum(found, 0), axis=1)
    taken[found < 0] = np.nan
    ordinals = np.where(found >= 0, found + panel.first, NEVER)
    return Held(taken[which], stands[which], ordinals[which], panel.calendar)
