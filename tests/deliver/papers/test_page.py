"""A digest as an HTML file that stands alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.deliver.papers import sample
from tests.deliver.papers.reading import attributes, parsed, seen
from watchlist.deliver.papers.page import html_page


def test_it_needs_nothing_from_elsewhere() -> None:
    """No script, no style sheet, and its charts are in it as SVG with their words. What it links to
    are the earlier reports."""
    page = html_page(sample.digest())
    sources = attributes(page, "img", "src")
    assert len(sources) == 5
    assert all(one.startswith("data:image/svg+xml;base64,") for one in sources)
    assert all(one.startswith("Chart: ") for one in attributes(page, "img", "alt"))
    assert set(re.findall(r'(?:src|href)="(?!data:)([^"]*)"', page)) == {sample.REPORT}
    assert attributes(page, "a", "href")[0] == sample.REPORT
    assert "<script" not in page


def test_a_screen_reader_finds_its_way() -> None:
    """One heading of the first level, sections under it, entries under those; tables have header
    cells, and what can scroll has a name and takes the keyboard."""
    page = html_page(sample.digest())
    levels = re.findall(r"<h([1-6])", page)
    assert levels.count("1") == 1
    assert all(int(b) - int(a) <= 1 for a, b in pairwise(levels))
    assert attributes(page, "html", "lang") == ["en-GB"]
    assert set(attributes(page, "th", "scope")) == {"col", "row"}
    assert page.count('class="scroll" role="region" tabindex="0" aria-label="') == page.count(
        "<table>"
    )


def test_it_says_which_part_it_is() -> None:
    """And why the public may not read it."""
    text = seen(html_page(sample.exempt()))
    assert "Part 2: not open to the public" in text
    assert sample.EXEMPTION in text
    assert "NOT FOR PUBLICATION" not in html_page(sample.empty())


@pytest.mark.parametrize("text", sample.NASTY)
def test_any_text_is_shown_and_none_is_run(text: str) -> None:
    """What people write is text."""
    page = html_page(sample.nasty(text))
    parsed(page)
    assert "<script" not in page
    assert "49" not in seen(page) or "{{ 7 * 7 }}" not in text


def test_the_same_digest_gives_the_same_page() -> None:
    """Nothing in it comes from the clock."""
    assert html_page(sample.digest()) == html_page(sample.digest())
