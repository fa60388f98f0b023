"""What a council must be sent in a year, worked out day by day from the words of docs/digests.md and
docs/people.md, with nothing of the product: which digest goes to whom at which look at the clock, what
news there is, what falls due, which returns are late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.year import figures, looks, people
from tests.year.days import (
    ONE_DAY,
    day_of,
    on_the_wall,
    working_days_after,
)
from tests.year.digests import TASKS, Digest
from tests.year.figures import INDICATORS, Indicator, Reading
from tests.year.letters import Fact, said
from tests.year.people import Ask, Subscription
from tests.year.series import Series

SETTLES, TWO_WEEKS = timedelta(minutes=30), timedelta(weeks=2)
#: What is told at once; the rest of what moves is in digests.
_NEWS = ("opened", "opened again", "relapsed", "withdrawn", "already so")


@dataclass
class Almanac:
    """The year from its first look at the clock to its last."""

    looks: Sequence[datetime]
    readers: Sequence[Subscription]

    def __post_init__(self) -> None:
        self.series = {one.name: Series(one) for one in INDICATORS}
        self.asks = [one for one in people.asks() if one.asked > self.looks[0]]
        self.facts: list[Fact] = []
        self.waiting: list[tuple[datetime, str, str, str]] = []  # since when, post, what, about
        self.moved: dict[str, list[datetime]] = defaultdict(list)  # topic -> when something did
        self.dealt: set[tuple[str, str]] = set()  # what fell due of what, and was told
        kinds = dict.fromkeys((each.topic, each.when) for each in self.readers)
        self.digests = [
            Digest(topic, when, self.readers, self.asks, self.moved[topic]) for topic, when in kinds
        ]

    def year(self) -> list[Fact]:
        """Everything that is sent, in order."""
        last: datetime | None = None
        for look in self.looks:
            self._between(last, look)
            self._figures(last, look)
            if last is None or day_of(last) != day_of(look):
                self._falls_due(look)
                self._returns(look)
            for digest in self.digests:
                for post in digest.at(look):
                    self._sent(look, post, "digest", digest.topic)
            self._delivers(look)
            last = look
        return sorted(self.facts)

    # What people do

    def _between(self, last: datetime | None, look: datetime) -> None:
        """What people did since the last look."""
        if last is None:
            return
        for friday in people.fridays(last, look):
            self._heads_look(day_of(friday))
        for ask in self.asks:
            self._asked(ask, last, look)
        if last < looks.LOWERED_AT <= look:
            self._changes(_topics(looks.LOWERED), look)
        for reader in self.readers:
            if last < reader.begins <= look < reader.confirmed:
                self._sent(look, reader.post, "to be confirmed", "")

    def _heads_look(self, friday: date) -> None:
        """Every other head of service has seen what is on his list, and says when it is well again."""
        for one in self.series.values():
            if one.listed and not one.seen and one.indicator.owner in figures.HEADS[::2]:
                one.seen, one.back = True, friday + people.BACK_IN

    def _asked(self, ask: Ask, last: datetime, look: datetime) -> None:
        if last < ask.asked <= look:
            self._changes((ask.committee, "everything"), ask.asked)
            self._tell(ask.asked, people.KEEPER, "added", ask.title)
            if ask.what in TASKS:
                self._tell(ask.asked, ask.of, TASKS[ask.what], ask.title)
        if ask.done and last < ask.done <= look and ask.what in TASKS:
            self._changes((ask.committee, "everything"), ask.done)
            if ask.what == "request":
                self._tell(ask.done, ask.chair, "request answered", ask.title)

    def _changes(self, topics: Iterable[str], moment: datetime) -> None:
        for topic in topics:
            self.moved[topic].append(moment)

    # Figures

    def _figures(self, last: datetime | None, look: datetime) -> None:
        for one in self.series.values():
            before = set(one.taken)
            self._restated(one, last, look)
            words = [
                one.judges(figures.come_by(look)[one.indicator.name, each.period])
                for each in figures.readings(one.indicator)
                if each.period not in before and _has_come(each, look)
            ]
            one.taken |= {r.period for r in figures.readings(one.indicator) if _has_come(r, look)}
            if last is None:
                words = ["already so"] if one.listed else []
                one.been = one.listed
            for word in filter(None, words):
                self._moves(one, look, word)
            one.stands(day_of(look))
            self._gaps(one, look)

    def _moves(self, one: Series, look: datetime, word: str) -> None:
        self._changes(_topics(one.indicator), look)
        if word in _NEWS:
            self._tell(look, one.indicator.owner, word, one.indicator.title)

    def _restated(self, one: Series, last: datetime | None, look: datetime) -> None:
        for each in figures.RESTATED:
            if last is None or each.indicator != one.indicator or not last < each.at <= look:
                continue
            self._tell(look, people.KEEPER, "restated", one.indicator.title)
            if one.indicator == figures.WITHDRAWN:
                one.ends()
                self._moves(one, look, "withdrawn")
            if one.indicator == figures.FOUND_BAD:
                self._moves(one, look, one.begins())

    def _gaps(self, one: Series, look: datetime) -> None:
        """A period without a figure between two that have one."""
        known = [_has_come(each, look) for each in figures.readings(one.indicator)]
        for place, each in enumerate(figures.readings(one.indicator)):
            between = any(known[:place]) and any(known[place:]) and not known[place]
            if between and each.period not in one.gaps:
                one.gaps.add(each.period)
                self._tell(look, people.KEEPER, "missing", one.indicator.title)

    def _returns(self, look: datetime) -> None:
        """The oldest return that is outstanding, on the day after it was due."""
        for one in self.series.values():
            expected = figures.readings(one.indicator)
            newest = max(n for n, each in enumerate(expected) if _has_come(each, look))
            late = expected[newest + 1 : newest + 2]
            for each in late:
                if each.due < day_of(look) and each.period not in one.overdue:
                    one.overdue.add(each.period)
                    self._tell(look, people.KEEPER, "overdue", one.indicator.title)

    # What falls due

    def _falls_due(self, look: datetime) -> None:
        for one in self.series.values():
            self._of_measure(one, look)
        for ask in self.asks:
            if ask.asked < look:
                self._of_ask(ask, look)

    def _of_measure(self, one: Series, look: datetime) -> None:
        today, title = day_of(look), one.indicator.title
        if one.open and one.back and one.back <= today and not one.missed:
            one.missed = True
            self._tell(look, one.indicator.owner, "recovery missed", title)
        if (
            one.indicator.reviewed
            and one.since
            and not one.reviewed
            and one.since + TWO_WEEKS <= today
        ):
            one.reviewed = True
            self._tell(look, one.indicator.owner, "review due", title)
        waits = one.indicator.asks and one.told and not one.seen and not one.escalated
        if one.open and waits and one.told and working_days_after(one.told, 10) < today:
            one.escalated = True
            self._tell(look, people.DIRECTOR, "not acknowledged", title)

    def _of_ask(self, ask: Ask, look: datetime) -> None:
        what, post, day = {
            "request": ("request unanswered", ask.of, ask.due + ONE_DAY),
            "action": ("action overdue", ask.of, ask.due + ONE_DAY),
            "review": ("review due", ask.chair, ask.due),
            "mute": ("mute ended", people.KEEPER, ask.due + ONE_DAY),
        }[ask.what]
        waits = ask.what == "mute" or ask.done is None or look < ask.done
        if waits and day <= day_of(look) and (ask.title, what) not in self.dealt:
            self.dealt.add((ask.title, what))
            self._tell(look, post, what, ask.title)

    # Messages

    def _tell(self, since: datetime, post: str, what: str, about: str) -> None:
        self.waiting.append((since, post, what, about))

    def _delivers(self, look: datetime) -> None:
        """News waits for half an hour, and for seven in the morning."""
        wall = on_the_wall(look)
        if not time(7) <= wall.time() < time(20):
            return
        for one in list(self.waiting):
            since, post, what, about = one
            if since + SETTLES <= look:
                self.waiting.remove(one)
                self._sent(look, post, what, about)
                self._owner_told(look, what, about)

    def _owner_told(self, look: datetime, what: str, about: str) -> None:
        if what in _NEWS:
            series = next(one for one in self.series.values() if one.indicator.title == about)
            series.told = series.told or day_of(look)

    def _sent(self, look: datetime, post: str, what: str, about: str) -> None:
        self.facts.append((said(look), people.person_in(post, day_of(look)), what, about))


def _has_come(reading: Reading, look: datetime) -> bool:
    return reading.comes is not None and reading.comes <= look


def _topics(one: Indicator) -> list[str]:
    tags = [f"tag {tag}" for tag in one.tags]
    return [one.committee, f"owner {one.owner}", *tags, "everything"]
