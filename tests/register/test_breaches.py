from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.evaluate.build import OWN
from tests.register.build import (
    FIRST,
    NOW,
    Register,
    a_book,
    a_rule,
    evidence,
    findings,
    reasons,
)
from watchlist.model.reading import Series
from watchlist.model.register import Reason, State
from watchlist.model.rule import Leaves, Level
from watchlist.register.breaches import advance, removed
from watchlist.register.held import Held
from watchlist.register.ids import Counting


def lived(*months: str, needed: int = 3, agrees: bool = False) -> tuple[Register, list[str]]:
    """A register that judged an empty first month and then these, one cycle each; the last moves."""
    register, rule = Register(), a_rule(needed=needed, agrees=agrees)
    register.cycle("g", rule)
    letters = "g"
    moved: list[str] = []
    for month in months:
        letters += month
        moved = reasons(register.cycle(letters, rule))
    return register, moved


ROWS = [
    # months before, the month itself, what moves, state, level
    ("", "A", ["opened"], State.OPEN, Level.AMBER),
    ("", "R", ["opened"], State.OPEN, Level.RED),
    ("A", "A", [], State.OPEN, Level.AMBER),
    ("A", "R", ["worsened"], State.OPEN, Level.RED),
    ("R", "A", [], State.OPEN, Level.RED),
    ("RAA", "A", ["eased"], State.OPEN, Level.AMBER),
    ("RARA", "A", [], State.OPEN, Level.RED),
    ("RA?A", "A", ["eased"], State.OPEN, Level.AMBER),
    ("A", "n", ["no longer signalled"], State.OPEN, Level.AMBER),
    ("A", "g", ["recovering"], State.RECOVERING, Level.AMBER),
    ("Ag", "g", [], State.RECOVERING, Level.AMBER),
    ("Ag", "A", ["relapsed"], State.OPEN, Level.AMBER),
    ("Ag", "R", ["relapsed"], State.OPEN, Level.RED),
    ("Rg", "A", ["relapsed"], State.OPEN, Level.RED),
    ("Rgg", "A", ["relapsed"], State.OPEN, Level.AMBER),
    ("Ag", "n", ["no longer signalled"], State.OPEN, Level.AMBER),
    ("Ag", "?", [], State.RECOVERING, Level.AMBER),
    ("A", "?", [], State.OPEN, Level.AMBER),
    ("A?", "?", [], State.OPEN, Level.AMBER),
    ("A??", "?", ["unmeasured"], State.OPEN, Level.AMBER),
    ("A???", "?", [], State.OPEN, Level.AMBER),
    ("A???", "A", [], State.OPEN, Level.AMBER),
    ("Ag??", "?", ["unmeasured"], State.RECOVERING, Level.AMBER),
]


@pytest.mark.parametrize(("before", "month", "moves", "state", "level"), ROWS)
def test_a_row_of_the_table(
    before: str, month: str, moves: list[str], state: State, level: Level
) -> None:
    """A month moves a breach as the design's table says, and for the reason that it names."""
    register, moved = lived(*before, month)
    assert moved == moves
    assert (register.breach.track.state, register.breach.track.level) == (state, level)
    assert register.breach.judged_to == FIRST + len(before) + 1


@pytest.mark.parametrize("month", ["g", "n", "?"])
def test_nothing_opens_where_no_level_is_reached(month: str) -> None:
    """A month that is clear, unknown or not judged opens nothing."""
    register, moved = lived(month)
    assert (register.held, moved) == ([], [])


def test_enough_good_readings_clear_a_breach() -> None:
    """Three good months in a row take a breach off, one with a withheld month between them too."""
    for months in ("Aggg", "Ag?gg"):
        register, moved = lived(*months)
        assert (register.held, moved) == ([], ["cleared"])
        assert register.history[-1].state is State.CLEARED


def test_one_good_reading_is_enough_where_the_rule_says_at_once() -> None:
    """`leaves: at once` clears at the first good month."""
    register, moved = lived("A", "g", needed=1)
    assert (register.held, moved) == ([], ["cleared"])


def test_the_committee_is_asked_before_anything_leaves() -> None:
    """After the usual good months the removal is proposed, once; the breach stays until agreed."""
    register, moved = lived(*"Aggg", agrees=True)
    assert moved == ["proposed"]
    assert register.breach.track.proposed
    _, moved = lived(*"Agggg", agrees=True)
    assert moved == []


def test_a_proposal_is_off_when_it_gets_bad_again() -> None:
    """A breach that is proposed for removal relapses like any recovering one."""
    register, moved = lived(*"AgggA", agrees=True)
    assert moved == ["relapsed"]
    assert not register.breach.track.proposed


def test_a_figure_after_a_silence_lifts_its_marks() -> None:
    """Once a figure comes again a breach is neither unmeasured nor, for that, proposed."""
    register, _ = lived(*"A???")
    assert register.breach.track.unmeasured
    assert register.breach.track.proposed
    register, _ = lived(*"A???A")
    assert not register.breach.track.unmeasured
    assert not register.breach.track.proposed


def test_what_was_cleared_opens_again_by_name() -> None:
    """A new breach of the same rule and series names the earlier one."""
    register, moved = lived(*"AgggA")
    assert moved == ["opened again"]
    assert register.breach.follows == 1
    assert register.breach.id == 2


def test_a_first_evaluation_keeps_what_is_still_open() -> None:
    """A new rule walks all history quietly: what cleared years ago is not brought up again."""
    register = Register()
    assert reasons(register.cycle("RgggAA")) == ["already so"]
    assert register.breach.track.opened == FIRST + 4
    assert reasons(Register().cycle("Rggg")) == []


def test_a_new_rule_over_known_figures_is_quiet_too() -> None:
    """A rule written today says only what is so today, though its series was judged long ago."""
    for judged_to in (FIRST, FIRST + 2, FIRST + 5):
        found = findings("RgggAA", judged_to=judged_to)
        (held,), moves = advance(
            [found], Held.of([]), {}, book=a_book(), first=["rule"], ids=Counting(), now=NOW,
            evidence=evidence,
        )  # fmt: skip
        assert reasons(moves) == ["already so"]
        assert held.track.opened == FIRST + 4


def test_every_new_period_counts_when_several_come_at_once() -> None:
    """Three months in one import move the breach three times, in order."""
    register, moved = lived("A", "RgA")
    assert moved == ["worsened", "recovering", "relapsed"]
    assert [move.period for move in register.history[-3:]] == [FIRST + n for n in (2, 3, 4)]


def test_a_breach_can_come_and_go_within_one_import() -> None:
    """A breach that opened, cleared and opened again in one import is two, one after the other."""
    register, moved = lived("AgggA")
    assert moved == ["opened", "recovering", "cleared", "opened again"]
    assert register.breach.follows == 1


def test_the_opening_keeps_its_figures() -> None:
    """A breach keeps the figures of its first period; a move carries those of its own."""
    register, _ = lived(*"AR")
    opening, worse = register.breach.evidence, register.history[-1].evidence
    assert opening is not None
    assert opening.cells[-1].value == 70
    assert worse is not None
    assert worse.cells[-1].value == 50


class TestRestated:
    def test_an_opening_that_no_longer_breaches_moves_to_the_next_that_does(self) -> None:
        """Where the first bad month turns out fine the breach is as old as the second."""
        register, _ = lived(*"AA")
        assert reasons(register.cycle("ggA")) == ["corrected"]
        assert register.breach.track.opened == FIRST + 2

    def test_a_breach_that_never_was_is_withdrawn(self) -> None:
        """Where no period in breach is left it is withdrawn, with the old and the new figure."""
        register, _ = lived("A")
        (move,) = register.cycle("gg")
        assert (move.reason, move.before, move.after) == (Reason.WITHDRAWN, "70", "90")
        assert register.held == []

    def test_a_withdrawn_breach_is_named_by_the_next(self) -> None:
        """After a withdrawal the next breach says that it opened again."""
        register, _ = lived("A")
        register.cycle("gg")
        assert reasons(register.cycle("ggA")) == ["opened again"]

    def test_corrected_figures_can_clear(self) -> None:
        """A breach that did open, and has left by the corrected figures, is cleared."""
        register, _ = lived(*"AgAg")
        assert reasons(register.cycle("gAggg")) == ["cleared"]

    def test_a_change_of_the_figure_shown_is_said(self) -> None:
        """Another figure at the same level is a correction, with both figures."""
        register, _ = lived("A")
        (move,) = register.cycle("gA", figures={1: 71.5})
        assert (move.reason, move.before, move.after) == (Reason.CORRECTED, "70", "71.5")

    def test_the_figure_that_opened_it_is_shown_where_the_latest_stayed(self) -> None:
        """A correction names the figure that changed, not the latest one that did not."""
        register, _ = lived(*"AA")
        (move,) = register.cycle("gRA", figures={1: 40})
        assert (move.reason, move.period) == (Reason.CORRECTED, FIRST + 1)
        assert (move.before, move.after) == ("70", "40")
        assert register.breach.track.level is Level.RED

    def test_a_change_that_nobody_sees_is_no_news(self) -> None:
        """An earlier figure changed, and neither level nor latest figure with it: nothing is said."""
        register, _ = lived(*"AAA")
        assert reasons(register.cycle("gAAA", figures={2: 71})) == []

    def test_a_breach_can_appear_by_a_correction(self) -> None:
        """An earlier figure made worse opens a breach at its true period, shown by the latest one."""
        register, _ = lived(*"gg")
        (move,) = register.cycle("gAA")
        assert (move.reason, move.period) == (Reason.OPENED, FIRST + 2)
        assert register.breach.track.opened == FIRST + 1

    def test_a_reading_taken_back_is_a_restatement(self) -> None:
        """Where the only bad month is taken out of the return its breach is withdrawn."""
        register, _ = lived("A")
        (move,) = register.cycle("g")
        assert (move.reason, move.before, move.after) == (
            Reason.WITHDRAWN, "70", "no figure",
        )  # fmt: skip

    def test_the_latest_reading_taken_back_leaves_the_breach_where_it_was_before(self) -> None:
        """Where the newer of two bad months is taken back the breach stands as after the older."""
        register, _ = lived(*"AR")
        (move,) = register.cycle("gA")
        assert (move.reason, move.before, move.after) == (
            Reason.CORRECTED, "50", "no figure",
        )  # fmt: skip
        assert (register.breach.track.level, register.breach.judged_to) == (Level.AMBER, FIRST + 1)

    def test_restatements_come_before_new_periods(self) -> None:
        """One import that corrects the past and brings a new month settles the past first."""
        register, _ = lived("A")
        assert reasons(register.cycle("ggR")) == ["withdrawn", "opened again"]


class TestStale:
    def test_nothing_moves_while_the_latest_reading_is_too_old(self) -> None:
        """Old figures that come late open nothing and clear nothing."""
        register = Register()
        register.cycle("g")
        assert reasons(register.cycle("gR", late=5)) == []
        register, _ = lived("A")
        assert reasons(register.cycle("gAggg", late=5)) == ["unmeasured"]
        assert register.breach.track.state is State.OPEN

    def test_a_missing_return_is_said_once(self) -> None:
        """A breach whose returns stopped is *unmeasured*, once, and proposed for removal."""
        register, _ = lived("A")
        assert reasons(register.cycle("gA", late=2)) == []
        assert reasons(register.cycle("gA", late=3)) == ["unmeasured"]
        assert reasons(register.cycle("gA", late=4)) == []
        assert register.breach.track.unmeasured
        assert register.breach.track.proposed

    def test_a_figure_after_missing_returns_goes_on_where_it_was(self) -> None:
        """The gap is not called a correction, nor said twice; the marks are lifted."""
        register, _ = lived("A")
        register.cycle("gA", late=3)
        assert reasons(register.cycle("gA---A")) == []
        assert not register.breach.track.unmeasured
        assert register.breach.track.state is State.OPEN

    def test_a_withheld_figure_does_not_end_the_silence(self) -> None:
        """A symbol after missing returns is still no figure: the marks stay, and nothing is said."""
        register, _ = lived("A")
        register.cycle("gA", late=3)
        assert reasons(register.cycle("gA---?")) == []
        assert register.breach.track.unmeasured
        assert reasons(register.cycle("gA---?g")) == ["recovering"]
        assert not register.breach.track.unmeasured

    def test_a_withheld_figure_that_comes_in_time_does_not_end_it_either(self) -> None:
        """Only a known figure lifts the marks, however soon after the silence a symbol comes."""
        register, _ = lived("A")
        register.cycle("gA", late=3)
        assert reasons(register.cycle("gA?")) == []
        assert register.breach.track.unmeasured
        assert register.breach.track.proposed

    def test_a_second_silence_is_said_again(self) -> None:
        """Returns stopped, a figure came, and then figures were withheld for too long: two times."""
        register, _ = lived("A")
        register.cycle("gA", late=3)
        assert reasons(register.cycle("gAA???")) == ["unmeasured"]


class TestRules:
    def test_other_words_are_told_as_such(self) -> None:
        """A changed rule that makes it worse is *rule changed*, never *worsened*."""
        register, _ = lived("A")
        (move,) = register.cycle("gR", a_rule("two"))
        assert (move.reason, move.level_before, move.level) == (
            Reason.RULE_CHANGED, Level.AMBER, Level.RED,
        )  # fmt: skip
        assert register.breach.rule_hash == "two"

    def test_other_words_that_change_nothing_are_taken_silently(self) -> None:
        """The breach takes the new words and there is nothing to say."""
        register, _ = lived("A")
        assert reasons(register.cycle("gA", a_rule("two"))) == []
        assert register.breach.rule_hash == "two"

    def test_a_rule_that_lets_go_closes_its_breach(self) -> None:
        """By the new words it is no breach: it is closed, and does not count as cleared."""
        register, _ = lived("A")
        (move,) = register.cycle("gn", a_rule("two"))
        assert (move.reason, move.state) == (Reason.RULE_CHANGED, State.CLOSED)
        assert reasons(register.cycle("gnA", a_rule("two"))) == ["opened"]

    def test_what_its_rule_let_go_does_not_open_again(self) -> None:
        """A breach closed by new words never was one by them: the next month simply opens one."""
        register, _ = lived("A")
        assert reasons(register.cycle("gnA", a_rule("two"))) == ["rule changed", "opened"]
        assert register.breach.follows is None

    def test_a_rule_that_bites_further_back_is_told_as_such(self) -> None:
        """What is in breach by the new words only is no fresh news about performance."""
        register, _ = lived("n")
        assert reasons(register.cycle("gA", a_rule("two"))) == ["rule changed"]

    def test_a_removed_rule_closes_its_breaches(self) -> None:
        """A rule that is gone, or no longer selects the series, lets go of its breaches."""
        register, _ = lived("A")
        selects = a_rule().selects
        for book in (
            a_book(a_rule(id="another")),
            a_book(replace(a_rule(), selects=replace(selects, areas=("Elsewhere",)))),
            a_book(replace(a_rule(), selects=replace(selects, indicators=()))),
            a_book(replace(a_rule(), selects=replace(selects, breakdowns=(("sex", ("F",)),)))),
        ):
            breaches, moves = removed(register.held, book, ids=Counting(), now=NOW)
            assert [breach.track.state for breach in breaches] == [State.CLOSED]
            assert reasons(moves) == ["rule removed"]
        assert removed(register.held, a_book(), ids=Counting(), now=NOW) == ([], [])

    def test_a_breakdown_is_kept_while_it_is_selected(self) -> None:
        """A breach of one group stays where the rule names that group, or all of them."""
        register, _ = lived("A")
        girls = replace(register.breach, series=Series("assessments", OWN, "sex=F"))
        selects = a_rule().selects
        for wanted in (None, (("sex", ("F", "M")),)):
            book = a_book(replace(a_rule(), selects=replace(selects, breakdowns=wanted)))
            assert removed([girls], book, ids=Counting(), now=NOW) == ([], [])

    def test_as_many_good_months_as_is_usual(self) -> None:
        """Without `leaves:` a monthly breach needs three good readings."""
        rule = a_rule()
        usual = replace(rule, leaves=Leaves())
        register = Register()
        assert reasons(register.cycle("Agg", usual)) == ["already so"]
        assert reasons(register.cycle("Aggg", usual)) == ["cleared"]


def test_series_are_told_apart() -> None:
    """Two areas under one rule have a breach each, and only the one that moved comes back."""
    both = findings({OWN: "AA", "Barnet": "RR"}, judged_to=FIRST)
    more: dict[str, Any] = {"book": a_book(), "ids": Counting(), "now": NOW, "evidence": evidence}
    opened, _ = advance([both], Held.of([]), {}, first=["rule"], **more)
    assert [breach.series.area for breach in opened] == [OWN, "Barnet"]
    later = findings({OWN: "AA", "Barnet": "RRg"}, judged_to=FIRST + 1)
    moved, transitions = advance([later], Held.of(opened), {}, first=[], **more)
    assert [breach.series.area for breach in moved] == ["Barnet"]
    assert reasons(transitions) == ["recovering"]
