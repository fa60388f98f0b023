"""What may be shown to whom. So far: officers and members of the committee see every figure as it
was written; what is exempt stays out of mail altogether."""

from __future__ import annotations

from watchlist.model.finding import Cell
from watchlist.model.indicator import Indicator, Publication
from watchlist.model.reading import Marker, written

#: All that a message says about an exempt item.
EXEMPT = "An exempt item has moved; sign in to read it"


def may_mail(indicator: Indicator) -> bool:
    """Whether an item's figures and title may leave by mail or chat; exempt material never does."""
    return indicator.publication is not Publication.EXEMPT


def shown_title(indicator: Indicator, title: str) -> str:
    """The title that a message may carry for an item of this indicator."""
    return title if may_mail(indicator) else EXEMPT


def shown(cell: Cell) -> str:
    """The figure of a cell as it is shown, or what is said where there is none.

    Every figure that reaches a reader passes here; this is where small numbers will be withheld,
    for the audiences that may not see them. Nothing is withheld yet.
    """
    if cell.value is None or cell.marker not in (Marker.FIGURE, Marker.UNRELIABLE):
        return cell.marker.words
    return written(cell.value, cell.digits)
