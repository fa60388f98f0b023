from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.register.build import FIRST, Register, a_rule
from watchlist.model.rule import Level
from watchlist.register.levels import by_breach, course, duration, lead, levels

RED, AMBER = Level.RED, Level.AMBER
#: The month after the eighth: FIRST is January 2000.
TODAY = date(2000, 9, 15)


def lived(letters: str, needed: int = 3, *, at_once: bool = False) -> Register:
    """A series judged month by month, after one good month before any rule was broken."""
    register, rule = Register(), a_rule(needed=needed, agrees=True)
    for end in [len(letters)] if at_once else range(1, len(letters) + 1):
        register.cycle(letters[:end], rule)
    return register


def test_how_long_it_has_been_red() -> None:
    """Amber for two months and red for three: it says how long it is listed and how long red, in
    months and in days from the first day of the first bad month."""
    register = lived("ggAARRR")
    lasts = duration(register.breach, register.history, TODAY)
    assert lasts
    assert (lasts.level, lasts.listed.periods, lasts.at_level.periods) == (RED, 5, 3)
    assert lasts.listed.days == (TODAY - date(2000, 3, 1)).days
    assert lasts.at_level.days == (TODAY - date(2000, 5, 1)).days
    assert lasts.recovering is None


def test_how_long_it_has_been_recovering() -> None:
    """A red that recovers is still listed as red, and recovering for so many months."""
    register = lived("gRRgg")
    lasts = duration(register.breach, register.history, TODAY)
    assert lasts
    assert lasts.recovering
    assert (lasts.at_level.periods, lasts.recovering.periods) == (4, 2)


def test_the_levels_of_the_last_periods() -> None:
    """Clear, amber, red, and amber again once that has lasted: one level a month."""
    register = lived("ggARAAA")
    moves = by_breach(register.history)
    found = levels(register.breach, register.held, moves, 8)
    assert [level for _, level in found] == [None, None, None, AMBER, RED, RED, RED, AMBER]
    assert [period for period, _ in found] == list(range(FIRST - 1, FIRST + 7))


def test_what_was_so_before_anybody_looked_counts_from_its_true_beginning() -> None:
    """At a first evaluation the breach is as old as its figures."""
    register = lived("gAAAA", at_once=True)
    lasts = duration(register.breach, register.history, TODAY)
    assert lasts
    assert lasts.listed.periods == 4


def test_the_worst_stands_for_the_entry() -> None:
    """Of a long amber and a short red the red one speaks; of two reds the longer one."""
    amber, short, long = lived("AAAA"), lived("gggR"), lived("gRRR")
    held, moves = [], {}
    for number, register in enumerate((amber, short, long), 1):
        held.append(register.breach)
        moves[number] = register.history
    held = [replace(breach, id=number) for number, breach in enumerate(held, 1)]
    assert [lead(held[:n], moves, TODAY)[0].id for n in (1, 2, 3)] == [1, 2, 3]  # type: ignore[index]
    assert lead([], moves, TODAY) is None


@given(st.text("RAgn?", min_size=1, max_size=12), st.integers(1, 3))
def test_the_last_level_is_that_of_the_breach(letters: str, needed: int) -> None:
    """Whatever a series lives through, its course runs from the opening to the last period without
    a gap, ends where the breach stands, and is read the same after a month that changes nothing."""
    register = lived("g" + letters, needed)
    for breach in register.held:
        moves = [move for move in register.history if move.breach == breach.id]
        steps = course(breach, moves)
        opened = breach.track.opened
        assert opened is not None
        assert [step.period for step in steps] == list(range(opened, breach.judged_to + 1))
        assert steps[-1].level is breach.track.level
        assert steps[-1].recovering == (breach.track.state.name == "RECOVERING")
        said = ("g" + letters)[opened - FIRST]
        assert steps[0].level is {"R": RED, "A": AMBER}[said]
