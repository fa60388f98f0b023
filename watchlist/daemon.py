"""The background service: APScheduler only ticks, what is due is a pure decision."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from watchlist.app import App
from watchlist.digest_round import digest_round
from watchlist.going_live import OwnFolders
from watchlist.heartbeat import beat
from watchlist.leased import LEASE, leased, name_of_this
from watchlist.memory import give_back, taken
from watchlist.model.errors import WatchlistError, WorldError
from watchlist.pages import Pages, answered
from watchlist.register.due import newest_turn
from watchlist.retaining import retention_round
from watchlist.rounds import Cycle, cycle_once, deliver_round
from watchlist.store.daemons import SignOfLife
from watchlist.store.leases import LostLeaseError

log = structlog.get_logger("watchlist")

#: Seconds between two looks at the clock.
TICK = 2

#: Seconds between two signs of life.
_SIGN = 15

#: Indicators, and remarks, that one line of the log names.
_MOST_NEWS = 20


class Daemon:
    """Runs the jobs of an app until it is asked to stop; each job by a thread of its own, so that a
    slow mail server never holds back a cycle.

    Several daemons may share a database. A cycle and a round of digests are made by one of them, which
    holds a lease meanwhile; what is waiting is sent by all.
    """

    def __init__(self, app: App, config_path: Path) -> None:
        self.name = name_of_this()
        self.app = app  # what is judged by
        self._folders = OwnFolders(app)
        self._delivered = ""  # the last turn
        self._path = config_path
        self._stop = threading.Event()
        self._outdated = False
        self._pages: Pages | None = None
        self._leased = {"cycle": self._cycle, "digests": self._digests}

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT ask to stop: what is in hand is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)

    def run(self) -> None:
        """Until asked to stop. Raises WorldError where a newer program has taken the database over."""
        scheduler = _scheduler()
        for job, work, every in (
            *((job, self.take_turn, TICK) for job in self._leased),
            ("delivery", self.deliver, TICK),
            ("rules", self.look, TICK),
            ("sign of life", self.sign, _SIGN),
        ):
            scheduler.add_job(self._guarded, _Ticks(timedelta(seconds=every)), [job, work])
        with answered(self.app, self._path) as pages:
            self._pages = pages
            council, config = self.app.config.council, str(self._path)
            log.info("started", config=config, council=council, daemon=self.name)
            self._guarded("sign of life", self.sign)
            scheduler.start()
            self._watch_the_clock(scheduler)
            log.info("stopping", waits_for="what is in hand")
            scheduler.shutdown(wait=True)
        with suppress(WatchlistError):
            self.app.store.daemon_gone(self.name)
        if self._outdated:
            raise WorldError(
                "A newer version of this program has changed the database, so this one has stopped; "
                "install the newer one here as well"
            )
        log.info("stopped")

    def _watch_the_clock(self, scheduler: BackgroundScheduler) -> None:
        """Until asked to stop. The scheduler goes by the machine's clock: where that is put back, it
        would do nothing until it is as late again."""
        ahead = _ahead()
        while not self._stop.wait(TICK):
            before, ahead = ahead, _ahead()
            if abs(ahead - before) > TICK:
                log.warning("the clock was put", by_seconds=round(ahead - before))
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        """Asks to stop, from another thread."""
        self._stop.set()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _guarded(self, job: str, work: Callable[[str], None]) -> None:
        """What fails is logged and tried again; the daemon goes on."""
        try:
            work(job)
        except LostLeaseError as error:
            log.warning("taken over", job=job, said=str(error))
        except Exception as error:
            log.error("failed", job=job, error=str(error), kind=type(error).__name__)

    def take_turn(self, job: str) -> None:
        """A job of which there is one for all daemons, where its time has come and nobody has it in
        hand; recorded once it is done, so that another does it should this one be lost."""
        app, now = self.app, self.app.clock()
        turn = newest_turn(app.config.schedules[job], now, app.config.zone)
        if not self._due(job, turn):
            return
        with leased(app.store, job, self.name, LEASE) as store:
            if store is not None and self._due(job, turn):  # nobody was quicker
                self._leased[job](replace(app, store=store), now)
                store.done(job, turn, now)

    def _due(self, job: str, turn: str) -> bool:
        return not self.app.store.was_done(job, turn) or (job == "cycle" and self._folders.wait())

    def deliver(self, job: str) -> None:
        """Send what is waiting: every daemon as much of it as it can."""
        app, now = self.app, self.app.clock()
        turn = newest_turn(app.config.schedules[job], now, app.config.zone)
        if turn == self._delivered:
            return
        self._delivered = turn
        delivery = deliver_round(app, self._stop.is_set)
        app.store.done(job, turn, now)
        if delivery.composed.messages or delivery.sending.attempts:
            log.info("delivery", **delivery.figures())

    def look(self, _job: str) -> None:
        """What changed in the rule folders comes into force with the next cycle, and what cannot be
        taken is said at once; what another daemon put in force holds here as well."""
        if self._pages:
            self._pages.begin()  # should it have ended
        if app := self._folders.look(self.app):
            self.app = app

    def _cycle(self, app: App, now: datetime) -> None:
        try:
            cycle = cycle_once(replace(self._folders.app, store=app.store), now)
        except LostLeaseError:
            raise
        except Exception:
            beat(app.config.heartbeat, well=False)
            raise
        self.app = replace(self._folders.app, book=cycle.book)
        _tell(cycle)
        beat(app.config.heartbeat)
        gone = retention_round(app, now, self._stop.is_set)
        if gone and gone.removed:
            log.info("retention", **gone.figures())
        give_back()

    def _digests(self, app: App, now: datetime) -> None:
        made = digest_round(app, now)
        if any(made.figures().values()):
            log.info("digests", **made.figures())

    def sign(self, _job: str) -> None:
        """Say that it is there; stop where a newer program has changed the tables meanwhile."""
        if not self.app.store.is_of_this_version():
            self._outdated = True
            self.stop()
            return
        app, (memory, handles) = self.app, taken()
        program = version("scrutiny-watchlist")
        sign = SignOfLife(
            self.name, program, app.config.hash, app.book.hash, memory=memory, handles=handles
        )
        app.store.daemon_seen(sign)


class _Ticks(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """So long after the last time, however far the clock was put forward meanwhile: the scheduler's own
    would count every tick of the months for which a machine slept."""

    def __init__(self, every: timedelta) -> None:
        self._every = every

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + self._every


def _scheduler() -> BackgroundScheduler:
    """Whose ticks come late on a busy machine rather than never, and one at a time."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # what fails is logged by us
    habits = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    return BackgroundScheduler(job_defaults=habits)


def _ahead() -> float:
    """Seconds by which the machine's clock is ahead of one that nobody puts."""
    return time.time() - time.monotonic()


def _tell(cycle: Cycle) -> None:
    """What a cycle did, for the log."""
    log.info("cycle", **cycle.figures())
    for one in cycle.intake.taken:
        news = [str(each) for each in one.saved.news]
        more = max(0, len(news) - _MOST_NEWS)
        log.info("taken", source=one.source, path=one.path, news=news[:_MOST_NEWS], more=more)
        for remark in (*one.remarks, *one.quarantined)[:_MOST_NEWS]:
            log.warning("remark", source=one.source, said=str(remark))
    for problem in cycle.intake.problems:
        log.error("problem", job="cycle", error=str(problem))
