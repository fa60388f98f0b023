"""How often each rule is true, false and unknown, over every authority and every year of the file."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tests.lait.figures import Lait
from watchlist.model.finding import Findings, Verdict
from watchlist.model.reading import Ints

#: A rule of one level and no ``info``: amber is true.
SAID = {"true": Verdict.AMBER, "false": Verdict.CLEAR, "unknown": Verdict.UNKNOWN,
        "not judged": Verdict.NOT_JUDGED}  # fmt: skip


def years(read: Lait) -> dict[str, Ints]:
    """The periods for which the file has rows, by indicator; ``-`` is a row too."""
    pairs = read.read.table.group_by(["indicator", "period"]).aggregate([])
    found: dict[str, list[int]] = {}
    for pair in pairs.to_pylist():
        found.setdefault(pair["indicator"], []).append(pair["period"])
    return {name: np.array(sorted(periods)) for name, periods in found.items()}


def counts(read: Lait, findings: Iterable[Findings]) -> dict[str, dict[str, int]]:
    """By rule, what was said of each of its authorities in each year. Where a series has not begun,
    or has ended, there is nothing to judge."""
    asked, authorities = years(read), sum(a.level == "authority" for a in read.book.areas.values())
    total: dict[str, dict[str, int]] = {}
    for found in findings:
        name, rule = found.rule.id.rsplit(".", 1)
        columns = asked[name] - found.panel.first
        inside = columns[(columns >= 0) & (columns < found.verdict.shape[1])]
        verdict = found.verdict[:, inside]
        by_rule = total.setdefault(rule, dict.fromkeys(SAID, 0))
        for word, code in SAID.items():
            by_rule[word] += int((verdict == code).sum())
        by_rule["not judged"] += authorities * len(columns) - verdict.size
    return total
