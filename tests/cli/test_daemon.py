"""The background service as an administrator runs it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.cli.conftest import Program

_PATIENCE = 60.0


@pytest.fixture
def daemon(borough: Path) -> Iterator[subprocess.Popen[str]]:
    """A daemon on the invented borough's configuration, its log in a file beside it."""
    with (borough.parent / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "watchlist", "run", "-c", str(borough)],
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
        yield process
        process.kill()
        process.wait()


def _until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not met():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


def _log(config: Path) -> str:
    return (config.parent / "log").read_text(encoding="utf-8")


def test_it_shows_the_list_at_once_and_stops_when_asked(
    daemon: subprocess.Popen[str], borough: Path
) -> None:
    """The first cycle comes at once; SIGTERM finishes what is in hand and ends with status 0."""
    _until(lambda: '"event": "started"' in _log(borough))
    assert "Assessments are taking too long" in _log(borough)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(_PATIENCE) == 0
    assert '"event": "stopped"' in _log(borough)
    assert "Traceback" not in _log(borough)


def test_its_pages_are_answered_and_come_back_by_themselves(
    daemon: subprocess.Popen[str], borough: Path
) -> None:
    """They are a process of their own: should it be killed, the next takes over the same address; and
    should the daemon be killed, nobody answers in its place."""
    _until(lambda: '"event": "started"' in _log(borough))
    address = re.findall(r'"at": "([^"]+)"', _log(borough))[0]
    assert requests.get(f"{address}/sign-in", timeout=30).status_code == 200
    first = _children(daemon.pid)
    os.kill(first[0], signal.SIGKILL)
    _until(lambda: _children(daemon.pid) not in ([], first))
    assert requests.get(f"{address}/sign-in", timeout=30).status_code == 200
    last = _children(daemon.pid)[0]
    daemon.kill()
    daemon.wait(_PATIENCE)
    _until(lambda: not Path(f"/proc/{last}").exists() or _is_over(last))
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{address}/healthz", timeout=5)


def _children(process: int) -> list[int]:
    """The processes that were begun by it and still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            said = status.read_text(encoding="utf-8")
            if f"PPid:\t{process}\n" in said and "State:\tZ" not in said:
                found.append(int(status.parent.name))
    return found


def _is_over(process: int) -> bool:
    with contextlib.suppress(OSError):
        return "State:\tZ" in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return True


def test_its_log_is_made_of_structured_lines(daemon: subprocess.Popen[str], borough: Path) -> None:
    """Each line of the log is JSON with a time, a level and an event, for whoever collects it."""
    _until(lambda: '"event": "started"' in _log(borough))
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(_PATIENCE)
    lines = [json.loads(line) for line in _log(borough).splitlines() if line.startswith("{")]
    assert [line["event"] for line in lines[:2]] == ["listening", "started"]
    assert all({"timestamp", "level", "event"} <= line.keys() for line in lines)


def test_what_a_daemon_did_is_there_for_the_next_one(
    daemon: subprocess.Popen[str], borough: Path, watchlist: Program
) -> None:
    """Killed without warning after its first round, the next start neither loses nor repeats."""
    _until(lambda: '"event": "started"' in _log(borough))
    daemon.send_signal(signal.SIGKILL)
    daemon.wait(_PATIENCE)
    said = watchlist("run", "--once", "-c", borough)
    assert "Moves: 0. Messages: 0 sent." in said.out
