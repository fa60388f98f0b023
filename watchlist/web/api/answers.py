"""How an answer is written: as JSON, or as CSV with a line for each thing, as the program asks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from watchlist.model.spreadsheet import harmless_cell
from watchlist.views.plain import plain

CSV_TYPE = "text/csv"


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"


class Formatted(BaseModel):
    """What every address that is read from takes."""

    model_config = ConfigDict(extra="forbid")
    format: Format | None = Field(
        default=None,
        description="json or csv; left out, as the header Accept says, and else json.",
        examples=["csv"],
    )


@dataclass(frozen=True)
class Sheet:
    """An answer as a table: the names of its columns, and a mapping for each row."""

    columns: Sequence[str]
    rows: Iterable[Mapping[str, Any]]


Asks = Annotated[Formatted, Query()]


def answer(
    request: Request, asked: Formatted, body: Mapping[str, Any], sheet: Sheet,
    headers: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """The same as JSON (``body``) or as CSV (``sheet``)."""
    told = {"Vary": "Accept", **(headers or {})}
    if wanted(request, asked.format) is Format.CSV:
        return Response(as_csv(sheet), headers=told, media_type=f"{CSV_TYPE}; charset=utf-8")
    return Response(as_json(body), headers=told, media_type="application/json")


def wanted(request: Request, said: Format | None) -> Format:
    """CSV where it is said, or where the header prefers it."""
    if said is not None:
        return said
    liked = dict(map(_liked, request.headers.get("Accept", "").split(",")))
    anything = liked.get("*/*", 0.0)
    json_liked = liked.get("application/json", liked.get("application/*", anything))
    return Format.CSV if liked.get(CSV_TYPE, 0.0) > json_liked else Format.JSON


def _liked(part: str) -> tuple[str, float]:
    """ "text/csv;q=0.5" -> ("text/csv", 0.5)."""
    name, *parameters = (word.strip().lower() for word in part.split(";"))
    weights = [word[2:] for word in parameters if word.startswith("q=")]
    try:
        return name, float(weights[0]) if weights else 1.0
    except ValueError:
        return name, 0.0


def as_json(body: Mapping[str, Any]) -> str:
    return json.dumps(plain(body), ensure_ascii=False, allow_nan=False)


def as_csv(sheet: Sheet) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows([cell(row.get(name)) for name in sheet.columns] for row in sheet.rows)
    return out.getvalue()


def cell(value: Any) -> str:
    """A cell that no spreadsheet runs as a formula; figures stay figures."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return harmless_cell(str(value))


def page_end(request: Request, place: str | None) -> tuple[str | None, dict[str, str]]:
    """The address of the next page (None: this is the last) and the header that says it, given the
    place up to which this one goes."""
    if place is None:
        return None, {}
    url = request.url.include_query_params(cursor=place)
    address = f"{url.path}?{url.query}"
    return address, {"Link": f'<{address}>; rel="next"'}
