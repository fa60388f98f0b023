"""The pages of an app: answered in a process of their own, so that a cycle holds up nobody who reads,
and nobody who reads holds up a cycle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

import structlog

from watchlist.app import App
from watchlist.model.errors import UsageError
from watchlist.rounds import desk_of
from watchlist.shipped import shipped
from watchlist.web.listening import listening, place_of

if TYPE_CHECKING:  # slow to import, and the daemon itself answers nothing
    from fastapi import FastAPI
    from uvicorn import Server

log = structlog.get_logger("watchlist")

#: Seconds that the process has to end what it is answering.
_PATIENCE = 10

#: Where the listening socket comes by inheritance: its number.
SOCKET = "WATCHLIST_SOCKET"


def application(app: App) -> FastAPI:
    """What answers, by the rules that are in force whenever somebody asks."""
    from watchlist.web.application import make_app
    from watchlist.web.environment import page_environment
    from watchlist.web.in_force import InForce
    from watchlist.web.site import Site

    links = app.links()
    site = Site(
        store=app.store,
        config=app.config,
        book=InForce(app.store, app.book),
        links=links,
        environment=page_environment(shipped("templates"), app.config.zone),
        clock=app.clock,
        key=links.keys[-1],
        channels=tuple(app.channels),
        desk=desk_of(app),
    )
    return make_app(site)


def answer(app: App) -> None:
    """Answer until asked to stop: at the socket that was inherited, or where the configuration says.
    One that was inherited ends with the process that gave it."""
    web = app.config.web
    if web is None:
        raise UsageError(
            "the configuration does not say where the pages are; write there, for example, "
            "web: {listen: 127.0.0.1:8080, address: http://127.0.0.1:8080}"
        )
    from watchlist.web.server import server_of

    given = os.environ.pop(SOCKET, "")
    at = socket.socket(fileno=int(given)) if given else listening(web)
    server = server_of(application(app))
    if given:
        Thread(target=_ends_with, args=(server,), daemon=True).start()
    else:
        log.info("listening", at=place_of(at), address=web.address)
    server.run([at])


def _ends_with(server: Server) -> None:
    """Standard input is open for as long as the daemon lives."""
    while sys.stdin.buffer.read(1):
        pass
    server.should_exit = True


@dataclass
class Pages:
    """The process that answers, begun again where it ended by itself."""

    config: Path
    at: socket.socket
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def begin(self) -> None:
        """Start it, where it does not run."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            if self._process is not None:
                log.error("failed", job="web", error=f"it ended with {self._process.returncode}")
            number = self.at.fileno()
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, "-m", "watchlist", "pages", "--config", str(self.config)],
                env={**os.environ, SOCKET: str(number)},
                stdin=subprocess.PIPE,
                pass_fds=[number],
                start_new_session=True,  # Ctrl-C is the daemon's, who then ends it
            )

    def end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def answered(app: App, config: Path) -> Iterator[Pages | None]:
    """The pages are answered as long as this lasts, where the configuration says so."""
    web = app.config.web
    if web is None:
        yield None
        return
    at = listening(web)
    try:
        log.info("listening", at=place_of(at), address=web.address)
        if os.name != "posix":  # no socket can be handed over
            from watchlist.web.server import served

            with served(application(app), at):
                yield None
            return
        pages = Pages(config, at)
        pages.begin()
        try:
            yield pages
        finally:
            pages.end()
    finally:
        at.close()
