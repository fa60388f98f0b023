"""Whatever a register lives through, it holds what the figures and the rules say."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.register.build import FIRST, Register, a_rule, reasons
from tests.register.naive import Naive
from tests.register.test_walk import same
from watchlist.model.register import Reason, State, Track

LETTERS = "RAgn?-"
MONTHS = st.text(LETTERS, min_size=1, max_size=4)

#: More months, one month restated, the rule changed so that every month may read otherwise, a
#: spell in which no return comes, or the committee lets go of what is proposed.
EVENTS = st.one_of(
    st.tuples(st.just("import"), MONTHS),
    st.tuples(st.just("restate"), st.tuples(st.integers(0, 20), st.sampled_from(LETTERS))),
    st.tuples(st.just("rule"), st.permutations(LETTERS[:4])),
    st.tuples(st.just("silence"), st.none()),
    st.tuples(st.just("agreed"), st.none()),
)


ONLY = {"rule": "rule changed", "silence": "unmeasured", "agreed": ""}


def agrees_with(register: Register, naive: Naive, *, silences: bool = False) -> bool:
    """Whether the register holds what the table says. Marks that only a missing return made are
    no part of the figures: where there were ``silences`` the marks are left out."""
    held = [breach.track for breach in register.held]
    if silences:
        held = [
            replace(track, proposed=naive.proposed, unmeasured=naive.unmeasured) for track in held
        ]
    return same(held[0] if held else Track(), naive) and len(held) == int(naive.live)


def after(letters: str, event: tuple[str, object]) -> str:
    match event:
        case ("import", str(more)):
            return letters + more
        case ("restate", (int(place), str(letter))) if letters:
            place %= len(letters)
            return letters[:place] + letter + letters[place + 1 :]
        case ("rule", list(order)):
            return letters.translate(str.maketrans(LETTERS[:4], "".join(order)))
    return letters


@settings(deadline=None)  # how busy a machine is says nothing of a register
@given(MONTHS, st.lists(EVENTS, max_size=8), st.integers(1, 3), st.booleans())
def test_the_register_is_what_the_figures_and_rules_say(
    months: str, events: list[tuple[str, object]], needed: int, agrees: bool
) -> None:
    """Imports of several months, restatements, changed rules and the committee's decisions, in any
    order: what is held is what the design's table makes of today's figures, from what was let go of
    on, and a second look changes nothing."""
    register, letters, words = Register(), months, 0
    register.cycle(letters, a_rule("0", needed, agrees))
    for event in events:
        letters, words = after(letters, event), words + (event[0] == "rule")
        rule = a_rule(str(words), needed, agrees)
        late = 3 if event[0] == "silence" else 0
        if event[0] == "agreed":
            left = register.committee_agrees()
            assert all(not move.state.live for move in left)
        moved = register.cycle(letters, rule, late=late)
        silences = ("silence", None) in events
        let_go = max((each.ordinal - FIRST for each in register.let_go), default=-1)
        said = Naive(needed, agrees).read(letters, let_go)
        assert agrees_with(register, said, silences=silences)
        if event[0] in ONLY:
            assert set(reasons(moved)) <= {ONLY[event[0]]}
        assert register.cycle(letters, rule, late=late) == []
    check_history(register)


def check_history(register: Register) -> None:
    """The history of each breach begins once, ends at most once, and says where it stands."""
    for number in {move.breach for move in register.history}:
        moves = [move for move in register.history if move.breach == number]
        begins = {Reason.OPENED, Reason.ALREADY_SO, Reason.OPENED_AGAIN, Reason.RULE_CHANGED}
        assert moves[0].reason in begins
        assert all(move.state.live for move in moves[:-1])
        held = [breach for breach in register.held if breach.id == number]
        assert moves[-1].state.live == bool(held)
        if held:
            assert moves[-1].level is held[0].track.level
    numbers = [move.id for move in register.history]
    assert numbers == sorted(set(numbers))


@settings(deadline=None)  # how busy a machine is says nothing of a register
@given(st.lists(MONTHS, min_size=1, max_size=8), st.integers(1, 3), st.booleans())
def test_any_split_of_the_imports_gives_the_same_breaches(
    parts: list[str], needed: int, agrees: bool
) -> None:
    """Month by month or all at once: the same breach, opened at the same period, counted alike."""
    rule = a_rule(needed=needed, agrees=agrees)
    lived, at_once = Register(), Register()
    for end in range(1, len(parts) + 1):
        lived.cycle("".join(parts[:end]), rule)
    at_once.cycle("".join(parts), rule)
    assert [b.track for b in lived.held] == [b.track for b in at_once.held]
    assert [(b.judged_to, b.figure) for b in lived.held] == [
        (b.judged_to, b.figure) for b in at_once.held
    ]


@settings(deadline=None)  # how busy a machine is says nothing of a register
@given(st.text("RAgn?-", min_size=2, max_size=14))
def test_news_is_never_made_of_what_is_not_known(letters: str) -> None:
    """A breach opens at a period that shows a level and leaves at one that shows a good figure."""
    register = Register()
    register.cycle("g")
    for end in range(1, len(letters) + 1):
        register.cycle("g" + letters[:end])
    for move in register.history:
        assert move.period is not None
        letter = ("g" + letters)[move.period - FIRST]
        if move.reason in (Reason.OPENED, Reason.OPENED_AGAIN, Reason.WORSENED, Reason.RELAPSED):
            assert letter in "AR"
        if move.state is State.CLEARED:
            assert letter == "g"


@settings(deadline=None)  # how busy a machine is says nothing of a register
@given(st.text("RAgn?", min_size=1, max_size=10), st.text("RAgn?", min_size=1, max_size=4))
def test_what_comes_late_is_settled_when_the_series_is_fresh_again(start: str, late: str) -> None:
    """Figures that came while the series was stale moved nothing; at the next timely one the
    breach stands where all figures put it."""
    register = Register()
    register.cycle(start)
    held = [(breach.track.state, breach.track.level) for breach in register.held]
    moved = register.cycle(start + late, late=5)
    assert [(breach.track.state, breach.track.level) for breach in register.held] == held
    assert set(reasons(moved)) <= {"unmeasured"}
    register.cycle(start + late + "A")
    assert agrees_with(register, Naive().read(start + late + "A"))
