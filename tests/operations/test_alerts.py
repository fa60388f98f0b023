"""The alerting rules that are shipped: sound, tested, explained, and about metrics that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from watchlist.views.metrics import METRICS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "operations" / "prometheus"
RULES, TESTS = FOLDER / "watchlist.rules.yaml", FOLDER / "watchlist.rules.test.yaml"


def alerts() -> dict[str, dict[str, Any]]:
    """Name -> the alerting rule."""
    read = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return {rule["alert"]: rule for group in read["groups"] for rule in group["rules"]}


def promtool(*arguments: object, folder: Path = FOLDER) -> str:
    """What it says; it fails where something is wrong."""
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("promtool is not here: apt-get install prometheus")
    said = subprocess.run([found, *map(str, arguments)], text=True, capture_output=True, cwd=folder)
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout + said.stderr


def test_prometheus_reads_the_rules() -> None:
    """All of them, without a fault."""
    assert f"{len(alerts())} rules found" in promtool("check", "rules", RULES.name)


def test_each_alert_calls_when_it_should_and_not_before() -> None:
    """By Prometheus' own arithmetic, over hours that pass at once."""
    assert "SUCCESS" in promtool("test", "rules", TESTS.name)


def test_how_to_ask_is_a_configuration(tmp_path: Path) -> None:
    """The example as it stands, with a token beside it."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "watchlist.token").write_text("a-token-that-nobody-guesses", encoding="utf-8")
    said = promtool("check", "config", "prometheus.yaml", folder=tmp_path)
    assert "prometheus.yaml is valid" in said


def test_every_alert_is_tried() -> None:
    """There is a test in which it calls."""
    tried = TESTS.read_text(encoding="utf-8")
    assert [name for name in alerts() if f'alertname="{name}"' not in tried] == []


def test_every_alert_is_about_metrics_that_there_are() -> None:
    """A misspelt name would never call."""
    known = {metric.name for metric in METRICS}
    for rule in alerts().values():
        assert set(re.findall(r"watchlist_\w+", rule["expr"])) <= known


def test_every_alert_says_what_to_do_and_where_it_is_explained() -> None:
    """The page has a heading for each, and none for another."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    explained = re.findall(r"^### (Watchlist\w+)$", page, re.MULTILINE)
    assert sorted(explained) == sorted(alerts())
    for name, rule in alerts().items():
        says = rule["annotations"]
        assert says["runbook_url"] == f"docs/operations.md#{name.lower()}"
        assert says["summary"].endswith(".")
        assert len(says["description"].split(". ")) > 1
        assert rule["labels"]["severity"] in ("critical", "warning")
