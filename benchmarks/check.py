"""`watchlist check` of a thousand rules, beside PyYAML's C composer on the same text.

    .venv/bin/python benchmarks/check.py

The start of the program aside: both run in this process, in turn. The composer makes nodes of the
text and understands none of them; the check builds the whole rulebook. The goal is at most 3.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml
from machine import describe, duration, interleaved, table

from watchlist.model.errors import Fault
from watchlist.rulebook.load import check_rulebook_text
from watchlist.rulebook.nodes import Node, parse

RULES = 1_000
RULES_A_FILE = 250

_INDICATOR = """\
  figure-{n}:
    title: Assessments completed within 45 working days by team {n}
    unit: percent
    better: higher
    every: month
    target: 85
    tolerance: 5 points
    due: 15 working days
    owner: head-of-assessment
    publication: public
    tags: [social-care, timeliness]
"""

_RULE = """\
  rule-{n}:
    title: Assessments by team {n} are taking too long
    indicator: figure-{figure}
    amber: {{worse_than: target, for: 2}}
    red:   {{worse_than: tolerance, for: 2}}
    leaves: after 3 good readings
    review_after: 3 months
"""

_AREAS = "areas:\n  Harrow: {code: E09000015, own: true}\n"


def main() -> None:
    print(describe("pyyaml"))
    files = rulebook()
    book, faults = check_rulebook_text(files)
    if book is None or faults:
        raise SystemExit("\n".join(map(str, faults)))
    size = sum(map(len, files.values()))
    print(f"\n{len(book.rules):,} rules over {len(book.indicators):,} indicators, {size:,} bytes\n")
    took = interleaved(
        {
            "PyYAML's C composer": lambda: dropped(files),
            "the same, its trees kept": lambda: composed(files),
            "watchlist, nodes with their places": lambda: parsed(files),
            "watchlist check": lambda: check_rulebook_text(files),
        },
        rounds=11,
    )
    bare = took["PyYAML's C composer"]
    rows = [(name, duration(each), f"{each / bare:.2f}×") for name, each in took.items()]
    print(table(("", "took", "ratio"), rows))


def rulebook() -> Mapping[str, str]:
    """Path -> text: an indicator for every five rules, in the words of the starter rulebook."""
    files = {"indicators.yaml": "indicators:\n" + "".join(map(indicator, range(0, RULES, 5)))}
    for first in range(0, RULES, RULES_A_FILE):
        numbers = range(first, first + RULES_A_FILE)
        files[f"rules-{first}.yaml"] = "rules:\n" + "".join(map(rule, numbers))
    return {**files, "areas.yaml": _AREAS}


def indicator(number: int) -> str:
    return _INDICATOR.format(n=number)


def rule(number: int) -> str:
    return _RULE.format(n=number, figure=number - number % 5)


def dropped(files: Mapping[str, str]) -> None:
    """Each tree let go at once."""
    for text in files.values():
        yaml.compose(text, Loader=yaml.CSafeLoader)


def composed(files: Mapping[str, str]) -> list[yaml.Node | None]:
    """All trees at once, as a rulebook needs them."""
    return [yaml.compose(text, Loader=yaml.CSafeLoader) for text in files.values()]


def parsed(files: Mapping[str, str]) -> list[Node | None]:
    faults: list[Fault] = []
    return [parse(text, path, faults) for path, text in files.items()]


if __name__ == "__main__":
    main()
