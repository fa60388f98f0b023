"""Text of others as it may be shown to people."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with the code of each character that cannot be seen, or that a terminal would obey."""
    return text if text.isprintable() else "".join(map(_visible, text))


def printable_lines(text: str) -> str:
    """The same of each line."""
    return "\n".join(map(printable, text.split("\n")))


def _visible(character: str) -> str:
    return character if character.isprintable() else f"<U+{ord(character):04X}>"
