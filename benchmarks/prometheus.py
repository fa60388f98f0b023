"""The same three rules in Prometheus, from Debian's package: one block, one period a minute,
queried over its HTTP API on loopback."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import invented

from watchlist.model.reading import Floats

Act = Callable[[], bytes]

#: 2027-01-15 08:00 UTC, where a block of two hours begins: 120 periods of a minute fill it.
BEGIN, MINUTE = 1_800_000_000, 60

#: PromQL for each rule. A range of 150 s ends at a sample and holds three of them; a window with a
#: gap holds fewer and is not true. What a figure was held against Prometheus does not say.
QUERIES = {
    "below 85": "figure < 85",
    "below 85 for 3": (
        "figure < 85 and max_over_time(figure[150s]) < 85 and count_over_time(figure[150s]) == 3"
    ),
    "worse than a year ago by 10% of it": "figure <= 0.9 * (figure offset 12m)",
}


def version() -> str | None:
    """What `prometheus` and `promtool` call themselves; None where one of them is absent."""
    if not (shutil.which("prometheus") and shutil.which("promtool")):
        return None
    said = subprocess.run(["prometheus", "--version"], capture_output=True, text=True, check=True)
    return (said.stdout or said.stderr).split()[2]


@contextmanager
def serving(values: Floats) -> Iterator[str]:
    """A Prometheus that holds the figures, and its address; it ends with the block."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), _free_port()
        _write_blocks(values, folder)
        address = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            _command(folder, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait()


def latest(rule: str, address: str) -> Act:
    """An instant query at the newest period; the time is that of the answer's last byte."""
    asked = {"query": QUERIES[rule], "time": str(BEGIN + MINUTE * (invented.PERIODS - 1))}
    return lambda: _answer(address, "query", asked)


def history(rule: str, address: str) -> Act:
    """A range query with a step for each period."""
    end = BEGIN + MINUTE * (invented.PERIODS - 1)
    asked = {"query": QUERIES[rule], "start": str(BEGIN), "end": str(end), "step": str(MINUTE)}
    return lambda: _answer(address, "query_range", asked)


def count(answer: bytes) -> int:
    """How many findings an answer holds: series now, or series and periods of a range."""
    result = json.loads(answer)["data"]["result"]
    return sum(len(each.get("values", ("now",))) for each in result)


def _answer(address: str, kind: str, asked: dict[str, str]) -> bytes:
    url = f"{address}/api/v1/{kind}?{urllib.parse.urlencode(asked)}"
    with urllib.request.urlopen(url) as response:
        return bytes(response.read())


def _command(folder: Path, port: int) -> list[str]:
    """Nothing is scraped and nothing dropped for its age; a figure stands for its own period only
    (Prometheus otherwise carries one forward for five minutes, which is five periods here)."""
    config = folder / "prometheus.yml"
    config.write_text("global: {}\n", encoding="utf-8")
    return [
        "prometheus",
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        "--storage.tsdb.retention.time=100y",
        f"--web.listen-address=127.0.0.1:{port}",
        "--query.lookback-delta=30s",
    ]


def _write_blocks(values: Floats, folder: Path) -> None:
    written = folder / "figures.om"
    with written.open("w", encoding="utf-8") as file:
        file.write("# TYPE figure gauge\n")
        for series, row in enumerate(values.tolist()):
            indicator, area = divmod(series, invented.AREAS)
            labels = f'figure{{indicator="indicator-{indicator}",area="area-{area}"}}'
            at = enumerate(row)
            file.writelines(
                f"{labels} {value} {BEGIN + MINUTE * period}\n"
                for period, value in at
                if value == value  # a figure that is missing is not there
            )
        file.write("# EOF\n")
    command = ["promtool", "tsdb", "create-blocks-from", "openmetrics", written, folder / "data"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    written.unlink()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(address: str, patience: float = 60) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            urllib.request.urlopen(f"{address}/-/ready").close()
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
