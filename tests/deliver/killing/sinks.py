"""A mail server and Teams' webhook in one process of their own, which outlives every worker and writes
down what it took: `python -m tests.deliver.killing.sinks FILE`.

A line is written before the answer is given. Now and then the mail server takes a message and hangs
up without a word, or wants to be asked later: a bad day goes on while workers are killed.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notifiers.servers import MailServer, WebServer, mail_server, web_server

#: Of so many messages one is taken without an answer, and one is not taken this time.
SILENT, BUSY = 29, 23


@dataclass(frozen=True)
class Sinks:
    """Where the two listen, and the file that they write."""

    mail: int
    teams: str
    file: Path

    def took(self) -> list[tuple[str, bytes]]:
        """(way in, bytes) of everything that was handed over, in its order."""
        lines = self.file.read_text(encoding="ascii").splitlines()
        found = (json.loads(line) for line in lines)
        return [(way, base64.b64decode(content)) for way, content in found]


class _Written(list[bytes]):
    """What was taken, in a file."""

    def __init__(self, way: str, file: Path) -> None:
        super().__init__()
        self._way, self._file = way, file

    def append(self, content: bytes) -> None:
        line = json.dumps([self._way, base64.b64encode(content).decode()])
        with self._file.open("a", encoding="ascii") as file:
            file.write(line + "\n")


@dataclass
class _Moody(MailServer):
    asked: int = 0

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.asked += 1
        if self.asked % BUSY == 0:
            self.answers = ["451 busy"]
        elif self.asked % SILENT == 0:
            self.answers = ["cut"]
        return await super().handle_DATA(server, session, envelope)


@contextmanager
def sinks(folder: Path) -> Iterator[Sinks]:
    """The two of them, until the end of the test."""
    file = folder / "taken.jsonl"
    file.touch()
    command = [sys.executable, "-m", "tests.deliver.killing.sinks", str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        mail, teams = json.loads(process.stdout.readline())
        try:
            yield Sinks(mail, teams, file)
        finally:
            process.communicate()  # its input ends, and so does it


def main(file: Path) -> None:
    mail = _Moody(taken=_Written("email", file))
    teams = WebServer([(202, {}, b"")], taken=_Written("teams", file))
    with mail_server(mail), web_server(teams):
        print(json.dumps([mail.port, teams.url]), flush=True)  # noqa: T201
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
