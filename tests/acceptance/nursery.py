"""Where programs are born: a process that has imported everything and ran one round of a council of its
own, so that a start costs a fork and not seconds of imports.

It reads a line of JSON (:class:`Birth`) and answers with the process number of the new program, which
is `watchlist` with those arguments, from its command line on; or it reads such a number and answers
how that program ended, null while it runs.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, SupportsIndex

from tests.acceptance.clock import preloaded

#: A daemon of which nothing was heard for so many seconds has lost its job to another (usually: 60).
LEASE_SECONDS = 3

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Birth:
    """``arguments`` of `watchlist`, the file to which it says all it says, its further environment."""

    arguments: Sequence[str]
    log: str
    environment: Mapping[str, str] = field(default_factory=dict)


class Nursery:
    """Its children are signalled by their process numbers, as any program is."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._turn = threading.Lock()

    def born(self, birth: Birth) -> int:
        """The process number of the new program."""
        return int(self._ask(asdict(birth)))

    def ended(self, child: int) -> int | None:
        """Its exit status, less than zero the signal that ended it; None while it runs."""
        status = self._ask(child)
        return None if status is None else int(status)

    def _ask(self, question: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())


@contextmanager
def nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.acceptance.nursery"]
    short = {"WATCHLIST_LEASE_SECONDS": str(LEASE_SECONDS)}
    with subprocess.Popen(
        command, cwd=_ROOT, env={**os.environ, **preloaded(), **short},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == '"ready"\n'
        try:
            yield Nursery(process)
        finally:
            process.communicate()  # its input ends, and so does it


def main() -> None:
    time.sleep = _sleep
    _rehearse()
    assert threading.active_count() == 1, "what is forked must be alone"
    _say("ready")
    running = set[int]()
    for line in sys.stdin:
        asked = json.loads(line)
        _say(_ended(asked, running) if isinstance(asked, int) else _born(Birth(**asked), running))
    for child in running:  # the test failed meanwhile
        os.kill(child, signal.SIGKILL)


def _sleep(seconds: SupportsIndex | float) -> None:
    """By a call that libfaketime leaves alone: clock_nanosleep fails under it when the clock jumps."""
    threading.Event().wait(float(seconds))


def _rehearse() -> None:
    from tests.acceptance.town import Town

    with TemporaryDirectory() as name, Path(os.devnull).open("w") as nobody:
        town = Town.founded(Path(name))
        config = town.config("rehearsal", f"sqlite:///{name}/rehearsal.db", mail_port=9)
        town.reports(1)
        with redirect_stdout(nobody), redirect_stderr(nobody):
            status = _watchlist("run", "--once", "--config", str(config))
        assert status == 0, "the council of the nursery has a fault"


def _watchlist(*arguments: str) -> int:
    from watchlist.__main__ import main as program

    sys.argv = ["watchlist", *arguments]
    try:
        program()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _say(answer: object) -> None:
    print(json.dumps(answer), flush=True)  # noqa: T201


def _born(birth: Birth, running: set[int]) -> int:
    child = os.fork()
    if child == 0:
        _live(birth)
    running.add(child)
    return child


def _live(birth: Birth) -> None:
    """From here on it is a program like any other, until it ends or is killed."""
    status = 70
    try:
        os.environ.update(birth.environment)
        log = os.open(birth.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        status = _watchlist(*birth.arguments)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _ended(child: int, running: set[int]) -> int | None:
    number, status = os.waitpid(child, os.WNOHANG)
    if not number:
        return None
    running.remove(child)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
