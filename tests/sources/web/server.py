"""A web server on this machine that answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """``cut``: the connection ends after so many bytes of the body."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    slow: float = 0

    @classmethod
    def json(cls, said: Any, status: int = 200, **headers: str) -> Reply:
        return cls(
            status, json.dumps(said).encode(), {"Content-Type": "application/json", **headers}
        )


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


Answers = Callable[[Asked], Reply]


@dataclass
class Site:
    url: str
    asked: list[Asked]


@contextmanager
def site(answers: Answers) -> Iterator[Site]:
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer(json.loads(self.rfile.read(length)))

        def _answer(self, body: Any) -> None:
            one = Asked(self.command, self.path, dict(self.headers), body)
            asked.append(one)
            reply = answers(one)
            self.send_response(reply.status)
            for name, text in reply.headers.items():
                self.send_header(name, text)
            if reply.status not in (204, 304):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            whole = reply.body if reply.cut is None else reply.body[: reply.cut]
            step = max(1, len(whole)) if not reply.slow else 1
            for at in range(0, len(whole), step):
                try:
                    self.wfile.write(whole[at : at + step])
                    self.wfile.flush()
                except OSError:
                    break
                if reply.slow:
                    threading.Event().wait(reply.slow)
            self.close_connection = reply.cut is not None

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
