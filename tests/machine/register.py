"""A register that is watched: what each step did is held against the laws, and nothing goes unseen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from tests.machine import figures, laws, telling
from tests.machine.borough import NOW, SERIES, Borough, PowerCut, Words
from tests.machine.deeds import deed
from tests.machine.naive import Cell
from tests.store.build import MONTH, R
from watchlist.acting import act
from watchlist.correcting import Corrector, Right, correct_figure
from watchlist.model.acts import ActKind
from watchlist.model.errors import UsageError
from watchlist.model.message import Purpose
from watchlist.model.reading import Marker

Series = tuple[str, str]  # an indicator and an area

FIRST_MONTH = MONTH.containing(NOW.date()) - 4


class Register(RuleBasedStateMachine):
    """One register from its first day; ``ground`` gives the URL of an empty database, which may be in
    a folder. ``now`` and ``then`` are all that the database has, after and before the last step."""

    def __init__(self, ground: Callable[[Path], str]) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._ground = ground
        self.figures: dict[Series, dict[int, Cell]] = {each: {} for each in SERIES}
        self.files: list[list[R]] = []
        self.said: dict[tuple[Series, int], set[Cell]] = defaultdict(set)
        self.put_right: set[tuple[Series, int]] = set()
        self.judged = figures.Judged()
        self.names = 0

    def founds(self, quiet: bool) -> None:
        folder = Path(self._folder.name)
        self.borough = Borough(self._ground(folder), folder, quiet)
        self.now = self.then = laws.shot(self.borough.store)

    def lived(self, step: str) -> None:
        """The laws that hold after every step."""
        self.then, self.now = self.now, laws.shot(self.borough.store)
        if self.now == self.then:
            return
        laws.only_its_own_tables(step, self.then, self.now)
        laws.nothing_is_lost(self.then, self.now)
        laws.history_says_what_is(self.now)
        laws.who_is_on_the_list(self.now)
        laws.what_was_let_go_of_is_known(self.now)
        telling.what_opened_is_told(self.now)
        telling.reminded_once(self.now)
        for box in self.borough.boxes.values():
            telling.delivered_as_promised(self.now, box.name, box.arrived, box.bytes)

    def ticks(self) -> None:
        """No two things happen at one moment."""
        self.borough.now += timedelta(minutes=1)

    def takes_in(self, cells: Mapping[tuple[Series, int], Cell]) -> None:
        """A file with figures of months that are over; others are not in it."""
        self.ticks()
        this_month = MONTH.containing(self.borough.today)
        rows = []
        for (series, month), cell in cells.items():
            if month < this_month:
                self._is_said(series, month, cell)
                rows.append(self._row(series, month, cell))
        if rows:
            self.files.append(rows)
            self.borough.takes_in(rows)
        self.lived("figures")

    def _is_said(self, series: Series, month: int, cell: Cell) -> None:
        """What a file said before of a figure that was put right by hand undoes nothing."""
        place, stands = (series, month), self.figures[series].get(month)
        if place in self.put_right and cell != stands and cell in self.said[place]:
            return
        self.put_right.discard(place)
        self.said[place].add(cell)
        self.figures[series][month] = cell

    def puts_right(self, series: Series, month: int, cell: Cell) -> None:
        """An officer says what a figure should have been."""
        self.ticks()
        setting, now = self.borough.app.setting, self.borough.now
        value = cell.symbol if isinstance(cell, Marker) else f"{cell:.0f}"
        right = Right(series[0], MONTH.label(month), value, area=series[1])
        correct_figure(self.borough.store, setting, right, Corrector("p2", None, "A slip"), now)
        self.put_right.add((series, month))
        self.said[series, month].add(cell)
        self.figures[series][month] = cell
        self.lived("figures")

    def _row(self, series: Series, month: int, cell: Cell) -> R:
        indicator, area = series
        row = R(period=month, indicator=indicator, area=area, published=self.borough.now)
        if isinstance(cell, Marker):
            return replace(row, marker=cell)
        return replace(row, value=cell, digits=0)

    def next_month(self, series: Series) -> int:
        return max(self.figures[series], default=FIRST_MONTH - 1) + 1

    def is_restated(self, file: list[R]) -> bool:
        """Whether some of its figures are others now."""
        return any(
            (row.marker if row.value is None else row.value)
            != self.figures[row.indicator, row.area][row.period]
            for row in file
        )

    def listed(self) -> list[int]:
        """The entries on the list."""
        return [key[0] for key, row in self.now["entries"].items() if row["left_at"] is None]

    def proposed(self) -> set[int]:
        """The entries of which something is proposed for removal."""
        rows = self.now["breaches"].values()
        return {row["entry"] for row in rows if row["proposed"] and row["closed_at"] is None}

    def writes(self, words: Words) -> None:
        """A rule of a new name."""
        self.names += 1
        name = f"rule-{self.names}"
        self.borough.rules[name] = replace(words, name=name)

    def judges(self) -> None:
        """A cycle; a second one at the same moment finds nothing to do."""
        self.ticks()
        self.borough.cycles()
        self.lived("cycle")
        figures.nobody_acted(self.then, self.now)
        telling.what_is_overdue_was_told(self.now, self.borough.today)
        self.judged.check(self.then, self.now, self.borough, self.figures)
        report, reminders = self.borough.cycles()
        assert (report.moved.total(), report.notices, reminders) == (0, 0, 0)
        judged = self.now
        self.lived("cycle")
        assert self.now == judged

    def delivers(self) -> None:
        """News of what is muted is in no message; a power cut while it is sent is no end."""
        self.ticks()
        muted = figures.muted(self.now, self.borough.today)
        self.borough.composes()
        self.lived("delivery")
        new = self.now["messages"].keys() - self.then["messages"].keys()
        for notice in self.now["notices"].values():
            if notice["purpose"] == Purpose.NEWS and (notice["message"],) in new:
                assert notice["entry"] not in muted
        try:
            self.borough.sends()
        except PowerCut:
            self.borough.restarts()
        self.lived("delivery")

    def asks(
        self, who: str, reference: str | None, kind: ActKind, fields: Mapping[str, Any],
        **more: Any,
    ) -> bool:  # fmt: skip
        """Whether it was done; where it was not, nothing at all is changed."""
        self.ticks()
        store, setting, now = self.borough.store, self.borough.app.setting, self.borough.now
        asked = deed(kind, fields, self.borough.today)
        try:
            done = act(store, setting, reference, asked, who=who, now=now, **more)
        except UsageError:
            self.lived("nothing")
            return False
        self.lived("act")
        figures.one_act(done, asked, self.then, self.now)
        laws.records_are_replayed(store, self.now)
        return True

    def teardown(self) -> None:
        """A year later every mute has ended, every letterbox takes what it is given, and nothing
        waits."""
        if hasattr(self, "borough"):
            self._drained()
            self.borough.store.close()
        self._folder.cleanup()

    def _drained(self) -> None:
        for box in self.borough.boxes.values():
            box.fates = []
        self.borough.now += timedelta(days=400)
        for _ in range(3):
            self.delivers()
            self.borough.now += timedelta(days=1)
        states = {row["state"] for row in self.now["messages"].values()}
        assert states <= {"delivered", "dead"}
        telling.everybody_was_told(self.now)
        telling.silence_is_true(self.now)
        laws.the_chain_holds(self.borough.store)
        laws.records_are_replayed(self.borough.store, self.now)
