"""`watchlist import` of a source of any kind, and what it says changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.cli.conftest import Program
from tests.sources.web.server import Reply, site
from tests.sources.workbook.sheets import workbook
from watchlist.app import open_app
from watchlist.daemon import Daemon

CONFIG = """\
council: Thorpe (invented)
database: sqlite:///watchlist.db
rules: [rules]
keeper: keeper
sources:
  scorecard: {{kind: excel, path: scorecard.xlsx}}
  service: {{kind: web, url: "{url}"}}
people:
  p1: {{name: A. Keeper (invented), address: keeper@thorpe.example}}
posts:
  keeper: {{title: Keeper, held_by: [{{person: p1}}], channels: [mailbox]}}
"""
RULES = """\
defaults: {owner: keeper}
indicators:
  visits: {title: Visits on time, unit: percent, better: higher, every: month}
  plans: {title: New plans, unit: count, better: lower, every: month}
areas:
  Thorpe: {own: true}
"""
HEADER = ["Indicator", "2013/14", None, None]
MONTHS = [None, "Apr", "May", "Jun"]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "thorpe.yaml").write_text(RULES)
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.format(url="http://127.0.0.1:1/"))
    return path


def scorecard(config: Path, *visits: object) -> None:
    workbook(
        config.parent / "scorecard.xlsx", [HEADER, MONTHS, ["visits", *visits], ["plans", 3, 4, 5]]
    )


def test_what_changed_is_said_by_indicator(watchlist: Program, config: Path) -> None:
    """An officer sees at once that one figure of one indicator is another, and nothing else."""
    scorecard(config, "83%", "80%", "n/a")
    said = watchlist("import", "--source", "scorecard", "--config", config)
    assert said.status == 0, said.err
    assert "6 rows read: 5 new, 0 revised, 1 known. Judged at the next cycle." in said.out
    assert said.out.splitlines()[1:] == ["  plans: 3 new", "  visits: 2 new"]
    again = watchlist("import", "--source", "scorecard", "--config", config)
    assert again.out.strip().endswith("scorecard.xlsx is as it was; nothing is new")
    scorecard(config, "83%", "81%", "79%")
    revised = watchlist("import", "--source", "scorecard", "--config", config)
    assert revised.out.splitlines()[1:] == ["  visits: 1 new, 1 revised"]


def test_a_workbook_needs_no_source(watchlist: Program, config: Path) -> None:
    """A file is read by its name; a fault has its cell, and ends with 1."""
    scorecard(config, "83%", "80%", "eighty")
    said = watchlist("import", config.parent / "scorecard.xlsx", "--config", config)
    assert said.status == 1
    assert "scorecard.xlsx, Sheet1!D3: value: " in said.err
    scorecard(config, "83%", "80%", "79%")
    said = watchlist(
        "import", config.parent / "scorecard.xlsx", "--config", config, "--format", "json"
    )
    assert json.loads(said.out)["taken"]["saved"]["news"] == [
        {"indicator": "plans", "added": 3, "revised": 0},
        {"indicator": "visits", "added": 3, "revised": 0},
    ]


def test_a_service_is_asked_at_once(watchlist: Program, config: Path) -> None:
    """Without waiting for a cycle; one that is not there ends with 3, and nothing asked with 2."""
    said = watchlist("import", "--source", "service", "--config", config)
    assert (said.status, "cannot be reached" in said.err) == (3, True)
    text = b"indicator,area,period,value\nplans,Thorpe,2013-04,3\n"
    with site(lambda _: Reply(body=text)) as web:
        config.write_text(CONFIG.format(url=web.url))
        said = watchlist("import", "--source", "service", "--config", config)
    assert "1 rows read: 1 new" in said.out
    assert watchlist("import", "--config", config).status == 2


def test_a_cycle_logs_what_changed(config: Path) -> None:
    """Whoever looks after it reads in the log which source brought what."""
    scorecard(config, "83%", "80%", "n/a")
    app = open_app(config)
    with capture_logs() as logged:
        Daemon(app, config).take_turn("cycle")
    app.close()
    (taken,) = [one for one in logged if one["event"] == "taken"]
    assert (taken["source"], taken["news"]) == ("scorecard", ["plans: 3 new", "visits: 2 new"])


def test_a_wrong_kind_is_a_fault_with_its_line(watchlist: Program, config: Path) -> None:
    """A kind that is mistyped has a nearest name, a setting that is wrong its place."""
    text = config.read_text()
    config.write_text(text.replace("kind: excel", "kind: exel"))
    said = watchlist("check", "--config", config)
    assert 'there is no kind of source "exel"; did you mean "excel"?' in said.out + said.err
    config.write_text(text.replace("kind: excel", "kind: excel, header: [5, 4]"))
    said = watchlist("check", "--config", config)
    assert "config.yaml:6" in said.out + said.err
    assert "rows are counted from 1, from the top down" in said.out + said.err
