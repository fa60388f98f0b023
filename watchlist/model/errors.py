"""Everything that can go wrong, said to a person.

WatchlistError          a sentence: what, where, what to do
├── FaultsError         the answer is no: faults in rules, configuration or readings (exit 1)
├── UsageError          asked for in a wrong way: an unknown reference, an option (exit 2)
└── WorldError          the world failed: database, network, disk (exit 3)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from watchlist.model.printable import printable


@dataclass(frozen=True, order=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1, and None means the whole file (or line). In a
    workbook the place is a cell of a ``sheet``, said as spreadsheets do: ``scores.xlsx, May!D7``."""

    path: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            return f"{self.path}, {self.cell}"
        return ":".join(
            str(part) for part in (self.path, self.line, self.column) if part is not None
        )

    @property
    def cell(self) -> str:
        """``May!D7`` of a workbook, ``May!7`` for a whole row, ``May`` for a whole sheet."""
        place = f"{_letters(self.column)}{self.line or ''}"
        return f"{self.sheet}!{place}" if place else str(self.sheet)


def _letters(column: int | None) -> str:
    """Columns as spreadsheets count them: A to Z, then AA."""
    letters, rest = "", column or 0
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong (or, as a warning, doubtful) at one place, in plain words."""

    mark: Mark
    sentence: str
    warning: bool = False

    def place(self) -> tuple[str, str, int, int, str]:
        """What to sort by: a fault of a whole file stands before those of its lines."""
        mark = self.mark
        return mark.path, mark.sheet or "", mark.line or 0, mark.column or 0, self.sentence

    def __str__(self) -> str:
        return printable(f"{self.mark}: {'warning: ' if self.warning else ''}{self.sentence}")


class WatchlistError(Exception):
    """An error for people: its text is one clear sentence (or several lines of them)."""

    exit_code = 1


class FaultsError(WatchlistError):
    """Faults were found, all of them are here, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=Fault.place))
        super().__init__("\n".join(map(str, self.faults)))


class UsageError(WatchlistError):
    """Something was asked for that does not exist, or in a way that cannot be answered."""

    exit_code = 2


class WorldError(WatchlistError):
    """Something outside failed: a database, a network, a disk, a missing file."""

    exit_code = 3
