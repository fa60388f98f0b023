"""Text that goes into a spreadsheet, which takes some of it for a formula and runs it."""

from __future__ import annotations

import re

#: What a spreadsheet takes for the beginning of a formula, full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

#: A figure, also one below zero; a dash alone is for none.
_FIGURE = re.compile(r"[+-]?\.?[0-9][0-9.,]*%?|-")


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: what begins like a formula is quoted."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def harmless_cell(text: str) -> str:
    """The same where figures may stand, which stay figures."""
    return text if _FIGURE.fullmatch(text) else harmless(text)
