"""A town that is fed step by step, and whether it has digested a step: so are both towns of a proof,
whether their daemons are left in peace or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.acceptance.books import Books
from tests.acceptance.clock import Clock
from tests.acceptance.daemons import Daemons
from tests.acceptance.nursery import Nursery
from tests.acceptance.post import Post, post_office
from tests.acceptance.postgres import with_options
from tests.acceptance.town import ANALYST, CHAIR, NOON, Town
from watchlist.model.subscription import SubscriptionState
from watchlist.register.due import newest_turn, parse_schedule
from watchlist.store.open import open_store

_MINUTE = timedelta(minutes=1)
_EVERY_MINUTE = parse_schedule("every minute")

Step = Callable[["Fed"], None]


@dataclass
class Fed:
    """One town with all that is its own; ``url`` is its database's."""

    town: Town
    url: str
    clock: Clock
    post: Post
    daemons: Daemons
    books: Books
    _turn: str = field(default="", init=False)

    def config(self, name: str) -> Path:
        """A machine's configuration; its connections to the database are called as it is."""
        url = with_options(self.url, application_name=name)
        return self.town.config(name, url, mail_port=self.post.port)

    def digested(self) -> bool:
        """Whether all that was fed is in, a whole cycle and a round of digests began after that and
        ended, and nothing is left to tell."""
        if not self._turn:
            if self.town.waiting() or not self.books.has(self.town.rules):
                return False
            self.clock.passes(_MINUTE)
            self._turn = newest_turn(_EVERY_MINUTE, self.clock.now(), "UTC")
        done = (self.books.store.last_done(job) or "" for job in ("cycle", "digests"))
        return all(turn >= self._turn for turn in done) and self.books.is_quiet()

    def eats(self, step: Step) -> None:
        """Its next turn of every job begins with what the step brings."""
        self._turn = ""
        step(self)
        self.clock.passes(_MINUTE)


@contextmanager
def fed(folder: Path, url: str, cradle: Nursery) -> Iterator[Fed]:
    """The town with its subscribers, before its first daemon starts."""
    folder.mkdir()
    clock = Clock(folder / "clock")
    clock.set(NOON)
    daemons = Daemons(cradle, folder, clock.words)
    with post_office(clock) as post, closing(open_store(url)) as store:
        town = Fed(Town.founded(folder), url, clock, post, daemons, Books(store, folder))
        _subscribe(town)
        try:
            yield town
        finally:
            daemons.end()


def _subscribe(town: Fed) -> None:
    config = town.config("subscribing")
    for who, when in ((CHAIR, "weekly"), (ANALYST, "monthly")):
        town.daemons.does(config, "subscribe", "--everything", "--when", when, "--as", who)
        (new,) = (s for s in town.books.store.subscriptions() if s.state is SubscriptionState.ASKED)
        town.daemons.does(config, "confirm", new.id, "--as", who)
