"""The breach table of the design, read line by line for one series: slow, plain, and independent
of the walk. What it says of a row of letters (see ``build``) is what the register must hold."""

from __future__ import annotations

from dataclasses import dataclass, field

RANK = {"A": 1, "R": 2}


@dataclass
class Naive:
    """One series under one rule."""

    needed: int = 3
    agrees: bool = False
    stale: int = 2
    state: str = "none"
    level: str = ""
    opened: int = -1
    good: int = 0
    better: int = 0
    unknown: int = 0
    unmeasured: bool = False
    proposed: bool = False
    said: list[tuple[int, str]] = field(default_factory=list)

    @property
    def live(self) -> bool:
        return self.state in ("open", "recovering")

    def read(self, letters: str, let_go: int = -1) -> Naive:
        """``let_go``: the last of what the committee had seen when it let go of what there was."""
        letters = letters.rstrip("-")
        for column, letter in enumerate(letters):
            self.period(column, letter)
            if column == min(let_go, len(letters) - 1):
                self.let_go()
        return self

    def let_go(self) -> None:
        """Off the list by the committee: what comes next begins anew."""
        self.state = "cleared" if self.live else self.state
        self.good = self.better = self.unknown = 0
        self.unmeasured = self.proposed = False

    def period(self, column: int, letter: str) -> None:
        if letter in "?-":
            self.not_known(column)
            return
        self.unknown = 0
        if self.unmeasured:
            self.unmeasured, self.proposed = False, self.agrees and self.good >= self.needed
        if letter in "AR":
            self.signalled(column, letter)
        elif self.live:
            self.clear(column, letter == "g")

    def not_known(self, column: int) -> None:
        if not self.live:
            return
        self.unknown += 1
        if self.unknown > self.stale and not self.unmeasured:
            self.unmeasured = self.proposed = True
            self.say(column, "unmeasured")

    def signalled(self, column: int, letter: str) -> None:
        if not self.live:
            again = self.state == "cleared"
            self.state, self.level, self.opened = "open", letter, column
            self.good = self.better = 0
            self.say(column, "opened again" if again else "opened")
            return
        relapsed = self.state == "recovering"
        self.state, self.good, self.proposed = "open", 0, False
        if relapsed:
            self.say(column, "relapsed")
        if RANK[letter] > RANK[self.level]:
            self.level, self.better = letter, 0
            if not relapsed:
                self.say(column, "worsened")
        elif letter == self.level:
            self.better = 0
        else:
            self.better += 1
            if self.better >= self.needed:
                self.level, self.better = letter, 0
                if not relapsed:
                    self.say(column, "eased")

    def clear(self, column: int, good: bool) -> None:
        if not good:
            self.state, self.good, self.proposed = "open", 0, False
            self.say(column, "no longer signalled")
            return
        self.good += 1
        self.better += 1
        was_open, self.state = self.state == "open", "recovering"
        if self.good < self.needed:
            if was_open:
                self.say(column, "recovering")
        elif not self.agrees:
            self.state = "cleared"
            self.say(column, "cleared")
        elif not self.proposed:
            self.proposed = True
            self.say(column, "proposed")

    def say(self, column: int, word: str) -> None:
        self.said.append((column, word))
