"""Whether 0.83 is 83% or 0.83%: never guessed silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from watchlist.model.errors import Fault, Mark
from watchlist.sources.workbook.texts import hundredfold

#: Numbers of an indicator in percent that are all so small, and not whole, may be fractions.
_SMALL = 2.0


@dataclass(frozen=True)
class Doubt:
    place: Mark
    text: str

    @property
    def fault(self) -> Fault:
        shown = hundredfold(self.text)
        sentence = (
            f'"{self.text}" may mean {shown} or {self.text}%: say of the source which '
            "(percentages: fractions, or whole), or show the cells as percentages"
        )
        return Fault(self.place, sentence)


def as_percentages(
    texts: Sequence[str], written: Literal["formatted", "fractions", "whole"]
) -> tuple[list[str], int | None]:
    """The numbers of one indicator as percentages, and which of them is in doubt, if one is."""
    if written == "fractions":
        return [hundredfold(text) for text in texts], None
    if written == "formatted":
        numbers = [abs(float(text)) for text in texts]
        parts = [at for at, number in enumerate(numbers) if number != int(number)]
        if parts and max(numbers) <= _SMALL:
            return list(texts), parts[0]
    return list(texts), None
