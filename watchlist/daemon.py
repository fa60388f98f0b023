"""The background service: APScheduler only ticks, what is due is a pure decision."""

from __future__ import annotations

import signal
import threading
from datetime import datetime
from pathlib import Path
from types import FrameType

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from watchlist.app import App
from watchlist.digest_round import digest_round
from watchlist.going_live import FolderWatch, in_force, tell_faults, with_rules_of
from watchlist.memory import give_back
from watchlist.pages import Pages, answered
from watchlist.register.due import due
from watchlist.rounds import cycle_once, deliver_round
from watchlist.rule_files import RuleFiles

log = structlog.get_logger("watchlist")

#: Seconds between two looks at the clock.
TICK = 2

#: Indicators, and remarks, that one line of the log names.
_MOST_NEWS = 20


class Daemon:
    """Runs the jobs of an app until it is asked to stop; each job by a thread of its own, so that a
    slow mail server never holds back a cycle."""

    def __init__(self, app: App, config_path: Path) -> None:
        self._app = app  # what is judged by; the rules of a look are taken by the next cycle
        self._next = app
        self._watch = FolderWatch(app.config.rules)
        self._path = config_path
        self._stop = threading.Event()
        self._pages: Pages | None = None
        self._jobs = {
            "cycle": self._cycle,
            "digests": self._digests,
            "delivery": self._deliver,
        }

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT ask to stop: what is in hand is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)

    def run(self) -> None:
        """Until asked to stop."""
        scheduler = BackgroundScheduler()
        for job in self._jobs:
            scheduler.add_job(
                self._tick, "interval", [job], seconds=TICK, max_instances=1, coalesce=True
            )
        scheduler.add_job(self._look, "interval", seconds=TICK, max_instances=1, coalesce=True)
        with answered(self._app, self._path) as pages:
            self._pages = pages
            log.info("started", config=str(self._path), council=self._app.config.council)
            scheduler.start()
            self._stop.wait()
            log.info("stopping", waits_for="what is in hand")
            scheduler.shutdown(wait=True)
        log.info("stopped")

    def stop(self) -> None:
        """Asks to stop, from another thread."""
        self._stop.set()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _tick(self, job: str) -> None:
        app, now = self._app, self._app.clock()
        schedule = {job: app.config.schedules[job]}
        last = {job: app.store.last_done(job)}
        for _, occasion in due(schedule, last, now, app.config.zone):
            if app.store.done(job, occasion, now):
                self._guarded(job, now)

    def _guarded(self, job: str, now: datetime) -> None:
        """A job that fails is logged and tried at its next occasion; the daemon goes on."""
        try:
            self._jobs[job](now)
        except Exception as error:
            log.error("failed", job=job, error=str(error), kind=type(error).__name__)

    def _look(self) -> None:
        """What changed in the rule folders comes into force with the next cycle; what cannot be
        taken is said at once."""
        try:
            if self._pages:
                self._pages.begin()  # should it have ended
            if files := self._watch.changed():
                self._take(files)
                self._watch.done(files)
        except Exception as error:
            log.error("failed", job="rules", error=str(error), kind=type(error).__name__)

    def _take(self, files: RuleFiles) -> None:
        app = with_rules_of(self._app, files)
        tell_faults(app, app.clock())
        if app.refused:
            for fault in app.refused.faults:
                log.error("fault", job="rules", error=str(fault))
            log.warning("rules not taken", they_stay=in_force(self._app))
        elif app.book is not self._app.book:
            log.info("rules changed", now=in_force(app))
        elif self._next.refused:
            log.info("rules well again")
        self._next = app

    def _cycle(self, now: datetime) -> None:
        self._app = self._next
        cycle = cycle_once(self._app, now)
        log.info("cycle", **cycle.figures())
        for taken in cycle.intake.taken:
            news = [str(one) for one in taken.saved.news]
            more = len(news) - _MOST_NEWS
            log.info(
                "taken",
                source=taken.source,
                path=taken.path,
                news=news[:_MOST_NEWS],
                more=max(0, more),
            )
            for remark in (*taken.remarks, *taken.quarantined)[:_MOST_NEWS]:
                log.warning("remark", source=taken.source, said=str(remark))
        for problem in cycle.intake.problems:
            log.error("problem", job="cycle", error=str(problem))
        give_back()

    def _digests(self, now: datetime) -> None:
        made = digest_round(self._app, now)
        if any(made.figures().values()):
            log.info("digests", **made.figures())

    def _deliver(self, _now: datetime) -> None:
        delivery = deliver_round(self._app, self._stop.is_set)
        if delivery.composed.messages or delivery.sending.attempts:
            log.info("delivery", **delivery.figures())
