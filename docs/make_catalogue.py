"""Writes the tables of docs/catalogue.md from the starter rules: python docs/make_catalogue.py

What stands above the mark in that page is written by hand and left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from watchlist.evaluate.words import words
from watchlist.model.errors import Mark
from watchlist.model.indicator import Indicator
from watchlist.model.period import MONTH_NAMES, Frequency
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.load import load_rulebook

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
PAGE = ROOT / "docs" / "catalogue.md"
MARK = "<!-- From here on: python docs/make_catalogue.py -->\n"

#: Themes whose files are called otherwise than people call them.
_TITLES = {"send": "Special educational needs and disabilities"}

INDICATORS = (
    "indicator", "unit", "better", "every", "target", "where it comes from, and its timescale",
    "tags",
)  # fmt: skip
RULE_COLUMNS = ("rule", "red", "amber", "info", "indicators")


def tables(book: Rulebook) -> str:
    """All that follows the mark: the rules, then the indicators file by file."""
    files = {name: text.splitlines() for name, text in book.files.items()}
    parts = [
        f"\n## The rules ({len(book.rules)})\n",
        *_table(RULE_COLUMNS, map(_rule, book.rules.values())),
    ]
    for name, lines in sorted(files.items()):
        found = [one for one in book.indicators.values() if one.mark.path == name]
        if found:
            rows = [_indicator(one, " ".join(said_above(one.mark, lines))) for one in found]
            title = _TITLES.get(Path(name).stem, Path(name).stem.replace("-", " ").capitalize())
            parts += [f"\n## {title} ({len(found)})\n", *_table(INDICATORS, rows)]
    return "\n".join(parts) + "\n"


def said_above(mark: Mark, lines: list[str]) -> list[str]:
    """The comment right above what stands at ``mark``, line by line, without its signs."""
    line = (mark.line or 1) - 2
    found = []
    while line >= 0 and lines[line].lstrip().startswith("#"):
        found.append(lines[line].strip("# "))
        line -= 1
    return found[::-1]


def _indicator(one: Indicator, source: str) -> tuple[str, ...]:
    target = f"{one.targets[-1].value:g}" if one.targets else ""
    tags = ", ".join(sorted(one.tags))
    return (
        f"{one.title} (`{one.id}`)", str(one.unit), one.better.value, _every(one), target, source,
        tags,
    )  # fmt: skip


def _every(one: Indicator) -> str:
    every = one.calendar.frequency
    if every is not Frequency.REPORTING_YEAR:
        return every.value.replace("-", " ")
    return f"year to {MONTH_NAMES[one.calendar.ends - 1]}"


def _rule(rule: Rule) -> tuple[str, ...]:
    levels = {level.word: f"`{words(condition)}`" for level, condition in rule.levels.items()}
    looked_at = rule.selects.indicators
    which = f"`{looked_at[0]}`" if len(looked_at) == 1 else str(len(looked_at))
    said = (levels.get(word, "") for word in ("red", "amber", "info"))
    return f"{rule.title} (`{rule.id}`)", *said, which


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def page(before: str) -> str:
    """The whole page, given what it was: its own words are kept."""
    return before.split(MARK)[0] + MARK + tables(load_rulebook([RULES]))


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
