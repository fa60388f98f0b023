"""Letters that a PDF can show: others are named, as PDF/UA allows no letter that its fonts lack."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

#: What is seen of it is nothing, or is how the letter before it looks.
_UNSEEN = {*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0200), 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
_PRIVATE = {"Co", "Cn", "Cs"}


def printable(text: str) -> str:
    """Text whose letters are all in the fonts: "🙂" is "[slightly smiling face]"."""
    if text.isascii():
        return text
    return "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if ord(letter) in _UNSEEN:
        return ""
    if unicodedata.category(letter) in _PRIVATE:
        return f"[U+{ord(letter):04X}]"
    return letter if ord(letter) in _covered() else f"[{_name(letter)}]"


def _name(letter: str) -> str:
    return unicodedata.name(letter, f"U+{ord(letter):04X}").lower()


def fonts() -> Path:
    """The folder of fonts that come with matplotlib."""
    import matplotlib  # slow to import

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _covered() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    faces = (FT2Font(str(fonts() / name)) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
    first, second = (frozenset(face.get_charmap()) for face in faces)
    return first & second
