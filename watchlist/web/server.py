"""The site behind a listening socket, until it is asked to stop."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from threading import Thread

import uvicorn
from fastapi import FastAPI

from watchlist.web.listening import place_of

#: Seconds that an answer in hand has to be finished at a stop, and after which nobody waits.
_GRACE, _PATIENCE = 2, 5

#: So many may be connected at once, a browser by half a dozen; whoever comes then is told to try again.
_MOST = 512


def server_of(app: FastAPI) -> uvicorn.Server:
    """What answers; its ``should_exit`` asks it to stop."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            lifespan="off",
            ws="none",
            http="h11",
            loop="asyncio",
            log_config=None,
            access_log=False,  # addresses carry tokens
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST,
            timeout_graceful_shutdown=_GRACE,
        )
    )


@contextlib.contextmanager
def served(app: FastAPI, at: socket.socket) -> Iterator[str]:
    """The site answers in a thread as long as this lasts; where."""
    server = server_of(app)
    # A daemon, and so are the threads that it starts: the program ends without them if need be.
    thread = Thread(target=server.run, args=([at],), name="web", daemon=True)
    thread.start()
    try:
        yield place_of(at)
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
