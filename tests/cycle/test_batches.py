"""Many indicators are judged batch by batch; each batch is kept as it is done."""

from __future__ import annotations

import gc

import pytest

from tests.cycle.town import DIRECTORY, NOW, Town, monthly
from watchlist.cycle import Setting, judge
from watchlist.model.register import Reason
from watchlist.store.store import Store

MANY = 40


def book() -> str:
    """So many indicators that no rule joins, each with a rule of its own."""
    words = ["areas:", "  Harrow: {level: authority, own: true}", "indicators:"]
    words += [
        f"  measure-{n}: {{title: Measure {n}, unit: percent, better: higher, every: month,"
        " due: 15 working days, owner: head}"
        for n in range(MANY)
    ]
    words.append("rules:")
    for n in range(MANY):
        words += [f"  low-{n}:", f"    title: Low {n}", f"    indicator: measure-{n}"]
        words.append("    red: {below: 50}")
    return "\n".join(words) + "\n"


@pytest.fixture
def town(store: Store) -> Town:
    town = Town.founded(store, book())
    town.takes_in(one for n in range(MANY) for one in monthly(f"measure-{n}", "2013-12", 40))
    return town


class PulledOutError(Exception):
    """Somebody pulls the plug."""


def test_every_indicator_is_judged_in_some_batch(town: Town) -> None:
    """Forty measures below their floor are forty breaches, and the progress that is shown grows to
    the end."""
    seen: list[tuple[int, int]] = []
    setting = Setting(town.book, DIRECTORY, "Europe/London", quiet_start=False)
    report = judge(town.store, setting, NOW, lambda done, of: seen.append((done, of)))
    assert report.indicators == MANY
    assert report.moved == {Reason.ALREADY_SO: MANY}
    assert {breach.rule for breach in town.breaches()} == {f"low-{n}" for n in range(MANY)}
    assert len(seen) > 1
    assert seen == sorted(set(seen))
    assert seen[-1] == (MANY, MANY)


def test_what_a_cycle_has_done_stays_when_it_is_broken_off(town: Town) -> None:
    """Broken off after its first batch, the next cycle does the rest and nothing twice."""

    def stop(done: int, of: int) -> None:
        raise PulledOutError

    setting = Setting(town.book, DIRECTORY, "Europe/London", quiet_start=False)
    with pytest.raises(PulledOutError):
        judge(town.store, setting, NOW, stop)
    before = {breach.id: breach for breach in town.breaches()}
    assert 0 < len(before) < MANY
    assert gc.isenabled()
    rest = town.judges()
    assert rest.moved == {Reason.ALREADY_SO: MANY - len(before)}
    assert before.items() <= {breach.id: breach for breach in town.breaches()}.items()
    assert len(town.breaches()) == town.store.counts()["notices"] == MANY
