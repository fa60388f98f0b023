"""What a comparison looks at of each reading: a figure of one period, or the year to date."""

from __future__ import annotations

import numpy as np

from watchlist.evaluate.lengths import Spread, at_rate, given, of_another_length, spread
from watchlist.evaluate.to_date import cohort_to_date, year_begins, year_to_date
from watchlist.model.condition import Part, View
from watchlist.model.reading import Bools, Floats, Ints, Panel


def figures(view: View, panel: Panel, rows: Ints, part: Part) -> Floats:
    """``float64 [N, T]``: what is looked at, NaN where it is not known or not comparable."""
    if part is Part.YEAR_TO_DATE:
        return year_to_date(view, panel, rows).value
    return at_rate(view, panel, rows, part)


def incomparable(view: View, panel: Panel, rows: Ints, part: Part) -> Bools | None:
    """``bool [N, T]``: a figure stands, but not one that can be compared; None: nowhere."""
    if part is Part.YEAR_TO_DATE:
        return year_to_date(view, panel, rows).apart
    return of_another_length(view, panel, rows, part)


def reaching_back(view: View, panel: Panel, rows: Ints, part: Part) -> Spread:
    """The figures as the past of a series, with the periods that longer ones cover."""
    if part is Part.YEAR_TO_DATE:
        return Spread(year_to_date(view, panel, rows).value)
    return spread(view, panel, rows, part)


def begins(view: View, part: Part) -> Ints | None:
    """``int [N, T]``: the column with which what is looked at begins, where it is more than one."""
    if part is not Part.YEAR_TO_DATE:
        return None
    columns = year_begins(view, view.panel, view.rows)
    return np.broadcast_to(columns, (len(view.rows), view.panel.shape[1]))


def cohort(view: View, part: Part) -> Floats:
    """``float64 [N, T]``: the denominator behind what is looked at."""
    if part is Part.YEAR_TO_DATE:
        return cohort_to_date(view, view.panel, view.rows)
    return given(view.panel, view.rows, Part.DENOMINATOR)
