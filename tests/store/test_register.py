from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.build import MONTH, NOW, a_breach, a_transition, an_entry
from watchlist.model.condition import Part
from watchlist.model.errors import WorldError
from watchlist.model.finding import Cell, Evidence
from watchlist.model.reading import Marker, Series
from watchlist.model.register import EntryKey, Holder, Moves, Reason, State, Track
from watchlist.model.rule import Level
from watchlist.register.held import Held
from watchlist.store.store import Store

EVIDENCE = Evidence(
    calendar=MONTH,
    cells=(Cell(24_000, 70.0, 0, Marker.FIGURE, 84.0, 120.0),),
    head="worse_than",
    reference=None,
    part=Part.VALUE,
    held_against=85.0,
    held_period=None,
    held_calendar=None,
    periods=2,
    words="worse_than: target",
)


COUNTS = st.integers(0, 2**31 - 1)

#: Any stand that the figures can bring about: periods are numbers, references finite (SQLite keeps
#: no sign of a zero, and equal it is).
TRACKS = st.builds(
    Track,
    state=st.sampled_from([state for state in State if state is not State.NONE]),
    level=st.none() | st.sampled_from(Level),
    opened=st.none() | st.integers(-(2**31), 2**31 - 1),
    decided_by=st.none() | st.tuples(st.sampled_from(Level), st.integers(0, 2**15 - 1)),
    held_against=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    good=COUNTS,
    better=COUNTS,
    unknown=COUNTS,
    proposed=st.booleans(),
    unmeasured=st.booleans(),
)


def alive(track: Track) -> Track:
    """The same counts of a breach that is open."""
    return replace(track, state=State.OPEN)


def keep(store: Store, **moves: tuple[object, ...]) -> None:
    with store.begin(NOW) as tx:
        tx.save(Moves(**moves))  # type: ignore[arg-type]


def test_what_is_kept_is_read_back_as_it_was(store: Store) -> None:
    """A breach, its entry and its history are tomorrow what they are today."""
    breach = a_breach(1, entry=1, evidence=EVIDENCE)
    entry = an_entry(1, owner="head-of-assessment", committee="children")
    opened = a_transition(1, breach=1, entry=1, evidence=EVIDENCE, before="70", after="84")
    keep(store, breaches=(breach,), entries=(entry,), transitions=(opened,))
    assert store.live_breaches() == [breach]
    assert store.live_entries() == [entry]
    assert store.history(1) == [opened]
    assert store.transitions([1, 9]) == {1: opened}
    assert store.entry(1) == entry
    assert store.entry(2) is None


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(TRACKS)
def test_every_stand_of_a_breach_survives(store: Store, track: Track) -> None:
    """Whatever a breach has counted so far, it goes on counting from there."""
    with store.begin(NOW) as tx:
        number = tx.ids.breach()
        tx.save(Moves(breaches=(a_breach(number, track=track),)))
    assert store.breaches([number])[number].track == track


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(TRACKS.map(alive), max_size=4))
def test_breaches_side_by_side_are_the_breaches(store: Store, tracks: list[Track]) -> None:
    """What a cycle compares in columns is, field by field, what is kept of each breach."""
    with store.begin(NOW) as tx:
        kept = [a_breach(tx.ids.breach(), rule="side", track=track) for track in tracks]
        tx.save(Moves(breaches=(*kept, a_breach(tx.ids.breach(), rule="another"))))
        held, same = tx.held_breaches(["side"]), Held.of(kept)
        assert held.whole(held.ids.tolist()) == same.whole(same.ids.tolist())
        tx.save(Moves(breaches=tuple(each.ended(State.CLOSED, Reason.RULE_REMOVED, NOW)
                                     for each in tx.live_breaches())))  # fmt: skip
    for name in ("ids", "judged_to"):
        assert getattr(held, name).tolist() == getattr(same, name).tolist()
    for name in ("rules", "hashes", "series", "calendars", "figures"):
        assert list(getattr(held, name)) == list(getattr(same, name))
    places = np.arange(len(kept))
    assert held.tracks.same(places, same.tracks, places, 0).all()
    assert store.held_breaches(["side"]).ids.tolist() == []


def test_an_entry_is_held_by_its_live_breaches(store: Store) -> None:
    """What still holds a line on the list are the breaches under it that have not ended, each with
    its level; those of other lines do not count."""
    over = Track(State.CLEARED, Level.RED, 24_000, (Level.RED, 0), 85.0)
    milder = Track(State.RECOVERING, Level.AMBER, 24_000, (Level.AMBER, 0), 85.0)
    keep(
        store,
        entries=(an_entry(1), an_entry(2)),
        breaches=(
            a_breach(1, entry=1),
            a_breach(2, entry=1, track=milder),
            a_breach(3, entry=1, track=over),
            a_breach(4, entry=2),
            a_breach(5),
        ),
    )
    found = sorted(store.holders([1]), key=lambda holder: holder.breach)
    assert found == [Holder(1, 1, Level.RED), Holder(2, 1, Level.AMBER)]
    assert len(store.holders([1, 2])) == 3
    assert store.holders([]) == []


def test_a_breach_moves_on(store: Store) -> None:
    """What was open is recovering, under the same number and a later version."""
    keep(store, breaches=(a_breach(1),))
    (held,) = store.live_breaches()
    moved = replace(held, track=replace(held.track, state=State.RECOVERING, good=1))
    keep(store, breaches=(moved,))
    assert store.live_breaches() == [replace(moved, version=1)]


def test_one_rule_has_one_open_breach_of_a_series(store: Store) -> None:
    """The database itself refuses to list the same failing twice."""
    series = Series("assessments", "Saltmarsh")
    keep(store, breaches=(a_breach(1, series=series),))
    with pytest.raises(Exception, match=r"(?i)unique constraint"):
        keep(store, breaches=(a_breach(2, series=series),))
    keep(store, breaches=(a_breach(3, series=series, rule="another"),))
    assert [breach.id for breach in store.live_breaches()] == [1, 3]


def test_one_breach_ends_and_another_opens_in_one_turn(store: Store) -> None:
    """Cleared and opened again in one import: the first ends before the second begins."""
    series = Series("assessments", "Saltmarsh")
    first = a_breach(1, series=series)
    keep(store, breaches=(first,))
    ended = first.ended(State.CLEARED, Reason.CLEARED, NOW)
    keep(store, breaches=(a_breach(2, series=series, follows=1), ended))
    assert [breach.id for breach in store.live_breaches(["on-time"])] == [2]
    assert store.live_breaches(["another"]) == []
    assert store.ended_breaches(["on-time"]) == {("on-time", series): 1}
    assert store.breaches([1])[1].closed_for is Reason.CLEARED


def test_the_newest_end_is_the_one_that_is_followed(store: Store) -> None:
    """Cleared twice: a third breach names the second. One that a rule's removal closed is no end."""
    series = Series("assessments", "Saltmarsh")
    done = [
        a_breach(n, series=series).ended(state, Reason.CLEARED, NOW)
        for n, state in enumerate((State.CLEARED, State.WITHDRAWN, State.CLOSED), 1)
    ]
    keep(store, breaches=tuple(done))
    assert store.ended_breaches(["on-time"]) == {("on-time", series): 2}


def test_two_who_change_one_entry_are_told(store: Store) -> None:
    """An officer's change is not overwritten by one that was made without seeing it."""
    keep(store, entries=(an_entry(1),))
    keep(store, entries=(replace(an_entry(1), title="Assessments in time"),))
    with pytest.raises(WorldError, match="changed by somebody else"):
        keep(store, entries=(replace(an_entry(1), title="Late assessments"),))
    assert store.live_entries()[0].title == "Assessments in time"


def test_who_has_left_the_list_is_known_by_key(store: Store) -> None:
    """An entry that comes back names the newest of its key that left."""
    key, other = EntryKey(theme="Youth Offending Team"), EntryKey(theme="Workforce")
    gone = [an_entry(n, key=key, left_at=NOW) for n in (1, 2)]
    keep(store, entries=(*gone, an_entry(3, key=other)))
    assert store.left_entries([key]) == {key: 2}
    assert [entry.id for entry in store.live_entries()] == [3]


def test_the_worst_stands_first(store: Store) -> None:
    """The watch list begins with what is red, the oldest first."""
    entries = [
        an_entry(n, level=level) for n, level in enumerate((Level.AMBER, Level.RED, None), 1)
    ]
    breaches = (a_breach(1, entry=2), a_breach(2, entry=2))
    ended = a_breach(3, entry=2).ended(State.CLEARED, Reason.CLEARED, NOW)
    keep(store, entries=tuple(entries), breaches=(*breaches, ended))
    assert [(line.entry.id, line.breaches) for line in store.watch_list()] == [
        (2, breaches),
        (1, ()),
        (3, ()),
    ]
    assert [breach.id for breach in store.breaches_of(2)] == [1, 2, 3]


def test_history_has_what_happened_to_the_breaches_too(store: Store) -> None:
    """The history of an entry is its own and that of each breach that held it."""
    keep(
        store,
        entries=(an_entry(1), an_entry(2)),
        breaches=(a_breach(1, entry=1), a_breach(2, entry=2)),
        transitions=(
            a_transition(1, breach=1),
            a_transition(2, breach=2),
            a_transition(3, entry=1),
        ),
    )
    assert [each.id for each in store.history(1)] == [1, 3]


def test_numbers_are_never_given_twice(store: Store) -> None:
    """WL-0002 follows WL-0001; a turn that failed kept nothing, not even its numbers."""
    with store.begin(NOW) as tx:
        assert (tx.ids.entry(), tx.ids.entry(), tx.ids.breach()) == (1, 2, 1)
    with suppress(ZeroDivisionError), store.begin(NOW) as tx:
        tx.save(Moves(entries=(an_entry(tx.ids.entry()),)))
        raise ZeroDivisionError
    with store.begin(NOW) as tx:
        assert (tx.ids.entry(), tx.ids.transition()) == (3, 1)
    assert store.live_entries() == []


def test_a_turn_sees_what_it_wrote(store: Store) -> None:
    """Decisions of one turn build on each other before anybody else can see them."""
    with store.begin(NOW) as tx:
        tx.save(Moves(breaches=(a_breach(1),)))
        assert [breach.id for breach in tx.live_breaches()] == [1]
        assert store.live_breaches() == []


def test_very_many_breaches_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A first evaluation of a whole region is kept in one go, and moves on in one go, however many
    numbers the database takes in one question."""
    monkeypatch.setattr("watchlist.store.bulk._IN_ONE_QUESTION", 10)
    many = tuple(a_breach(n) for n in range(1, 26))
    keep(store, breaches=many)
    keep(store, breaches=many)
    assert {breach.version for breach in store.live_breaches()} == {1}
