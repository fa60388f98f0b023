"""Every piece of YAML on a page is one that the program takes, at the place where it belongs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from docs.reference.cases import read_examples
from tests.cli.test_hooks import HOOKS
from tests.docs.blocks import Block, every_block
from tests.docs.settings import configuration, rulebook
from tests.docs.stages import borough
from tests.docs.untried import PIECES, stands_in
from tests.ruletest.test_starter import RULES
from watchlist.app import examine
from watchlist.rulebook.cases import read_cases
from watchlist.rulebook.load import load_rulebook_text
from watchlist.ruletest import judged

RULEBOOK = {"areas", "committees", "defaults", "indicators", "rules"}
REFERENCE = "docs/reference/"

#: A database's address, which does for any other secret too.
ADDRESS = "postgresql://reader:secret@server/name"

#: What secrets of a certain form look like; any other is a text of some length.
SECRETS = {
    "WATCHLIST_NOTIFY_KEY": "key-26785a09-ab16-4eb0-8407-a37497a57506-"
    "3d844edf-8d35-48ac-975b-e847b4f122b0",
    "WATCHLIST_HEARTBEAT": "https://switch.saltmarsh.example/ping",
    "WATCHLIST_HEARTBEAT_FAIL": "https://switch.saltmarsh.example/ping/fail",
    "WATCHLIST_HOOK_URL": "https://hooks.saltmarsh.example/in",
    "WATCHLIST_MATRIX": "matrixs://user:password@matrix.saltmarsh.example/#room",
    "WATCHLIST_WAREHOUSE": ADDRESS,
}
TEAMS = "https://prod-1.uksouth.logic.azure.com/workflows/1?sig=x"


def shown() -> list[Block]:
    return [one for one in every_block("yaml") if not stands_in(PIECES, one)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The borough, with the folders that pages speak of."""
    there = borough(tmp_path_factory.mktemp("borough"))
    for name in ("my-templates", "secrets"):
        (there / name).mkdir()
    return there


@pytest.mark.parametrize("block", shown(), ids=str)
def test_what_a_page_shows_is_taken(
    block: Block, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever copies it gets no fault."""
    monkeypatch.chdir(folder)
    for name in re.findall(r"env: (\w+)", block.text):
        usual = TEAMS if "TEAMS" in name else "a secret of some length"
        monkeypatch.setenv(name, SECRETS.get(name, usual))
    for name in re.findall(r"\{file: (secrets/\w+[.\w]*)\}", block.text):
        (folder / name).write_text(ADDRESS, encoding="utf-8")
    _place_of(block)(block.text)


def _place_of(block: Block) -> Callable[[str], None]:
    """Where a piece belongs, by the words that stand first in its lines."""
    words = set(yaml.safe_load(block.text) or RULEBOOK)
    if block.page.startswith(REFERENCE):
        return _taken_as_reference
    if words == {"tests"}:
        return _taken_as_tests
    if words == {"repos"}:
        return _taken_as_hooks
    return _taken_as_rules if words <= RULEBOOK else _taken_as_configuration


def _taken_as_rules(text: str) -> None:
    assert load_rulebook_text(rulebook(text)).files["shown.yaml"] == text


def _taken_as_configuration(text: str) -> None:
    config = Path("config.yaml")
    config.write_text(configuration(text), encoding="utf-8")
    assert [str(fault) for fault in examine(config)[3] if not fault.warning] == []


def _taken_as_reference(text: str) -> None:
    """It is one of the examples that tests/docs/test_reference.py judges."""
    assert any(text in example for example in _examples())


@cache
def _examples() -> list[str]:
    return [example.text for example in read_examples().by_name.values()]


def _taken_as_tests(text: str) -> None:
    """It passes as it stands."""
    cases, faults = read_cases({"page.test.yaml": text}, RULES)
    assert faults == ()
    assert cases
    assert [result.wrong for result in judged(cases, RULES)] == [()] * len(cases)


def _taken_as_hooks(text: str) -> None:
    """Its hooks are those that we have."""
    named = {hook["id"] for repo in yaml.safe_load(text)["repos"] for hook in repo["hooks"]}
    assert named <= {hook["id"] for hook in HOOKS}
