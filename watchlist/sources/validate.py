"""Text into readings, a column at a time: everything that is wrong is said, row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from watchlist.model.reading import READINGS, Ints, Status
from watchlist.model.rule import Rulebook
from watchlist.sources.cells import (
    UNPUBLISHED,
    UNSAID,
    first_instant,
    parse_breakdown,
    parse_label,
    parse_published,
    parse_status,
)
from watchlist.sources.figures import figures
from watchlist.sources.names import Names
from watchlist.sources.raw import Raw
from watchlist.sources.rows import Rows, nullable, positions, strings
from watchlist.sources.settings import SourceMeaning


@dataclass(frozen=True, eq=False)
class Terms:
    """What the words of a source mean."""

    book: Rulebook
    settings: SourceMeaning
    indicators: Names
    areas: Names


@dataclass(frozen=True, eq=False)
class Understood:
    """``table`` (READINGS, N rows), the row of the sheet that each comes from, what is wrong and
    what is remarked by position in the table (a faulty row's figures are of no use), and how many
    readings were left out."""

    table: pa.Table
    rows: Ints
    complaints: list[tuple[int, str]]
    remarks: list[tuple[int, str]]
    left_out: int


def understand(raw: Raw, terms: Terms) -> Understood:
    """Reads every cell of N readings."""
    ids, places = sorted(terms.book.indicators), sorted(terms.book.areas)
    indicator = positions(raw.columns["indicator"], terms.indicators, ids)
    area = positions(raw.columns["area"], terms.areas, places)
    total = len(indicator)
    if terms.settings.leaves_out_others:
        known = np.flatnonzero((indicator >= 0) & (area >= 0))
        raw, indicator, area = raw.take(known), indicator[known], area[known]
    rows = Rows(raw, [terms.book.indicators[name] for name in ids], indicator)
    rows.complain_of_unknown("indicator", terms.indicators, indicator < 0)
    rows.complain_of_unknown("area", terms.areas, area < 0)
    columns = {
        "indicator": strings(indicator, ids),
        "area": strings(area, places),
        "breakdown": _breakdown(rows),
        **_period(rows, terms.settings.bare_year),
        **figures(rows),
        "published": _published(rows, terms.settings),
    }
    table = pa.table([columns[name] for name in READINGS.names], schema=READINGS)
    left_out = total - len(indicator)
    return Understood(table, raw.rows, rows.complaints.found, rows.remarks.found, left_out)


def _breakdown(rows: Rows) -> pa.Array:
    parsed = rows.parse("breakdown", parse_breakdown)
    return strings(parsed.which, [text or "" for text in parsed.results])


def _period(rows: Rows, bare_year: str) -> dict[str, pa.Array]:
    """The period, its span, and the status: the cell's, else the remark's behind the label."""
    label = rows.parse_by(
        "period",
        lambda indicator: (indicator.calendar, indicator.pooled),
        lambda text, kind: parse_label(text, kind[0], bare_year, kind[1]),
    )
    remark = label.array(lambda read: read[1] or Status.FINAL, Status.FINAL, np.int8)
    status = rows.parse("status", parse_status).array(int, UNSAID, np.int8)
    return {
        "period": pa.array(label.array(lambda read: read[0].ordinal, 0, np.int32)),
        "span": pa.array(label.array(lambda read: read[0].span, 1, np.int16)),
        "status": pa.array(np.where(status == UNSAID, remark, status)),
    }


def _published(rows: Rows, settings: SourceMeaning) -> pa.Array:
    instants = rows.parse("published", parse_published).array(int, UNPUBLISHED, np.int64)
    always = settings.published
    if always is not None and not isinstance(always, str):
        instants = np.where(instants == UNPUBLISHED, first_instant(always), instants)
    return nullable(instants, instants == UNPUBLISHED, READINGS.field("published").type)
