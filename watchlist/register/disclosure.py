"""What may be shown to whom. Officers and members of the committee see every figure as it was
written; what is exempt stays out of mail altogether; what the public is shown of small numbers is
decided in :mod:`watchlist.register.small_numbers` and applied here, at the last moment."""

from __future__ import annotations

from watchlist.model.finding import Cell
from watchlist.model.indicator import Indicator, Publication
from watchlist.model.reading import Marker, written
from watchlist.register.small_numbers import Decision

#: All that a message says about an exempt item.
EXEMPT = "An exempt item has moved; sign in to read it"


def may_mail(indicator: Indicator) -> bool:
    """Whether an item's figures and title may leave by mail or chat; exempt material never does."""
    return indicator.publication is not Publication.EXEMPT


def shown_title(indicator: Indicator, title: str) -> str:
    """The title that a message may carry for an item of this indicator."""
    return title if may_mail(indicator) else EXEMPT


def shown(cell: Cell) -> str:
    """The figure of a cell as it is shown to those who see every figure, or what is said where there
    is none. For the public it is asked for by :func:`shown_to`, or of a cell that has passed
    :meth:`Decision.shown`."""
    if cell.value is None or cell.marker not in (Marker.FIGURE, Marker.UNRELIABLE):
        return cell.marker.words
    return written(cell.value, cell.digits)


def shown_to(decision: Decision, breakdown: str, cell: Cell) -> str:
    """The figure of a cell as the audience of a decision sees it."""
    return shown(decision.shown(breakdown, cell))
