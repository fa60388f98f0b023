"""What stands where in a digest, in words: the same for a mail, a page, a Word file and a PDF."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Letters of a line where it is printed.
WIDE = 110


@dataclass(frozen=True)
class Fact:
    """``links`` are the addresses in its text that may be opened from where it is read."""

    label: str
    text: str
    links: tuple[str, ...] = ()

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The text in pieces, each with the address that it opens, or ""; an address that was
        shortened opens nothing."""
        if not self.links:
            return [(self.text, "")]
        addresses = "|".join(map(re.escape, sorted(self.links, key=len, reverse=True)))
        parts = re.split(rf"(?<!\S)({addresses})(?=;?(?:\s|$))", self.text)
        return [(part, part if n % 2 else "") for n, part in enumerate(parts) if part]


@dataclass(frozen=True)
class Entry:
    """An item, written out. ``figures`` are the columns of a table of one row; ``facts`` paragraphs
    of facts; ``chart`` says the small chart to those who cannot see it, "" where there is none."""

    reference: str
    title: str
    level: str  # "red", "amber", "info" or "none"
    shape: str
    state: str
    figures: tuple[Fact, ...] = ()
    facts: tuple[tuple[Fact, ...], ...] = ()
    notes: tuple[str, ...] = ()
    chart: str = ""

    @property
    def name(self) -> str:
        return f"{self.reference} {self.title}".strip() or "Without a name"

    @property
    def status(self) -> str:
        return f"{self.shape} {self.state}".strip()


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def columns(self, row: Sequence[str]) -> list[tuple[str, str]]:
        """A row as its headings and texts, without what is empty."""
        return [pair for pair in zip(self.headings, row, strict=True) if pair[1]]


@dataclass(frozen=True)
class Section:
    """A heading and what is under it: entries written out, a table, sentences."""

    name: str  # one word, for an anchor
    title: str
    entries: tuple[Entry, ...] = ()
    table: Table | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A digest with every text cleaned and shortened. ``exemption`` stands on each page of an exempt
    part; ``part`` says which part it is, "" where there is only one."""

    title: str
    subtitle: str
    part: str
    exemption: str
    lead: str
    sections: tuple[Section, ...]
    confirmed: str
    heads: str  # where the histories of the entries ended


# About how many lines of a printed side they take.


def lines(text: str, wide: int = WIDE) -> float:
    return math.ceil(len(text) / wide)


def row_lines(row: Sequence[str]) -> float:
    return max(lines(text, WIDE // len(row)) for text in row) + 0.5


def entry_lines(entry: Entry) -> float:
    figures = [lines(one.text, WIDE // (len(entry.figures) + 1)) for one in entry.figures]
    told = (" · ".join(f"{one.label}: {one.text}" for one in row) for row in entry.facts)
    text = sum(map(lines, (entry.name, entry.status, *told, *entry.notes)))
    return text + (max(figures) + 2.5 if figures else 0) + 1.5


def section_lines(section: Section) -> float:
    rows = section.table.rows if section.table else ()
    within = sum(map(entry_lines, section.entries)) + sum(map(row_lines, rows))
    return 3 + bool(rows) * 2 + within + sum(map(lines, section.lines))
