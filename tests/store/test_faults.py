from __future__ import annotations

from datetime import timedelta

from tests.store.build import NOW
from watchlist.model.errors import Fault, Mark
from watchlist.model.message import Notice, Purpose
from watchlist.store.results import FaultsSaved
from watchlist.store.store import Store

SLIP = Fault(Mark("rules.yaml", 5, 13), 'rule "on-time": "wrose_than" is not a condition')
TAB = Fault(Mark("more.yaml", 2, 1), "a tab at the beginning of a line; use spaces")
GONE = Fault(Mark("rulebook"), "this folder of rules does not exist")


def saved(store: Store, *faults: Fault) -> FaultsSaved:
    with store.begin(NOW) as tx:
        return tx.save_faults({fault.sentence: fault for fault in faults})


def told(store: Store, number: int, purpose: Purpose) -> None:
    """The keeper has been sent a message about a fault."""
    subject = f"{purpose.value}:{number}"
    with store.begin(NOW) as tx:
        tx.notify([Notice(subject, "keeper", "mailbox", purpose, NOW, fault=number)])
        (notice,) = [n for n in tx.waiting_notices(NOW) if n.subject == subject]
        tx.freeze(
            f"{subject}@village", channel="mailbox", post="keeper", address="keeper@village",
            headline="", payload=b"", notices=[notice.id],
        )  # fmt: skip


def test_a_fault_is_new_once(store: Store) -> None:
    """While it stands it is known; mended and come back it is new again."""
    (first,) = saved(store, SLIP).new
    assert saved(store, SLIP).new == ()
    assert store.standing_faults() == {first}
    saved(store)
    assert store.standing_faults() == frozenset()
    (second,) = saved(store, SLIP, TAB).new[:1]
    assert second > first


def test_a_fault_is_told_where_it_is_now(store: Store) -> None:
    """A line put in above moves it: the same fault, at its new place; a whole folder has no line."""
    first, folder = saved(store, SLIP, GONE).new
    moved = Fault(Mark("rules.yaml", 6, 13), SLIP.sentence)
    assert saved(store, moved, GONE).new == ()
    assert store.faults([first, folder]) == {first: moved, folder: GONE}


def test_all_is_well_again_for_who_was_told_otherwise(store: Store) -> None:
    """Once, when the last fault is mended; not where nobody had been told of any."""
    saved(store, SLIP)
    assert saved(store).mended is None
    (second,) = saved(store, SLIP).new
    told(store, second, Purpose.FAULTS)
    saved(store, SLIP, TAB)
    assert saved(store, TAB).mended is None
    assert saved(store).mended == second
    told(store, second, Purpose.MENDED)
    saved(store, TAB)
    assert saved(store).mended is None


def test_rules_change_names_and_places(store: Store) -> None:
    """Under which words a rule was judged goes with it, also where two rules change places."""
    with store.begin(NOW) as tx:
        tx.judged({}, [], {"on-time": "a", "reviews": "b", "visits": "c"})
    with store.begin(NOW) as tx:
        tx.rename_rules({"on-time": "reviews", "reviews": "on-time", "visits": "visits-made"})
    assert store.rules_judged() == {"reviews": "a", "on-time": "b", "visits-made": "c"}


def test_a_rulebook_is_in_force_since_it_last_came(store: Store) -> None:
    """Gone back to, it is in force since then."""
    for hours, hash in enumerate(("one", "two", "one")):
        with store.begin(NOW + timedelta(hours=hours)) as tx:
            tx.keep_rulebook(hash, {})
    kept = [(one.hash, one.since) for one in store.rulebooks()]
    assert kept == [("one", NOW + timedelta(hours=2)), ("two", NOW + timedelta(hours=1))]
