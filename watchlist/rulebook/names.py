"""What a rulebook refers to by name, and whether it is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from watchlist.model.indicator import Area, Indicator
from watchlist.rulebook.reader import Value


@dataclass(frozen=True)
class Names:
    """All that is defined; None stands for a definition with a fault, so that one fault does not
    bring a second one wherever the name is used.

    ``whole`` is False where a file could not be read: a name not found may be in it. A rulebook
    may leave areas and committees to be merged over it: where it has none, any name is taken.
    """

    areas: Mapping[str, Area | None] = field(default_factory=dict)
    committees: Collection[str] = ()
    indicators: Mapping[str, Indicator | None] = field(default_factory=dict)
    whole: bool = True

    def indicator(self, value: Value) -> str | None:
        return self._known(value, "indicator", self.indicators)

    def area(self, value: Value) -> str | None:
        return self._known(value, "area", self.areas) if self.areas else value.word()

    def committee(self, value: Value) -> str | None:
        committees = self.committees
        return self._known(value, "committee", committees) if committees else value.word()

    def sound(self, ids: Iterable[str]) -> tuple[Indicator, ...]:
        """Those of the indicators that were read without a fault."""
        return tuple(one for name in ids if (one := self.indicators.get(name)) is not None)

    @cached_property
    def own_areas(self) -> tuple[str, ...]:
        """The council's own areas, and those with a fault, which may be."""
        return tuple(name for name, area in self.areas.items() if area is None or area.own)

    @cached_property
    def tagged(self) -> Mapping[str, set[str]]:
        """Tag -> the indicators that carry it, of those that were read without a fault."""
        found: dict[str, set[str]] = {}
        for indicator in self.sound(self.indicators):
            for tag in indicator.tags:
                found.setdefault(tag, set()).add(indicator.id)
        return found

    @cached_property
    def all_sound(self) -> bool:
        """Every indicator there is was read without a fault."""
        return self.whole and all(one is not None for one in self.indicators.values())

    def _known(self, value: Value, noun: str, names: Collection[str]) -> str | None:
        """The name that stands here, or None and a fault where there is no such thing."""
        written = value.word()
        if written is None or written in names or not self.whole:
            return written
        value.fault(f"there is no {noun} {value.said()}{value.near(written, names)}")
        return None
