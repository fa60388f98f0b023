"""Which sources fail is known to every daemon, whichever of them looked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from watchlist.store.failing import Failing, failing_sources, note_sources
from watchlist.store.store import Store

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(minutes=15)


def test_a_source_fails_from_the_first_time_on_until_it_is_well(store: Store) -> None:
    """What is wrong with it is what was said last; a source nobody looked at stays as it was."""
    note_sources(store, {"scorecard": "no file", "inbox": ""}, MONDAY)
    note_sources(store, {"scorecard": "no figures"}, LATER)
    assert failing_sources(store) == {"scorecard": Failing(MONDAY, "no figures")}
    note_sources(store, {"inbox": "no folder"}, LATER)
    note_sources(store, {"scorecard": ""}, LATER)
    assert failing_sources(store) == {"inbox": Failing(LATER, "no folder")}


def test_a_long_list_of_faults_is_cut(store: Store) -> None:
    """All of it is in the log: a page shows how it begins."""
    note_sources(store, {"scorecard": "row 1: no figure\n" * 1000}, MONDAY)
    assert len(failing_sources(store)["scorecard"].said) == 500
