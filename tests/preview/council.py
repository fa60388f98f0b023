"""A small council whose rules are edited: figures come when they are due, people are told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from notifiers.mailbox import Mailbox, MailboxSettings
from tests.cycle.town import DIRECTORY, MONTH, Reading, Town
from tests.notifiers.samples import environment
from watchlist.behaviour import Sending
from watchlist.cycle import Setting, judge
from watchlist.deliver.composing import compose_once
from watchlist.deliver.desk import Desk
from watchlist.model.calendar import due_date
from watchlist.model.labels import parse_period
from watchlist.model.people import Directory, Holding, Post
from watchlist.preview import Preview, preview
from watchlist.store.open import open_store

#: Two indicators due on one day and a third on another; a rule that tells two posts; committees
#: that agree, a theme, and good readings that are counted.
RULES = """\
areas:
  Harrow: {level: authority, own: true}
  Barnet: {level: authority, own: true}
  England: {level: country}
indicators:
  assessments:
    {title: Assessments on time, unit: percent, better: higher, every: month, target: 85,
     tolerance: 5 points, due: 15 working days, owner: head}
  visits:
    {title: Visits made, unit: count, better: higher, every: month, due: 15 working days, owner: head}
  reviews:
    {title: Reviews on time, unit: percent, better: higher, every: month, target: 85,
     tolerance: 5 points, due: 40 days, owner: reviewer}
rules:
  on-time:
    title: Assessments are taking too long
    indicator: assessments
    amber: {worse_than: target}
    red: {worse_than: tolerance}
    leaves: after 2 good readings
  fewer-visits:
    title: Fewer visits are made
    indicator: visits
    amber: {worse_than: previous, by: 10% of it}
    leaves: after 1 good readings
    tell: [owner, keeper]
  reviews-late:
    title: Reviews are late
    indicators: [reviews, assessments]
    red: {worse_than: target, in: 2 of 3}
    leaves: when the committee agrees
"""

#: Words of RULES and what an officer might write instead; "" takes the rule away.
EDITS = (
    ("amber: {worse_than: target}", "amber: {worse_than: target, for: 2}"),
    ("amber: {worse_than: target}", "amber: {worse_than: 90}"),
    ("    red: {worse_than: tolerance}\n", ""),
    ("leaves: after 2 good readings", "leaves: after 1 good readings"),
    ("tell: [owner, keeper]", "tell: [keeper]"),
    ("by: 10% of it", "by: 1"),
    ("in: 2 of 3", "in: 1 of 3"),
    ("indicators: [reviews, assessments]", "indicators: [assessments]"),
    ("    indicator: assessments\n", "    indicator: assessments\n    areas: [Harrow]\n"),
    ("target: 85", "target: 80"),
    ("  Barnet: {level: authority, own: true}", "  Barnet: {level: authority}"),
    (RULES[RULES.index("  reviews-late:") :], ""),
)

#: The reviewer's post is empty: its deputy, the head, hears instead. The keeper has two channels.
PEOPLE = Directory(
    posts={
        "head": Post("head", "Head of Assessment", (Holding("p1"),), channels=("mailbox",)),
        "reviewer": Post("reviewer", "Reviewing", (), deputy="head", channels=("mailbox",)),
        "keeper": Post("keeper", "Performance", (Holding("p2"),), channels=("mailbox", "second")),
    },
    people=DIRECTORY.people,
    keeper="keeper",
)


@dataclass(frozen=True)
class Council:
    """A town and its posts."""

    town: Town
    folder: Path

    def under(self, rules: str) -> Council:
        return replace(self, town=self.town.under(rules))

    @property
    def setting(self) -> Setting:
        return Setting(self.town.book, PEOPLE, "Europe/London", False)

    def judges(self, now: datetime) -> None:
        judge(self.town.store, self.setting, now)

    def tells(self, now: datetime) -> None:
        """Everything that waits is composed at once."""
        mailbox = Mailbox(MailboxSettings(folder=self.folder))
        desk = Desk(
            book=self.town.book,
            directory=PEOPLE,
            channels={"mailbox": mailbox, "second": mailbox},
            environment=environment(),
            council="Borough of Saltmarsh (invented)",
            zone="Europe/London",
            settle=timedelta(0),
        )
        compose_once(self.town.store, desk, now)

    def told(self) -> set[Sending]:
        """The messages of news there ever were."""
        made = self.town.store.deliveries(limit=100_000)
        news = [one for one in made if "on your watch list" in one.headline]
        sent = {Sending(one.post, one.channel, one.made_at.date()) for one in news}
        assert len(sent) == len(news)
        return sent

    def learns(self, readings: Iterable[Reading], now: datetime) -> None:
        """All figures come at once and are judged."""
        self.town.takes_in(readings, now)
        self.judges(now)

    def lives(self, readings: Iterable[Reading]) -> None:
        """Each figure comes at nine on the day it is due; it is judged and told at once."""
        by_day: dict[date, list[Reading]] = {}
        for reading in readings:
            by_day.setdefault(self.due(reading), []).append(reading)
        for day, come in sorted(by_day.items()):
            now = datetime.combine(day, time(9), UTC)
            self.town.takes_in(come, now)
            self.judges(now)
            self.tells(now)

    def due(self, reading: Reading) -> date:
        ordinal = parse_period(reading.month, MONTH).ordinal
        return due_date(self.town.book.indicators[reading.indicator], ordinal)

    def previews(self, edited: Council | None, now: datetime, years: int = 3) -> Preview:
        """What an edit would change; without one, what these rules do beside none."""
        in_force = self.setting if edited else None
        return preview(self.town.store, in_force, (edited or self).setting, now, years)

    def levels(self) -> dict[tuple[str, object], object]:
        """By rule and series the level of what is on the list."""
        return {(one.rule, one.series): one.track.level for one in self.town.breaches()}


@contextmanager
def council(rules: str = RULES) -> Iterator[Council]:
    """A council whose rules are in force before the first figure comes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(f"sqlite:///{folder / 'watchlist.db'}")
        founded = Council(Town.founded(store, rules), folder / "messages")
        founded.judges(datetime(2013, 1, 1, tzinfo=UTC))
        yield founded
        store.close()
