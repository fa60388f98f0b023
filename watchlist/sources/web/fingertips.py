"""Fingertips, the public health profiles of OHID: indicators as CSV, in its own columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import numpy as np
import pyarrow as pa

from watchlist.model.errors import WorldError
from watchlist.model.reading import Bools
from watchlist.sources.arrival import Arrived
from watchlist.sources.content import Content
from watchlist.sources.csv_file import read_csv
from watchlist.sources.raw import missing, required
from watchlist.sources.sheet import Coded, Sheet, combine
from watchlist.sources.web.asking import Tag
from watchlist.sources.web.fetching import Fetcher
from watchlist.sources.web.file_at_address import fetched_content, refused
from watchlist.sources.web.settings import FINGERTIPS_COLUMNS, FingertipsSettings

_NOTE = "Value note"
_NOBODY = ("", "not applicable")


def fetch_fingertips(settings: FingertipsSettings, tag: Tag | None) -> Arrived | None:
    """The indicators' figures; None where they are as they were."""
    answer = Fetcher(settings.limits, settings.said).get(address(settings), tag)
    if answer.status == 304:
        return None
    if answer.status != 200:
        raise WorldError(refused(answer))
    content = fetched_content(settings.name, answer)
    rows = read_csv(
        Content(content.path.with_name(f"{settings.name}.csv"), content.data, content.sha256)
    )
    return Arrived(content, fingertips_sheet(rows, settings), answer.tag)


def address(settings: FingertipsSettings) -> str:
    asked = {
        "indicator_ids": ",".join(settings.indicators),
        "child_area_type_id": settings.area_type,
        "parent_area_type_id": settings.parent_area_type,
    }
    return f"{settings.url}/api/all_data/csv/by_indicator_id?{urlencode(asked, safe=',')}"


def fingertips_sheet(sheet: Sheet, settings: FingertipsSettings) -> Sheet:
    """The rows that are asked for, without those of deprivation and the like, each once; where there is
    no value, its note says why. Raises :class:`FaultsError` where columns are missing."""
    wanted = [*FINGERTIPS_COLUMNS.values(), _NOTE, "Sex", "Age", "Category Type"]
    if lost := missing(sheet, wanted):
        raise sheet.refused(*lost)
    sex, age, category = (required(sheet, name) for name in ("Sex", "Age", "Category Type"))
    people = {settings.sex.casefold(), *(_NOBODY if settings.sex == "Persons" else ())}
    taken = _rows(sex, lambda text: "Sex" in settings.breakdowns or text in people)
    taken &= _rows(age, lambda text: settings.age is None or text == settings.age.casefold())
    taken &= _rows(category, lambda text: not text)
    rows = np.flatnonzero(taken)
    if not len(rows):
        raise sheet.refused(
            f"has no figure for {settings.sex}: correct `sex`, `age` or the numbers of the indicators"
        )
    value = combine([required(sheet, "Value"), required(sheet, _NOTE)], _value)
    figures = {
        **{name: required(sheet, name) for name in (*wanted[:3], *wanted[4:6])},
        "Value": value,
    }
    broken_down = {name: required(sheet, name) for name in settings.breakdowns}
    columns = {**figures, **broken_down}
    return Sheet(
        sheet.path,
        tuple(columns),
        tuple(_texts(column.take(rows)) for column in columns.values()),
        sheet.lines[rows],
        sheet.broken,
    )


def _rows(column: Coded, holds: Callable[[str], bool]) -> Bools:
    which: Bools = np.array([bool(holds(text.casefold())) for text in column.texts])[column.codes]
    return which


def _value(texts: Sequence[str]) -> str:
    value, note = texts
    if value:
        return value
    if re.search(r"suppress|disclos|small (count|number)", note, re.IGNORECASE):
        return "c"
    return "x" if note else ""


def _texts(column: Coded) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array([column.texts[code] for code in column.codes], pa.string())])
