"""A node with its place, whom it is about, and where its faults go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from watchlist.model.errors import Fault, Mark
from watchlist.model.printable import printable
from watchlist.rulebook.nodes import Mapping, Node, Plain, Scalar, Sequence, plain
from watchlist.rulebook.wording import nearest, quote

_ENOUGH = 50  # faults after which no more hints are looked for: they cost time


@dataclass(slots=True, eq=False)
class Placed:
    """A node (None: left out) with the place where its faults go and whom they are about.

    ``where`` is the node itself; of a value left out, what should hold it.
    """

    node: Node | None
    faults: list[Fault]
    where: Node
    about: str = ""
    key: str = ""
    at: Scalar | None = None  # the key that this stands behind

    @property
    def mark(self) -> Mark:
        return self.where.mark

    @property
    def given(self) -> bool:
        return self.node is not None

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, Mapping)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, Sequence)

    @property
    def is_empty(self) -> bool:
        """Nothing stands behind the key, or what YAML takes for nothing."""
        return isinstance(self.node, Scalar) and self.node.is_null

    @property
    def size(self) -> int:
        """How many items or keys it holds."""
        if isinstance(self.node, Mapping):
            return len(self.node.entries)
        return len(self.node.items) if isinstance(self.node, Sequence) else 0

    @property
    def place(self) -> Mark:
        """The place of the key that it stands behind, else its own."""
        return self.at.mark if self.at else self.mark

    def of_key(self) -> Self:
        """The key that it stands behind, to be read as a value itself."""
        return replace(self, node=self.at, where=self.at or self.where, at=None, key="")

    def sound_since(self, count: int) -> bool:
        """No fault (warnings aside) was recorded after the first ``count``."""
        return len(self.faults) == count or all(fault.warning for fault in self.faults[count:])

    def fault(self, sentence: str, mark: Mark | None = None) -> None:
        """Record a fault here (or at ``mark``); who it is about is put before the sentence."""
        self.faults.append(Fault(mark or self.mark, self._said(sentence)))

    def warn(self, sentence: str, mark: Mark | None = None) -> None:
        self.faults.append(Fault(mark or self.mark, self._said(sentence), warning=True))

    def _said(self, sentence: str) -> str:
        return printable(": ".join(part for part in (self.about, sentence) if part))

    def wrong(self, expected: str) -> None:
        """Record that this is not what is expected: ``due: "soon" is not a stretch of time``."""
        key = f"{self.key}: " if self.key else ""
        self.fault(f"{key}{self.said()} is not {expected}")

    def said(self) -> str:
        """What was written, short enough for a sentence."""
        if isinstance(self.node, Scalar):
            return quote(self.node.text) if self.node.text else "nothing"
        return "a list" if isinstance(self.node, Sequence) else "a mapping"

    def near(self, text: str, known: Iterable[str]) -> str:
        """The nearest right word as :func:`nearest` puts it; none any more after many faults."""
        return nearest(text, known) if len(self.faults) < _ENOUGH else ""

    def plain(self) -> Plain:
        """The texts as written, in lists and mappings (``""`` when left out)."""
        return plain(self.node)
