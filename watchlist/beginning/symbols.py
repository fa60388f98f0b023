"""What stands in the cells that is no figure, and which of our symbols it is likely to be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from watchlist.beginning.guessing import Guessed, unit_of
from watchlist.model.labels import clean_label
from watchlist.sources.numbers import FigureError, parse_figure

#: Formulas that failed are faults of the file, and stay so.
_FAILED = re.compile(r"#(REF|DIV/0|VALUE|NAME|NUM|NULL|SPILL|CALC)[!?]|#N/A|ERR:\d+", re.I)
_WITHHELD = re.compile(
    r"\*+|supp(ressed)?|s|\[c\]|#|\[?<=? ?\d+\]?|withheld|redacted|conf(idential)?", re.I
)
_NOT_AVAILABLE = re.compile(r"\.\.?\.?|\[x\]|not available|unavailable|no data|n\.a\.", re.I)
_NOT_APPLICABLE = re.compile(r"\[z\]|not applicable", re.I)

_MEANINGS = (
    (_WITHHELD, "c", "withheld"),
    (_NOT_AVAILABLE, "x", "not available"),
    (_NOT_APPLICABLE, "z", "not applicable"),
)


def symbols_of(indicators: Iterable[Guessed]) -> dict[str, tuple[str, str]]:
    """Text -> our symbol, and what that means."""
    found: dict[str, tuple[str, str]] = {}
    for one in indicators:
        targets = () if one.target_apart and one.target is not None else one.found.targets
        for text in (*one.found.values, *targets):
            plain = clean_label(text)[0]
            if plain not in found and not _FAILED.fullmatch(plain) and not _is_read(plain, one):
                found[plain] = _meaning(plain)
    return found


def _is_read(text: str, one: Guessed) -> bool:
    try:
        parse_figure(text, unit_of(one))
    except FigureError:
        return False
    return True


def _meaning(text: str) -> tuple[str, str]:
    return next(
        ((symbol, says) for pattern, symbol, says in _MEANINGS if pattern.fullmatch(text)),
        ("_", "no figure"),
    )
