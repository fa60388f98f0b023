"""The page about rule tests can be believed."""

from __future__ import annotations

import re

from tests.ruletest.test_starter import ROOT
from watchlist.rulebook.case_keys import CASE, FOUND, LISTED, SAID

PAGE = (ROOT / "docs" / "rule-tests.md").read_text(encoding="utf-8")


def test_every_key_and_every_word_is_on_the_page() -> None:
    """Nothing can be written in a test that the page keeps to itself."""
    for word in (*CASE.words, *SAID, *LISTED, *FOUND):
        assert re.search(rf"\b{word}\b", PAGE), word
