"""What a source has to give: how it arrives, and what is done with it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from watchlist.model.errors import Fault
from watchlist.sources.content import Content
from watchlist.sources.sheet import Sheet
from watchlist.sources.web.asking import Tag


@dataclass(frozen=True, eq=False)
class Arrived:
    """The bytes by which it is known, its rows where they were taken out of them already, and the
    tag by which the other side knows what it gave."""

    content: Content
    sheet: Sheet | None = None
    tag: Tag = Tag()


def _nothing() -> None:
    """Files that stay where they are need nothing done."""


def _no_faults(_faults: Sequence[Fault]) -> None:
    """The faults are reported, and that is all."""


@dataclass(frozen=True)
class Offer:
    """``place`` is for people. ``arrive`` is called with the tag of what was taken last, and gives
    None where that is as it was. ``taken`` follows when it is safe in the store, ``refused`` when it
    is faulty. ``tagged``: whether the other side tags what it gives."""

    place: str
    arrive: Callable[[Tag | None], Arrived | None]
    taken: Callable[[], None] = _nothing
    refused: Callable[[Sequence[Fault]], None] = _no_faults
    tagged: bool = False
