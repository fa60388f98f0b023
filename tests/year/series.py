"""Where one measure stands on the list, figure by figure, as one would keep it on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.year import figures
from tests.year.figures import Indicator


@dataclass
class Series:
    """Where one measure stands on the list: bad figures open it, two good ones in a row end it."""

    indicator: Indicator
    taken: set[str] = field(default_factory=set)  # periods that were judged
    open: bool = False
    good: int = 0  # in a row, since it was bad; 0 where it is not on the list
    been: bool = False  # on the list before
    told: date | None = None  # when its owner was told that it opened
    escalated: bool = False
    seen: bool = False  # its owner has acknowledged it,
    back: date | None = None  # and named the day by which it is well again,
    missed: bool = False  # on which it was not
    since: date | None = None  # when it came onto the list,
    reviewed: bool = False  # and whether its owner was told to look at it again
    overdue: set[str] = field(default_factory=set)  # periods that were told as late
    gaps: set[str] = field(default_factory=set)  # and as missing

    @property
    def listed(self) -> bool:
        return self.open or self.good > 0

    def begins(self) -> str:
        """It comes on the list, as a new entry; the word for it."""
        again, self.been = self.been, True
        self.open, self.good, self.told, self.escalated = True, 0, None, False
        self.seen, self.back, self.missed = False, None, False
        return "opened again" if again else "opened"

    def ends(self) -> None:
        self.open, self.good = False, 0

    def stands(self, today: date) -> None:
        """A look at the list is over; what left it and is back by then never left."""
        if not self.listed:
            self.since = None
        elif self.since is None:
            self.since, self.reviewed = today, False

    def judges(self, cell: str) -> str:
        """What becomes of it by one more figure, in a word; nothing where it stays."""
        if cell == figures.BAD:
            if self.good:
                self.open, self.good = True, 0
                return "relapsed"
            return "" if self.open else self.begins()
        if cell == figures.WITHHELD or not self.listed:
            return ""
        self.open, self.good = False, self.good + 1
        if self.good == 2:
            self.ends()
            return "cleared"
        return "recovering"
