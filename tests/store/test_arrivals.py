"""What has come of late: newest readings, and figures that are others now."""

from __future__ import annotations

from tests.store.build import CALENDARS, NOW, R, day, take_in
from watchlist.model.reading import Marker
from watchlist.model.register import Restatement
from watchlist.store.store import Store

OWN = ("Saltmarsh",)
LATER = day(400)


def restated(store: Store) -> list[Restatement]:
    return store.restated(CALENDARS, OWN)


def test_a_figure_that_comes_with_another_value_was_restated(store: Store) -> None:
    """70.0 in October, corrected to 72.5: from, to and when."""
    take_in(store, R(70.0, digits=1), R(80.0, period=24_001), now=NOW)
    assert restated(store) == []
    take_in(store, R(72.5, digits=1), now=LATER)
    (one,) = restated(store)
    assert (one.before, one.after, one.at, one.changed) == ("70.0", "72.5", LATER, 1)
    assert (one.series.indicator, one.period) == ("assessments", 24_000)


def test_a_figure_that_is_taken_away_was_restated_one_that_comes_was_not(store: Store) -> None:
    """Withheld afterwards is a change of what was known; a figure in place of a symbol is news."""
    take_in(store, R(70.0), R(marker=Marker.CONFIDENTIAL, period=24_001))
    take_in(store, R(marker=Marker.CONFIDENTIAL), R(3.0, period=24_001), now=LATER)
    (one,) = restated(store)
    assert (one.period, one.after, one.changed) == (24_000, "withheld", 1)


def test_more_decimals_are_no_other_figure(store: Store) -> None:
    """70 and 70.0 are the same."""
    take_in(store, R(70.0, digits=0))
    take_in(store, R(70.0, digits=1), now=LATER)
    assert restated(store) == []


def test_a_restated_national_file_is_one_line(store: Store) -> None:
    """Of all figures that changed one is named, the council's own and newest, and all are counted."""
    areas = ("Saltmarsh", "Barnet", "England")

    def nation(plus: float) -> list[R]:
        return [
            R(plus + n, period=24_000 + n, area=area, breakdown=breakdown)
            for area in areas
            for breakdown in ("", "sex=f")
            for n in range(5)
        ]

    take_in(store, *nation(0))
    take_in(store, *nation(10), now=LATER)
    (one,) = restated(store)
    assert one.changed == 30
    assert (one.series.area, one.series.breakdown, one.period) == ("Saltmarsh", "", 24_004)


def test_it_is_said_until_something_else_comes(store: Store) -> None:
    """With the next month's figures the restatement of the last file is history."""
    take_in(store, R(70.0))
    take_in(store, R(72.0), now=LATER)
    take_in(store, R(71.0, period=24_001), now=day(430))
    assert restated(store) == []


def test_an_older_publication_that_comes_late_restates_nothing(store: Store) -> None:
    """What was published before does not replace what stands."""
    take_in(store, R(70.0, published=day(100)))
    take_in(store, R(60.0, published=day(50)), now=LATER)
    assert restated(store) == []


def test_versions_that_came_together_were_never_seen(store: Store) -> None:
    """A file with its own history of a figure changes nothing that anybody knew."""
    take_in(store, R(60.0, published=day(50)), R(70.0, published=day(100)))
    assert restated(store) == []


def test_the_newest_reading_is_the_newest_of_any_breakdown(store: Store) -> None:
    """A gap, a forecast and another area's figure are no return of ours; a symbol is."""
    take_in(
        store,
        R(70.0),
        R(marker=Marker.CONFIDENTIAL, period=24_002, breakdown="sex=f"),
        R(1.0, period=24_005, area="England"),
        R(2.0, indicator="exclusions", period=2010),
    )
    assert store.newest_readings(CALENDARS, OWN) == {
        ("assessments", "Saltmarsh"): 24_002,
        ("exclusions", "Saltmarsh"): 2010,
    }
