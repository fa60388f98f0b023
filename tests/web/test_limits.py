"""So many tries in so long: a window that moves with the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from watchlist.web.limits import Window

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_so_many_are_let_in_and_then_one_at_a_time() -> None:
    """As each of the earlier ones leaves the window; whoever is turned away is not counted."""
    window = Window(3, 15 * MINUTE)
    assert [window.enter("a", NOW + n * MINUTE) for n in range(3)] == [None] * 3
    assert window.enter("a", NOW + 3 * MINUTE) == 12 * MINUTE
    assert window.enter("a", NOW + 14 * MINUTE) == MINUTE
    assert window.enter("a", NOW + 15 * MINUTE) is None
    assert window.enter("a", NOW + 15 * MINUTE) == MINUTE


def test_each_is_counted_by_himself() -> None:
    """One who tries too often keeps nobody else out."""
    window = Window(1, MINUTE)
    assert window.enter("a", NOW) is None
    assert window.enter("a", NOW) == MINUTE
    assert window.enter("b", NOW) is None


def test_asking_how_long_counts_nothing() -> None:
    """Only what failed is counted, where that is wanted."""
    window = Window(1, MINUTE)
    assert [window.wait("a", NOW) for _ in range(5)] == [None] * 5
    window.count("a", NOW)
    assert window.wait("a", NOW) == MINUTE


def test_it_remembers_no_more_than_it_has_room_for() -> None:
    """A million addresses do not fill the memory: whoever was seen longest ago is forgotten."""
    window = Window(1, MINUTE)
    for number in range(10_001):
        window.count(str(number), NOW)
    assert window.wait("0", NOW) is None
    assert window.wait("10000", NOW) == MINUTE
