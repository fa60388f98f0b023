"""The page about sources: every kind of source stands on it."""

from __future__ import annotations

import yaml

from tests.docs.blocks import ROOT, blocks
from watchlist.sources.offers import KINDS

PAGE = "docs/sources.md"


def test_every_kind_is_explained() -> None:
    """A kind that is added is on the page, with an example."""
    shown = {
        part.get("kind", "csv")
        for block in blocks(PAGE)
        if block.language == "yaml"
        for part in yaml.safe_load(block.text)["sources"].values()
    }
    assert shown == set(KINDS)
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert all(f"`{kind}`" in text for kind in KINDS)
