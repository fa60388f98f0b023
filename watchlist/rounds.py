"""The two rounds the daemon makes, once each: a cycle (readings in, judged) and a delivery."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchlist.app import App
from watchlist.cycle import Progress, Report, judge
from watchlist.deliver.composing import ComposeReport, compose_once
from watchlist.deliver.desk import Desk
from watchlist.deliver.environment import make_environment
from watchlist.deliver.worker import Report as SendReport
from watchlist.deliver.worker import Worker
from watchlist.going_live import put_in_force, with_rules_of
from watchlist.intake import Intake, take_in
from watchlist.model.errors import FaultsError, WatchlistError
from watchlist.model.message import Result
from watchlist.model.rule import Rulebook
from watchlist.register.routing import release
from watchlist.reminding import fall_due
from watchlist.rule_files import rule_files
from watchlist.shipped import shipped


@dataclass(frozen=True)
class Cycle:
    """What came in, what was judged by which rules, and how many were told of what has fallen due."""

    intake: Intake
    report: Report
    reminders: int
    book: Rulebook

    def figures(self) -> dict[str, int]:
        """Counts for a line of the log."""
        return {
            "files": len(self.intake.taken),
            "added": sum(taken.saved.added for taken in self.intake.taken),
            "revised": sum(taken.saved.revised for taken in self.intake.taken),
            "indicators": self.report.indicators,
            "transitions": self.report.moved.total(),
            "notices": self.report.notices + self.reminders,
            "problems": len(self.intake.problems),
        }


def cycle_once(app: App, now: datetime, progress: Progress | None = None) -> Cycle:
    """Take in what is new and judge it. What cannot be taken in is in the report, not raised."""
    app, config = put_in_force(app, now), app.config
    intake = take_in(app.store, config.sources, app.book, config.folder, now)
    report = judge(app.store, app.setting, now, progress)
    return Cycle(intake, report, fall_due(app.store, app.setting, now), app.book)


def with_rules_of_today(app: App) -> tuple[App, WatchlistError | None]:
    """The app with the rule files as they are now; with the last good ones where they are faulty."""
    app = with_rules_of(app, rule_files(app.config.rules))
    return app, FaultsError(app.refused.faults) if app.refused else None


@dataclass(frozen=True)
class Released:
    """What a quiet start kept back and owners are told now: ``breaches`` in so many ``notices``."""

    breaches: int
    posts: tuple[str, ...]
    notices: int


def release_quiet_start(app: App, now: datetime) -> Released:
    """Tell those whom the rules tell what only the keeper was told of at a quiet start. What was
    released before is not told again."""
    config = app.config
    with app.store.begin(now) as tx:
        moves = list(tx.transitions(tx.kept_back()).values())
        breaches = tx.breaches({move.breach for move in moves if move.breach is not None})
        owners = tx.reassigned({move.entry for move in moves if move.entry is not None})
        meant = release(moves, breaches, app.book, config.directory, now, config.zone, owners)
        posts = tuple(sorted({notice.post for notice in meant}))
        return Released(len(breaches), posts, tx.notify(meant))


@dataclass(frozen=True)
class Delivery:
    """What became of the notices that waited and the messages whose time had come."""

    composed: ComposeReport
    sending: SendReport

    def __add__(self, other: Delivery) -> Delivery:
        return Delivery(self.composed + other.composed, self.sending + other.sending)

    @property
    def sent(self) -> int:
        """Messages that the other side took."""
        results = self.sending.results
        return results.get(Result.DELIVERED, 0) + results.get(Result.ACCEPTED, 0)

    def figures(self) -> dict[str, int]:
        """Counts for a line of the log."""
        counts = {result.value: number for result, number in self.sending.results.items()}
        return {
            "composed": self.composed.messages,
            "silenced": self.composed.silenced,
            "given_up": self.sending.given_up,
            "outdated": self.sending.outdated,
            **counts,
        }


def desk_of(app: App, settle: timedelta | None = None) -> Desk:
    """What messages are written with."""
    config = app.config
    templates, own = shipped("templates"), config.templates
    return Desk(
        book=app.book,
        directory=config.directory,
        channels=app.channels,
        environment=make_environment(templates, own),
        council=config.council,
        zone=config.zone,
        settle=config.settle if settle is None else settle,
        links=app.links(),
        quiet=config.quiet,
        shipped=make_environment(templates) if own else None,
        own_templates=own,
    )


def deliver_round(
    app: App, stop: Callable[[], bool] = lambda: False, settle: timedelta | None = None
) -> Delivery:
    """Compose what has settled (``settle``: after another time than is configured) and send what is
    waiting; once more where something of it was for somebody who has left."""
    desk, name = desk_of(app, settle), f"{socket.gethostname()}:{os.getpid()}"
    worker = Worker(
        app.store, app.channels, name, app.clock, stop,
        reaches=lambda claim: desk.reaches(claim, app.clock()),
    )  # fmt: skip
    made = _composed_and_sent(app, desk, worker)
    return made + _composed_and_sent(app, desk, worker) if made.sending.outdated else made


def _composed_and_sent(app: App, desk: Desk, worker: Worker) -> Delivery:
    composed = compose_once(app.store, desk, app.clock())
    sending = worker.deliver_once()
    app.store.blank_sign_in_mail()
    return Delivery(composed, sending)
