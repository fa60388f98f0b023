"""Several daemons on one database: each with folders of its own, as on machines of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.village import Village
from watchlist.app import open_app
from watchlist.daemon import Daemon
from watchlist.leased import leased
from watchlist.model.errors import WorldError
from watchlist.store.store import Store

MINUTE = timedelta(minutes=1)


class Machine:
    """A daemon that ticks when it is told to, at the moment that its clock says."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.app = open_app(village.config)
        self.now = self.app.clock()
        self.restarts()

    def restarts(self) -> None:
        self.app = replace(open_app(self.village.config), clock=lambda: self.now)
        self.daemon = Daemon(self.app, self.village.config)

    def cycles(self) -> None:
        self.daemon.take_turn("cycle")

    def looks(self) -> None:
        """An edit counts once it was the same at two looks."""
        for _ in range(2):
            self.daemon.look("rules")

    def later(self, by: timedelta = MINUTE) -> None:
        self.now += by

    @property
    def store(self) -> Store:
        return self.app.store

    def rule_in_force(self) -> str:
        """What the rule of this daemon says just now of the worst."""
        return self.daemon.app.book.rules["on-time"].words


@contextmanager
def machines(folder: Path, database: str, *names: str) -> Iterator[list[Machine]]:
    found = []
    for name in names:
        (folder / name).mkdir()
        found.append(Machine(Village.founded(folder / name, database)))
    try:
        yield found
    finally:
        for machine in found:
            machine.app.close()


@pytest.fixture
def two(tmp_path: Path, store_url: str) -> Iterator[list[Machine]]:
    """Two daemons, a first cycle made by one of them."""
    with machines(tmp_path, store_url, "one", "two") as found:
        for machine in found:
            machine.looks()
            machine.cycles()
            machine.later()
        yield found


def recorded(store: Store) -> int:
    return store.counts()["jobs"]


def test_a_turn_is_taken_once(two: list[Machine]) -> None:
    """Whoever comes first makes the cycle, and the other makes none; at the next turn it may be the
    other."""
    one, other = two
    before = recorded(one.store)
    one.cycles()
    made = recorded(one.store) - before
    other.cycles()
    one.cycles()
    assert made > 0
    assert recorded(one.store) - before == made
    one.later()
    other.later()
    other.cycles()
    assert recorded(one.store) - before > made


def test_a_turn_in_anothers_hands_is_left_to_it(two: list[Machine]) -> None:
    """As long as the other is at it nothing is done; should it be lost, the turn is taken over."""
    one, other = two
    turns = one.store.last_done("cycle")
    with leased(one.store, "cycle", "one") as store:
        assert store is not None
        other.cycles()
        assert one.store.last_done("cycle") == turns
    other.cycles()
    assert one.store.last_done("cycle") != turns


def test_what_failed_is_tried_again_by_whoever_comes_first(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cycle that breaks is not recorded as made. Its lease runs out, and another daemon makes it."""
    monkeypatch.setattr("watchlist.daemon.LEASE", timedelta(0))
    with machines(tmp_path, postgres_url, "one", "two") as (one, other):
        one.village.config.with_name("readings.csv").unlink()

        def breaks(*_: object) -> None:
            raise WorldError("the disk is gone")

        with monkeypatch.context() as patched:
            patched.setattr("watchlist.daemon.cycle_once", breaks)
            with pytest.raises(WorldError):
                one.cycles()
        assert one.store.last_done("cycle") is None
        other.cycles()
        assert one.store.last_done("cycle") is not None


def test_an_edit_on_one_machine_holds_on_all(two: list[Machine]) -> None:
    """Its daemon puts it in force with its next cycle; the other judges and writes by it, though its
    own folder still holds what was."""
    one, other = two
    one.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 84}")
    one.looks()
    one.cycles()
    other.looks()
    assert other.rule_in_force() == one.rule_in_force()
    assert "worse_than: 84" in other.rule_in_force()
    for machine in two:
        machine.later()
    other.cycles()
    assert "worse_than: 84" in other.rule_in_force()
    assert one.store.last_rulebook() == one.daemon.app.book.hash


def test_an_edit_is_not_passed_over_because_another_is_always_quicker(two: list[Machine]) -> None:
    """The other daemon makes every cycle, by the old rules; after the first of them the edit's own
    daemon makes one as well."""
    one, other = two
    one.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 84}")
    one.looks()
    other.cycles()
    assert "worse_than: 84" not in other.rule_in_force()
    one.cycles()
    assert "worse_than: 84" in one.rule_in_force()
    other.looks()
    assert "worse_than: 84" in other.rule_in_force()


def test_a_folder_that_is_behind_brings_nothing_back(two: list[Machine]) -> None:
    """A daemon starts anew on a folder that the edit has not reached yet: the edit stays in force. Once
    it is edited there itself, that counts."""
    one, other = two
    one.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 84}")
    one.looks()
    one.cycles()
    edited = one.store.last_rulebook()
    other.restarts()
    other.later()
    other.looks()
    other.cycles()
    assert one.store.last_rulebook() == edited
    assert "worse_than: 84" in other.rule_in_force()
    other.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 80}")
    other.looks()
    other.later()
    other.cycles()
    assert "worse_than: 80" in other.rule_in_force()
    one.looks()
    assert "worse_than: 80" in one.rule_in_force()


def test_what_was_read_before_an_edit_is_not_put_in_force_after_it(
    tmp_path: Path, store_url: str
) -> None:
    """A daemon starts and reads the folder; an officer edits it, and another daemon on the same folder
    puts the edit in force. The first one's turn comes after that: it goes by the edit."""
    with machines(tmp_path, store_url, "one") as (one,):
        one.cycles()
        one.later()
        late = Machine(one.village)
        late.now = one.now
        one.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 84}")
        one.looks()
        one.cycles()
        edited = one.store.last_rulebook()
        one.later()
        late.later(2 * MINUTE)
        late.cycles()
        assert one.store.last_rulebook() == edited
        assert "worse_than: 84" in late.rule_in_force()
        late.app.close()


def test_a_single_daemon_may_go_back_to_older_rules(tmp_path: Path, sqlite_url: str) -> None:
    """An officer takes an edit back while nothing runs: with the next start it is gone."""
    with machines(tmp_path, sqlite_url, "one") as (one,):
        one.cycles()
        first = one.store.last_rulebook()
        one.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 84}")
        one.restarts()
        one.later()
        one.cycles()
        assert one.store.last_rulebook() != first
        one.village.edits("red: {worse_than: 84}", "red: {worse_than: tolerance}")
        one.restarts()
        one.later()
        one.cycles()
        assert one.store.last_rulebook() == first


@pytest.mark.parametrize("years", [timedelta(hours=2), timedelta(days=3650)])
def test_a_clock_that_was_ahead_stops_nothing(
    tmp_path: Path, sqlite_url: str, years: timedelta
) -> None:
    """The machine's clock was wrong for a while and made cycles in the future. Put right, it goes on at
    the next turn that was never taken."""
    with machines(tmp_path, sqlite_url, "one") as (one,):
        one.cycles()
        one.later(years)
        one.cycles()
        one.later(MINUTE - years)
        before = recorded(one.store)
        one.cycles()
        assert recorded(one.store) > before


def test_each_daemon_is_seen_with_what_it_runs_on(two: list[Machine]) -> None:
    """By the same configuration and the same rules; one that is configured otherwise shows."""
    one, other = two
    text = other.village.config.read_text(encoding="utf-8")
    other.village.config.write_text(text.replace("The Village", "The Hamlet"), encoding="utf-8")
    other.restarts()
    for machine in two:
        machine.daemon.sign("sign of life")
    first, second = sorted(one.store.daemons(), key=lambda each: each.name != one.daemon.name)
    assert first.book == second.book
    assert first.config != second.config
    assert first.memory > 0
    assert first.handles > 0
    assert first.started <= first.seen <= one.store.database_now()


def test_a_daemon_stops_when_a_newer_one_has_changed_the_tables(two: list[Machine]) -> None:
    """During an upgrade: it neither judges nor sends by tables that it does not know."""
    one, _ = two
    with one.store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WorldError, match="newer version"):
        one.daemon.run()
