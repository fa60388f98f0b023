"""The JSON Schema of `*.test.yaml` and the reader of rule tests say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.rulebook.written import Tree, slipped, words
from watchlist.rulebook.case_keys import BESIDE, CASE, FOUND, GIVEN, LISTED, SAID
from watchlist.rulebook.cases import read_cases
from watchlist.rulebook.data import data_of
from watchlist.rulebook.load import load_rulebook_text
from watchlist.rulebook.schema import tests_schema as schema_of_tests

ROOT = Path(__file__).parents[2]
VALIDATOR = Draft202012Validator(schema_of_tests())

BOOK = load_rulebook_text({
    "a.yaml": """
      indicators:
        on-time: {title: On time, unit: percent, better: higher, every: month, target: 85,
                  owner: head, due: 15 working days}
      rules:
        late:
          title: Late
          indicator: on-time
          amber: {worse_than: target}
          red: {worse_than: 50}
          info: {worse_than: {area: England}}
      areas: {Harrow: {own: true}, England: {level: country}}
    """
})  # fmt: skip

#: What the reader knows and a schema cannot: it takes the rule, the indicator or the other keys.
BEYOND = re.compile(
    r"there is no (rule|indicator|area) |does not (look at|stand for)|another test is called so|"
    r"rule is missing|expects nothing|are given twice|"
    r"is not an? .*: write it like|covers several|does not cover|is the same period as|lies outside|"
    r"is no figure of an indicator|breakdown: |there is no reading among them|there is no such day|"
    r"two verdicts|no verdict|targets beside \d+ values|has no level|"
    r"only the latest reading can be stale|"
    r"is one period; give its figure in values"
)

figures = st.lists(
    words([90, 84.5, "90/108", "83 (90/108)", "_", "c", "z", "low"]), min_size=1, max_size=3
).map(lambda listed: [85, *listed])


def _with_targets(readings: Tree) -> Tree:
    return readings | {"targets": [85] * len(readings["values"])}


READINGS = st.fixed_dictionaries(
    {"from": st.just("2013-10"), "values": figures},
    optional={
        "area": st.just("Harrow"),
        "also": words([{}, None, {"2013-10/2013-12": 80}, {"2013-12 (forecast)": "90"}]),
    },
).flatmap(lambda made: words([made, _with_targets(made)]))
VERDICTS = words(["clear", "unknown", "not judged", "amber", ["red", "info"], ["clear"]])


@st.composite
def files(draw: st.DrawFn) -> Tree:
    """A file of two tests without a fault: one of a rule, one of what is found in the data."""
    of_rule = {
        "name": "one bad month",
        "rule": "late",
        "readings": draw(READINGS),
        "expect": draw(st.dictionaries(words(["2013-10", "November 2013"]), VERDICTS, min_size=1)),
        **draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "indicator": st.just("on-time"),
                    "today": st.just("2014-02-04"),
                    "list": words([{}, {"2013-10": "on"}, {"2013-11": "off"}]),
                    "beside": words([
                        None,
                        [],
                        [{"area": "England", "from": "2013-10", "values": [80]}],
                        [{"neighbour": "Barnet", "from": "2013-10", "values": [80, "_"]}],
                    ]),
                },
            )
        ),
    }  # fmt: skip
    of_data = {
        "name": "what is found",
        "indicator": "on-time",
        "readings": draw(READINGS),
        "checks": draw(words([{}, None, {"2013-10": "impossible"}, {"2013-11": ["missing"]}])),
    }
    return {"tests": [of_rule, of_data]}


def reader(text: str) -> list[str]:
    return [fault.sentence for fault in read_cases({"a.test.yaml": text}, BOOK)[1]]


def schema(text: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data_of(text))]


def as_text(tree: Tree) -> str:
    return str(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True))


@settings(max_examples=100, deadline=None)
@given(files())
def test_what_the_reader_of_tests_takes_the_schema_takes(tree: Tree) -> None:
    """No line of a good test is underlined."""
    text = as_text(tree)
    assert (reader(text), schema(text)) == ([], [])


@settings(max_examples=300, deadline=None)
@given(files().flatmap(slipped))
def test_a_slip_in_a_test_is_seen_by_both(tree: Tree) -> None:
    """What the schema refuses the reader refuses; and the other way about, for its shape alone."""
    text = as_text(tree)
    refused, underlined = reader(text), schema(text)
    if underlined:
        assert refused, underlined
    if any(not BEYOND.search(sentence) for sentence in refused):
        assert underlined, refused


@pytest.mark.parametrize(
    "file", sorted((ROOT / "rules").glob("*.test.yaml")), ids=lambda file: file.name
)
def test_the_tests_of_the_starter_rules_are_not_underlined(file: Path) -> None:
    """What comes with the product is an example of how it is written."""
    assert schema(file.read_text(encoding="utf-8")) == []


def test_every_word_that_a_test_can_expect_is_taken() -> None:
    """Each verdict, each place on the list and each data check."""
    of_words = {"expect", "list", "checks"}
    assert {*of_words, "name", "rule", "indicator", "readings", "beside", "today"} == {*CASE.words}
    assert {*GIVEN.words} == {"from", "values", "also", "targets", "area", "breakdown"}
    assert {*BESIDE.words} == {*GIVEN.words} - {"targets"} | {"indicator", "neighbour"}
    for word, known in (("expect", SAID), ("list", LISTED), ("checks", FOUND)):
        for said in known:
            case = f"{{name: n, readings: {{from: 2013, values: [1]}}, {word}: {{2013: {said}}}}}"
            assert schema(f"tests: [{case}]") == []
