"""What the register and the readings know of one indicator (on SQLite and PostgreSQL)."""

from __future__ import annotations

from datetime import timedelta

from tests.store.build import MONTH, NOW, R, a_breach, an_entry, day, take_in
from watchlist.model.reading import Marker, Series, Status
from watchlist.model.register import EntryKey, Moves, State, Track
from watchlist.store.listed import Shut
from watchlist.store.store import Store

SERIES = Series("assessments", "Saltmarsh")
OPEN = Shut()


def kept(store: Store) -> None:
    """One entry on the list that an exempt indicator is under too, one off it, one about nothing."""
    ended = Track(State.CLEARED, None, 24_000)
    mixed = Series("stripes", "Saltmarsh")
    with store.begin(NOW) as tx:
        tx.save(
            Moves(
                (
                    a_breach(1, entry=1, series=SERIES),
                    a_breach(2, entry=1, series=mixed),
                    a_breach(3, entry=2, series=Series("assessments", "Dale"), track=ended),
                ),
                (),
                (
                    an_entry(1, key=EntryKey(theme="safety"), committee="children"),
                    an_entry(2, left_at=NOW, owner="head"),
                    an_entry(3, key=EntryKey(), title="A worry"),
                ),
                (),
                (),
            )
        )


def numbers(store: Store, name: str, shut: Shut = OPEN) -> list[int]:
    return [entry.id for entry in store.entries_about(name, shut)]


def test_entries_about_an_indicator_are_found_by_breach_and_by_key(store: Store) -> None:
    """On the list and off it, the newest first; of others none."""
    kept(store)
    assert numbers(store, "assessments") == [2, 1]
    assert numbers(store, "stripes") == [1]
    assert numbers(store, "nothing") == []


def test_what_is_shut_is_left_out_whole(store: Store) -> None:
    """An entry that an exempt indicator is under is exempt, but for its committee and its owner."""
    kept(store)
    exempt = frozenset({"stripes"})
    assert numbers(store, "assessments", shut=Shut(exempt)) == [2]
    mine = Shut(exempt, committees=frozenset({"children"}))
    assert numbers(store, "assessments", shut=mine) == [2, 1]
    assert store.not_shut({1, 2, 3, 99}, Shut(exempt)) == {2, 3}
    assert store.not_shut({1, 2, 3, 99}, Shut()) == {1, 2, 3}
    assert store.not_shut((), Shut(exempt)) == frozenset()


def test_what_holds_an_indicator_on_the_list_now(store: Store) -> None:
    """Live breaches in the council's own areas, and what people put on the list by its name."""
    kept(store)
    own = ["Saltmarsh"]
    found = store.live_breaches_about(["assessments", "stripes"], own)
    assert [one.id for one in found] == [1, 2]
    assert store.live_breaches_about(["assessments"], ["Dale"]) == []
    assert store.live_breaches_about([], own) == []
    with store.begin(NOW) as tx:
        tx.save(
            Moves(
                (),
                (),
                (an_entry(4), an_entry(5, key=EntryKey(None, "assessments", "Dale"))),
                (),
                (),
            )
        )
    assert [one.id for one in store.live_entries_named(["assessments"], own)] == [4]


def test_every_version_of_a_figure_the_one_that_stands_first(store: Store) -> None:
    """What was said when, also of a forecast and of one that was withheld."""
    take_in(store, R(70.0, digits=0, published=day(1)), R(50.0, area="Dale", published=day(1)))
    take_in(store, R(72.0, digits=0, numerator=72, denominator=100, published=day(5)))
    take_in(store, R(71.0, digits=0, published=day(3)), now=NOW + timedelta(hours=1))
    take_in(
        store,
        R(marker=Marker.CONFIDENTIAL, period=24_001, published=day(2)),
        R(80.0, period=24_002, status=Status.FORECAST, published=day(2)),
    )
    found = store.versions(SERIES, MONTH)
    said = [(one.cell.period, one.cell.value, one.stands) for one in found]
    assert said == [
        (24_002, 80.0, True),
        (24_001, None, True),
        (24_000, 72.0, True),
        (24_000, 71.0, False),
        (24_000, 70.0, False),
    ]
    assert found[0].cell.status is Status.FORECAST
    assert found[1].cell.marker is Marker.CONFIDENTIAL
    assert (found[2].cell.numerator, found[2].published, found[2].source) == (
        72,
        day(5),
        "scorecard",
    )


def test_of_what_nobody_read_there_is_no_version(store: Store) -> None:
    """Another area's or another indicator's is not its own."""
    take_in(store, R(50.0, area="Dale"))
    assert store.versions(SERIES, MONTH) == []
