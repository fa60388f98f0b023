"""Texts of any kind → texts that fit on a line, in a cell, on two sides: nothing is cut silently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

#: What turns the letters around it the other way, and could make a figure read backwards.
_TURNING = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_NO_LETTER = {"Cc", "Cs", "Cn"}

#: A word of more letters gets places where it may be broken.
_LONGEST_WORD = 24
_LONG = re.compile(rf"[^\s\u200b/-]{{{_LONGEST_WORD + 1},}}")

#: Where the rest of a text is read that was shortened.
IN_THE_LIST = "in full in the watch list"


def clean(text: str) -> str:
    """Text on one line; "�" stands where there was a control character, or half of a letter."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(map(_shown, line))


def _shown(letter: str) -> str:
    hidden = unicodedata.category(letter) in _NO_LETTER or ord(letter) in _TURNING
    return "\N{REPLACEMENT CHARACTER}" if hidden else letter


def short(text: str, most: int, where: str = IN_THE_LIST) -> str:
    """Text of ``most`` letters or fewer, or its beginning and where the rest of it is read."""
    line = clean(text)
    return line if len(line) <= most else f"{line[:most].rstrip()}… ({where})"


def several(texts: Iterable[str], most: int, joint: str = "; ") -> str:
    """Texts in a row; of more than ``most`` the others are counted."""
    found = [text for text in texts if text]
    more = [f"and {len(found) - most} more"] if len(found) > most else []
    return joint.join([*found[:most], *more])


def first(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """The first lines; of more than ``most`` the others are counted."""
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], f"{len(lines) - most + 1} more: see the watch list.")


def breakable(text: str) -> str:
    """Text whose words all fit in a cell: long ones may be broken where nobody sees it."""
    return _LONG.sub(_broken, text)


def _broken(found: re.Match[str]) -> str:
    word = found.group()
    parts = [word[n : n + _LONGEST_WORD] for n in range(0, len(word), _LONGEST_WORD)]
    return "\N{ZERO WIDTH SPACE}".join(parts)
