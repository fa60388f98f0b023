from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from tests.store.build import MONTH, NOW
from watchlist.model.reading import Series
from watchlist.model.register import DataCheck
from watchlist.store.results import FoundCheck
from watchlist.store.store import Store

OVERDUE = DataCheck("overdue", Series("reviews", "Saltmarsh"), MONTH, 24_000, {"due": "2026-11-01"})
WRONG = DataCheck("inconsistent", Series("missing", "Saltmarsh"), MONTH, 24_000, {"value": 8.6})
LATER = NOW + timedelta(days=1)


def found(store: Store, *checks: DataCheck, about: tuple[str, ...] = ("reviews", "missing")) -> int:
    with store.begin(LATER if store.current_checks() else NOW) as tx:
        return len(tx.save_checks(checks, about))


def test_a_finding_is_new_once(store: Store) -> None:
    """The keeper hears of an overdue return when it is found, not every quarter of an hour."""
    assert found(store, OVERDUE, WRONG) == 2
    assert found(store, OVERDUE, WRONG) == 0
    assert {line.first_seen for line in store.current_checks()} == {NOW}
    assert store.checks([OVERDUE.key, "unknown"]) == {OVERDUE.key: OVERDUE}


def test_a_finding_goes_when_it_is_found_no_more(store: Store) -> None:
    """The return has come: it is no longer overdue; what was not looked at stays."""
    found(store, OVERDUE, WRONG)
    found(store, about=("reviews",))
    assert store.current_checks() == [FoundCheck(WRONG, NOW)]
    assert found(store, OVERDUE, about=("reviews",)) == 1


def test_a_finding_shows_the_figures_as_they_are_now(store: Store) -> None:
    """Corrected and still wrong: the same finding with the new figure."""
    found(store, WRONG)
    corrected = replace(WRONG, figures={"value": 8.8})
    assert found(store, corrected) == 0
    assert store.current_checks() == [FoundCheck(corrected, NOW)]


def test_an_occasion_is_done_once(store: Store) -> None:
    """Two daemons, or a clock that goes back, do not run Monday's digest twice."""
    assert store.last_done("weekly") is None
    assert store.done("weekly", "2026-11-16", NOW)
    assert not store.done("weekly", "2026-11-16", LATER)
    assert store.done("weekly", "2026-11-23", LATER)
    assert store.done("cycle", "2026-11-24T09:00", LATER)
    assert store.last_done("weekly") == "2026-11-23"


def test_an_occasion_is_not_done_when_its_turn_fails(store: Store) -> None:
    """What was undone is still to be done."""
    with suppress(ZeroDivisionError), store.begin(NOW) as tx:
        assert tx.done("weekly", "2026-11-16", NOW)
        raise ZeroDivisionError
    assert store.last_done("weekly") is None


def test_under_which_words_a_rule_was_judged_is_known(store: Store) -> None:
    """An edited rule shows by its hash; a rule that is gone is forgotten."""
    with store.begin(NOW) as tx:
        tx.judged({}, [], {"on-time": "a", "reviews": "b"})
    with store.begin(NOW) as tx:
        tx.judged({}, [], {"on-time": "c"})
        tx.forget_rules(["reviews"])
    assert store.rules_judged() == {"on-time": "c"}


def test_a_rulebook_is_kept_word_for_word(store: Store) -> None:
    """Old words explain old entries, and the last rulebook in force can be gone back to."""
    assert store.last_rulebook() is None
    assert not store.rules_since(NOW)
    for hash in ("one", "two", "one"):
        with store.begin(NOW) as tx:
            tx.keep_rulebook(hash, {"rules/a.yaml": f"# {hash}\n"})
    assert store.last_rulebook() == "one"
    assert store.rules_since(NOW)
    assert not store.rules_since(NOW + timedelta(seconds=1))
    assert store.rulebook_files("two") == {"rules/a.yaml": "# two\n"}
    assert store.rulebook_files("three") is None
