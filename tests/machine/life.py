"""Any life that a register can have: time goes on, figures come and are restated, rules change, people
act, messages are lost, machines go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.machine.borough import FATES, INDICATORS, SERIES, PowerCut, Words
from tests.machine.deeds import ABOUTS, ANY, PEOPLE, SENSIBLE, When, able
from tests.machine.naive import Cell
from tests.machine.register import FIRST_MONTH, Register, Series
from watchlist.asked import About
from watchlist.model.acts import ActKind
from watchlist.model.reading import Marker
from watchlist.rounds import release_quiet_start
from watchlist.store.results import MessageState
from watchlist.store.transaction import Transaction

CELLS: st.SearchStrategy[Cell] = st.sampled_from(
    [50.0, 70.0, 84.0, 85.0, 90.0, 95.0, 95.0, Marker.CONFIDENTIAL, Marker.NOT_AVAILABLE]
)
A_MONTH = st.lists(CELLS, min_size=len(SERIES), max_size=len(SERIES))
PICK = st.integers(0, 11)
WHICH = st.sampled_from(SERIES)
SCRIPTS = st.lists(st.sampled_from(sorted(FATES)), max_size=3)
RULES = st.builds(
    Words,
    name=st.just(""),
    indicator=st.sampled_from(INDICATORS),
    amber=st.sampled_from([85, 85, 75, 92, None]),
    red=st.booleans(),
    leaves=st.sampled_from([0, 0, 0, 1, 2]),
    theme=st.booleans(),
    escalates=st.booleans(),
)
BEGUN = [ActKind.REVIEW_SET, ActKind.ACTION_SET, ActKind.REQUEST_MADE]
Asked = tuple[ActKind, Mapping[str, Any]]


class Life(Register):
    @initialize(
        quiet=st.booleans(),
        first=st.lists(RULES, min_size=1, max_size=3),
        months=st.lists(A_MONTH, max_size=3),
    )
    def founded(self, quiet: bool, first: list[Words], months: list[list[Cell]]) -> None:
        """The first figures are judged by the first rules."""
        self.founds(quiet)
        for words in first:
            self.writes(words)
        for number, cells in enumerate(months):
            figures = zip(SERIES, cells, strict=True)
            self.takes_in({(series, FIRST_MONTH + number): cell for series, cell in figures})
        self.judges()

    # Time

    @rule(hours=st.integers(1, 500))
    def time_goes_by(self, hours: int) -> None:
        self.borough.now += timedelta(hours=hours)

    @rule(cells=A_MONTH, judged=st.sampled_from([True, True, False]))
    def a_month_goes_by(self, cells: list[Cell], judged: bool) -> None:
        """Each series gets its next figure, and mostly they are judged."""
        self.borough.now += timedelta(days=31)
        figures = zip(SERIES, cells, strict=True)
        self.takes_in({(series, self.next_month(series)): cell for series, cell in figures})
        if judged:
            self.judges()

    @rule(
        cell=st.sampled_from([95.0, 95.0, 50.0, Marker.CONFIDENTIAL]),
        months=st.integers(1, 4),
        meets=st.sampled_from([True, True, False]),
        tidied=st.booleans(),
    )
    def a_spell_of_the_same(self, cell: Cell, months: int, meets: bool, tidied: bool) -> None:
        """All is well for some months, or bad, or not known; then the committee may meet, and somebody
        may tidy up the rules."""
        for _ in range(months):
            self.a_month_goes_by([cell] * len(SERIES), judged=True)
        if meets:
            self.the_committee_meets(agrees=True, people_too=False)
        if tidied:
            self.the_rules_are_renamed(judged=True)

    # Figures

    @rule(series=WHICH, cells=st.lists(CELLS, min_size=1, max_size=3))
    def figures_come(self, series: Series, cells: list[Cell]) -> None:
        first = self.next_month(series)
        self.takes_in({(series, first + number): cell for number, cell in enumerate(cells)})

    @rule(series=WHICH, back=PICK, cell=CELLS | st.just(Marker.MISSING))
    def a_figure_is_restated(self, series: Series, back: int, cell: Cell) -> None:
        """Another figure, a symbol, or that it is missing now."""
        if months := sorted(self.figures[series], reverse=True):
            self.takes_in({(series, months[back % len(months)]): cell})

    @rule(series=WHICH, back=PICK, cell=CELLS)
    def a_figure_is_put_right_by_hand(self, series: Series, back: int, cell: Cell) -> None:
        if months := sorted(self.figures[series], reverse=True):
            month = months[back % len(months)]
            if self.figures[series][month] != cell:
                self.puts_right(series, month, cell)

    @precondition(lambda self: self.files)
    @rule(pick=PICK)
    def an_old_file_comes_again(self, pick: int) -> None:
        """What was read before says nothing new, least of all where it was restated since."""
        files = [file for file in self.files if self.is_restated(file)] or self.files
        self.borough.takes_in(files[pick % len(files)])
        self.lived("an old file")

    # Rules

    @precondition(lambda self: len(self.borough.rules) < 4)
    @rule(words=RULES)
    def a_rule_is_added(self, words: Words) -> None:
        self.writes(words)

    @rule(pick=PICK, words=RULES)
    def a_rule_is_edited(self, pick: int, words: Words) -> None:
        """Its thresholds, when it leaves, its theme: all but what it is about."""
        old = self._rule(pick)
        new = replace(words, name=old.name, indicator=old.indicator, was=old.was)
        self.borough.rules[old.name] = new

    @precondition(lambda self: len(self.borough.rules) > 1)
    @rule(pick=PICK)
    def a_rule_is_removed(self, pick: int) -> None:
        self.removed = self._rule(pick)
        del self.borough.rules[self.removed.name]

    @precondition(lambda self: hasattr(self, "removed"))
    @rule()
    def a_rule_comes_back(self) -> None:
        """Under the name that it had, unless another rule says that it was that one."""
        if all(each.was != self.removed.name for each in self.borough.rules.values()):
            self.borough.rules.setdefault(self.removed.name, self.removed)

    @rule(judged=st.booleans())
    def the_rules_are_renamed(self, judged: bool) -> None:
        """All of them: somebody tidies up."""
        for old in list(self.borough.rules.values()):
            del self.borough.rules[old.name]
            self.writes(replace(old, was=old.name))
        if judged:
            self.judges()

    def _rule(self, pick: int) -> Words:
        rules = list(self.borough.rules.values())
        return rules[pick % len(rules)]

    # Judging and telling

    @rule()
    def a_cycle(self) -> None:
        self.judges()

    @rule(
        cells=A_MONTH,
        when=st.sampled_from(["save", "notify", "judged", "keep_rulebook", "forget_rules"]),
    )
    def a_cycle_is_cut_short(self, cells: list[Cell], when: str) -> None:
        """The newest figures are restated, and the power goes while that is judged: the next start
        finds all of what was being written, or nothing, and makes up for it."""
        newest = [(each, max(months)) for each, months in self.figures.items() if months]
        self.takes_in(dict(zip(newest, cells, strict=False)))
        self.ticks()
        with _power_cut(when):
            self.borough.cycles()
        self.borough.restarts()
        self.lived("cycle")
        self.judges()

    @precondition(lambda self: self.borough.quiet)
    @rule()
    def the_quiet_start_is_released(self) -> None:
        """What was kept back is told; a second time there is nothing left."""
        self.ticks()
        release_quiet_start(self.borough.app, self.borough.now)
        assert release_quiet_start(self.borough.app, self.borough.now).notices == 0
        self.lived("release")

    @rule(mailbox=SCRIPTS, room=SCRIPTS)
    def messages_go_out(self, mailbox: list[str], room: list[str]) -> None:
        self.borough.boxes["mailbox"].fates = list(mailbox)
        self.borough.boxes["room"].fates = list(room)
        self.delivers()

    @rule()
    def dead_letters_are_sent_again(self) -> None:
        for dead in self.borough.store.deliveries(MessageState.DEAD):
            assert self.borough.store.retry(dead.message, self.borough.now)
        self.lived("delivery")

    @rule()
    def the_daemon_starts_anew(self) -> None:
        self.borough.restarts()
        self.lived("nothing")

    # People

    @rule(deeds=st.lists(st.tuples(SENSIBLE, PICK), min_size=1, max_size=5))
    def a_busy_day(self, deeds: list[tuple[Asked, int]]) -> None:
        """Acts on what is on the list, with what they need, by those who may do such things."""
        for (kind, fields), pick in deeds:
            if listed := self.listed():
                self.asks(able(kind, pick), str(listed[pick % len(listed)]), kind, fields)

    @rule(who=st.sampled_from(["p1", "p3", "p5"]), about=ABOUTS)
    def somebody_puts_it_on_the_list(self, who: str, about: About) -> None:
        self.asks(who, None, ActKind.ADDED, {"text": "Parents complain"}, about=about)

    @rule(
        who=st.sampled_from([*PEOPLE, "p99"]),
        asked=ANY,
        pick=PICK,
        version=st.none() | st.integers(0, 3),
    )
    def somebody_tries_something(
        self, who: str, asked: Asked, pick: int, version: int | None
    ) -> None:
        self.asks(who, str(pick), *asked, version=version)

    @rule(kind=st.sampled_from(BEGUN), pick=PICK, days=st.integers(0, 30))
    def something_is_to_be_done(self, kind: ActKind, pick: int, days: int) -> None:
        """By a day that comes; perhaps it is done by then."""
        if listed := self.listed():
            fields = {"text": "More detail", "post": "head", "due": When(days)}
            self.asks("p4", str(listed[pick % len(listed)]), kind, fields)

    @rule(pick=PICK, bad=A_MONTH)
    def it_is_muted_and_goes_on(self, pick: int, bad: list[Cell]) -> None:
        """News of what is muted comes, and waits."""
        if listed := self.listed():
            fields = {"text": "It is known", "until": 60}
            self.asks("p1", str(listed[pick % len(listed)]), ActKind.MUTED, fields)
            self.a_month_goes_by(bad, judged=True)
            self.delivers()

    @rule(agrees=st.booleans(), people_too=st.booleans())
    def the_committee_meets(self, agrees: bool, people_too: bool) -> None:
        """And decides on each entry of which something is proposed for removal."""
        kind = ActKind.REMOVAL_AGREED if agrees else ActKind.REMOVAL_REFUSED
        for entry in self.proposed():
            done = self.asks("p3", str(entry), kind, {"people_too": agrees and people_too})
            assert done, "the chair may decide on what is proposed"


@contextmanager
def _power_cut(when: str) -> Iterator[None]:
    """The machine goes out when a transaction has just done this, if it ever does."""
    done = getattr(Transaction, when)

    def cut(self: Transaction, *args: Any, **more: Any) -> Any:
        done(self, *args, **more)
        raise PowerCut

    with patch.object(Transaction, when, cut), suppress(PowerCut):
        yield
