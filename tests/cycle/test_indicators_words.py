"""Candidates, retired indicators, restated figures and variants, through the whole cycle on both
databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.cycle.town import DIRECTORY, NOW, RULES, Town, monthly
from watchlist.account import now_says, standings
from watchlist.backtest import backtest, total
from watchlist.cycle import Setting
from watchlist.model.calendar import local_date
from watchlist.model.message import Purpose
from watchlist.model.register import Reason, State
from watchlist.question import Question
from watchlist.store.store import Store

HEAD = "target: 85,\n     tolerance: 5 points"
CANDIDATE = RULES.replace(HEAD, f"{HEAD}, candidate: true")
RETIRED = RULES.replace(HEAD, f"{HEAD}, retired: 2013-12")
VARIANT = RULES.replace(
    "  visits:\n",
    "  assessments-with-reason:\n"
    "    {title: Assessments on time or late for a good reason, unit: percent, better: higher,\n"
    "     every: month, variant_of: assessments}\n"
    "  visits:\n",
)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def bad(store: Store) -> Town:
    """Assessments are amber in December."""
    town = Town.founded(store)
    town.takes_in(monthly("assessments", "2013-10", 90, 90, 83))
    return town


def reasons(town: Town, now: datetime = NOW) -> list[Reason]:
    return list(town.judges(now).moved.elements())


def test_a_candidate_is_never_on_the_list(bad: Town) -> None:
    """A measure that is tried out breaches in a backtest, and neither lists nor tells anything."""
    tried = bad.under(CANDIDATE)
    assert reasons(tried) == []
    assert tried.store.watch_list() == []
    assert tried.told() == []
    setting = Setting(tried.book, DIRECTORY, "Europe/London", False)
    judged = list(backtest(tried.store, setting, Question(rules=("on-time",)), NOW))
    assert total(judged)["amber"] == 1
    assert total(judged)["told"] == 0


def test_a_breach_of_what_becomes_a_candidate_is_closed(bad: Town) -> None:
    """It leaves the list as when its rule is removed, and the keeper hears of it."""
    assert reasons(bad) == [Reason.ALREADY_SO]
    tried = bad.under(CANDIDATE)
    assert reasons(tried, LATER) == [Reason.RULE_REMOVED]
    assert tried.store.watch_list() == []
    assert ("keeper", Purpose.KEEPER) in tried.told()


def test_a_candidate_that_is_taken_up_starts_like_a_new_rule(store: Store) -> None:
    """What was so already when it was only tried out is no news of today."""
    tried = Town.founded(store, CANDIDATE, quiet_start=True)
    tried.takes_in(monthly("assessments", "2013-10", 90, 90, 83))
    tried.judges()
    taken_up = tried.under(RULES)
    assert reasons(taken_up, LATER) == [Reason.ALREADY_SO]
    assert taken_up.told() == [("keeper", Purpose.QUIET_START)]


def test_what_is_given_up_while_it_is_listed_is_proposed_for_removal(bad: Town) -> None:
    """No figure will come by which it could recover: it stays, last known amber, until the committee
    takes it off. It is said once."""
    reasons(bad)
    ended = bad.under(RETIRED)
    assert reasons(ended, LATER) == [Reason.RETIRED]
    (breach,) = ended.breaches()
    assert (breach.track.state, breach.track.proposed) == (State.OPEN, True)
    for days in (2, 30, 400):
        assert reasons(ended, NOW + timedelta(days=days)) == []
    (standing,) = standings(ended.store, ended.book, [breach], local_date(NOW))
    assert any("given up after December 2013" in said for said in now_says(standing, ended.book))


def test_an_end_that_was_announced_comes_with_its_last_return(store: Store) -> None:
    """`retired: 2013-12` in November changes nothing; when December's return is due, it does."""
    town = Town.founded(store, RETIRED)
    town.takes_in(monthly("assessments", "2013-10", 90, 83))
    assert reasons(town, datetime(2013, 12, 20, tzinfo=UTC)) == [Reason.ALREADY_SO]
    assert not town.breaches()[0].track.proposed
    town.takes_in(monthly("assessments", "2013-12", 82))
    now = datetime(2014, 1, 25, tzinfo=UTC)
    assert reasons(town, now) == [Reason.RETIRED]
    assert town.breaches()[0].track.proposed
    assert ("keeper", Purpose.KEEPER) in town.told()


def test_a_good_last_reading_counts(store: Store) -> None:
    """Two good readings, the second the last that ever comes, clear a breach as they always do."""
    town = Town.founded(store, RETIRED)
    town.takes_in(monthly("assessments", "2013-10", 83))
    town.judges(datetime(2013, 11, 20, tzinfo=UTC))
    town.takes_in(monthly("assessments", "2013-11", 90, 91))
    assert Reason.CLEARED in reasons(town, datetime(2014, 1, 25, tzinfo=UTC))
    assert town.breaches() == []


def test_old_figures_of_what_was_given_up_open_nothing(store: Store) -> None:
    """A rule that is new does not bring back what ended years ago."""
    town = Town.founded(store, RETIRED)
    town.takes_in(monthly("assessments", "2013-10", 90, 83, 82))
    assert reasons(town, datetime(2016, 1, 1, tzinfo=UTC)) == []


def test_a_figure_that_is_restated_is_told_to_the_keeper_once(bad: Town) -> None:
    """90 in October, 88 the day after: one finding, and no second one for the same change."""
    bad.judges()
    bad.takes_in(monthly("assessments", "2013-10", 88), LATER)
    bad.judges(LATER)
    (found,) = bad.store.current_checks()
    assert (found.check.check, found.check.period) == ("restated", 2013 * 12 + 9)
    assert [found.check.figures[name] for name in ("before", "after")] == ["90", "88"]
    told = [n for n in bad.store.waiting_notices(datetime(2100, 1, 1, tzinfo=UTC)) if n.check]
    assert len(told) == 1
    bad.judges(LATER + timedelta(days=1))
    assert len(bad.store.waiting_notices(datetime(2100, 1, 1, tzinfo=UTC))) == 2  # news, this

    bad.takes_in(monthly("assessments", "2013-10", 87), LATER + timedelta(days=2))
    bad.judges(LATER + timedelta(days=2))
    (found,) = bad.store.current_checks()
    assert [found.check.figures[name] for name in ("before", "after")] == ["88", "87"]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ((85, 86, 88), "late for a good reason: 88%"),
        ((85, 86), "late for a good reason: no figure"),
        ((), "late for a good reason: no figure"),
    ],
)
def test_a_second_figure_stands_beside_the_first(
    store: Store, second: tuple[float, ...], said: str
) -> None:
    """83%; with those that were late for a good reason 88%, or that there is none for the month."""
    town = Town.founded(store, VARIANT)
    town.takes_in(monthly("assessments", "2013-10", 90, 90, 83))
    if second:
        town.takes_in(monthly("assessments-with-reason", "2013-10", *second))
    town.judges()
    (standing,) = standings(town.store, town.book, town.breaches(), local_date(NOW))
    (other,) = standing.beside
    assert str(other).endswith(said)
    assert f"Beside it, {other}." in now_says(standing, town.book)
