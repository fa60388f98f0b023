"""What a long sheet says of each indicator: its figures, its periods, and what stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log10

import numpy as np

from watchlist.beginning.headings import ABOUT, called
from watchlist.beginning.layout import Layout
from watchlist.model.reading import Ints
from watchlist.sources.sheet import Coded, Sheet

#: Of a dfe file: what is no figure and breaks none down.
_FIXED = frozenset(
    ("old_la_code", "new_la_code", "la_name", "region_code", "region_name", "country_code",
     "country_name", "time_period", "time_identifier", "geographic_level", "published", "version",
     "location_id", "pcon_code", "pcon_name", "school_urn", "school_laestab", "time")
)  # fmt: skip

#: So many rows tell how a figure is worked out.
_TRIED = 50

#: A longer text than a symbol.
_WORD = 3


@dataclass(frozen=True)
class Found:
    """``name`` is as the file calls it, ``title`` as people do. ``values`` and ``targets`` are texts
    and how often each occurs; ``labels`` are of periods with something in the place of a figure, ""
    where a row has none; ``beside`` what the columns about an indicator (``ABOUT``) say."""

    name: str
    title: str
    labels: tuple[str, ...]
    values: Counter[str]
    targets: Counter[str] = field(default_factory=Counter)
    beside: dict[str, str] = field(default_factory=dict)
    counted: bool = False  # a numerator and a denominator stand beside the figure, or in its place
    times: int = (
        0  # what their share is multiplied by to give the figure; 0 where that is not known
    )
    places: frozenset[str] = frozenset()  # the areas it is given for


def indicators_found(layout: Layout) -> list[Found]:
    """In the order of the file. Titles that differ in capitals only are one."""
    return list(_of_columns(layout) if layout.is_dfe else _of_rows(layout))


def _of_rows(layout: Layout) -> Iterator[Found]:
    sheet = layout.sheet
    indicator = sheet.column(layout.column("indicator"))
    value = _column(sheet, layout.column("value"))
    period = _column(sheet, layout.column("period"))
    assert indicator is not None
    target, area = (_column(sheet, layout.column(ours)) for ours in ("target", "area"))
    title = _column(sheet, layout.title or "")
    about = {
        word: _column(sheet, name)
        for word, names in ABOUT.items()
        if (name := called(_free(layout), names))
    }
    counts = [_column(sheet, layout.column(ours)) for ours in ("numerator", "denominator")]
    for name, rows in _by_name(indicator):
        counted = all(_texts(column, rows) for column in counts)
        labels = _texts(period, rows[_filled(value, rows)] if not counted else rows)
        values = _counts(value, rows)
        yield Found(
            name,
            next(iter(_texts(title, rows)), "") or name,
            tuple(labels) if _filled(period, rows).all() else (*labels, ""),
            values,
            _counts(target, rows),
            {word: text for word, column in about.items() if (text := _only(column, rows))},
            counted,
            _times(rows, value, *counts) if counted else 0,
            frozenset(_texts(area, rows)),
        )


def _times(rows: Ints, value: Coded, numerator: Coded, denominator: Coded) -> int:
    """By which power of ten most figures are more than numerator through denominator; a hundred where
    there are the two alone."""
    found: Counter[int] = Counter()
    for row in rows[:_TRIED].tolist():
        texts = [column.texts[column.codes[row]] for column in (numerator, denominator, value)]
        plain = [text.replace(",", "").rstrip("%") for text in texts]
        if all(map(is_number, plain)):
            over, under, figure = map(float, plain)
            if over and under and figure:
                found[10 ** max(0, round(log10(abs(figure * under / over))))] += 1
    return max(found, key=lambda times: found[times], default=100)


def _of_columns(layout: Layout) -> Iterator[Found]:
    sheet = layout.sheet
    year, identifier = (_column(sheet, name) for name in ("time_period", "time_identifier"))
    everything = np.arange(sheet.rows)
    labels = {
        f"{year.texts[first]} {identifier.texts[then]}".strip()
        for first, then in set(zip(year.codes.tolist(), identifier.codes.tolist(), strict=True))
    }
    for name in figure_columns(sheet):
        column = _column(sheet, name)
        said = " ".join(name.replace("_", " ").split())
        yield Found(
            name, said[:1].upper() + said[1:], tuple(sorted(labels)), _counts(column, everything)
        )  # fmt: skip


def figure_columns(sheet: Sheet) -> list[str]:
    """Of a dfe file the columns of figures and symbols."""
    return [
        name for name in sheet.header if name.casefold() not in _FIXED and _is_figures(sheet, name)
    ]


def breaking_down(sheet: Sheet) -> list[str]:
    """Of a dfe file the columns of words that say more than one thing."""
    return [
        name
        for name in sheet.header
        if name.casefold() not in _FIXED
        and not _is_figures(sheet, name)
        and len([text for text in _column(sheet, name).texts if text]) > 1
    ]


def _is_figures(sheet: Sheet, name: str) -> bool:
    texts = [text for text in _column(sheet, name).texts if text]
    figures = [text for text in texts if is_number(text)]
    words = [text for text in texts if len(text) > _WORD and not is_number(text)]
    return bool(figures) and not words


def is_number(text: str) -> bool:
    try:
        float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return text[-1:] not in ("f", "y", "n")  # inf, infinity, nan


def _free(layout: Layout) -> Sequence[str]:
    """Columns that are none of ours."""
    ours = {layout.column(one).casefold() for one in ("indicator", "area", "period", "value", "target",
                                                     "numerator", "denominator")}  # fmt: skip
    return [name for name in layout.sheet.header if name.casefold() not in ours]


def _column(sheet: Sheet, name: str) -> Coded:
    """A column, or one of empty cells."""
    found = sheet.column(name) if name else None
    return found or Coded(np.zeros(sheet.rows, dtype=np.int64), ("",))


def _by_name(indicator: Coded) -> Iterator[tuple[str, Ints]]:
    """The rows of each name, in the order in which they come first."""
    plain = [text.casefold() for text in indicator.texts]
    first = {text: code for code, text in reversed(list(enumerate(plain)))}
    codes = np.array([first[text] for text in plain], dtype=np.int64)[indicator.codes]
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    groups = np.split(order, starts[1:])
    for rows in sorted(groups, key=lambda rows: int(rows[0]) if len(rows) else 0):
        if len(rows) and (name := indicator.texts[int(codes[rows[0]])]):
            yield name, rows


def _filled(column: Coded, rows: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    empty = np.array([not text for text in column.texts], dtype=bool)
    return ~empty[column.codes[rows]]


def _texts(column: Coded, rows: Ints) -> list[str]:
    """Each once, in the order in which they come first."""
    codes, at = np.unique(column.codes[rows], return_index=True)
    ordered = codes[np.argsort(at)]
    return [text for code in ordered.tolist() if (text := column.texts[code])]


def _counts(column: Coded, rows: Ints) -> Counter[str]:
    codes, counts = np.unique(column.codes[rows], return_counts=True)
    return Counter(
        {
            text: count
            for code, count in zip(codes.tolist(), counts.tolist(), strict=True)
            if (text := column.texts[code])
        }
    )


def _only(column: Coded, rows: Ints) -> str:
    """What a column says of an indicator; nothing where it says several things."""
    texts = _texts(column, rows)
    return texts[0] if len(texts) == 1 else ""
