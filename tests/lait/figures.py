"""The generated rulebook over the real figures: read once, held in memory as panels."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from watchlist.config import read_config
from watchlist.evaluate.engine import evaluate
from watchlist.model.finding import Findings
from watchlist.model.period import Calendar
from watchlist.model.reading import NEVER, Ints, Marker, Panel, Panels
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import load_rulebook
from watchlist.sources.read import SourceRead, read_source
from watchlist.sources.settings import SourceSettings

ROOT = Path(__file__).parents[2]
DATA = ROOT / "../shared/data/lait"
NO_DATA = "the department's figures are not at ../shared/data/lait"

#: The day on which the example's clock stands.
TODAY = date(2026, 5, 1)


@dataclass(frozen=True, eq=False)
class Lait:
    """What the generator wrote, and what the product read by it."""

    config: Path
    book: Rulebook
    read: SourceRead


@cache
def generator() -> ModuleType:
    """`examples/lait/make.py`, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("lait_make", ROOT / "examples/lait/make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def lait(folder: Path, *, statistical: bool = False) -> Lait:
    """The rulebook made in a folder, and the file read as its configuration says."""
    path: Path = generator().make(DATA, folder, statistical=statistical)
    config, _ = read_config(path)
    book = load_rulebook(config.rules)
    (source,) = config.sources
    assert isinstance(source, SourceSettings)
    return Lait(path, book, read_source(source, book, config.folder))


def components(read: Lait) -> Iterator[tuple[frozenset[str], Panels]]:
    """Indicators that hang together, with their figures as the store keeps them: a period said to
    be missing of which nothing was ever given is no row."""
    given = pc.not_equal(read.read.table["marker"], pa.scalar(Marker.MISSING, pa.int8()))
    table = read.read.table.filter(given).sort_by("indicator")
    names = np.array(table["indicator"].to_pylist())
    columns = table.select(["area", "period", "value", "digits", "marker", "status"])
    for component in read.book.components(read.book.indicators):
        panels: dict[Calendar, Panel] = {}
        for name in component:  # a component of these rules is one indicator
            start, end = (np.searchsorted(names, name, side) for side in ("left", "right"))
            part = columns.slice(start, end - start)
            if len(part):
                panels[read.book.indicators[name].calendar] = panel(read.book, name, part)
        yield component, panels


def panel(book: Rulebook, indicator: str, table: pa.Table) -> Panel:
    """The figures of one indicator, areas by name."""
    areas = tuple(sorted(set(table["area"].to_pylist())))
    place = {name: number for number, name in enumerate(areas)}
    rows: Ints = np.array([place[name] for name in table["area"].to_pylist()])
    periods = table["period"].to_numpy().astype(np.int64)
    first = int(periods.min())
    shape = (len(areas), int(periods.max()) - first + 1)

    def layer(name: str, nothing: float, kind: Any) -> Any:
        filled = np.full(shape, nothing, dtype=kind)
        filled[rows, periods - first] = table[name].to_numpy()
        return filled

    none = np.broadcast_to(np.float64("nan"), shape)
    zeros = np.zeros(len(areas), dtype=np.int64)
    return Panel(
        calendar=book.indicators[indicator].calendar, first=first, indicators=(indicator,),
        areas=areas, breakdowns=("",), indicator=zeros, area=np.arange(len(areas)),
        breakdown=zeros, value=layer("value", np.nan, np.float64),
        marker=layer("marker", 0, np.int8), digits=layer("digits", -1, np.int8), numerator=none,
        denominator=none, target=none, growth=none, length=np.broadcast_to(1.0, shape),
        status=layer("status", 0, np.int8),
        series_id=zeros - 1, judged_to=zeros + NEVER,
    )  # fmt: skip


def findings(read: Lait) -> Iterator[Findings]:
    """What each of the rules says of every year of every authority."""
    rules: dict[str, list[Any]] = {}
    for rule in read.book.rules.values():
        rules.setdefault(rule.selects.indicators[0], []).append(rule)
    for component, panels in components(read):
        asked = [rule for name in component for rule in rules.get(name, [])]
        yield from evaluate(asked, read.book, panels, TODAY)
