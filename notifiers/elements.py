"""The pieces of an Adaptive Card 1.4. Text that people wrote goes into text runs, which know no
Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Element = dict[str, Any]

_LONGEST_SENTENCE = 600


def text(words: str, **looks: Any) -> Element:
    run = {"type": "TextRun", "text": clip(words, _LONGEST_SENTENCE), **looks}
    return {"type": "RichTextBlock", "inlines": [run]}


def container(inside: Iterable[Element]) -> Element:
    return {"type": "Container", "separator": True, "spacing": "medium", "items": [*inside]}


def columns(*parts: tuple[str, Element]) -> Element:
    """Side by side, each with its width."""
    written = [{"type": "Column", "width": width, "items": [part]} for width, part in parts]
    return {"type": "ColumnSet", "columns": written}


def clip(words: str, longest: int) -> str:
    """On one line, and no longer than so many characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
