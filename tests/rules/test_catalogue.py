"""The starter catalogue: what every indicator of it says of itself, and the page that shows it."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from watchlist.model.indicator import Indicator, UnitKind
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import load_rulebook

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
STARTER = load_rulebook([RULES])
CATALOGUE = runpy.run_path(str(ROOT / "docs" / "make_catalogue.py"))

#: Whose a target is, where it is not the council's own.
NOT_ITS_OWN = ("by law", "the national threshold of the adoption scorecard", "the budget")


def _text(book: Rulebook, path: str) -> list[str]:
    return book.files[path].splitlines()


def _written(indicator: Indicator) -> list[str]:
    """The lines of an indicator as they stand in its file."""
    lines = _text(STARTER, indicator.mark.path)[indicator.mark.line or 0 :]
    ends = (n for n, line in enumerate(lines) if not line.startswith("    "))
    return lines[: next(ends, len(lines))]


def test_a_council_deletes_rather_than_writes() -> None:
    """More than sixty indicators, in every field that a children's committee looks at."""
    assert len(STARTER.indicators) >= 60
    tags = {tag for one in STARTER.indicators.values() for tag in one.tags}
    fields = {
        "social-care", "early-help", "looked-after", "care-leavers", "education", "send",
        "youth-justice", "workforce", "money", "health",
    }  # fmt: skip
    assert fields <= tags


@pytest.mark.parametrize("indicator", STARTER.indicators.values(), ids=lambda one: one.id)
def test_every_indicator_says_where_it_comes_from(indicator: Indicator) -> None:
    """Above each stands the return, law or guidance that it is from, or that it is the council's."""
    said = CATALOGUE["said_above"](indicator.mark, _text(STARTER, indicator.mark.path))
    assert " ".join(said).endswith((".", "?", ")"))


@pytest.mark.parametrize(
    "indicator",
    [one for one in STARTER.indicators.values() if "timeliness" in one.tags],
    ids=lambda one: one.id,
)
def test_a_timescale_stands_in_the_title(indicator: Indicator) -> None:
    """Whoever reads that something is late reads within what it should have been done; where no
    law or guidance says so, the comment says that it is the council's own. A figure that is itself
    a number of days is held against its target."""
    said = CATALOGUE["said_above"](indicator.mark, _text(STARTER, indicator.mark.path))
    in_title = re.search(r"\b(\d+|one working day|in the term|sixth school day)\b", indicator.title)
    its_own = "the council's own" in " ".join(said).lower()
    assert in_title or its_own or indicator.unit.kind is UnitKind.DAYS


@pytest.mark.parametrize(
    "indicator", [one for one in STARTER.indicators.values() if one.targets], ids=lambda one: one.id
)
def test_every_target_says_whose_it_is(indicator: Indicator) -> None:
    """An invented target says that it is the council's own to change; any other says who set it."""
    (line,) = (line for line in _written(indicator) if line.startswith("    target:"))
    _, _, whose = line.partition("# ")
    assert whose == "the council's own: change it" or whose.startswith(NOT_ITS_OWN)


def test_a_tag_that_a_rule_reads_is_explained_where_it_is_read() -> None:
    """The head of the rules by tag names each tag that they read, and no other."""
    text = (RULES / "by-tag.yaml").read_text(encoding="utf-8")
    head, _, rules = text.partition("\nrules:\n")
    lines = re.findall(r"^#   ([a-z].*?)(?:  .*)?$", head, re.M)
    named = {tag for line in lines for tag in line.split(", ")}
    read = {tag for tags in re.findall(r"tags: \[(.*?)\]", rules) for tag in tags.split(", ")}
    assert named == read


def test_the_page_shows_the_rules_as_they_are() -> None:
    """docs/catalogue.md is what docs/make_catalogue.py writes, to the last character."""
    before = CATALOGUE["PAGE"].read_text(encoding="utf-8")
    assert CATALOGUE["page"](before) == before
