"""Where workers are born and killed: a process that has imported and rehearsed everything and has
nothing open, so that a life costs a fork and not a second of imports.

It reads a line of JSON (`Life`), forks, and answers with the child's number; it reads a number, kills
that child with SIGKILL and answers with how it ended. A child composes and delivers until then.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.deliver.killing.council import council, desk_channels, rehearsed
from watchlist.deliver.worker import Worker
from watchlist.store.open import open_store

#: How a child ends that was alive until it was killed.
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Life:
    """What a worker is born into."""

    url: str
    mail: int
    teams: str
    now: str
    name: str


class Nursery:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def born(self, life: Life) -> int:
        """The number of a new worker."""
        return self._ask(json.dumps(asdict(life)))

    def killed(self, child: int) -> int:
        """Kill a worker: how it ended."""
        return self._ask(str(child))

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.deliver.killing.nursery"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield Nursery(process)
        finally:
            process.communicate()  # its input ends, and so do all of them


def main() -> None:
    children: set[int] = set()
    with redirect_stdout(None):
        rehearsed()
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        if line[0] == "{":
            child = os.fork()
            if child == 0:
                _live(Life(**json.loads(line)))
            children.add(child)
            print(child, flush=True)  # noqa: T201
        else:
            children.remove(int(line))
            print(_killed(int(line)), flush=True)  # noqa: T201
    for child in children:  # the test failed meanwhile
        _killed(child)


def _killed(child: int) -> int:
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _live(life: Life) -> None:
    """Until it is killed; a fault ends it early, and the test sees that."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # that way answers go
        channels = desk_channels(life.mail, life.teams)
        here = council(open_store(life.url), Path(), channels)
        born, start = time.monotonic(), datetime.fromisoformat(life.now)

        def clock() -> datetime:
            return start + timedelta(seconds=time.monotonic() - born)

        worker = Worker(here.store, channels, life.name, clock)
        while True:
            here.compose(clock())
            worker.deliver_once()
            time.sleep(0.002)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    main()
