from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.register.build import FIRST, a_book, a_rule, findings
from tests.register.naive import Naive
from watchlist.model.register import Reason, State, Track
from watchlist.model.rule import Rule
from watchlist.register.review import terms
from watchlist.register.table import NEXT_STATE, TABLE, Seen
from watchlist.register.walk import Walk, walk

LETTERS = st.text("RAgn?-", max_size=14)


def walked(letters: str, judged: int, of: Rule | None = None) -> Walk:
    found = findings(letters, of or a_rule())
    rows = np.arange(1)
    bounded = np.minimum(np.array([judged]), found.anchor)
    return walk(found, rows, bounded, terms(found.rule, found, rows, a_book(of)))


def same(track: Track, naive: Naive) -> bool:
    if not naive.live:
        return not track.state.live
    return (
        track.state.name.lower() == naive.state
        and track.level is not None
        and track.level.name[0] == naive.level
        and track.opened == FIRST + naive.opened
        and (track.good, track.better, track.unknown) == (naive.good, naive.better, naive.unknown)
        and (track.proposed, track.unmeasured) == (naive.proposed, naive.unmeasured)
    )


@given(LETTERS, st.integers(-1, 14), st.integers(1, 4), st.booleans())
def test_the_walk_says_what_the_table_says(
    letters: str, judged: int, needed: int, agrees: bool
) -> None:
    """A history walked at once stands, after every period, where the design's table puts it, and
    gives each move the one reason that the table names."""
    result = walked(letters, judged, a_rule(needed=needed, agrees=agrees))
    before = Naive(needed, agrees)
    for column, letter in enumerate(letters.rstrip("-")[: judged + 1]):
        before.period(column, letter)
    after = Naive(needed, agrees).read(letters)
    assert same(result.before.track(0, FIRST), before)
    assert same(result.after.track(0, FIRST), after)
    moves = [(move.column, move.reason.value) for move in result.moves.get(0, ())]
    assert moves == [(column, word) for column, word in after.said if column > judged]


@given(LETTERS, st.integers(-1, 14), st.integers(-1, 20), st.integers(1, 4), st.booleans())
def test_what_was_let_go_of_begins_anew(
    letters: str, judged: int, let_go: int, needed: int, agrees: bool
) -> None:
    """After the period up to which the committee let go there is no breach, whatever the figures
    before it say now; with the next bad reading another one begins. Figures that were taken back
    bring nothing back."""
    rule = a_rule(needed=needed, agrees=agrees)
    found = findings(letters, rule)
    asked = replace(terms(rule, found, np.arange(1), a_book(rule)), let_go=np.array([let_go]))
    result = walk(found, np.arange(1), np.minimum(np.array([judged]), found.anchor), asked)
    after = Naive(needed, agrees).read(letters, let_go)
    assert same(result.after.track(0, FIRST), after)
    before, months = Naive(needed, agrees), letters.rstrip("-")
    for column, letter in enumerate(months[: judged + 1]):
        before.period(column, letter)
        if column == min(let_go, len(months) - 1):
            before.let_go()
    assert same(result.before.track(0, FIRST), before)
    moves = [(move.column, move.reason.value) for move in result.moves.get(0, ())]
    assert moves == [(column, word) for column, word in after.said if column > judged]


@given(st.lists(LETTERS, min_size=1, max_size=6), st.integers(1, 3))
def test_one_series_does_not_touch_another(rows: list[str], needed: int) -> None:
    """Many series walked side by side stand where each stands when it is walked alone."""
    rule = a_rule(needed=needed)
    together = findings({f"Area {n}": row for n, row in enumerate(rows)}, rule)
    places = np.arange(len(rows))
    result = walk(together, places, np.full(len(rows), -1), terms(rule, together, places, a_book()))
    for place, row in enumerate(rows):
        assert same(result.after.track(place, FIRST), Naive(needed).read(row))


def test_the_table_answers_everything() -> None:
    """Whatever a period shows to a breach, the table knows what becomes of it."""
    assert all(seen in row for row in TABLE.values() for seen in Seen)
    assert NEXT_STATE.shape == (len(TABLE), len(Seen))


def test_nothing_opens_or_leaves_on_unknown() -> None:
    """A missing or withheld figure neither opens a breach nor lets one go."""
    for seen in (Seen.UNKNOWN, Seen.UNKNOWN_TOO_LONG):
        assert all(row[seen][0] is state for state, row in TABLE.items())


def anchored(figures: list[float], held: list[float], letters: str) -> Walk:
    """A rule on a change: good is judged against what the breach's first period changed from."""
    found = findings(letters, figures=dict(enumerate(figures)))
    for judgement in found.levels.values():
        (leaf,) = judgement.leaves
        leaf.tested[:] = figures
        leaf.held_against[:] = held
        object.__setattr__(leaf, "anchored", True)
    rows = np.arange(1)
    return walk(found, rows, np.array([-1]), terms(found.rule, found, rows, a_book()))


def test_a_fall_that_stays_down_has_not_recovered() -> None:
    """70, 50, 50, 50 has not recovered, though the figure falls no further."""
    result = anchored([70, 50, 50, 50], [np.nan, 70, 50, 50], "-Agg")
    assert result.after.track(0, FIRST).state is State.OPEN
    assert [m.reason for m in result.moves[0]][1:] == [Reason.NO_LONGER_SIGNALLED] * 2


def test_a_fall_that_comes_back_recovers() -> None:
    """70, 50, then 70 three times is back where it fell from: equal is good."""
    result = anchored([70, 50, 70, 70, 70], [np.nan, 70, 50, 70, 70], "-Annn")
    assert result.after.track(0, FIRST).state is State.CLEARED


def test_figures_are_decimals_when_good_is_judged() -> None:
    """0.1 + 0.2 is 0.3: a reading that equals the old reference but for a binary fraction is good."""
    result = anchored([0.3, 0.2, 0.3], [np.nan, 0.1 + 0.2, 0.2], "-An")
    assert result.after.track(0, FIRST).state is State.RECOVERING


def test_a_withheld_figure_in_the_middle_of_a_clear_spell_does_not_count() -> None:
    """Where a rule asks for two periods in a row a withheld figure can leave the verdict clear;
    it is no good reading, and no bad one."""
    found = findings("Agg?")
    found.verdict[0, 3] = 1  # clear, though nothing is known of the reading itself
    rows = np.arange(1)
    result = walk(found, rows, np.array([-1]), terms(found.rule, found, rows, a_book()))
    track = result.after.track(0, FIRST)
    assert (track.state, track.good, track.unknown) == (State.RECOVERING, 2, 1)


def test_a_hundred_and_fifty_thousand_series_are_walked_in_about_a_second() -> None:
    """A country's worth of series does not keep a council waiting."""
    letters = np.random.default_rng(1).choice(list("RAgn?"), size=(50, 20))
    found = findings({f"Area {n}": "".join(row) for n, row in enumerate(letters.tolist())})
    rows = np.tile(np.arange(50), 3_000)
    needs = terms(found.rule, found, rows, a_book())
    begun = time.perf_counter()
    walk(found, rows, found.anchor[rows], needs)
    assert time.perf_counter() - begun < 3.0  # about 0.4 s alone on a slow core
