"""Mail servers that take everything and keep nothing, each in a process of its own.

``quick`` answers a line as soon as it has it, and spends less on a message than any client.
``aiosmtpd`` reads and checks what it is told, as real servers do (which also write it to a disk).
``counting`` is as quick, or takes so many milliseconds for a message where it is told to, and writes
down the moment and the Message-ID of each.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP

_NUMBER = re.compile(rb"^Message-ID: <([^>]*)>", re.IGNORECASE | re.MULTILINE)

_ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


@contextmanager
def smtp_sink(kind: str, *more: str) -> Iterator[int]:
    """The port it listens at. ``more`` of a counting one: the file it writes, and milliseconds."""
    command = [sys.executable, "-m", "benchmarks.smtp_sink", kind, *more]
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


class Counting(Talk):
    """One that writes down what it took, before it answers."""

    def __init__(self, file: TextIO, delay: float) -> None:
        self._file, self._delay = file, delay

    def data_received(self, data: bytes) -> None:
        if self._in_data and (found := _NUMBER.search(self._kept + data)):
            self._number = found[1].decode()
        super().data_received(data)

    def _answer(self, word: bytes) -> None:
        if word or not self._in_data:
            super()._answer(word)
            return
        self._file.write(f"{time.monotonic()} {self._number}\n")
        self._file.flush()
        asyncio.get_running_loop().call_later(self._delay, super()._answer, word)


def _made(kind: str, file: str = "", milliseconds: str = "0") -> Callable[[], asyncio.BaseProtocol]:
    if kind == "quick":
        return Talk
    if kind == "aiosmtpd":
        return partial(SMTP, Sink(), enable_SMTPUTF8=True)
    kept = Path(file).open("a", encoding="utf-8")  # noqa: SIM115 -- until the end
    return partial(Counting, kept, float(milliseconds) / 1000)


async def _serve(*said: str) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_made(*said), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(*sys.argv[1:]))
