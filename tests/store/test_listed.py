from __future__ import annotations

from datetime import timedelta

import pytest

from tests.store.build import NOW, a_breach, a_transition, an_entry
from tests.store.test_history import an_act
from tests.store.test_register import keep
from watchlist.model.reading import Series
from watchlist.model.register import EntryKey
from watchlist.model.rule import Level
from watchlist.store.listed import Among, Order, Shut
from watchlist.store.store import Store

RED, AMBER = Level.RED, Level.AMBER
ALL = [2, 5, 1, 4, 3, 6]


@pytest.fixture
def listed(store: Store) -> Store:
    """Six entries on the list, two of each level and two that people hold; a red one has left it."""
    entries = (
        an_entry(1, level=AMBER, owner="head", committee="children"),
        an_entry(2, level=RED, owner="head", key=EntryKey(theme="Visiting")),
        an_entry(3, level=None, owner="director", kept=True),
        an_entry(4, level=AMBER, owner="director"),
        an_entry(5, level=RED, owner="head"),
        an_entry(6, level=None, committee="children", kept=True),
        an_entry(7, level=RED, owner="gone", left_at=NOW, key=EntryKey(theme="Over")),
    )
    keep(store, entries=entries, breaches=(a_breach(1, entry=5), a_breach(2, entry=4)))
    return store


def numbers(
    store: Store, among: Among | None = None, skip: int = 0, most: int | None = None
) -> list[int]:
    return [one.entry.id for one in store.watch_list(among, skip=skip, most=most)]


def test_page_after_page_is_the_whole_list(listed: Store) -> None:
    """The worst first, then by number; each with the breaches that hold it."""
    assert numbers(listed) == ALL
    for most in (1, 2, 4, 6, 7):
        pages = [numbers(listed, skip=start, most=most) for start in range(0, 6, most)]
        assert [number for page in pages for number in page] == ALL
    assert numbers(listed, skip=6, most=2) == []
    (one,) = listed.watch_list(skip=1, most=1)
    assert [breach.id for breach in one.breaches] == [1]


@pytest.mark.parametrize(
    ("among", "found"),
    [
        (Among(owners=("head",)), [2, 5, 1]),
        (Among(owners=("head", "director")), [2, 5, 1, 4, 3]),
        (Among(committees=("children",)), [1, 6]),
        (Among(themes=("Visiting",)), [2]),
        (Among(themes=("Over",)), []),
        (Among(levels=(RED,)), [2, 5]),
        (Among(levels=(None,)), [3, 6]),
        (Among(levels=(AMBER, None)), [1, 4, 3, 6]),
        (Among(owners=("director",), levels=(None, RED)), [3]),
    ],
)
def test_what_is_asked_for_and_no_more(listed: Store, among: Among, found: list[int]) -> None:
    """One of each kind that is named; a page of it, and how many there are, are of the same."""
    assert numbers(listed, among) == found
    assert numbers(listed, among, skip=1, most=1) == found[1:2]
    assert listed.levels_listed(among).total() == len(found)


def test_how_many_there_are_of_each_level(listed: Store) -> None:
    """What has left the list does not count."""
    assert listed.levels_listed() == {RED: 2, AMBER: 2, None: 2}


def test_the_names_on_the_list(listed: Store) -> None:
    """Owners, committees and themes as the list has them, whatever the rules say by now."""
    assert listed.names_listed("owner") == {"head", "director"}
    assert listed.names_listed("committee") == {"children"}
    assert listed.names_listed("theme") == {"Visiting"}


def test_the_list_can_be_read_in_other_orders(listed: Store) -> None:
    """By title, however it is written; what is alike stands by its number."""
    by_title = [one.entry.title.casefold() for one in listed.watch_list(order=Order.TITLE)]
    assert by_title == sorted(by_title)
    assert len(by_title) == len(ALL)


def test_only_what_something_happened_to_since_a_moment(store: Store) -> None:
    """What figures moved and what somebody spoke of since the last meeting; nothing else."""
    before, after = NOW - timedelta(days=30), NOW - timedelta(days=1)
    entries = tuple(an_entry(number) for number in (1, 2, 3))
    moved = a_transition(1, entry=1, at=NOW)
    old = a_transition(2, entry=2, at=before)
    noted = an_act(1, entry=3, at=NOW)
    keep(store, entries=entries, transitions=(moved, old), acts=(noted,))
    assert numbers(store, Among(since=after)) == [1, 3]
    assert store.levels_listed(Among(since=after)).total() == 2


def test_what_is_exempt_is_shown_to_its_committee_and_its_owner_alone(store: Store) -> None:
    """An entry that was ever about an exempt figure is not there for others: not in the list, not in
    its counts."""
    entries = (
        an_entry(1, owner="head", committee="children"),
        an_entry(2, owner="director", committee="schools"),
        an_entry(3, owner="director", committee=None),
    )
    held = (
        a_breach(1, entry=1, series=Series("secret", "Saltmarsh")),
        a_breach(2, entry=2, series=Series("open", "Saltmarsh")),
        a_breach(3, entry=3, series=Series("secret", "Thorpe")),
    )
    keep(store, entries=entries, breaches=held)
    secret = frozenset({"secret"})
    for shut, seen in (
        (Shut(), [1, 2, 3]),
        (Shut(secret), [2]),
        (Shut(secret, committees=frozenset({"children"})), [1, 2]),
        (Shut(secret, posts=frozenset({"director"})), [2, 3]),
    ):
        assert numbers(store, Among(shut=shut)) == seen
        owners = {entry.owner for entry in entries if entry.id in seen}
        assert store.names_listed("owner", shut) == owners
        assert store.levels_listed(Among(shut=shut)).total() == len(seen)


def test_the_list_can_be_read_on_from_any_number(listed: Store) -> None:
    """By number, beyond one that somebody has read up to: nothing comes twice and nothing is missed,
    whatever has left meanwhile."""
    read = listed.watch_list(Among(beyond=2), order=Order.NUMBER, most=3)
    assert [one.entry.id for one in read] == [3, 4, 5]
