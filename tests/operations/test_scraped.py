"""A real Prometheus and a real dead man's switch, and a real daemon that they watch."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from tests.notifiers.servers import WebServer, free_port, web_server
from tests.operations.test_alerts import FOLDER
from tests.web.visitors import filled

TOKEN = "a-token-that-nobody-guesses"

pytestmark = pytest.mark.long


@contextmanager
def running(*arguments: str, folder: Path) -> Iterator[None]:
    with (folder / f"{Path(arguments[0]).name}.log").open("wb") as log:
        process = subprocess.Popen(arguments, cwd=folder, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(120)


def eventually(asks: Callable[[], Any]) -> Any:
    """What it gives as soon as it gives something."""
    for _ in range(600):
        try:
            if found := asks():
                return found
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise AssertionError("nothing came of it")


@pytest.fixture
def switch() -> Iterator[WebServer]:
    with web_server(WebServer([(200, {}, b"OK")])) as server:
        yield server


@contextmanager
def installation(folder: Path, switch: WebServer) -> Iterator[int]:
    """A daemon with its pages at this port, and with the switch."""
    pages = free_port()
    config = filled(folder, f"heartbeat: {{url: http://127.0.0.1:{switch.port}/ping}}\n")
    (folder / "watchlist.token").write_text(TOKEN, encoding="utf-8")
    text = config.read_text(encoding="utf-8").replace("127.0.0.1:0", f"127.0.0.1:{pages}")
    line = "web:\n  metrics: {token: {file: watchlist.token}}\n"
    config.write_text(text.replace("web:\n", line), encoding="utf-8")
    program = (sys.executable, "-m", "watchlist", "run", "--config", str(config))
    with running(*program, folder=folder):
        yield pages


def test_a_daemon_that_works_is_ready_and_heard_of(tmp_path: Path, switch: WebServer) -> None:
    """Its pages say so to a load balancer, and its first cycle to the dead man's switch."""
    with installation(tmp_path, switch) as pages:
        ready = f"http://127.0.0.1:{pages}/readyz"
        assert eventually(lambda: requests.get(ready, timeout=5).status_code == 200)
        eventually(lambda: switch.requests)
    assert {path for path, _ in switch.requests} == {"/ping"}


def test_what_prometheus_is_told_it_keeps_and_its_rules_go(
    tmp_path: Path, switch: WebServer
) -> None:
    """By the configuration that is shipped, with the token of the installation's."""
    prometheus = shutil.which("prometheus")
    if prometheus is None:
        pytest.skip("prometheus is not here: apt-get install prometheus")
    port = free_port()
    api = f"http://127.0.0.1:{port}/api/v1"
    its = ("--config.file=prometheus.yaml", f"--web.listen-address=127.0.0.1:{port}")
    with installation(tmp_path, switch) as pages:
        _as_shipped(tmp_path, pages)
        with running(prometheus, *its, f"--storage.tsdb.path={tmp_path / 'data'}", folder=tmp_path):
            (entries,) = eventually(lambda: _asked(api, 'watchlist_entries{level="red"}'))
            assert float(entries["value"][1]) > 0
            assert eventually(lambda: _asked(api, "watchlist_daemon_rules_current == 1"))
            assert _asked(api, "up")[0]["value"][1] == "1"
            rules = eventually(lambda: _evaluated(api))
    assert {rule["health"] for rule in rules} == {"ok"}


def _as_shipped(folder: Path, pages: int) -> None:
    """Prometheus' own configuration, but that it looks every second and at our pages."""
    shutil.copy(FOLDER / "watchlist.rules.yaml", folder)
    said = yaml.safe_load((FOLDER / "prometheus.yaml").read_text(encoding="utf-8"))
    said["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    said["scrape_configs"][0]["static_configs"] = [{"targets": [f"127.0.0.1:{pages}"]}]
    (folder / "prometheus.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")


def _asked(api: str, query: str) -> Any:
    return requests.get(f"{api}/query", {"query": query}, timeout=5).json()["data"]["result"]


def _evaluated(api: str) -> Any:
    """The rules, as soon as all were tried."""
    (group,) = requests.get(f"{api}/rules", timeout=5).json()["data"]["groups"]
    rules = group["rules"]
    return None if any(rule["health"] == "unknown" for rule in rules) else rules
