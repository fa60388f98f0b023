"""Daemons of one town, as real processes: started, killed, paused, asked to stop, started again."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.nursery import Birth, Nursery

#: Seconds of waiting before a test gives up; none is ever waited for when all is well.
PATIENCE = 600.0

KILLED = -signal.SIGKILL

#: Lines of each log that are shown with a failure.
_LAST_WORDS = 25


def waits(met: Callable[[], bool], what: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Until it is so; ``what`` is said where it does not come about, ``meanwhile`` done in between."""
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, f"it did not come about: {what}"
        meanwhile()
        time.sleep(0.05)


@dataclass
class Daemon:
    """One program, from its birth on; ``log`` is all it said."""

    name: str
    number: int
    nursery: Nursery
    file: Path
    _status: int | None = None

    @property
    def log(self) -> str:
        return self.file.read_text(encoding="utf-8") if self.file.exists() else ""

    def signalled(self, number: signal.Signals) -> None:
        os.kill(self.number, number)

    def pauses(self) -> None:
        """Nothing of it runs, and whatever it holds it goes on holding."""
        self.signalled(signal.SIGSTOP)

    def wakes(self) -> None:
        self.signalled(signal.SIGCONT)

    def says(
        self, words: str, times: int = 1, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        """Waits until its log has these words so often."""
        waits(
            lambda: self.log.count(words) >= times,
            f"{self.name} says {words!r}\n{self.log}",
            meanwhile,
        )

    def has_started(self) -> bool:
        """Whether its first round is over."""
        return '"event": "started"' in self.log

    def started(self) -> Daemon:
        """Waits until its first round is over."""
        waits(lambda: self.has_started() or self.ended() is not None, f"{self.name} starts")
        assert self.has_started(), self.log
        return self

    def ended(self) -> int | None:
        """Its exit status, less than zero the signal that ended it; None while it runs."""
        if self._status is None:
            self._status = self.nursery.ended(self.number)
        return self._status

    def ends(self) -> int:
        """Waits for its end: its exit status."""
        end = time.monotonic() + PATIENCE
        while (status := self.ended()) is None:
            assert time.monotonic() < end, f"{self.name} does not end\n{self.log}"
            time.sleep(0.01)
        return status

    def killed(self) -> None:
        """No warning and no last word; it had not ended by itself."""
        with suppress(ProcessLookupError):
            self.signalled(signal.SIGKILL)
        status = self.ends()
        assert status == KILLED, f"{self.name} ended by itself with {status}\n{self.log}"

    def stops(self) -> int:
        """It is asked to stop and does: its exit status."""
        self.signalled(signal.SIGTERM)
        return self.ends()


@dataclass
class Daemons:
    """``environment`` holds for every program: by which clock they go."""

    nursery: Nursery
    folder: Path
    environment: Mapping[str, str]
    _living: list[Daemon] = field(default_factory=list)
    _count: int = 0

    def start(self, config: Path, **environment: str) -> Daemon:
        """A daemon on that configuration; ``environment`` is its own."""
        return self.run(config, "run", **environment)

    def run(self, config: Path, *arguments: str, **environment: str) -> Daemon:
        """`watchlist` with these arguments and this configuration."""
        self._count += 1
        name = f"{config.stem}-{self._count}"
        file = self.folder / f"{name}.log"
        words = [*arguments, "--config", str(config)]
        number = self.nursery.born(Birth(words, str(file), {**self.environment, **environment}))
        daemon = Daemon(name, number, self.nursery, file)
        self._living.append(daemon)
        return daemon

    def does(self, config: Path, *arguments: str) -> str:
        """A command that is obeyed: what it says."""
        command = self.run(config, *arguments)
        assert command.ends() == 0, command.log
        self._living.remove(command)
        return command.log

    def end(self) -> None:
        """Whatever still runs is killed; what each said last is shown where a test failed."""
        for daemon in self._living:
            if daemon.ended() is None:
                with suppress(ProcessLookupError):
                    daemon.signalled(signal.SIGKILL)
            last = "\n".join(daemon.log.splitlines()[-_LAST_WORDS:])
            print(f"{daemon.name}:\n{last}")  # noqa: T201

    def forget(self, daemon: Daemon) -> None:
        """It has ended, and its log is not needed any more."""
        self._living.remove(daemon)
        daemon.file.unlink(missing_ok=True)
