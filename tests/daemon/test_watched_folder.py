"""The daemon's eye on the rule folder, by a daemon that runs as an administrator runs it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.village import Village

_PATIENCE = 90.0


class Running:
    """A daemon on a village's configuration, its log in a file beside it."""

    def __init__(self, village: Village) -> None:
        self.village, self._log = village, village.folder / "log"
        self._processes: list[subprocess.Popen[str]] = []

    def starts(self) -> None:
        with self._log.open("w") as log:
            arguments = [sys.executable, "-m", "watchlist", "run", "-c", str(self.village.config)]
            self._processes.append(
                subprocess.Popen(arguments, stdout=log, stderr=subprocess.STDOUT, text=True)
            )
        self.says('"event": "started"')

    def stops(self, by: signal.Signals = signal.SIGTERM) -> int:
        self._processes[-1].send_signal(by)
        return self._processes[-1].wait(_PATIENCE)

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def says(self, words: str, times: int = 1) -> None:
        self.waits(lambda: self.log.count(words) >= times, words)

    def waits(self, met: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not met():
            assert time.monotonic() < end, f"{what}: it did not happen in time\n{self.log}"
            time.sleep(0.1)

    def ends(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


def _running(folder: Path, database: str) -> Iterator[Running]:
    running = Running(Village.founded(folder, database))
    try:
        running.starts()
        yield running
    finally:
        running.ends()


@pytest.fixture
def daemon(tmp_path: Path, sqlite_url: str) -> Iterator[Running]:
    yield from _running(tmp_path, sqlite_url)


@pytest.fixture
def daemon_on_each(tmp_path: Path, store_url: str) -> Iterator[Running]:
    """On each kind of database in turn."""
    yield from _running(tmp_path, store_url)


def test_an_edit_comes_into_force_with_the_next_cycle(daemon: Running) -> None:
    """Saved in the folder while the daemon runs: judged by at the next cycle, without a restart."""
    daemon.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 84}")
    daemon.says('"event": "rules changed"')
    daemon.waits(
        lambda: any("goes to red" in letter.text for letter in daemon.village.letters()),
        "the keeper hears of it",
    )
    assert daemon.stops() == 0
    assert "Traceback" not in daemon.log


def test_a_fault_is_logged_and_told_and_outlives_a_kill(daemon_on_each: Running) -> None:
    """The daemon goes on by the rules it has; killed and started again it does so still, says it on
    the screen and tells the keeper once."""
    daemon, village = daemon_on_each, daemon_on_each.village
    assert {letter.to for letter in village.letters()} == {"head"}
    village.edits("amber: {worse_than: target}", "amber: {wrose_than: target}")
    daemon.says('"event": "rules not taken"')
    assert 'rules.yaml:5:13: rule \\"on-time\\": \\"wrose_than\\" is not' in daemon.log
    daemon.stops(signal.SIGKILL)
    village.hours_later()
    for _ in range(2):
        daemon.starts()
        assert "it stays with 2 rules, in force since 4 February 2014" in daemon.log
        assert 'rules.yaml:5:13: rule "on-time"' in daemon.log
        assert "WL-0001" in daemon.log
        daemon.stops(signal.SIGKILL)
    assert [letter.to for letter in village.letters()] == ["keeper"]


def test_a_folder_that_vanishes_changes_nothing(daemon: Running) -> None:
    """A share that is gone for a while: the rules in force stay, also for a daemon that starts
    without it; when it is back all is well again."""
    folder = daemon.village.folder / "rulebook"
    aside = folder.rename(folder.with_name("elsewhere"))
    daemon.says('"event": "rules not taken"')
    assert "this folder of rules does not exist" in daemon.log
    daemon.stops()
    daemon.starts()
    assert "WL-0001" in daemon.log
    aside.rename(folder)
    daemon.says('"event": "rules well again"')


def test_a_file_that_is_still_being_written_is_not_taken(daemon: Running) -> None:
    """A file that changes at every look is waited for; what it holds in the end is what counts."""
    village = daemon.village
    file = village.folder / "rulebook" / "rules.yaml"
    text = file.read_text(encoding="utf-8")
    village.writes(text[: len(text) // 2])
    end = time.monotonic() + 7
    with file.open("a", encoding="utf-8", buffering=1) as slow:
        while time.monotonic() < end:
            slow.write("# still being written\n")
            time.sleep(0.01)
    village.writes(text.replace("Fewer visits are made", "Visits are fewer"))
    daemon.says('"event": "rules changed"')
    assert "rules not taken" not in daemon.log
