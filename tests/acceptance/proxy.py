"""A stretch of network that can be cut, can fall silent and can be slow."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

#: Bytes that are passed on at once.
_PIECE = 16_384

Dial = Callable[[], socket.socket]


class Proxy:
    """It listens on ``port`` of this machine and passes everything on to what ``dial`` reaches."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.bytes_per_second: float | None = None
        self._flows = threading.Event()
        self._flows.set()
        self._sockets: set[socket.socket] = set()
        threading.Thread(target=self._accepts, daemon=True).start()

    def cut(self) -> None:
        """Every connection that is open now ends at once."""
        for each in list(self._sockets):
            _hang_up(each)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Nothing comes through either way, and nobody is told: connections stay, bytes are held back
        and passed on afterwards."""
        self._flows.clear()
        try:
            yield
        finally:
            self._flows.set()

    def close(self) -> None:
        _hang_up(self._listening)
        self._flows.set()
        self.cut()

    def _accepts(self) -> None:
        with suppress(OSError):  # closed
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._connects, args=(near,), daemon=True).start()

    def _connects(self, near: socket.socket) -> None:
        self._flows.wait()
        try:
            far = self._dial()
        except OSError:
            _hang_up(near)
            return
        self._sockets |= {near, far}
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=self._passes, args=(source, target), daemon=True).start()

    def _passes(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(self._piece()):
                self._flows.wait()
                if self.bytes_per_second:
                    time.sleep(len(piece) / self.bytes_per_second)
                target.sendall(piece)
        self._sockets -= {source, target}
        _hang_up(source)
        _hang_up(target)

    def _piece(self) -> int:
        return _PIECE if self.bytes_per_second is None else max(1, int(self.bytes_per_second / 20))


def to_port(port: int) -> Dial:
    return lambda: socket.create_connection(("127.0.0.1", port), timeout=10)


def to_socket(path: str) -> Dial:
    """A socket in the file system, as PostgreSQL's is."""

    def dial() -> socket.socket:
        far = socket.socket(socket.AF_UNIX)
        far.connect(path)
        return far

    return dial


@contextmanager
def proxy(dial: Dial) -> Iterator[Proxy]:
    made = Proxy(dial)
    try:
        yield made
    finally:
        made.close()


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()
