"""The background service: APScheduler only ticks, what is due is a pure decision."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from watchlist.app import App
from watchlist.digest_round import digest_round
from watchlist.going_live import (
    FolderWatch,
    by_those_in_force,
    in_force,
    speaks,
    tell_faults,
    with_rules_of,
)
from watchlist.heartbeat import beat
from watchlist.leased import leased, name_of_this
from watchlist.memory import give_back, taken
from watchlist.model.errors import WatchlistError
from watchlist.pages import Pages, answered
from watchlist.register.due import newest_turn
from watchlist.rounds import Cycle, cycle_once, deliver_round
from watchlist.rule_files import RuleFiles
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
        self._app = app  # what is judged by
        self._own = app  # with the rules of its own folders, which the next cycle takes
        self._watch = FolderWatch(app.config.rules)
        self._passed: str | None = None  # the last cycle before those rules were seen
        self._delivered = ""  # the last turn
        self._path = config_path
        self._stop = threading.Event()
        self._pages: Pages | None = None
        self._leased = {"cycle": self._cycle, "digests": self._digests}

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT ask to stop: what is in hand is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)

    def run(self) -> None:
        """Until asked to stop."""
        scheduler = BackgroundScheduler()
        for job in self._leased:
            _again_and_again(scheduler, partial(self._guarded, job, self.take_turn))
        _again_and_again(scheduler, partial(self._guarded, "delivery", self.deliver))
        _again_and_again(scheduler, partial(self._guarded, "rules", self._look))
        signs = partial(self._guarded, "sign of life", self._sign)
        _again_and_again(scheduler, signs, every=_SIGN)
        with answered(self._app, self._path) as pages:
            self._pages = pages
            log.info(
                "started",
                config=str(self._path),
                council=self._app.config.council,
                daemon=self.name,
            )
            signs()
            scheduler.start()
            self._stop.wait()
            log.info("stopping", waits_for="what is in hand")
            scheduler.shutdown(wait=True)
        with suppress(WatchlistError):
            self._app.store.daemon_gone(self.name)
        log.info("stopped")

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
        app, now = self._app, self._app.clock()
        turn = newest_turn(app.config.schedules[job], now, app.config.zone)
        if not self._due(job, turn):
            return
        with leased(app.store, job, self.name) as store:
            if store is not None and self._due(job, turn):  # nobody was quicker
                self._leased[job](replace(app, store=store), now)
                store.done(job, turn, now)

    def _due(self, job: str, turn: str) -> bool:
        return not self._app.store.was_done(job, turn) or (job == "cycle" and self._waits())

    def _waits(self) -> bool:
        """Whether rules of its own folders wait for a cycle, and another daemon has made one since."""
        last = self._app.store.last_done("cycle")
        return last is not None and last != self._passed and speaks(self._own)

    def deliver(self, job: str) -> None:
        """Send what is waiting: every daemon as much of it as it can."""
        app, now = self._app, self._app.clock()
        turn = newest_turn(app.config.schedules[job], now, app.config.zone)
        if turn == self._delivered:
            return
        self._delivered = turn
        delivery = deliver_round(app, self._stop.is_set)
        app.store.done(job, turn, now)
        if delivery.composed.messages or delivery.sending.attempts:
            log.info("delivery", **delivery.figures())

    def _look(self, _job: str) -> None:
        """What changed in the rule folders comes into force with the next cycle, and what cannot be
        taken is said at once; what another daemon put in force holds here as well."""
        if self._pages:
            self._pages.begin()  # should it have ended
        if files := self._watch.changed():
            self._take(files)
            self._watch.done(files)
        elif self._app.store.last_rulebook() != self._app.book.hash and not speaks(self._own):
            self._app = by_those_in_force(self._own)
            log.info("rules changed", now=in_force(self._app))

    def _take(self, files: RuleFiles) -> None:
        app = with_rules_of(self._app, files)
        tell_faults(app, app.clock())
        if app.refused:
            for fault in app.refused.faults:
                log.error("fault", job="rules", error=str(fault))
            log.warning("rules not taken", they_stay=in_force(self._app))
        elif speaks(app):
            log.info("rules changed", now=in_force(app))
        elif self._own.refused:
            log.info("rules well again")
        self._own, self._passed = app, app.store.last_done("cycle")

    def _cycle(self, app: App, now: datetime) -> None:
        try:
            cycle = cycle_once(replace(self._own, store=app.store), now)
        except LostLeaseError:
            raise
        except Exception:
            beat(app.config.heartbeat, well=False)
            raise
        self._app = replace(self._own, book=cycle.book)
        _tell(cycle)
        beat(app.config.heartbeat)
        give_back()

    def _digests(self, app: App, now: datetime) -> None:
        made = digest_round(app, now)
        if any(made.figures().values()):
            log.info("digests", **made.figures())

    def _sign(self, _job: str) -> None:
        app, (memory, handles) = self._app, taken()
        program = version("scrutiny-watchlist")
        sign = SignOfLife(
            self.name, program, app.config.hash, app.book.hash, memory=memory, handles=handles
        )
        app.store.daemon_seen(sign)


def _again_and_again(
    scheduler: BackgroundScheduler, work: Callable[[], None], every: int = TICK
) -> None:
    scheduler.add_job(work, "interval", seconds=every, max_instances=1, coalesce=True)


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
