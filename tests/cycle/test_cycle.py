"""The whole cycle on both databases: readings and rules in, a watch list and notices out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.cycle.town import NOW, RULES, Town, monthly
from watchlist.cycle import Report
from watchlist.model.message import Purpose
from watchlist.model.register import Reason, State
from watchlist.model.rule import Level
from watchlist.store.store import Store


@pytest.fixture
def town(store: Store) -> Town:
    return Town.founded(store)


def reasons(report: Report) -> list[Reason]:
    return list(report.moved.elements())


def test_a_figure_below_target_opens_one_entry(town: Town) -> None:
    """83% against a target of 85% is one line of the watch list, told to the head of service."""
    town.takes_in(monthly("assessments", "2013-10", 90, 88, 83))
    report = town.judges()
    (watched,) = town.store.watch_list()
    assert watched.entry.reference == "WL-0001"
    assert watched.entry.level is Level.AMBER
    assert watched.breaches[0].figure == "83"
    assert report.notices == 1
    assert town.told() == [("head", Purpose.NEWS)]


def test_a_second_cycle_adds_nothing(town: Town) -> None:
    """Judging the same figures again moves nothing and tells nobody."""
    town.takes_in(monthly("assessments", "2013-10", 90, 88, 83))
    town.judges()
    again = town.judges(NOW + timedelta(minutes=15))
    assert reasons(again) == []
    assert again.notices == 0


def test_months_that_come_one_by_one_are_told_one_by_one(town: Town) -> None:
    """Below, worse, better, well again: each month has its own reason."""
    town.takes_in(monthly("assessments", "2013-06", 90))
    assert reasons(town.judges(datetime(2013, 7, 20, tzinfo=UTC))) == []
    seen = []
    for month, value in (("07", 83), ("08", 70), ("09", 90), ("10", 90)):
        town.takes_in(monthly("assessments", f"2013-{month}", value))
        now = datetime(2013, int(month) + 1, 20, tzinfo=UTC)
        seen.extend(reasons(town.judges(now)))
    assert seen == [Reason.OPENED, Reason.WORSENED, Reason.RECOVERING, Reason.CLEARED]
    assert town.store.watch_list() == []


def test_a_quiet_start_tells_the_keeper_only(store: Store) -> None:
    """On the day it is switched on, what was already so goes to the keeper, to no owner."""
    town = Town.founded(store, quiet_start=True)
    town.takes_in(monthly("assessments", "2013-10", 90, 70, 70))
    assert reasons(town.judges()) == [Reason.ALREADY_SO]
    assert town.told() == [("keeper", Purpose.QUIET_START)]


def test_a_start_is_quiet_though_the_rules_were_there_before_the_figures(store: Store) -> None:
    """A daemon that runs for a day before the first scorecard comes still starts quietly."""
    town = Town.founded(store, quiet_start=True)
    town.judges(NOW - timedelta(days=1))
    town.takes_in(monthly("assessments", "2013-10", 90, 70, 70))
    town.judges()
    assert town.told() == [("keeper", Purpose.QUIET_START)]


def test_what_comes_after_a_quiet_start_is_news(store: Store) -> None:
    """The first new month that goes wrong is told to the owner."""
    town = Town.founded(store, quiet_start=True)
    town.takes_in(monthly("assessments", "2013-10", 90, 90))
    town.judges()
    town.takes_in(monthly("assessments", "2013-12", 70))
    assert reasons(town.judges()) == [Reason.OPENED]
    assert ("head", Purpose.NEWS) in town.told()


def test_a_correction_takes_back_what_it_caused(town: Town) -> None:
    """A figure that was a slip of the pen is withdrawn, with the old and the new figure."""
    town.takes_in(monthly("assessments", "2013-10", 90, 90, 48))
    town.judges()
    town.takes_in(monthly("assessments", "2013-12", 84 + 4), NOW + timedelta(hours=1))
    report = town.judges(NOW + timedelta(hours=1))
    assert reasons(report) == [Reason.WITHDRAWN]
    move = town.store.history(1)[-1]
    assert (move.reason, move.before, move.after) == (Reason.WITHDRAWN, "48", "88")
    assert town.store.watch_list() == []


def test_a_removed_rule_closes_what_it_opened_and_tells_the_keeper(town: Town) -> None:
    """Taking a rule out of the book is no recovery: the reason says so, and no owner is told."""
    town.takes_in(monthly("assessments", "2013-10", 90, 90, 48))
    town.judges()
    start = RULES.index("  on-time:")
    without = RULES[:start] + RULES[RULES.index("  fewer-visits:") :]
    report = town.under(without).judges(NOW + timedelta(hours=1))
    assert reasons(report) == [Reason.RULE_REMOVED]
    assert ("keeper", Purpose.KEEPER) in town.told()
    assert town.breaches() == []


def test_a_stricter_rule_is_no_news_for_an_owner(town: Town) -> None:
    """A target raised from 85 to 92 puts 90% on the list as *rule changed*, told to the keeper."""
    town.takes_in(monthly("assessments", "2013-10", 90, 90, 90))
    town.judges()
    report = town.under(RULES.replace("target: 85", "target: 92")).judges(NOW + timedelta(hours=1))
    assert reasons(report) == [Reason.RULE_CHANGED]
    assert town.told() == [("keeper", Purpose.KEEPER)]


def test_figures_that_stop_coming_open_and_clear_nothing(town: Town) -> None:
    """A red whose returns stopped stays red, is said to be unmeasured once, and is never green."""
    town.takes_in(monthly("assessments", "2013-10", 90, 90, 70))
    town.judges()
    later = NOW + timedelta(days=150)
    assert reasons(town.judges(later)) == [Reason.UNMEASURED]
    assert reasons(town.judges(later + timedelta(days=40))) == []
    (breach,) = town.breaches()
    assert (breach.track.state, breach.track.level) == (State.OPEN, Level.RED)
    assert {found.check.check for found in town.store.current_checks()} == {"overdue"}


def test_a_withheld_figure_is_not_a_good_one(town: Town) -> None:
    """A `c` where a red was neither clears it nor counts towards its recovery."""
    from tests.cycle.town import Reading
    from watchlist.model.reading import Marker

    town.takes_in(monthly("assessments", "2013-10", 70, 90))
    town.takes_in([Reading("assessments", "2013-12", None, marker=Marker.CONFIDENTIAL)])
    town.judges()
    (breach,) = town.breaches()
    assert (breach.track.state, breach.track.good, breach.figure) == (
        State.RECOVERING, 1, "withheld",
    )  # fmt: skip


def test_breaches_of_one_indicator_share_a_line(town: Town) -> None:
    """Two rules that look at the same figure make one line, at its worst level."""
    second = (
        "  far-below:\n    title: Far below last month\n    indicator: assessments\n"
        "    red: {worse_than: previous, by: 10 points}\n"
    )
    town = town.under(RULES + second)
    town.takes_in(monthly("assessments", "2013-10", 95, 94, 83))
    town.judges()
    (watched,) = town.store.watch_list()
    assert watched.entry.level is Level.RED
    assert len(watched.breaches) == 2
