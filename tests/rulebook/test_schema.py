"""The JSON Schema that editors are given and the loader say the same of a rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from tests.rulebook.test_corpus import FILES, head_of
from tests.rulebook.written import (
    AREA_KEYS,
    COMMITTEE_KEYS,
    INDICATOR_KEYS,
    MODIFIERS,
    RULE_KEYS,
    STATISTICAL,
    Tree,
    rulebooks,
    slipped,
)
from watchlist.evaluate.families import FAMILIES
from watchlist.model.errors import Fault
from watchlist.rulebook.data import data_of
from watchlist.rulebook.indicators import INDICATOR
from watchlist.rulebook.language import FILE
from watchlist.rulebook.load import check_rulebook_text
from watchlist.rulebook.nodes import parse
from watchlist.rulebook.places import AREA, COMMITTEE
from watchlist.rulebook.rules import RULE
from watchlist.rulebook.schema import rulebook_schema
from watchlist.rulebook.text import decode

ROOT = Path(__file__).parents[2]
SCHEMA = rulebook_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

#: What the loader knows and a schema of one file cannot: a fault of one of these alone may pass.
BEYOND = {
    "names that are not defined, or ids defined twice": (
        r"there is no (indicator|area|committee) ",
        r"no indicator has the tag ",
        r"is already (defined|given) at ",
    ),
    "what defaults: of any file might have given": (
        r"(unit|better|every) is missing",
        r"red, amber and info are all missing",
        r"indicator is missing: which one",
    ),
    "what takes knowing the indicator or the area": (
        r" has no (target|tolerance|better side)",
        r" have no (target|tolerance|better side)",
        r"needs a better side",
        r"is for percentages, and the unit here is",
        r"is for percentages and rates, and the unit of indicator",
        r"would count .* alike",
        r"a (target|tolerance) is of the value",
        r"cannot be compared",
        r"variant_of: ",
        r"adds_up: the parts of figures in ",
        r'retired: "[^"]*" (is not an? .*: write it like|covers several years|does not cover)',
        r'definition_changed: "[^"]*" (is not an? .*: write it like|covers several years)',
        r"are of whole years; leave",
        r"a year to date is not held against",
        r"is for one [a-z]+, and a year to date adds up several",
        r"is not a year; write it like 2012-13 or 2012",
        r"ha(s|ve) no neighbours",
        r"cannot be a neighbour of its own",
        r"needs the month it ends in",
        r"ends is for every: reporting-year",
        r"pooled: is for figures over several years",
        r'from: "[^"]*" (is not an? .*: write it like|covers several years|does not cover)',
        r"would tell nobody",
        r"would match no series",
        r"defines nothing at all",
        r"can never hold",
    ),
    "what lies beside the file": (r"there is no calendar ",),
    "figures in the wrong order, and days that are not in the calendar": (
        r"the smaller number first",
        r"is not a share of periods",
        r"the steps must follow each other in time",
        r"there is no such day",
    ),
    "what an editor's YAML has resolved or left out before it looks": (
        r'"(\.inf|\.nan|[0-9.]+e[0-9]+|0[ox][0-9a-f]+)" is not ',
        r"is cut short at ",
    ),
}
_BEYOND = re.compile("|".join(pattern for group in BEYOND.values() for pattern in group))

#: A default that every definition overrides is not read (`owner` and `due` are, in those drawn here).
UNREAD = re.compile(r"\$\.defaults\.(?!owner|due)")


#: The calendars that a rulebook may name.
CALENDARS = dict.fromkeys(
    ("calendar.ics", "2014 calendars/children.ICS"),
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20140204\nEND:VEVENT\nEND:VCALENDAR\n",
)


def loader(text: str) -> list[str]:
    """The sentences of all faults."""
    found = check_rulebook_text({"a.yaml": text} | CALENDARS)[1]
    return [fault.sentence for fault in found if not fault.warning]


def schema(text: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data_of(text))]


def as_text(tree: Tree) -> str:
    return str(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True))


def test_the_schema_is_a_schema() -> None:
    """By the rules of JSON Schema 2020-12 itself."""
    Draft202012Validator.check_schema(SCHEMA)


@settings(max_examples=150, deadline=None)
@given(rulebooks())
def test_what_the_loader_takes_the_schema_takes(tree: Tree) -> None:
    """No line of a good rulebook is underlined in an editor."""
    text = as_text(tree)
    assert (loader(text), schema(text)) == ([], [])


@settings(max_examples=400, deadline=None)
@given(rulebooks().flatmap(slipped))
def test_a_slip_is_seen_by_both(tree: Tree) -> None:
    """What the schema refuses the loader refuses; what the loader refuses for its shape alone, the
    schema refuses too."""
    text = as_text(tree)
    refused, underlined = loader(text), schema(text)
    if not all(map(UNREAD.match, underlined)):
        assert refused, underlined
    if any(not _BEYOND.search(sentence) for sentence in refused):
        assert underlined, refused


def test_the_rulebooks_drawn_hold_every_word_of_the_language() -> None:
    """Else the law would say nothing of a word that is left out."""
    needed = {"title", "unit", "better", "every"}
    assert {*INDICATOR_KEYS, "target", "tolerance", "ends", "pooled", "variant_of", *needed} == {
        *INDICATOR.words
    }
    levels = {"red", "amber", "info", "indicator", "indicators", "title"}
    assert RULE_KEYS.keys() | levels == {*RULE.words}
    assert AREA_KEYS.keys() | {"own", "neighbours"} == {*AREA.words}
    assert COMMITTEE_KEYS.keys() | {"title"} == {*COMMITTEE.words}
    modifiers = {word for family in FAMILIES for word in family.modifiers()}
    beside = {word for _, modifiers in STATISTICAL.values() for word in modifiers}
    assert MODIFIERS.keys() | beside | {"for", "in", "of", "indicator"} == modifiers
    heads = {head for family in FAMILIES for head in family.heads}
    comparisons = {"worse_than", "better_than", "above", "below", "outside"}
    assert STATISTICAL.keys() | comparisons | {"all", "any", "not"} == heads


def _slips() -> list[Path]:
    """The faulty files that are YAML and UTF-8, as an editor shows them."""
    return [file for file in FILES if not _refused_as_yaml(file)]


def _refused_as_yaml(file: Path) -> bool:
    faults: list[Fault] = []
    text = decode(file.read_bytes(), file.name, faults)
    if text is not None:
        parse(text, file.name, faults)
    return bool(faults)


@pytest.mark.parametrize("file", _slips(), ids=lambda file: file.name.removesuffix(".bad.yaml"))
def test_every_faulty_file_is_seen_by_both(file: Path) -> None:
    """The same of the slips that were written by hand."""
    said = [sentence for sentence in head_of(file).faults if "warning: " not in sentence]
    underlined = schema(file.read_text(encoding="utf-8"))
    if underlined:
        assert said, underlined
    if any(not _BEYOND.search(sentence) for sentence in said):
        assert underlined, said


def _files() -> list[Path]:
    found = [*(ROOT / "rules").glob("*.yaml"), *(ROOT / "examples").glob("*/rulebook*/*.yaml")]
    return [file for file in found if not file.name.endswith(".test.yaml")]


@pytest.mark.parametrize("file", _files(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_rulebooks_that_come_with_the_product_are_not_underlined(file: Path) -> None:
    """The starter rules and the examples."""
    assert schema(file.read_text(encoding="utf-8")) == []


def _described(fragment: Any, at: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema, with where it stands."""
    if isinstance(fragment, dict):
        words = fragment.get("properties", {}).items()
        yield from ((f"{at}/{word}", inner) for word, inner in words if inner is not False)
        for key, inner in fragment.items():
            yield from _described(inner, f"{at}/{key}")
    elif isinstance(fragment, list):
        for number, inner in enumerate(fragment):
            yield from _described(inner, f"{at}/{number}")


def test_every_word_is_described_and_its_example_holds() -> None:
    """An editor shows what a word says, and offers only what the schema itself takes."""
    found = dict(_described(SCHEMA))
    assert len(found) > 80
    for at, fragment in found.items():
        assert fragment["description"][0].isupper(), at
        whole = {**fragment, "$defs": SCHEMA["$defs"]}
        for example in fragment.get("examples", ()):
            errors = list(Draft202012Validator(whole).iter_errors(example))
            assert errors == [], at


def test_an_example_of_a_whole_section_is_taken_by_the_loader() -> None:
    """What is offered for a section is a definition as the loader wants it."""
    text = "".join(f"{key.word}: {key.example}\n" for key in FILE.keys)
    assert loader(text) == []
