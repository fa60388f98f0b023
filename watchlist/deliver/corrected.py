"""Figures put right by hand → sentences: by whom, for which post, why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from watchlist.deliver.figures import aside, cell_figure
from watchlist.deliver.names import Names
from watchlist.model.corrections import By, Correction
from watchlist.model.finding import Cell
from watchlist.model.indicator import Indicator
from watchlist.model.pooled import spoken
from watchlist.model.register import Breach, Reason, Transition
from watchlist.register.ledger import as_written

#: The moves that figures which are others now bring about.
CORRECTING = frozenset({Reason.CORRECTED, Reason.WITHDRAWN})

#: The clocks of two programs differ by less, and so do two starts of a rehearsal's clock.
_SET_BACK = timedelta(hours=1)


def by_hand(by: By, names: Names) -> str:
    """ "It was put right by hand by Performance (p9): “…”."."""
    return f"It was put right by hand by {names.who(by.who, by.acting_for)}: “{_line(by.reason)}”."


def told_correction(one: Correction, indicator: Indicator | None, names: Names) -> str:
    """What stood, what stands, by whom and why."""
    years = indicator.pooled if indicator else 1
    before, after = (_figure(cell, indicator) for cell in (one.before, one.after))
    when = spoken(one.calendar, one.period, years)
    return f"The figure for {when} was {before} and is {after}. {by_hand(one.by, names)}"


def correction_behind(
    move: Transition, breach: Breach, corrections: Iterable[Correction]
) -> Correction | None:
    """The correction that made the figure which moved a breach; None where no hand did."""
    if move.reason not in CORRECTING or move.after is None:
        return None
    found = [
        one
        for one in corrections
        if one.series == breach.series
        and one.period == move.period
        and one.at <= move.at + _SET_BACK
        and as_written(one.after.value, one.after.digits, one.after.marker) == move.after
    ]
    return found[-1] if found else None


def _figure(cell: Cell, indicator: Indicator | None) -> str:
    if indicator is None:
        return as_written(cell.value, cell.digits, cell.marker)
    return cell_figure(cell, indicator.unit) + aside(cell, indicator.unit)


def _line(text: str) -> str:
    return " ".join(text.split())
