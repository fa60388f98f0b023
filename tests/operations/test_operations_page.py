"""docs/operations.md says what the program does: each metric, each line of the log."""

from __future__ import annotations

import re
from pathlib import Path

from watchlist.views.metrics import METRICS

ROOT = Path(__file__).parents[2]

#: What is logged for those who run the service; `attempt` is written over several lines.
_LOGGED = re.compile(r'log\.(?:info|warning|error)\(\s*"([^"]+)"')


def rows_of(section: str) -> list[list[str]]:
    """The rows of the table under a heading, each as its cells."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    under = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    lines = [line.strip("|").split("|") for line in under.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line] for line in lines]


def test_every_metric_is_listed_as_it_is() -> None:
    """By its name, its labels and its help, in the order of the code."""
    assert rows_of("Metrics") == [
        [f"`{one.name}`", ", ".join(f"`{label}`" for label in one.labels), one.help]
        for one in METRICS
    ]


def test_every_line_of_the_log_is_explained() -> None:
    """And none that is written no more."""
    logged = {
        event
        for path in (ROOT / "watchlist").rglob("*.py")
        for event in _LOGGED.findall(path.read_text(encoding="utf-8"))
    }
    explained = {event for row in rows_of("The log") for event in re.findall(r"`([^`]+)`", row[0])}
    assert explained == logged
