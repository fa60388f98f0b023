"""The socket at which the site listens."""

from __future__ import annotations

import socket

from watchlist.model.errors import WorldError
from watchlist.serving import Web


def listening(web: Web) -> socket.socket:
    """Raises WorldError where nothing can listen there."""
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    try:
        return socket.create_server((web.host, web.port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        raise WorldError(
            f"nothing can listen at {web.host}:{web.port} "
            f"({getattr(error, 'strerror', None) or error}); "
            "say another place under `web:` in the configuration, or end what listens there"
        ) from None


def place_of(listening: socket.socket) -> str:
    """Where it listens: "http://127.0.0.1:8080"."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
