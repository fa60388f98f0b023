"""The site in a thread of the daemon: it starts before the first round and holds up nobody's stop."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from threading import Thread

import structlog
import uvicorn
from fastapi import FastAPI

from watchlist.model.errors import WorldError
from watchlist.serving import Web

log = structlog.get_logger("watchlist")

#: Seconds that an answer in hand has to be finished at a stop, and after which nobody waits.
_GRACE, _PATIENCE = 2, 5

#: So many are answered at once; whoever comes then is told to try again.
_MOST = 64


@contextlib.contextmanager
def served(app: FastAPI, web: Web) -> Iterator[str]:
    """The site answers as long as this lasts; where it listens ("http://127.0.0.1:8080").

    Raises WorldError where nothing can listen there."""
    listening = _listening(web)
    host, port = listening.getsockname()[:2]
    server = uvicorn.Server(
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
    # A daemon, and so are the threads that it starts: the program ends without them if need be.
    thread = Thread(target=server.run, args=([listening],), name="web", daemon=True)
    thread.start()
    place = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    log.info("listening", at=place, address=web.address)
    try:
        yield place
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
        listening.close()


def _listening(web: Web) -> socket.socket:
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    try:
        return socket.create_server((web.host, web.port), family=family)
    except (OSError, OverflowError) as error:
        raise WorldError(
            f"nothing can listen at {web.host}:{web.port} "
            f"({getattr(error, 'strerror', None) or error}); "
            "say another place under `web:` in the configuration, or end what listens there"
        ) from None
