"""The hooks that a council's own repository of rules runs before every commit."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from tests.cli.conftest import ROOT, Program
from watchlist.cli.main import app

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))

SOUND = """\
areas: {Harrow: {own: true}}
indicators:
  referrals: {title: Referrals, unit: count, better: neither, every: month, owner: head, due: 9 days}
rules:
  many: {title: Many referrals, indicator: referrals, amber: {above: 100}}
"""

TESTS = """\
tests:
  - name: more than a hundred is amber
    rule: many
    readings: {from: 2013-10, values: [100, 101]}
    expect: {2013-10: clear, 2013-11: amber}
"""


def _line(hook: dict[str, Any]) -> list[str]:
    """The command as pre-commit puts it together."""
    return [*shlex.split(hook["entry"]), *hook["args"]]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_names_a_command_and_options_that_exist(hook: dict[str, Any]) -> None:
    """A command or an option that is renamed is renamed here too."""
    program, name, *arguments = _line(hook)
    assert program == "watchlist"
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    known = {option for each in command.params for option in each.opts}
    assert {one for one in arguments if one.startswith("-")} <= known


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_once_for_all_files_when_a_rule_file_changes(hook: dict[str, Any]) -> None:
    """A rulebook is read as a whole; other files do not concern it."""
    assert hook["pass_filenames"] is False
    assert hook["language"] == "python"
    files = re.compile(hook["files"])
    assert all(map(files.search, ("rules/late.yaml", "late.test.yaml", "old.yml")))
    assert not files.search("readings.csv")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_lets_a_sound_rulebook_pass_and_stops_a_faulty_one(
    hook: dict[str, Any], watchlist: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that holds rules and their tests and nothing else."""
    monkeypatch.chdir(tmp_path)
    rules = tmp_path / "rules.yaml"
    rules.write_text(SOUND, encoding="utf-8")
    (tmp_path / "rules.test.yaml").write_text(TESTS, encoding="utf-8")
    assert watchlist(*_line(hook)[1:]).status == 0
    rules.write_text(SOUND.replace("above", "abvoe"), encoding="utf-8")
    said = watchlist(*_line(hook)[1:])
    assert said.status == 1
    assert 'did you mean "above"?' in said.out + said.err


def test_a_rule_that_no_longer_says_what_its_tests_expect_is_not_committed(
    watchlist: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A target is edited by a slip of the finger: the words are sound, and the test speaks."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(SOUND.replace("100", "1000"), encoding="utf-8")
    (tmp_path / "rules.test.yaml").write_text(TESTS, encoding="utf-8")
    ended = {hook["id"]: watchlist(*_line(hook)[1:]).status for hook in HOOKS}
    assert ended == {"watchlist-check": 0, "watchlist-test": 1}
