"""Pages are made anew where something is shown otherwise, and only there."""

from __future__ import annotations

from datetime import timedelta

from tests.store.build import NOW, a_breach, a_transition, an_entry
from tests.store.test_history import an_act
from tests.store.test_records import OVERDUE
from tests.store.test_register import keep
from watchlist.model.register import Moves
from watchlist.store.store import Store


def test_nothing_that_is_shown_changes_by_looking_or_by_judging_in_vain(store: Store) -> None:
    """A cycle that moves nothing, and a check that still stands, leave every page as it was."""
    keep(store, entries=(an_entry(1),), breaches=(a_breach(1, entry=1),))
    with store.begin(NOW) as tx:
        tx.save_checks([OVERDUE], {OVERDUE.series.indicator})
    before = store.stamp()
    with store.begin(NOW + timedelta(hours=1)) as tx:
        tx.save(Moves())
        tx.save_checks([OVERDUE], {OVERDUE.series.indicator})
    assert store.stamp() == before


def test_whatever_moves_an_entry_is_seen_at_once(store: Store) -> None:
    """Figures that move it, somebody who speaks of it, a check that is found and one that is gone."""
    stamps = [store.stamp()]
    keep(store, entries=(an_entry(1),), breaches=(a_breach(1, entry=1),))
    stamps.append(store.stamp())
    keep(store, transitions=(a_transition(1, breach=1, entry=1),))
    stamps.append(store.stamp())
    keep(store, acts=(an_act(1),))
    stamps.append(store.stamp())
    for found in ([OVERDUE], []):
        with store.begin(NOW) as tx:
            tx.save_checks(found, {OVERDUE.series.indicator})
        stamps.append(store.stamp())
    assert len(set(stamps)) == len(stamps)
