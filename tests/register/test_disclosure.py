from __future__ import annotations

from tests.evaluate.build import indicator
from watchlist.model.finding import Cell
from watchlist.model.indicator import Publication
from watchlist.model.reading import Marker
from watchlist.register.disclosure import may_mail, shown, shown_title

OPEN = indicator("reviews")
EXEMPT = indicator("placements", publication=Publication.EXEMPT, exempt_paragraph=2)


def test_exempt_material_never_goes_by_mail() -> None:
    """An exempt item is announced without its title; internal ones are told to officers."""
    assert may_mail(OPEN)
    assert not may_mail(EXEMPT)
    assert shown_title(OPEN, "Reviews") == "Reviews"
    assert shown_title(EXEMPT, "Placements") == "An exempt item has moved; sign in to read it"


def test_a_figure_is_shown_as_it_was_written() -> None:
    """83.30 stays 83.30, and where there is no figure that is said in words."""
    assert shown(Cell(1, 83.3, 2, Marker.FIGURE)) == "83.30"
    assert shown(Cell(1, None, None, Marker.CONFIDENTIAL)) == "withheld"
    assert shown(Cell(1, None, None, Marker.NONE)) == "no figure"
