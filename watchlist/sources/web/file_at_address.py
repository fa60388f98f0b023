"""A CSV or JSON file at an address."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from watchlist.model.errors import Fault, FaultsError, Mark, WorldError
from watchlist.sources.arrival import Arrived
from watchlist.sources.content import Content
from watchlist.sources.csv_file import read_csv
from watchlist.sources.json_readings import NotReadableError, load_json
from watchlist.sources.sheet import Sheet, refuse_too_wide
from watchlist.sources.web.asking import Tag
from watchlist.sources.web.fetching import Answer, Fetcher
from watchlist.sources.web.settings import WebSettings


def fetch_file(settings: WebSettings, tag: Tag | None) -> Arrived | None:
    """The file; None where it is as it was. Raises :class:`FaultsError`, :class:`WorldError`."""
    answer = Fetcher(settings.limits, settings.said).get(settings.url, tag)
    if answer.status == 304:
        return None
    if answer.status != 200:
        raise WorldError(refused(answer))
    content = fetched_content(settings.name, answer)
    return Arrived(content, file_rows(content, answer, settings), answer.tag)


def refused(answer: Answer) -> str:
    said = {
        204: "has nothing to give",
        401: "asks who this is: give it a key in `headers`",
        403: "does not let this service read it: ask its keeper",
        404: "is not there: correct the address",
        410: "is not there any more: correct the address",
    }
    words = said.get(answer.status, "refuses what is asked: correct the address")
    return f"{answer.place} {words} ({answer.status})"


def fetched_content(name: str, answer: Answer) -> Content:
    """Known by the answer's bytes; what is quarantined of it gets the source's name."""
    return Content(Path(name), answer.body, hashlib.sha256(answer.body).hexdigest())


def file_rows(content: Content, answer: Answer, settings: WebSettings) -> Sheet:
    looks_like = "json" if "json" in answer.kind or answer.place.endswith(".json") else "csv"
    at_place = Content(Path(answer.place), content.data, content.sha256)
    if (settings.content or looks_like) == "csv":
        if content.data.lstrip()[:1] == b"<":
            raise _not(answer, "answers with a page, not with a file: correct the address")
        return read_csv(at_place, settings.encoding)
    try:
        return json_sheet(answer.place, load_json(content.data), settings.rows)
    except NotReadableError as error:
        raise _not(answer, f"is not JSON that can be read: {error}") from error


def json_sheet(place: str, sent: Any, at: str) -> Sheet:
    """A list of flat objects as rows; line 1 is the first of them."""
    rows = sent
    for step in filter(None, at.split(".")):
        rows = rows.get(step) if isinstance(rows, dict) else None
    if isinstance(rows, dict) and not at:
        rows = next(
            (rows[name] for name in ("readings", "results", "data", "rows") if name in rows), rows
        )
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        where = f"at {at} " if at else ""
        sentence = f"has no list of rows {where}in its JSON: say where it is (`rows: data.rows`)"
        raise FaultsError([Fault(Mark(place), sentence)])
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    refuse_too_wide(place, len(header))
    faults = [
        Fault(
            Mark(place, line), f"{name}: holds a list or an object where a figure or a text belongs"
        )
        for line, row in enumerate(rows, 1)
        for name, value in row.items()
        if isinstance(value, dict | list)
    ]
    if faults:
        raise FaultsError(faults)
    columns = tuple(
        pa.chunked_array([pa.array([_text(row, name) for row in rows], pa.string())])
        for name in header
    )
    return Sheet(place, header, columns, np.arange(1, len(rows) + 1, dtype=np.int64))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _not(answer: Answer, sentence: str) -> FaultsError:
    return FaultsError([Fault(Mark(answer.place), sentence)])
