"""A council with its people: the rules, readings and cycle of `tests.cycle.town`, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.cycle.town import Town, monthly
from watchlist.acting import act
from watchlist.asked import About, Deed
from watchlist.cycle import Report, Setting, judge
from watchlist.model.acts import Act, ActKind, Due
from watchlist.model.message import Notice
from watchlist.model.people import Directory, Holding, Person, Post
from watchlist.model.record import Record
from watchlist.model.register import Entry
from watchlist.store.store import Store

NOW = datetime(2014, 2, 4, 9, 0, tzinfo=UTC)
MEETING = Due(date(2014, 3, 19), "children")

RULES = """\
areas:
  Harrow: {level: authority, own: true}
committees:
  children:
    {title: Children and Families Scrutiny, chair: chair, clerk: clerk,
     meetings: [2014-03-19, 2014-06-18]}
indicators:
  assessments:
    {title: Assessments on time, unit: percent, better: higher, every: month, target: 85,
     due: 15 working days, owner: head, committee: children}
  visits:
    {title: Visits made, unit: percent, better: higher, every: month, target: 85,
     due: 15 working days, owner: head, committee: children}
rules:
  on-time:
    title: Assessments are taking too long
    indicator: assessments
    amber: {worse_than: target}
    leaves: when the committee agrees
    if_not_acknowledged_in: {10 working days: director}
  visits:
    title: Visits are missed
    indicator: visits
    amber: {worse_than: target}
    leaves: after 2 good readings
    theme: Visiting
"""

_POSTS = {
    "head": ("Head of Assessment", "p1", {"owner"}),
    "keeper": ("Performance", "p2", {"officer"}),
    "chair": ("Chair of Scrutiny", "p3", {"chair"}),
    "clerk": ("Democratic Services", "p4", {"clerk"}),
    "north": ("Member for North", "p5", {"member"}),
    "auditor": ("Internal Audit", "p6", {"auditor"}),
    "director": ("Director", "p7", {"officer"}),
    "vice-chair": ("Vice-chair", "p8", set[str]()),
}

DIRECTORY = Directory(
    posts={
        name: Post(
            name,
            title,
            (Holding(person),),
            deputy="vice-chair" if name == "chair" else None,
            channels=("mailbox",),
            roles=frozenset(roles),
        )
        for name, (title, person, roles) in _POSTS.items()
    },
    people={
        person: Person(person, f"{title} (invented)", f"{name}@council.example")
        for name, (title, person, _) in _POSTS.items()
    },
    keeper="keeper",
)


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


@dataclass(frozen=True)
class Council:
    """What is done in it, in few words."""

    town: Town

    @classmethod
    def founded(cls, store: Store, rules: str = RULES) -> Council:
        return cls(Town.founded(store, rules))

    @property
    def store(self) -> Store:
        return self.town.store

    @property
    def setting(self) -> Setting:
        return Setting(self.town.book, DIRECTORY, "Europe/London", quiet_start=False)

    def reads(
        self, first: str, *values: float, name: str = "assessments", now: datetime = NOW
    ) -> Report:
        """Months come in and are judged."""
        self.town.takes_in(monthly(name, first, *values), now)
        return judge(self.store, self.setting, now)

    def does(
        self,
        who: str,
        kind: ActKind,
        reference: str | None = "WL-0001",
        *,
        now: datetime = NOW,
        acting_for: str | None = None,
        about: About | None = None,
        version: int | None = None,
        **fields: Any,
    ) -> Act:
        return act(
            self.store,
            self.setting,
            reference,
            Deed(kind, **fields),
            who=who,
            now=now,
            acting_for=acting_for,
            about=about,
            version=version,
        )

    def entry(self, number: int = 1) -> Entry:
        found = self.store.entry(number)
        assert found is not None
        return found

    def record(self, number: int = 1) -> Record:
        return self.store.record_of(number)

    def listed(self) -> list[str]:
        return [line.entry.reference for line in self.store.watch_list()]

    def notices(self, act: Act) -> list[Notice]:
        waiting = self.store.waiting_notices(datetime(2100, 1, 1, tzinfo=UTC))
        return [notice for notice in waiting if notice.act == act.id]

    def story(self, number: int = 1) -> list[str]:
        """What happened to an entry, in the words for it."""
        return [
            each.kind.value if isinstance(each, Act) else each.reason.value
            for each in self.store.story(number)
        ]


def tells(store: Store, day: int) -> None:
    """What waits is in a message to the owner now."""
    waiting = [one.id for one in store.waiting_notices(later(day))]
    with store.begin(later(day)) as tx:
        tx.freeze(
            f"{day}@council.example", channel="mailbox", post="head", address="head@council.example",
            headline="", payload=b"", notices=waiting,
        )  # fmt: skip
