"""`watchlist schema` and `watchlist check --rules`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program


def test_the_schema_is_printed_for_an_editor(watchlist: Program) -> None:
    """JSON and nothing else, so that it can be written to a file."""
    said = watchlist("schema")
    assert said.status == 0
    printed = json.loads(said.out)
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"indicators", "rules", "areas", "committees", "defaults"} == {*printed["properties"]}
    assert {*json.loads(watchlist("schema", "--tests").out)["properties"]} == {"tests"}


def test_rules_are_checked_without_a_configuration(
    watchlist: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several folders are one rulebook; what is wrong is said as ever."""
    monkeypatch.chdir(tmp_path)
    for name in ("rules", "council"):
        (tmp_path / name).mkdir()
    rule = "rules: {many: {title: Many, indicators: all, areas: [Harrow], red: {above: 9}}}\n"
    (tmp_path / "rules" / "many.yaml").write_text(rule, encoding="utf-8")
    area = tmp_path / "council" / "areas.yaml"
    area.write_text("areas: {Harrow: {own: true}}\n", encoding="utf-8")
    command = ("check", "--rules", "rules", "--rules", "council")
    assert watchlist(*command).status == 0
    area.write_text("areas: {Harrow: {own: yes}}\n", encoding="utf-8")
    said = watchlist(*command)
    assert said.status == 1
    assert said.out.startswith('council/areas.yaml:1:23: area "Harrow": own: "yes" is not true or')
