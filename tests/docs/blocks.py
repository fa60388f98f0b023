"""What the pages show: each block of code with its language, the page and the line it stands at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]

#: Pages outside of docs/ and the examples.
_OTHERS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "templates/paper/README.md")


@dataclass(frozen=True)
class Block:
    """``language`` is empty where the page says none; ``line`` is that of its first line, from 1."""

    page: str
    line: int
    language: str
    text: str

    @property
    def end(self) -> int:
        """Its last line."""
        return self.line + self.text.count("\n") - 1

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[str]:
    """Every page, from the project's folder."""
    there = [path for folder in ("docs", "examples") for path in (ROOT / folder).rglob("*.md")]
    return sorted([*(path.relative_to(ROOT).as_posix() for path in there), *_OTHERS])


def blocks(page: str) -> list[Block]:
    """The blocks of a page in their order, fenced and indented ones."""
    return list(_blocks(page, _read(page)))


def every_block(*languages: str) -> list[Block]:
    """Those of all pages in one of these languages; without one, all."""
    found = (block for page in pages() for block in blocks(page))
    return [block for block in found if not languages or block.language in languages]


def quoted(page: str) -> list[str]:
    """What a page quotes in its lines, between backticks."""
    inline = (token.children or () for token in MarkdownIt().enable("table").parse(_read(page)))
    return [part.content for parts in inline for part in parts if part.type == "code_inline"]


def _read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _blocks(page: str, text: str) -> Iterator[Block]:
    for token in MarkdownIt().parse(text):
        if token.type in ("fence", "code_block"):
            first, _ = token.map or (0, 0)
            fence = token.type == "fence"
            yield Block(page, first + 1 + fence, token.info.strip(), token.content)
