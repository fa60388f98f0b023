"""Findings as an Arrow table: a row for each period of a series at which a level of a rule holds, with
the figures that decided and the readings that it looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from watchlist.evaluate.looked_back import WINDOW, Cells, windows_of
from watchlist.evaluate.rows import distinct, taken
from watchlist.evaluate.truth import Truth
from watchlist.evaluate.words import words
from watchlist.model.condition import Leaf
from watchlist.model.finding import Findings, Verdict
from watchlist.model.pooled import label
from watchlist.model.reading import NEVER, Bools, Ints
from watchlist.model.rule import Level, Rulebook

_NAME = pa.dictionary(pa.int32(), pa.string())

#: ``period`` is an ordinal on the calendar (``every``, ``ends``) and ``label`` how it is written.
#: ``level`` is that of the comparison that decided (``words``), whose figure (``value``) was held
#: against another; ``held_period`` is an ordinal too, on the other's calendar. ``info``: the level
#: of that name holds (besides). ``window`` is null where it was not asked for.
FINDINGS = pa.schema(
    [
        pa.field("rule", _NAME),
        pa.field("rule_hash", _NAME),
        pa.field("indicator", _NAME),
        pa.field("area", _NAME),
        pa.field("breakdown", _NAME),
        pa.field("every", _NAME),
        pa.field("ends", pa.int8()),
        pa.field("period", pa.int32()),
        pa.field("label", _NAME),
        pa.field("level", _NAME),
        pa.field("info", pa.bool_()),
        pa.field("words", _NAME),
        pa.field("value", pa.float64()),
        pa.field("held_against", pa.float64()),
        pa.field("held_period", pa.int32()),
        pa.field("window", pa.list_(WINDOW)),
    ]
)

#: The same for engines that know no dictionaries.
PLAIN_FINDINGS = pa.schema(
    [pa.field(each.name, pa.string() if each.type == _NAME else each.type) for each in FINDINGS]
)


def holding(findings: Findings) -> Bools:
    """``bool [N, T]``: a level holds there."""
    holds: Bools = findings.verdict >= Verdict.AMBER
    return holds if findings.info is None else holds | (findings.info == Truth.TRUE)


def findings_table(cells: Cells, book: Rulebook, *, windows: bool = True) -> pa.Table:
    """A row of FINDINGS for each cell, in their order; of every one a level holds."""
    found, panel, rows = cells.findings, cells.findings.panel, cells.rows
    level, decided, size = _levels(cells), _Decided(len(cells.n)), len(cells.n)
    for chosen, leaf in _deciding(cells, level):
        decided.put(chosen, leaf, cells.some(chosen))
    columns = {
        "rule": _same(found.rule.id, size),
        "rule_hash": _same(found.rule.hash, size),
        "indicator": _named(panel.indicators, panel.indicator[rows]),
        "area": _named(panel.areas, panel.area[rows]),
        "breakdown": _named(panel.breakdowns, panel.breakdown[rows]),
        "every": _same(panel.calendar.frequency.value, size),
        "ends": np.full(size, panel.calendar.ends, dtype=np.int8),
        "period": (panel.first + cells.t).astype(np.int32),
        "label": _labels(cells, book),
        "level": _named([each.word for each in Level], level - 1),
        "info": _info(cells),
        "words": _named(decided.said, decided.words),
        "value": pa.array(decided.value, from_pandas=True),
        "held_against": pa.array(decided.held_against, from_pandas=True),
        "held_period": pa.array(
            decided.held_period.astype(np.int32), mask=decided.held_period == NEVER
        ),
        "window": windows_of(decided.looked_at, size) if windows else _nothing(size),
    }
    return pa.table(columns, schema=FINDINGS)


class _Decided:
    """What the deciding comparisons say of each cell."""

    def __init__(self, size: int) -> None:
        self.said: list[str] = []
        self.words = np.zeros(size, dtype=np.int32)
        self.value, self.held_against = np.full(size, np.nan), np.full(size, np.nan)
        self.held_period = np.full(size, NEVER, dtype=np.int64)
        self.looked_at: list[tuple[Ints, Leaf, Cells]] = []

    def put(self, at: Ints, leaf: Leaf, cells: Cells) -> None:
        """What one of them says of those that it decided."""
        place = (cells.n, cells.t)
        self.words[at] = len(self.said)
        self.said.append(words(leaf.condition))
        self.value[at] = taken(leaf.tested, *place)
        self.held_against[at] = taken(leaf.held_against, *place)
        if leaf.held_from is not None:
            self.held_period[at] = taken(leaf.held_from, *place)
        self.looked_at.append((at, leaf, cells))


def _levels(cells: Cells) -> Ints:
    """The level that the verdict names; where it names none, ``info`` holds."""
    verdict = taken(cells.findings.verdict, cells.n, cells.t).astype(np.int64)
    return np.where(verdict >= Verdict.AMBER, verdict - (Verdict.AMBER - Level.AMBER), Level.INFO)


def _deciding(cells: Cells, level: Ints) -> Iterator[tuple[Ints, Leaf]]:
    """Each comparison that decided some cells, and which."""
    for each, judgement in cells.findings.levels.items():
        of_level = np.flatnonzero(level == each)
        mine = cells.some(of_level)
        number = taken(judgement.deciding, mine.n, mine.t)
        for n, leaf in enumerate(judgement.leaves):
            if len(chosen := of_level[number == n]):
                yield chosen, leaf


def _info(cells: Cells) -> Bools:
    info = cells.findings.info
    if info is None:
        return np.zeros(len(cells.n), dtype=np.bool_)
    holds: Bools = taken(info, cells.n, cells.t) == Truth.TRUE
    return holds


def _labels(cells: Cells, book: Rulebook) -> pa.DictionaryArray:
    """How the period of each cell is written: few are different."""
    panel = cells.findings.panel
    years = np.array([book.indicators[name].pooled for name in panel.indicators], dtype=np.int64)
    wide = panel.shape[1]
    codes = years[panel.indicator[cells.rows]] * wide + cells.t
    different, which = distinct(codes, (int(years.max(initial=0)) + 1) * wide)
    pairs = (divmod(code, wide) for code in different.tolist())
    return _named([label(panel.calendar, panel.first + t, many) for many, t in pairs], which)


def _same(name: str, size: int) -> pa.DictionaryArray:
    return _named([name], np.zeros(size, dtype=np.int32))


def _named(names: Iterable[str], codes: npt.NDArray[Any]) -> pa.DictionaryArray:
    narrow = codes.astype(np.int32, copy=False)
    return pa.DictionaryArray.from_arrays(narrow, pa.array(names, pa.string()))


def _nothing(size: int) -> pa.Array:
    return pa.nulls(size, FINDINGS.field("window").type)
