"""The reference of the rule language: made from the definitions, and true of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from docs.reference.aims import PAGES
from docs.reference.cases import Examples, drawn, read_examples
from docs.reference.make import HERE, write_pictures
from docs.reference.pages import pages
from docs.reference.words import Word, every_word
from watchlist.deliver.charts.timeline import Said
from watchlist.model.reading import Marker
from watchlist.rulebook.schema import rulebook_schema
from watchlist.ruletest import judged

DOCS = HERE.parent
AGAIN = "run `make docs` and look at what changed"
#: What judges a figure, and so is shown at work.
JUDGING = ("condition", "reference", "modifier")
_HOLDS = {Said.RED, Said.AMBER, Said.INFO}


@pytest.fixture(scope="module")
def examples() -> Examples:
    return read_examples()


@pytest.fixture(scope="module")
def made(examples: Examples) -> dict[str, str]:
    return pages(examples)


def test_the_pages_say_what_the_definitions_say(made: dict[str, str]) -> None:
    """A new word, or a verdict that comes out otherwise, is on the page in the same change."""
    there = {path.name: path.read_text(encoding="utf-8") for path in HERE.glob("*.md")}
    assert there.keys() == made.keys(), AGAIN
    for name, text in made.items():
        assert there[name] == text, f"docs/reference/{name}: {AGAIN}"


def test_every_word_stands_on_one_page() -> None:
    """Under what an officer wants to do with it, once."""
    placed = Counter(name for page in PAGES for name in page.words())
    assert placed == Counter(word.name for word in every_word()), (
        "docs/reference/aims.py places each"
    )


def _properties(fragment: Any) -> Iterator[str]:
    """Every key that a schema knows."""
    if isinstance(fragment, dict):
        yield from fragment.get("properties", {})
    inner = fragment.values() if isinstance(fragment, dict) else fragment
    for one in inner if isinstance(fragment, dict | list) else ():
        yield from _properties(one)


def test_every_word_that_an_editor_knows_is_in_the_reference() -> None:
    """The schema and the pages are made from the same definitions, by different hands."""
    assert {word.word for word in every_word()} >= set(_properties(rulebook_schema()))


def test_every_example_comes_out_as_its_text_says(examples: Examples) -> None:
    """What stands under an example is a rule test; it speaks of every period, so that nothing in the
    picture goes without saying."""
    cases = [case for example in examples.by_name.values() for case in example.cases]
    assert [result.wrong for result in judged(cases, examples.book) if not result.passed] == []
    for case in cases:
        given = case.readings
        assert case.rule is None or {*case.expect} == {*range(given.first, given.end)}, case.name
        assert Marker.MISSING not in (given.figures[0].marker, given.figures[-1].marker), case.name


@pytest.mark.parametrize(
    "word", [word for word in every_word() if word.kind in JUDGING], ids=lambda word: word.name
)
def test_what_judges_figures_is_shown_at_work(word: Word, examples: Examples) -> None:
    """With figures at which it holds and figures at which it does not."""
    example = examples.of(word.name)
    assert example, f"docs/reference/examples/{word.name}.yaml and its .test.yaml are missing"
    said = {point.said for case in example.cases for point in drawn(case, examples.book).points}
    assert said & _HOLDS
    assert Said.CLEAR in said


def test_every_example_is_shown(examples: Examples) -> None:
    """No file lies about that no page shows: each is called after a word or an aim."""
    names = {word.name for word in every_word()} | {aim.name for page in PAGES for aim in page.aims}
    assert examples.by_name.keys() - names == {"indicators"}


def test_every_picture_can_be_drawn(examples: Examples, tmp_path: Path) -> None:
    """The pictures that are there are those of the examples, each with its words."""
    write_pictures(examples, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {path.name for path in (HERE / "pictures").iterdir()}, AGAIN
    for name in names:
        root = ElementTree.fromstring((HERE / "pictures" / name).read_bytes())
        assert root.find("{http://www.w3.org/2000/svg}desc") is not None, name


def test_a_picture_of_an_example_that_went_goes(examples: Examples, tmp_path: Path) -> None:
    """Nothing is left of what the pages do not show any more."""
    (tmp_path / "condition-gone.svg").write_text("<svg/>")
    write_pictures(Examples(examples.book, {}), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_tutorial_leads_to_the_reference() -> None:
    """Whoever has read one rule finds the rest of the words; so does whoever opens the project."""
    assert "(reference/README.md)" in (DOCS / "rules.md").read_text(encoding="utf-8")
    assert "(docs/reference/README.md)" in (DOCS.parent / "README.md").read_text(encoding="utf-8")
