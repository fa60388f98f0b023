"""What the pages bear: `python -m benchmarks.pages [DATA_FOLDER]`.

LAIT is loaded. `wrk` asks for a page by 20 connections for 30 seconds over loopback, of the pages as
the daemon starts them and of a bare FastAPI route that renders the same template with the same values,
which it has in memory; each in a process of its own. Then the same of ours while cycle after cycle
judges everything in another process. The goals: a third of the bare route's rate, no request that
fails, a 99th percentile at most twice as long during a cycle, and less than 400 MB for the daemon with
its pages after a cycle.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
import yaml

from benchmarks.machine import describe, table
from watchlist.app import open_app
from watchlist.model.sign_in import Session, hashed

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "lait"

CLIENTS, SECONDS, GOAL = 20, 30, 1 / 3
SECRET = "benchmark-of-the-pages-" + "x" * 30
COOKIE = f"watchlist={SECRET}"
PAGES = {"the watch list": "/", "an entry": "/entries/WL-0001", "an indicator": "/indicators/{}"}

_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_P99 = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Borne:
    """Requests a second, the 99th percentile in milliseconds, and what failed."""

    rate: float
    p99: float
    failed: str


def main(data: Path) -> None:
    if not data.is_dir():
        sys.exit(f"LAIT is not at {data}; name its folder")
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed: it is a package of Debian")
    print(describe("fastapi", "uvicorn", "jinja2", "SQLAlchemy"), end="\n\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        config = _installation(Path(name), data)
        memory = _memory(config)
        _sign_in(config)
        pages = {title: path.format(_indicator(config)) for title, path in PAGES.items()}
        rows = []
        for title, path in pages.items():
            bare = _asked("benchmarks.bare_page", [str(config), path], path, "")
            ours = _asked("watchlist", ["pages", "--config", str(config)], path, COOKIE)
            with _judging(config):
                busy = _asked("watchlist", ["pages", "--config", str(config)], path, COOKIE)
            failed = "; ".join(filter(None, (bare.failed, ours.failed, busy.failed))) or "none"
            rows.append(
                (
                    title, f"{bare.rate:,.0f}", f"{ours.rate:,.0f}", f"{ours.rate / bare.rate:.2f}",
                    f"{ours.p99:.0f} ms", f"{busy.p99:.0f} ms", f"{busy.p99 / ours.p99:.1f}", failed,
                )
            )  # fmt: skip
        heads = (
            "page", "bare, a second", "ours, a second", "of it", "99th percentile",
            "during a cycle", "times", "failed",
        )  # fmt: skip
        print(table(heads, rows), end="\n\n")
        print(memory)
    print(
        f"\nThe goals: {GOAL:.2f} of the bare rate, twice the percentile, 400 MB, nothing failed."
    )
    print(f"Load at the end: {os.getloadavg()[0]:.1f}")


def _installation(folder: Path, data: Path) -> Path:
    make = [sys.executable, str(ROOT / "examples/lait/make.py"), str(data), str(folder)]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    config = folder / "config.yaml"
    said = yaml.safe_load(config.read_text())
    said["people"] = {"p1": {"name": "An Analyst (invented)", "address": "analyst@council.example"}}
    said["posts"]["performance-team"]["held_by"] = [{"person": "p1"}]
    port = _free_port()
    said["web"] = {"listen": f"127.0.0.1:{port}", "address": f"http://127.0.0.1:{port}"}
    config.write_text(yaml.safe_dump(said, sort_keys=False))
    return config


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _sign_in(config: Path) -> None:
    app, now = open_app(config), datetime.now(UTC)
    session = Session("p1", "", (), now, now, now + timedelta(hours=10))
    app.store.begin_session(hashed(SECRET), session, "benchmark")
    app.close()


def _indicator(config: Path) -> str:
    app = open_app(config)
    try:
        return app.store.breaches_of(1)[0].series.indicator
    finally:
        app.close()


def _address(config: Path) -> str:
    return str(yaml.safe_load(config.read_text())["web"]["address"])


def _asked(module: str, arguments: Sequence[str], path: str, cookie: str) -> Borne:
    config = next(Path(each) for each in arguments if each.endswith(".yaml"))
    with _running([sys.executable, "-m", module, *arguments], _address(config)):
        address = _address(config) + path
        requests.get(address, headers={"Cookie": cookie}, timeout=60).raise_for_status()
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--latency", "--timeout", "30s"]
        command += ["-H", f"Cookie: {cookie}", address] if cookie else [address]
        said = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
    rate, p99 = _RATE.search(said), _P99.search(said)
    assert rate, said
    assert p99, said
    failed = _FAILED.search(said)
    return Borne(float(rate[1]), float(p99[1]) * _UNITS[p99[2]], failed[0] if failed else "")


@contextmanager
def _running(command: Sequence[str], address: str) -> Iterator[subprocess.Popen[bytes]]:
    nobody = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, stdin=nobody, stdout=nobody, stderr=nobody)
    try:
        _answers(address, process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _answers(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            requests.get(f"{address}/healthz", timeout=5)
        except requests.ConnectionError:
            assert process.poll() is None, "it ended"
            time.sleep(0.2)
        else:
            return
    raise AssertionError("it does not answer")


@contextmanager
def _judging(config: Path) -> Iterator[None]:
    """Cycle after cycle judges everything."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.judging", str(config)], cwd=ROOT)
    try:
        time.sleep(5)
        yield
    finally:
        process.kill()
        process.wait()


def _memory(config: Path) -> str:
    """Of the daemon after its first cycle, which takes all in, and of the process of its pages."""
    command = [sys.executable, "-m", "watchlist", "run", "--config", str(config)]
    with _running(command, _address(config)) as daemon:
        for path in ("/healthz", "/sign-in"):
            requests.get(_address(config) + path, timeout=60)
        time.sleep(5)
        children = Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
        sizes = [_size(daemon.pid), *map(_size, map(int, children))]
        parts = " + ".join(f"{size:.0f}" for size in sizes)
        return f"Memory after the first cycle over LAIT: {parts} MB = {sum(sizes):.0f} MB"


def _size(process: int) -> float:
    """Megabytes that are its own: what it shares with another is halved between them."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no size")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
