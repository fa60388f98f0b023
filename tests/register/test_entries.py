from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from tests.evaluate.build import MONTH, OWN, area, book, indicator, rule, worse_than
from tests.register.build import FIRST, NOW
from watchlist.model.reading import Series
from watchlist.model.register import (
    Breach,
    Entry,
    EntryKey,
    Holder,
    Moves,
    Reason,
    State,
    Track,
    Transition,
)
from watchlist.model.rule import Level
from watchlist.register.entries import gather, key_of, settled, title
from watchlist.register.ids import Counting

AMBER = worse_than(75)
BOOK = book(
    indicator("reviews", owner="head-of-reviews", committee="children"),
    indicator("caseloads"),
    rule("slow", "reviews", amber=AMBER),
    rule("slower", "reviews", red=AMBER),
    rule("yot-dip", ["reviews", "caseloads"], amber=AMBER, theme="Youth Offending Team"),
)


def breach(
    number: int, of: str = "slow", about: str = "reviews", level: Level = Level.AMBER
) -> Breach:
    track = Track(State.OPEN, level, FIRST)
    series = Series(about, OWN)
    return Breach(number, of, "hash", series, MONTH, track, FIRST, "70", NOW)


def moved(breach: Breach, reason: Reason = Reason.OPENED) -> Transition:
    return Transition(
        breach.id, breach.id, breach.entry, NOW, reason, FIRST, None, breach.track.level,
        breach.track.state, breach.rule, "hash",
    )  # fmt: skip


@dataclass
class List:
    """A watch list that lives through cycles, as the store keeps it."""

    breaches: dict[int, Breach] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    ids: Counting = field(default_factory=Counting)

    def cycle(self, *changed: Breach) -> Moves:
        left = {e.key: e.id for e in self.entries.values() if e.left_at}
        live = [
            Holder(b.id, b.entry, b.track.level)
            for b in self.breaches.values()
            if b.track.state.live
        ]
        moves = gather(
            changed, [moved(b) for b in changed], live, self.on_list, left,
            book=BOOK, ids=self.ids, now=NOW,
        )  # fmt: skip
        self.breaches |= {b.id: b for b in moves.breaches}
        self.entries |= {e.id: e for e in moves.entries}
        return moves

    @property
    def on_list(self) -> list[Entry]:
        return [entry for entry in self.entries.values() if not entry.left_at]


def test_a_breach_makes_an_entry() -> None:
    """A line of the list says what it is about, whose it is, and how bad it is."""
    (entry,) = List().cycle(breach(1)).entries
    assert (entry.title, entry.owner, entry.committee) == ("Reviews", "head-of-reviews", "children")
    assert (entry.level, entry.reference) == (Level.AMBER, "WL-0001")


def test_breaches_of_one_indicator_and_area_share_an_entry() -> None:
    """Two rules about one figure in one area are one line, at the worse of their levels."""
    moves = List().cycle(breach(1), breach(2, "slower", level=Level.RED))
    assert [b.entry for b in moves.breaches] == [1, 1]
    assert [t.entry for t in moves.transitions] == [1, 1]
    assert [e.level for e in moves.entries] == [Level.RED]


def test_a_theme_gathers_indicators() -> None:
    """Rules of one theme make one line that bears its name."""
    moves = List().cycle(breach(1, "yot-dip"), breach(2, "yot-dip", "caseloads"))
    assert [entry.title for entry in moves.entries] == ["Youth Offending Team"]


def test_an_entry_leaves_when_its_last_breach_has() -> None:
    """One breach of two that clears lowers the line; when the other clears too it leaves."""
    watched = List()
    watched.cycle(breach(1), breach(2, "slower", level=Level.RED))
    (eased,) = watched.cycle(ended(watched.breaches[2])).entries
    assert (eased.level, eased.left_at) == (Level.AMBER, None)
    (left,) = watched.cycle(ended(watched.breaches[1])).entries
    assert left.left_at == NOW


def test_what_people_hold_stays_when_its_figures_are_well() -> None:
    """The last breach clears; a member holds the line: it stays, at no level."""
    watched = List()
    watched.cycle(breach(1))
    watched.entries[1] = replace(watched.entries[1], kept=True)
    (entry,) = watched.cycle(ended(watched.breaches[1])).entries
    assert (entry.level, entry.left_at) == (None, None)
    (back,) = watched.cycle(breach(2)).entries
    assert (back.id, back.level) == (1, Level.AMBER)


def test_a_request_gathers_nothing() -> None:
    """What is about no indicator and no theme never takes a breach under it."""
    watched = List()
    watched.entries[watched.ids.entry()] = Entry(1, EntryKey(), "A breakdown", NOW, kept=True)
    assert [entry.id for entry in watched.cycle(breach(1)).entries] == [2]


@given(st.booleans(), st.none() | st.sampled_from(Level), st.booleans())
def test_a_line_is_on_the_list_while_anybody_holds_it(
    kept: bool, level: Level | None, left: bool
) -> None:
    """It leaves exactly when neither figures nor people hold it, and what has left stays away."""
    entry = Entry(1, EntryKey(theme="Workforce"), "Workforce", NOW, kept=kept)
    entry = replace(entry, left_at=NOW if left else None)
    after = settled(entry, level, NOW)
    assert (after.left_at is not None) == (left or (level is None and not kept))
    assert settled(after, level, NOW) == after


def test_a_line_that_comes_back_names_the_earlier_one() -> None:
    """What left the list and is in breach again is a new line that follows the old one."""
    watched = List()
    watched.cycle(breach(1))
    watched.cycle(ended(watched.breaches[1]))
    (entry,) = watched.cycle(breach(2)).entries
    assert (entry.id, entry.follows) == (2, 1)


def test_cleared_and_opened_again_in_one_import_stays_one_line() -> None:
    """The line never left the list, so it is not a new one."""
    watched = List()
    watched.cycle(breach(1))
    moves = watched.cycle(ended(watched.breaches[1]), breach(2))
    assert moves.entries == ()
    assert [b.entry for b in moves.breaches] == [1, 1]


def test_a_breach_keeps_its_entry_when_its_rule_is_gone() -> None:
    """Where the rule was removed the line is still found, so that it can leave."""
    watched = List()
    watched.cycle(breach(1))
    gone = replace(ended(watched.breaches[1]), rule="gone")
    (entry,) = watched.cycle(gone).entries
    assert entry.left_at == NOW
    assert key_of(gone, BOOK) == EntryKey(indicator="reviews", area=OWN)


def test_the_area_is_named_where_there_are_several() -> None:
    """A council with one area of its own need not read its name on every line."""
    two = book(indicator("reviews"), area("North", own=True), area("South", own=True))
    assert title(EntryKey(indicator="reviews", area=OWN), BOOK) == "Reviews"
    assert title(EntryKey(indicator="reviews", area="England"), BOOK) == "Reviews, England"
    assert title(EntryKey(indicator="reviews", area="North"), two) == "Reviews, North"


def ended(breach: Breach) -> Breach:
    return breach.ended(State.CLEARED, Reason.CLEARED, NOW)


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("ARx")), max_size=4)))
def test_the_list_holds_what_is_in_breach(cycles: list[list[tuple[int, str]]]) -> None:
    """After any cycles a line is on the list exactly when a live breach holds it, at its worst
    level, and no two lines are about the same."""
    kinds = [("slow", "reviews"), ("slower", "reviews"), ("yot-dip", "reviews"),
             ("yot-dip", "caseloads"), ("slow", "caseloads")]  # fmt: skip
    watched, now_live, numbers = List(), dict[int, int](), Counting()
    for cycle in cycles:
        changed: dict[int, Breach] = {}
        for kind, letter in cycle:
            number = now_live.get(kind)
            if number is None and letter == "x":
                continue
            if number is None:
                number = now_live[kind] = numbers.breach()
                changed[number] = breach(number, *kinds[kind])
            held = changed.get(number) or watched.breaches[number]
            level = Level.RED if letter == "R" else Level.AMBER
            changed[number] = replace(held, track=replace(held.track, level=level))
            if letter == "x":
                changed[number] = ended(held)
                del now_live[kind]
        watched.cycle(*changed.values())
        check(watched)


def check(watched: List) -> None:
    live = [b for b in watched.breaches.values() if b.track.state.live]
    on_list = {entry.id: entry for entry in watched.on_list}
    assert {b.entry for b in live} == set(on_list)
    for entry in on_list.values():
        assert entry.level == max(b.track.level or 0 for b in live if b.entry == entry.id)
    assert len({entry.key for entry in on_list.values()}) == len(on_list)
