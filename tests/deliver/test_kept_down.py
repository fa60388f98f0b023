"""How messages are kept down, each promise of the design by itself: one message a recipient, only what
is new or worse, quiet hours, nothing twice whatever the clock does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.deliver.world import ASSESSMENTS, NOW, ON_TIME, World, a_book, text_of
from tests.evaluate.build import indicator, month, rule, worse_than
from watchlist.deliver.desk import Desk
from watchlist.model.message import Notice, Purpose
from watchlist.register.quiet import Quiet
from watchlist.store.open import open_store

NIGHT = Quiet((time(20), time(7)), weekends=True)
EVENING = datetime(2014, 1, 24, 21, 0, tzinfo=UTC)  # a Friday
MONDAY = datetime(2014, 1, 27, 7, 0, tzinfo=UTC)

PLANS = indicator("plans", target=60, owner="head")
SLOW = rule("slow", "plans", amber=worse_than("target"))


@dataclass
class QuietWorld(World):
    quiet: Quiet = NIGHT

    @property
    def desk(self) -> Desk:
        return replace(super().desk, quiet=self.quiet)


Making = Callable[..., QuietWorld]


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[Making]:
    store = open_store(sqlite_url)

    def made(**more: Any) -> QuietWorld:
        return QuietWorld(store, tmp_path / "messages", **more)

    yield made
    store.close()


def headlines(here: World) -> list[str]:
    return [one.headline for one in here.messages()]


def test_what_comes_at_night_is_one_message_in_the_morning(world: Making) -> None:
    """Two returns on a Friday evening and on Saturday: nothing over the weekend, one message to their
    owner on Monday at seven."""
    here = world(book=a_book(ASSESSMENTS, ON_TIME, PLANS, SLOW))
    here.reads([84], now=EVENING)
    here.reads([50], "plans", now=EVENING + timedelta(hours=15))
    for hours in range(0, 58, 3):
        assert here.compose(EVENING + timedelta(hours=hours)).messages == 0
    assert here.compose(MONDAY).messages == 1
    assert headlines(here) == ["2 new on your watch list: Assessments and 1 more"]


def test_what_was_put_right_overnight_is_no_news_in_the_morning(world: Making) -> None:
    """A wrong figure of the evening, corrected in the night: the owner never hears of it."""
    here = world()
    here.reads([84], now=EVENING)
    here.reads([94], now=EVENING + timedelta(hours=1))
    here.compose(MONDAY)
    assert {one.post for one in here.messages()} == {"keeper"}


def test_what_asks_to_be_confirmed_goes_at_night(world: Making) -> None:
    """Somebody waits for it at the screen; it has no quiet hours."""
    here = world()
    with here.store.begin(EVENING) as tx:
        tx.notify([Notice("subscription:none", "head", "mailbox", Purpose.CONFIRM, EVENING)])
    assert here.compose(EVENING).silenced == 1  # there is no such subscription: said, and done with


def test_the_hour_that_comes_twice(world: Making) -> None:
    """On 26 October 2014 half past one comes twice, and quiet ends then: news before the first, between
    the two and after the second are each told once."""
    more = [indicator(f"plan{n}", target=60, owner="head") for n in range(3)]
    rules = [rule(f"slow{n}", f"plan{n}", amber=worse_than("target")) for n in range(3)]
    here = world(book=a_book(*more, *rules), quiet=Quiet((time(22), time(1, 30))))
    midnight = datetime(2014, 10, 26, tzinfo=UTC)  # one o'clock, summer time
    came = {10: "plan0", 65: "plan1", 95: "plan2"}
    sent = []
    for minute in range(0, 120, 5):
        now = midnight + timedelta(minutes=minute)
        if minute in came:
            here.reads([50], came[minute], now=now, first=month(2014, 8))
        if here.compose(now).messages:
            sent.append(minute)
    assert sent == [30, 90, 95]
    assert len(here.messages()) == 3


def test_a_clock_that_is_set_back_sends_nothing_twice_and_forgets_nothing(world: Making) -> None:
    """Somebody sets the computer's clock back an hour: what was told is not told again, and what came
    before that is told when its time has come by the new clock."""
    here = world(book=a_book(ASSESSMENTS, ON_TIME, PLANS, SLOW), settle=timedelta(minutes=30))
    here.reads([84], now=NOW)
    here.reads([50], "plans", now=NOW + timedelta(minutes=20))
    assert here.compose(NOW + timedelta(minutes=30)).messages == 1
    told = []
    for minute in range(-30, 60, 10):
        told.append(here.compose(NOW + timedelta(minutes=minute)).messages)
    assert sum(told) == 1
    assert told[8] == 1  # thirty minutes after it came
    assert len(here.messages()) == 2


def test_only_what_is_new_or_worse_is_told(world: Making) -> None:
    """Red at once and then better, the same, good, worse again: news twice, by what is worse."""
    red = rule("on-time", red=worse_than("target"), title="Assessments are taking too long")
    here = world(book=a_book(ASSESSMENTS, red), quiet=Quiet())
    for months, figures in enumerate(([80], [80, 80], [80, 80, 81], [80, 80, 81, 84])):
        here.reads(figures, now=NOW + timedelta(days=months))
        here.compose(NOW + timedelta(days=months))
    assert headlines(here) == ["1 new on your watch list: Assessments"]


def test_nothing_is_told_twice_after_a_restart(world: Making) -> None:
    """The program starts anew on the same database: judged and composed again, no message."""
    here = world(quiet=Quiet())
    here.reads([84])
    here.compose()
    again = world(quiet=Quiet())
    again.judged(NOW + timedelta(hours=1))
    assert again.compose(NOW + timedelta(hours=1)).messages == 0


def test_a_message_says_all_of_it(world: Making) -> None:
    """What waited over the weekend is written out, each with its figures."""
    here = world(book=a_book(ASSESSMENTS, ON_TIME, PLANS, SLOW))
    here.reads([84], now=EVENING)
    here.reads([50], "plans", now=EVENING)
    here.compose(MONDAY)
    text = text_of(here.mail())
    assert "84% in October 2013" in text
    assert "50% in October 2013" in text
