"""The starter rulebook: free of any one council, explained as it stands, and used in full."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.examples.rehearsal import EXAMPLES, ROOT
from watchlist.config import read_config
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import check_rulebook, load_rulebook, posts_named

RULES = ROOT / "rules"
MINUTES = EXAMPLES / "minutes"
SALTMARSH = [RULES, EXAMPLES / "borough" / "rulebook"]


@pytest.fixture(scope="module")
def starter() -> Rulebook:
    return load_rulebook(SALTMARSH)


def test_a_starter_needs_nothing_but_a_councils_areas_and_committee() -> None:
    """With Saltmarsh's areas and committee it loads without one fault or warning."""
    assert check_rulebook(SALTMARSH)[1] == ()


def test_areas_and_committees_belong_to_the_council() -> None:
    """No file of the starter rulebook names an area or a committee's meetings."""
    for file in RULES.glob("*.yaml"):
        assert not re.search(r"^(areas|committees):", file.read_text(encoding="utf-8"), re.M), file


def test_no_indicator_of_the_starter_goes_unwatched(starter: Rulebook) -> None:
    """Every indicator has a rule of its own, is what another one is held against, or is a second
    figure that stands beside one."""
    watched = {name for rule in starter.rules.values() for name in rule.looks_at()}
    beside = {one.id for one in starter.indicators.values() if one.variant_of in watched}
    assert watched | beside == starter.indicators.keys()


def test_no_red_waits_without_an_owner(starter: Rulebook) -> None:
    """Every indicator has an owner, a day when it is due, and a committee."""
    for indicator in starter.indicators.values():
        assert indicator.owner, indicator.id
        assert indicator.due, indicator.id
        assert indicator.committee == "children-and-families", indicator.id


def test_the_page_about_one_rule_quotes_it_as_it_stands() -> None:
    """docs/rules.md explains dental checks with the very lines of rules/looked-after.yaml."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    quoted = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert quoted is not None
    file = (RULES / "looked-after.yaml").read_text(encoding="utf-8")
    for block in re.split(r"^(?:indicators|rules):\n", quoted[1], flags=re.M)[1:]:
        assert block.rstrip() in file


@pytest.mark.parametrize(
    "path",
    [ROOT / "config.example.yaml", MINUTES / "harrow.yaml", MINUTES / "unnamed-council.yaml"],
    ids=lambda path: path.stem,
)
def test_every_post_that_the_rules_name_is_known_to_the_configuration(path: Path) -> None:
    """No message of an example is for a post that its configuration does not define."""
    config, warnings = read_config(path)
    named = {post for post, _ in posts_named(load_rulebook(list(config.rules)))}
    assert named <= config.directory.posts.keys()
    assert warnings == []


@pytest.mark.parametrize("file", sorted(EXAMPLES.rglob("*.yaml")))
def test_nobody_real_is_in_an_example(file: Path) -> None:
    """Addresses end in .example, and every person is said to be invented."""
    text = file.read_text(encoding="utf-8")
    for address in re.findall(r"address: (\S+@[^,}\s]+)", text):
        assert address.endswith(".example")
    for person in re.findall(r"\{name: ([^,]+),", text):
        assert person.endswith("(invented)")
