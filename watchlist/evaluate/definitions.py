"""``definition_changed``: figures before a change are not comparable with those after it."""

from __future__ import annotations

import numpy as np

from watchlist.evaluate.rows import by_row
from watchlist.model.condition import View
from watchlist.model.indicator import Indicator
from watchlist.model.reading import Ints, Panel

#: Before every column.
_ALWAYS = -(2**31)


def defined_since(view: View, panel: Panel, rows: Ints) -> Ints | None:
    """``int [N, T]``: from which column on figures are defined as at each column; None where no
    definition ever changed."""
    known = (view.indicators.get(name) for name in panel.indicators)
    if not any(each and each.definition_changed for each in known):
        return None
    periods = range(panel.first, panel.first + panel.shape[1])

    def of(each: Indicator) -> list[float]:
        return (
            [
                max((change for change in each.definition_changed if change <= at), default=_ALWAYS)
                for at in periods
            ]
            if each.definition_changed
            else [_ALWAYS]
        )

    since = by_row(view, panel, rows, of)
    if (since == _ALWAYS).all():
        return None
    columns = np.where(since == _ALWAYS, _ALWAYS, since - panel.first).astype(np.int64)
    return np.broadcast_to(columns, (len(rows), panel.shape[1]))
