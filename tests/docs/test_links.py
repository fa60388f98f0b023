"""The pages as files, where the project is kept: every link on them leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, pages

_LINK = re.compile(r"\]\((?!\w+:)([^)\s]+)\)")


def _places(file: Path) -> set[str]:
    """What a page can be entered at: its marked places and its headings."""
    text = file.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)
    return {*re.findall(r'<a id="([^"]+)">', text), *slugs}


def _leads(page: Path, link: str) -> bool:
    """Whether a link leads to a file or folder, and to a place on the page that is there."""
    target, _, place = link.partition("#")
    file = page.parent / target if target else page
    return file.exists() and (not place or place in _places(file))


@pytest.mark.parametrize("page", [*pages(), "CHANGELOG.md"])
def test_every_link_leads_somewhere(page: str) -> None:
    """To a file that is there, and to a place on it that is there."""
    file = ROOT / page
    text = re.sub(r"^```.*?^```", "", file.read_text(encoding="utf-8"), flags=re.M | re.S)
    assert [link for link in _LINK.findall(text) if not _leads(file, link)] == []
