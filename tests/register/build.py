"""Findings made by hand: a series is a string of letters, one a month.

R red, A amber, g clear and good, n clear and not good, ? a withheld figure, - nothing came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np

from tests.evaluate.build import OWN, book, indicator, panel, rule, worse_than
from watchlist.model.acts import Act, ActKind, LetGo
from watchlist.model.condition import Judgement, Leaf, Part
from watchlist.model.finding import Cell, Evidence, Findings, Verdict
from watchlist.model.indicator import Indicator
from watchlist.model.reading import NEVER, Marker, Series
from watchlist.model.register import Breach, Transition
from watchlist.model.rule import Leaves, Level, Rule, Rulebook
from watchlist.register.agreed import agree
from watchlist.register.breaches import advance
from watchlist.register.held import Held
from watchlist.register.ids import Counting

NOW = datetime(2014, 2, 4, 9, 0, tzinfo=UTC)
FIRST = 24_000
NAME = "assessments"
SERIES = Series(NAME, OWN)

_VERDICT = {
    "R": Verdict.RED, "A": Verdict.AMBER, "g": Verdict.CLEAR, "n": Verdict.CLEAR,
    "?": Verdict.UNKNOWN, "-": Verdict.NOT_JUDGED,
}  # fmt: skip
_FIGURE: dict[str, float | str | None] = {
    "R": 50.0,
    "A": 70.0,
    "g": 90.0,
    "n": 80.0,
    "?": "c",
    "-": None,
}


def a_rule(hash: str = "one", needed: int = 3, agrees: bool = False, **more: object) -> Rule:
    """Amber and red of one comparison each; leaves after so many good readings."""
    return rule(
        red=worse_than(60), amber=worse_than(75), leaves=Leaves(needed, agrees),
        **{"hash": hash, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def a_book(of: Rule | None = None, *more: Indicator) -> Rulebook:
    """A rulebook of one rule; unknown for more than two months is too long."""
    return book(indicator(NAME, stale_after=2, owner="head"), of or a_rule(), *more)


def findings(
    letters: str | Mapping[str, str],
    of: Rule | None = None,
    *,
    judged_to: int = NEVER,
    late: int = 0,
    figures: Mapping[int, float] | None = None,
    first: int = FIRST,
) -> Findings:
    """Findings of one rule over a row of letters for each area. ``late``: so many periods after the
    latest reading should be in by now; ``figures``: other figures at some columns."""
    rows = {OWN: letters} if isinstance(letters, str) else dict(letters)
    table: dict[tuple[str, str], list[float | str | None]] = {
        (NAME, where): [_FIGURE[letter] for letter in row] for where, row in rows.items()
    }
    for column, figure in (figures or {}).items():
        for row in table.values():
            row[column] = figure
    cells = panel(table, first=first)
    cells = replace(cells, judged_to=np.full(len(rows), judged_to, dtype=np.int64))
    width = cells.shape[1]
    padded = [row.ljust(width, "-") for row in rows.values()]
    verdict = np.array([[_VERDICT[letter] for letter in row] for row in padded], dtype=np.int8)
    verdict = verdict.reshape(len(rows), width)
    good = np.array([[letter == "g" for letter in row] for row in padded], dtype=np.bool_)
    good = good.reshape(len(rows), width)
    anchor = cells.anchor
    return Findings(
        rule=of or a_rule(),
        panel=cells,
        rows=np.arange(len(rows)),
        verdict=verdict,
        info=None,
        levels={
            level: _judgement(verdict, cells.value, good) for level in (Level.RED, Level.AMBER)
        },
        anchor=anchor,
        stale=np.full(len(rows), late > 2),
        expected=first + anchor + late,
    )


def _judgement(verdict: object, tested: object, good: object) -> Judgement:
    code = np.asarray(verdict, dtype=np.int8)
    leaf = Leaf(
        condition=worse_than(75),
        truth=code,
        tested=np.asarray(tested, dtype=np.float64),
        held_against=np.full(code.shape, 75.0),
        good=np.asarray(good, dtype=np.bool_),
        anchored=False,
        sign=np.ones(len(code), dtype=np.int64),
    )
    return Judgement(code, np.zeros_like(code), (leaf,))


def evidence(found: Findings, n: int, column: int) -> Evidence | None:
    """The cell itself, and nothing else."""
    cells, row = found.panel, int(found.rows[n])
    value = float(cells.value[row, column])
    cell = Cell(
        period=cells.first + column,
        value=None if np.isnan(value) else value,
        digits=int(cells.digits[row, column]),
        marker=Marker(int(cells.marker[row, column])),
    )
    return Evidence(
        cells.calendar, (cell,), "worse_than", None, Part.VALUE, 75.0, None, None, 1, "made"
    )


@dataclass
class Register:
    """A register that lives through cycles, as the store keeps it."""

    held: list[Breach] = field(default_factory=list)
    ended: dict[tuple[str, Series], int] = field(default_factory=dict)
    history: list[Transition] = field(default_factory=list)
    ids: Counting = field(default_factory=Counting)
    judged_to: int = NEVER
    rule_hash: str | None = None
    let_go: list[LetGo] = field(default_factory=list)

    def committee_agrees(self) -> list[Transition]:
        """What is proposed is let go of; what moved."""
        done = Act(self.ids.act(), 1, NOW, ActKind.REMOVAL_AGREED, "p1")
        agreed = agree(self.held, done, self.ids)
        self._keep(list(agreed.breaches))
        self.let_go.extend(agreed.let_go)
        self.history.extend(agreed.transitions)
        return list(agreed.transitions)

    def cycle(self, letters: str, of: Rule | None = None, **more: object) -> list[Transition]:
        """One cycle over one series; what moved."""
        of = of or a_rule()
        found = findings(letters, of, judged_to=self.judged_to, **more)  # type: ignore[arg-type]
        breaches, transitions = advance(
            [found], Held.of(self.held), self.ended, book=a_book(of),
            first=[of.id] if self.rule_hash is None else [],
            changed=[of.id] if self.rule_hash not in (None, of.hash) else [],
            ids=self.ids, now=NOW, evidence=evidence, let_go=self.let_go,
        )  # fmt: skip
        self._keep(breaches)
        if not found.stale[0]:
            self.judged_to = found.panel.first + int(found.anchor[0])
        self.rule_hash = of.hash
        self.history.extend(transitions)
        return transitions

    def _keep(self, breaches: list[Breach]) -> None:
        known = {breach.id: breach for breach in self.held} | {b.id: b for b in breaches}
        self.held = [breach for breach in known.values() if breach.track.state.live]
        for breach in breaches:
            if breach.closed_for is not None and breach.track.state.name in (
                "CLEARED",
                "WITHDRAWN",
            ):
                self.ended[breach.rule, breach.series] = breach.id

    @property
    def breach(self) -> Breach:
        """The one live breach."""
        (breach,) = self.held
        return breach


def reasons(transitions: list[Transition]) -> list[str]:
    return [transition.reason.value for transition in transitions]
