"""Mail servers that take everything and keep nothing, each in a process of its own.

``quick`` answers a line as soon as it has it, and spends less on a message than any client.
``aiosmtpd`` reads and checks what it is told, as real servers do (which also write it to a disk).
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP

_ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


@contextmanager
def smtp_sink(kind: str) -> Iterator[int]:
    """The port it listens at."""
    command = [sys.executable, "-m", "benchmarks.smtp_sink", kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


class Talk(asyncio.Protocol):
    """Just enough of SMTP for one client that waits for every answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._kept, self._in_data = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        end = b"\r\n.\r\n" if self._in_data else b"\r\n"
        self._kept += data
        if self._kept.endswith(end):
            word, self._kept = self._kept[:4].upper(), b""
            self._answer(b"" if self._in_data else word)

    def _answer(self, word: bytes) -> None:
        self._in_data = word == b"DATA"
        self._transport.write(_ANSWERS.get(word, b"250 OK\r\n"))


async def _serve(kind: str) -> None:
    loop = asyncio.get_running_loop()
    made = Talk if kind == "quick" else partial(SMTP, Sink(), enable_SMTPUTF8=True)
    server = await loop.create_server(made, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
