"""Figures put right by hand: read like any others, refused with a sentence or written."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from watchlist.capacity import post_in_role
from watchlist.cycle import Setting
from watchlist.model.calendar import local_date
from watchlist.model.corrections import By, Correction
from watchlist.model.errors import FaultsError, UsageError
from watchlist.model.pooled import spoken
from watchlist.model.rule import Rulebook
from watchlist.register.refusal import unreadable
from watchlist.rulebook.wording import listed
from watchlist.sources.content import Content, read_content
from watchlist.sources.read import read_bytes
from watchlist.sources.settings import SourceMeaning, SourceSettings
from watchlist.store.store import Store

MAY_CORRECT = frozenset({"officer", "keeper", "administrator"})

#: By what a reading is known, in a READINGS table.
_KEY = ("indicator", "area", "breakdown", "period", "span")

#: How many readings a sentence names.
_MOST = 5


@dataclass(frozen=True)
class Right:
    """One figure as it should be, in the words of a file: ``value`` may be ``90/108`` or a symbol."""

    indicator: str
    period: str
    value: str
    area: str = ""
    breakdown: str = ""


@dataclass(frozen=True)
class Corrector:
    """Who corrects, for which post where he says it, and why."""

    who: str
    acting_for: str | None
    reason: str


def correct_file(
    store: Store, setting: Setting, source: SourceMeaning, path: Path, asked: Corrector,
    now: datetime,
) -> tuple[Correction, ...]:  # fmt: skip
    """Every figure of a file that differs from what stands. Raises :class:`UsageError`, and writes
    nothing, where it may not be done; :class:`FaultsError` with every faulty row."""
    by = _by(setting, asked, now)
    whole = source.model_copy(update={"faulty_rows": "refuse"})
    table = read_bytes(read_content(path), whole, setting.book).table
    return _correct(store, setting.book, table, by, str(path), now)


def correct_figure(
    store: Store, setting: Setting, right: Right, asked: Corrector, now: datetime
) -> tuple[Correction, ...]:
    """One figure. Raises :class:`UsageError`, and writes nothing, where it may not be done."""
    by = _by(setting, asked, now)
    content = _as_file(right, setting.book)
    settings = SourceSettings(name="correction", path=str(content.path))
    try:
        table = read_bytes(content, settings, setting.book).table
    except FaultsError as error:
        raise UsageError("\n".join(fault.sentence for fault in error.faults)) from None
    return _correct(store, setting.book, table, by, "", now)


def _by(setting: Setting, asked: Corrector, now: datetime) -> By:
    post = post_in_role(
        setting.directory, setting.book, asked.who, local_date(now, setting.zone),
        asked.acting_for, MAY_CORRECT, "correct a figure",
    )  # fmt: skip
    reason = asked.reason.strip()
    if not reason:
        raise UsageError("say why the figure is corrected: --reason TEXT")
    if why := unreadable(reason):
        raise UsageError(why)
    return By(asked.who, post, reason)


def _as_file(right: Right, book: Rulebook) -> Content:
    """The figure as a file of one row would give it."""
    area = right.area or (book.own_areas[0] if len(book.own_areas) == 1 else "")
    for what, given in (
        ("the indicator: --indicator ID", right.indicator),
        ("the period: --period “May 2014”", right.period),
        ("the figure as it should be: --value 83.3, or 90/108, or c where it is withheld",
         right.value),
        ("which area is meant: --area NAME", area),
    ):  # fmt: skip
        if not given.strip():
            raise UsageError(f"say {what}")
    row = {
        "indicator": right.indicator,
        "area": area,
        "breakdown": right.breakdown,
        "period": right.period,
        "value": right.value,
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)
    return Content(Path("correction"), text.getvalue().encode(), "")


def _correct(
    store: Store, book: Rulebook, table: pa.Table, by: By, path: str, now: datetime
) -> tuple[Correction, ...]:
    keys = list(zip(*(table[name].to_pylist() for name in _KEY), strict=True))
    if twice := [key for key, many in Counter(keys).items() if many > 1]:
        raise UsageError(f"give one figure only for {_named(twice, book)}")
    calendars = {name: indicator.calendar for name, indicator in book.indicators.items()}
    done = store.correct(table, calendars, by, path=path, now=now)
    if done.unknown:
        unknown = _named([keys[place] for place in done.unknown], book)
        raise UsageError(
            f"there is no figure to correct of {unknown}; "
            "what nobody has given yet is imported without --correct"
        )
    if not done.made:
        raise UsageError("nothing was corrected: that is what stands already")
    return done.made


def _named(keys: list[tuple[str, str, str, int, int]], book: Rulebook) -> str:
    named = list(_names(keys[:_MOST], book))
    more = len(keys) - len(named)
    return listed([*named, f"{more:,} more"] if more else named, last="and")


def _names(keys: list[tuple[str, str, str, int, int]], book: Rulebook) -> Iterator[str]:
    for name, area, breakdown, period, span in keys:
        indicator = book.indicators[name]
        when = spoken(indicator.calendar, period + max(span, 1) - 1, indicator.pooled)
        parts = (name, area, breakdown.replace("=", " ").replace(";", ", "))
        yield f"{', '.join(filter(None, parts))} in {when}"
