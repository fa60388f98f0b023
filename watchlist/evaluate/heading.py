"""Where figures are heading: ``heading: {worse_than: target}``, ``within: 3``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.compare import Compare, right_side
from watchlist.evaluate.definitions import defined_since
from watchlist.evaluate.gaps import beyond
from watchlist.evaluate.held import Held, shape
from watchlist.evaluate.references import resolve
from watchlist.evaluate.rows import starts
from watchlist.evaluate.spc.forecast import Method, Outlook, forecast
from watchlist.evaluate.spc.projected import project
from watchlist.evaluate.statistical import INDICATOR, Statistical, chartable, tested, truths
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import (
    Asks,
    Family,
    Kind,
    Leaf,
    Part,
    Reference,
    ReferenceKind,
    View,
    word,
)
from watchlist.model.facts import Projection, Unjudged
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Ints


@dataclass(frozen=True)
class Heading(Statistical):
    """The projection from the reading is on one side of a line within so many periods."""

    head: str
    subject: Compare
    within: int = word(
        "within",
        Kind.AHEAD,
        "the projection gets there within so many periods",
        example="within: 3",
        default=3,
    )
    method: str = word(
        "method",
        Kind.METHOD,
        "linear: a straight line through the last 12; damped: newer figures count more, and what "
        "rises or falls does so less and less",
        example="method: damped",
        default="linear",
    )
    indicator: str | None = INDICATOR

    @property
    def reference(self) -> Reference:
        """What the projection is held against."""
        return self.subject.reference or Reference(ReferenceKind.NUMBER)

    @property
    def asks(self) -> Asks:
        return Asks(reference=self.reference, indicator=self.indicator)

    def looks_back(self, _calendar: Calendar, /) -> int | None:
        """It is projected from the view's history, wherever the panel begins."""
        return None if self.indicator else 0

    def leaf(self, view: View) -> Leaf:
        """Good means that it does not hold."""
        held, right = resolve(self.reference, view, Part.VALUE), right_side(self.subject, view)
        reached, judged = self._reached(view, held, right)
        truth = truths(view, reached > 0, judged & (held.standing == Truth.TRUE))
        return Leaf(
            condition=self,
            truth=truth,
            tested=tested(view),
            held_against=held.value,
            good=truth == Truth.FALSE,
            anchored=False,
            sign=right,
            facts=lambda n, t: self._facts(view, n, t, int(reached[n, t])),
        )

    def _reached(self, view: View, held: Held, right: Ints) -> tuple[Ints, Bools]:
        """The first period ahead (from 1) that is beyond the line, 0 for none; and whether there is a
        projection at all."""
        count, columns = shape(view)
        asked = range(view.before + view.asked, view.before + columns)
        reached, judged = np.zeros((count, columns), np.int64), np.zeros((count, columns), np.bool_)
        found = project(
            chartable(view),
            self.within,
            asked,
            Method(self.method),
            begins=starts(view.history, view.rows),
            since=defined_since(view, view.history, view.rows),
        )
        side = (right if self.subject.head == "better_than" else -right).astype(np.float64)[:, None]
        line = held.value[:, view.asked :]
        for ahead in range(self.within, 0, -1):
            past = beyond(found.central[:, :, ahead - 1], line, side)
            reached[:, view.asked :][past] = ahead
        judged[:, view.asked :] = found.state == Outlook.PROJECTED.value
        return reached, judged

    def _facts(self, view: View, n: int, t: int, reached: int) -> Projection:
        ahead = forecast(_figures(view, n, view.before + t), self.within, Method(self.method))
        return Projection(
            method=self.method,
            side=self.subject.head,
            central=ahead.central,
            lower=ahead.lower,
            upper=ahead.upper,
            reached=reached or None,
            unjudged=_UNJUDGED.get(ahead.state),
        )


_UNJUDGED = {
    Outlook.TOO_FEW: Unjudged.TOO_FEW,
    Outlook.LATEST_MISSING: Unjudged.LATEST_MISSING,
}


def _figures(view: View, n: int, t: int) -> list[float]:
    """Those of the same definition, from the beginning of the series to a column of its history."""
    since = defined_since(view, view.history, view.rows)
    first = max(int(starts(view.history, view.rows)[n]), 0 if since is None else int(since[n, t]))
    figures: list[float] = chartable(view)[n, first : t + 1].tolist()
    return figures


HEADING = Family(
    heads={"heading": Kind.LINE},
    build=Heading,
    says={"heading": "the projection from the reading gets there: a forecast, never a fact"},
)
