"""A digest in a few lines, for channels that take no more: what is new and worse, still red and
recovering, and what was asked for and not answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from watchlist.model.digest import Asked, Digest, DigestItem
from watchlist.model.message import Message

Made = TypeVar("Made")

#: A level is never told by its colour alone.
LEVELS = {"red": "■ Red", "amber": "▲ Amber", "info": "● For information"}


@dataclass(frozen=True)
class Section:
    """Lines under a heading, a title each."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Short:
    """``left_out``: how many lines were cut."""

    lead: str
    note: str  # "Not yet confirmed.", or nothing
    sections: tuple[Section, ...]
    left_out: int = 0

    @property
    def lines(self) -> int:
        return sum(len(section.lines) for section in self.sections)

    def first(self, most: int) -> Short:
        """The first so many lines, the others counted."""
        kept, room = [], most
        for section in self.sections:
            lines = section.lines[:room]
            room -= len(lines)
            if lines:
                kept.append(replace(section, lines=lines))
        left_out = self.left_out + max(0, self.lines - most)
        return replace(self, sections=tuple(kept), left_out=left_out)


def short(digest: Digest) -> Short:
    asked = [_asked(one) for one in digest.asked if not one.answered]
    sections = (
        Section("Asked for and not answered", tuple(asked)),
        Section("New and worse", _titles(digest.new)),
        Section("Still red", _titles(digest.still)),
        Section("Recovering", _titles(digest.recovering)),
    )
    note = "Not yet confirmed." if digest.unconfirmed else ""
    return Short(digest.lead, note, tuple(section for section in sections if section.lines))


def entries(message: Message) -> int:
    """How many things a message could leave out."""
    return short(message.digest).lines if message.digest else len(message.items)


def largest(make: Callable[[int], Made], fits: Callable[[Made], bool], most: int) -> Made:
    """What is made of as many things as fit: of none, where not even one does."""
    for shown in range(most, 0, -1):
        made = make(shown)
        if fits(made):
            return made
    return make(0)


def _titles(items: Iterable[DigestItem]) -> tuple[str, ...]:
    return tuple(
        joined(LEVELS.get(item.level, ""), item.reference, item.title, item.change, item.lasting)
        for item in items
    )


def _asked(asked: Asked) -> str:
    return joined(asked.reference, asked.what, asked.of, asked.state)


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
