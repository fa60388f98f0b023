"""What people write in the place of a figure or behind it: their own symbols, and marks like (prov)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchlist.model.labels import clean_label
from watchlist.sources.raw import Raw
from watchlist.sources.settings import Symbol
from watchlist.sources.sheet import Coded, combine, constant

_FIGURES = ("value", "numerator", "denominator", "target")


def worded(raw: Raw, symbols: Mapping[str, Symbol]) -> Raw:
    """The readings with our symbols in the place of the source's own, and with the status that a mark
    behind the value says (``77.1 (p)``) where no column gives one."""
    ours = {word.strip().casefold(): symbol for word, symbol in symbols.items()}
    columns = dict(raw.columns)
    for name in _FIGURES:
        if name in columns and ours:
            columns[name] = _translated(columns[name], ours)
    if "value" in columns:
        columns |= _marked(columns["value"], columns.get("status"))
    return Raw(raw.rows, columns, raw.named)


def _translated(column: Coded, ours: Mapping[str, str]) -> Coded:
    return Coded(column.codes, [ours.get(text.casefold(), text) for text in column.texts])


def _marked(value: Coded, status: Coded | None) -> dict[str, Coded]:
    cleaned = [clean_label(text) if text.endswith(")") else (text, None) for text in value.texts]
    if all(said is None for _, said in cleaned):
        return {}
    said = Coded(value.codes, ["" if one is None else one.name.lower() for _, one in cleaned])
    return {
        "value": Coded(value.codes, [text for text, _ in cleaned]),
        "status": combine([status or constant("", len(value.codes)), said], _first_said),
    }


def _first_said(texts: Sequence[str]) -> str:
    return next(filter(None, texts), "")
