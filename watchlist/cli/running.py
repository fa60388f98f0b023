"""`watchlist run`."""

from __future__ import annotations

import logging
import sys
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
import typer

from watchlist.app import App, mailboxes, open_app
from watchlist.cli.listing import print_list
from watchlist.cli.opening import opened, shortened
from watchlist.cli.output import progress
from watchlist.daemon import Daemon
from watchlist.digest_round import digest_round
from watchlist.going_live import tell_faults
from watchlist.kept import in_force
from watchlist.leased import leased
from watchlist.memory import give_back
from watchlist.model.errors import FaultsError, WatchlistError
from watchlist.model.printable import printable_lines
from watchlist.pages import answer
from watchlist.rounds import Cycle, cycle_once, deliver_round
from watchlist.signing_in import first_link
from watchlist.store.leases import LostLeaseError
from watchlist.store.store import Store
from watchlist.views.deliveries import quiet_said

#: How much of the list stands on the screen after a run.
MOST_ENTRIES = 20


def run(config: Path, once: bool) -> None:
    """The first cycle at once, with the watch list on the screen; then, unless ``once``, the daemon."""
    configure_log(logging.WARNING)  # the first round speaks for itself
    app = opened(config)
    try:
        if once:
            problems = _first_round(app, nullcontext(app.store))
            raise typer.Exit(max((problem.exit_code for problem in problems), default=0))
        daemon = Daemon(app, config)
        daemon.listen()
        _first_round(app, leased(app.store, "cycle", daemon.name), goes_on=True)
        configure_log(logging.INFO)
        give_back()
        daemon.run()
    finally:
        app.close()


def pages(config: Path) -> None:
    """The pages alone, until somebody asks to stop."""
    configure_log(logging.INFO)
    app = open_app(config, last_good=True)
    try:
        answer(app)
    finally:
        app.close()


def configure_log(least: int) -> None:
    """Structured lines on standard error, from this level on: readable on a terminal, JSON
    elsewhere."""
    last: list[structlog.typing.Processor] = (
        [_seen, structlog.dev.ConsoleRenderer()]
        if sys.stderr.isatty()
        else [structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _seen(
    _logger: Any, _level: str, line: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A line without what a terminal would obey; JSON is without it by itself."""
    return {
        key: printable_lines(said) if isinstance(said, str) else said for key, said in line.items()
    }


def _first_round(
    app: App, turn: AbstractContextManager[Store | None], *, goes_on: bool = False
) -> tuple[WatchlistError, ...]:
    """``turn`` is this one's to judge; None where another daemon has it, or takes it over."""
    now = app.clock()
    tell_faults(app, now)
    cycle: Cycle | None = None
    with suppress(LostLeaseError), progress("judging") as report, turn as store:
        cycle = cycle_once(replace(app, store=store), now, report) if store else None
    problems = cycle.intake.problems if cycle else ()
    for problem in problems:
        typer.echo(shortened(problem), err=True)
    app = replace(app, book=cycle.book) if cycle else app
    digest_round(app, now)
    # Nobody comes back for what has not settled where this is the only round.
    sent = deliver_round(app, settle=None if goes_on else timedelta(0))
    print_list(app, most=MOST_ENTRIES)
    typer.echo(_summary(app, cycle, sent.sent, pages=goes_on))
    refused = (FaultsError(app.refused.faults),) if app.refused else ()
    return (*refused, *problems)


def _summary(app: App, cycle: Cycle | None, sent: int, *, pages: bool) -> str:
    lines = [f"{_done(cycle)} Messages: {sent} sent.", f"{in_force(app)}."]
    folders = {_near(folder) for folder in mailboxes(app.config)}
    lines += quiet_said(app)
    lines += [f"Messages lie in {folder} as files that a mail program opens." for folder in folders]
    lines += _pages(app) if pages else []
    if app.config.rehearse_at:
        lines.append(f"A rehearsal: the clock says {app.clock():%A %d %B %Y}.")
    return "\n".join(lines)


def _done(cycle: Cycle | None) -> str:
    if cycle is None:
        return "Another daemon is judging just now; this one takes the next turn."
    figures = cycle.figures()
    return (
        f"Readings: {figures['added']} new, {figures['revised']} revised. "
        f"Moves: {figures['transitions']}."
    )


def _pages(app: App) -> list[str]:
    """Where the pages are and, on a trial, how somebody signs in to them the first time."""
    web = app.config.web
    if web is None:
        return []
    now, wall = app.clock(), datetime.now(UTC)
    link = first_link(app.store, app.config, app.links(), now, wall)
    return [f"Pages: {web.address}" + (f"; to sign in the first time open {link}" if link else "")]


def _near(path: Path) -> Path:
    """A path as it is seen from here."""
    path = path.resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
