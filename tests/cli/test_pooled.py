"""Figures over several years as a user meets them: named by all their years, wherever they stand."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.conftest import Program

RULEBOOK = """
areas:
  Saltmarsh: {level: authority, own: true}
indicators:
  infant-deaths:
    title: Infant deaths (invented)
    unit: rate per 1000
    better: lower
    every: calendar-year
    pooled: 3
    target: 3
    owner: keeper
    checks: {overdue: off}
rules:
  infant-deaths:
    title: More infants die than should
    indicator: infant-deaths
    red: {worse_than: target}
"""
CONFIG = """
council: Borough of Saltmarsh (invented)
database: sqlite:///watchlist.db
rules: [rulebook]
keeper: keeper
quiet_start: false
settle: 0 minutes
rehearse_at: 2018-03-01 09:00
sources:
  figures: {kind: csv, path: figures.csv}
posts:
  keeper: {title: Performance Team, address: team@saltmarsh.example, channels: [mailbox]}
channels:
  mailbox: {kind: mailbox, folder: messages}
"""


@pytest.fixture
def deaths(tmp_path: Path) -> Path:
    """Three years' rates: 2.9 in 2013-15, then 3.4 and 3.6."""
    (tmp_path / "rulebook").mkdir()
    (tmp_path / "rulebook/deaths.yaml").write_text(RULEBOOK, encoding="utf-8")
    rows = ("2013-15,2.9", "2014-16,3.4", "2015-17,3.6")
    lines = [f"infant-deaths,Saltmarsh,{row}\n" for row in rows]
    (tmp_path / "figures.csv").write_text("indicator,area,period,value\n" + "".join(lines))
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path / "config.yaml"


def test_every_page_names_all_the_years(watchlist: Program, deaths: Path) -> None:
    """On the list, in its pages, in a backtest and in the mail: "2014-16", which reads in again."""
    said = watchlist("run", "--once", "-c", deaths)
    assert "3.6 per 1,000 in 2015-17 · since 2014-16 (2 figures) · open" in said.out, said
    shown = {
        name: watchlist(*arguments, "-c", deaths).out
        for name, arguments in {
            "show": ("show", "1"),
            "explain": ("explain", "1"),
            "history": ("history", "1"),
            "backtest": ("backtest",),
        }.items()
    }
    assert "2013-15" in shown["show"]
    assert "3.4 per 1,000 in 2014-16." in shown["explain"]
    assert "3.6 per 1,000 in 2015-17." in shown["explain"]
    assert "2015-17" in shown["history"]
    assert "since 2014-16 (red)" in shown["backtest"]
    (file,) = (deaths.parent / "messages").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    text = str(mail.get_body(("plain",)))
    assert "in 2015-17." in text
    assert "It was already so when this rule was first judged, since 2014-16." in " ".join(
        text.split()
    )


def test_programs_read_the_same_labels(watchlist: Program, deaths: Path) -> None:
    """JSON and CSV give the label that an import takes back."""
    watchlist("run", "--once", "-c", deaths)
    (entry,) = json.loads(watchlist("list", "--format", "json", "-c", deaths).out)["watch_list"]
    (breach,) = entry["breaches"]
    assert (breach["since"], breach["latest"]["period"]) == ("2014-16", "2015-17")
    answer = json.loads(watchlist("backtest", "--format", "json", "-c", deaths).out)
    (rule,) = answer["rules"]
    assert [cell["period"] for cell in rule["cells"]] == ["2013-15", "2014-16", "2015-17"]
    assert rule["series"][0]["on_the_list"] == [{"from": "2014-16", "to": None, "level": "red"}]
    csv = watchlist("backtest", "--format", "csv", "-c", deaths).out
    assert [line.split(",")[4] for line in csv.splitlines()[1:]] == [
        "2013-15",
        "2014-16",
        "2015-17",
    ]
