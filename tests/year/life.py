"""A council's year: at each look at the clock the service does what it does, and people do what they do
in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from tests.year import figures, looks, people
from tests.year.council import Council
from tests.year.days import ONE_DAY
from tests.year.people import Subscription
from watchlist.app import App
from watchlist.daemon import Daemon
from watchlist.digest_round import digest_round
from watchlist.rounds import cycle_once, deliver_round

#: Something that is done at a moment.
Done = tuple[datetime, Callable[[App], None]]


@dataclass
class Life:
    """``looks`` are the moments at which the service runs, ``readers`` those who subscribe."""

    council: Council
    looks: Sequence[datetime]
    readers: Sequence[Subscription]
    _apps: list[App] = field(default_factory=list)

    def lives(self) -> None:
        """From the first look to the last."""
        council, deeds = self.council, sorted(self._deeds(), key=lambda each: each[0])
        self._apps = [council.opens()]
        try:
            last = self.looks[0]
            for look in self.looks:
                while deeds and deeds[0][0] <= look:
                    council.now, deed = deeds.pop(0)
                    deed(self._apps[0])
                self._serves(last, look)
                last = look
        finally:
            self._stops()

    def _stops(self) -> None:
        while self._apps:
            self._apps.pop().close()

    def _serves(self, last: datetime, look: datetime) -> None:
        """It is started anew after it stood still and where the rulebook is another one; two instances
        serve in their weeks."""
        self.council.now = look
        together = looks.within(look, looks.AT_ONCE)
        wanted = 2 if together or looks.within(look, looks.TWICE) else 1
        edited = any(last < edit <= look for edit in looks.edits())
        if look - last > ONE_DAY or edited or len(self._apps) != wanted:
            self._stops()
            self._apps = [self.council.opens() for _ in range(wanted)]
        if wanted == 1:
            _rounds(self._apps[0], look)
        else:
            daemons = [Daemon(app, self.council.config) for app in self._apps]
            for job in ("cycle", "digests", "delivery"):
                with ThreadPoolExecutor(wanted if together else 1) as threads:
                    list(threads.map(partial(_turn, job=job), daemons))

    def _deeds(self) -> Iterator[Done]:
        """All that people do, in any order."""
        council, first = self.council, self.looks[0]
        for moment in figures.moments():
            yield moment, lambda _: council.reports()
        for moment in looks.edits():
            yield moment, lambda _: council.saves_rules()
        for ask in people.asks():
            if ask.asked > first:
                yield ask.asked, partial(council.asks, ask=ask)
                if ask.done:
                    yield ask.done, partial(council.answers, ask=ask)
        for one in self.readers:
            yield from self._reads(one)
        for friday in people.fridays(first, self.looks[-1]):
            yield friday, partial(council.acknowledges, due=friday + people.BACK_IN)

    def _reads(self, one: Subscription) -> Iterator[Done]:
        council = self.council
        yield one.begins, partial(council.subscribes, one=one)
        if one.confirmed != one.begins:
            yield one.confirmed, partial(council.changes, one=one, deed="confirms", until=None)
        for moment, deed, until in one.deeds:
            yield moment, partial(council.changes, one=one, deed=deed, until=until)


def _rounds(app: App, now: datetime) -> None:
    """What `watchlist run --once` does, but that news settles."""
    assert not cycle_once(app, now).intake.problems
    digest_round(app, now)
    deliver_round(app)


def _turn(daemon: Daemon, job: str) -> None:
    """What a daemon does when the time of a job has come."""
    act = daemon.deliver if job == "delivery" else daemon.take_turn
    act(job)
