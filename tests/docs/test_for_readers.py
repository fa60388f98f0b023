"""The pages for each reader: what they say stands on a page of the service, stands there."""

from __future__ import annotations

import re

import pytest

from tests.docs.blocks import ROOT

READERS = sorted(path.name for path in (ROOT / "docs" / "for").glob("*.md"))


def _shown() -> str:
    """All words of the service's pages, as they are written."""
    templates = (ROOT / "templates" / "web").glob("*.j2")
    modules = (ROOT / "watchlist" / "web").glob("*.py")
    return "\n".join(path.read_text(encoding="utf-8") for path in [*templates, *modules])


@pytest.mark.parametrize("name", READERS)
def test_what_a_page_names_is_called_so(name: str) -> None:
    """Whoever looks for a heading, a link or a button finds it under that name."""
    text = (ROOT / "docs" / "for" / name).read_text(encoding="utf-8")
    named = re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", text)
    shown = _shown()
    assert [words for words in named if words not in shown] == []


def test_chairs_are_told_where_to_press() -> None:
    """They see no command line: each thing that they do has its place in the browser."""
    text = (ROOT / "docs" / "for" / "chairs.md").read_text(encoding="utf-8")
    assert len(re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", text)) >= 10
