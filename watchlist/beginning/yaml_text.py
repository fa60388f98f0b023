"""Pieces of YAML that a person goes on writing: with comments at their lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

_PLAIN = re.compile(r"(?:\.\./)*[A-Za-z][A-Za-z0-9 _./()'’&+-]*[A-Za-z0-9)]|[A-Za-z]")
_WORDS = frozenset(
    ("yes", "no", "on", "off", "true", "false", "null", "y", "n", "none", "nan", "inf")
)


def text(words: str) -> str:
    """A text as it may stand anywhere: in quotes where something in it could be read otherwise."""
    safe = _PLAIN.fullmatch(words) and words.casefold() not in _WORDS
    return words if safe else quoted(words)


def quoted(words: str) -> str:
    """A text in quotes, so that a comment may follow."""
    return json.dumps(words, ensure_ascii=False)


def value(said: object) -> str:
    match said:
        case list() | tuple():
            return f"[{', '.join(map(value, said))}]"
        case dict():
            return f"{{{', '.join(f'{value(key)}: {value(one)}' for key, one in said.items())}}}"
        case bool():
            return str(said).lower()
        case int() | float():
            return str(said)
    return text(str(said))


def line(depth: int, key: str, said: str, comment: str = "") -> str:
    """``key: said``, two spaces in a depth, and a comment behind it."""
    written = f"{'  ' * depth}{key}:{f' {said}' if said else ''}"
    return f"{written}  # {comment}" if comment else written


def guess(why: str) -> str:
    """How a line is marked that the file does not say; nothing where it does."""
    return f"a guess: {why}; confirm" if why else ""


def file_of(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def below(depth: int, said: Mapping[str, str]) -> list[str]:
    return [line(depth, text(key), one) for key, one in said.items()]
