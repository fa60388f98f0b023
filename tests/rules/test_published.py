"""No starter rule cries wolf: how often each would have spoken to the councils of England."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from tests.lait.figures import DATA, NO_DATA
from tests.rules.published import MEASURES, published, starter
from watchlist.model.finding import Findings, Verdict
from watchlist.model.rule import Level

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=NO_DATA)

PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"

Said = list[tuple[str, str, Findings]]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """Rule, indicator, and what the one says of the other."""
    found = published(starter(), tmp_path_factory.mktemp("lait"))
    return [(rule.id, indicator.id, each) for rule, indicator, each in found]


def _shares(said: Said, rule: str) -> tuple[int, int, int]:
    """Years judged, and the whole per cent of them that were amber and red."""
    verdicts = np.concatenate([found.verdict.ravel() for name, _, found in said if name == rule])
    counts = {each: int((verdicts == each).sum()) for each in Verdict}
    judged = counts[Verdict.CLEAR] + counts[Verdict.AMBER] + counts[Verdict.RED]
    amber, red = (round(100 * counts[each] / judged) for each in (Verdict.AMBER, Verdict.RED))
    return judged, amber, red


def _page() -> dict[str, tuple[int, int, int]]:
    """The page's table: rule -> years judged, amber, red."""
    rows = re.findall(
        r"^\| `([\w-]+)`.*\| ([\d,]+) \| (\d+)% \| (\d+%|–) \|$", PAGE.read_text("utf-8"), re.M
    )
    return {
        rule: (int(judged.replace(",", "")), int(amber), int(red.strip("%–") or 0))
        for rule, judged, amber, red in rows
    }


def test_the_page_says_how_often_the_rules_speak(said: Said) -> None:
    """Every share in docs/catalogue.md is that of the published figures."""
    page = _page()
    assert page
    assert {rule: _shares(said, rule) for rule in page} == page


def test_so_many_of_the_starters_indicators_are_published(said: Said) -> None:
    """29 indicators are met, 25 of them by rules that can put something on a list."""
    listing = {name for _, name, found in said if found.levels.keys() != {Level.INFO}}
    assert {name for _, name, _ in said} == MEASURES.keys()
    assert (len(MEASURES), len(listing)) == (29, 25)


def test_a_council_has_a_handful_of_lines(said: Said) -> None:
    """By the latest figures that are not stale the council in the middle has three lines, and none
    has ten."""
    lines = Counter[str]()
    for _, _, found in said:
        if found.levels.keys() != {Level.INFO}:
            for n in np.flatnonzero(~found.stale).tolist():
                latest = found.verdict[n, found.anchor[n]]
                lines[found.series(n).area] += bool(latest >= Verdict.AMBER)
    assert (median(lines.values()), max(lines.values())) == (3, 9)
