"""Explore Education Statistics: a query of a data set, page by page, to the columns of DfE's own files.

Nobody but the service knows its ids: columns, options and places are named in the configuration and
looked up. The version is pinned before the first page, so that all pages are of one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from watchlist.model.errors import Fault, FaultsError, Mark, WorldError
from watchlist.model.period import MONTH_NAMES
from watchlist.sources.arrival import Arrived
from watchlist.sources.content import Content
from watchlist.sources.sheet import Sheet
from watchlist.sources.web.asking import LaterError, Tag
from watchlist.sources.web.fetching import Answer, Fetcher
from watchlist.sources.web.settings import EesSettings

_MOST_ROWS = 1_000_000

_LEVELS = {"NAT": "National", "REG": "Regional", "LA": "Local authority"}
_YEARS = {"AY": "Academic year", "CY": "Calendar year", "FY": "Financial year", "TY": "Tax year"}

#: What a code of the service is called in DfE's files.
IDENTIFIERS = {
    **_YEARS,
    **{f"{code}Q{n}": f"{name} Q{n}" for code, name in _YEARS.items() for n in range(1, 5)},
    **{f"M{n}": name for n, name in enumerate(MONTH_NAMES, 1)},
    **{f"W{n}": f"Week {n}" for n in range(1, 53)},
    "P1": "Part 1 (April to September)", "P2": "Part 2 (October to March)",
    "RY": "Reporting year",
    "T1": "Autumn term", "T1T2": "Autumn and spring term", "T2": "Spring term", "T3": "Summer term",
}  # fmt: skip

_PLACES = {
    "NAT": ("country_code", "country_name"),
    "REG": ("region_code", "region_name"),
    "LA": ("new_la_code", "la_name"),
}


@dataclass(frozen=True)
class Ids:
    """What the ids of a data set are, by kind of thing: ``columns`` of indicators and filters,
    ``options`` of filters, ``places`` (code, old code, name)."""

    indicators: Mapping[str, str]
    filters: Mapping[str, str]
    options: Mapping[str, str]
    places: Mapping[str, tuple[str, str, str]]


def fetch_data_set(settings: EesSettings, tag: Tag | None) -> Arrived | None:
    """The rows that the query gives; None where the version is that of ``tag``."""
    asking = _Asking(settings, Fetcher(settings.limits, settings.said))
    version, published = asking.version()
    if tag and tag.etag == version:
        return None
    meta = asking.json(f"meta?dataSetVersion={version}")
    ids = ids_of(meta)
    query = query_of(settings, meta, ids, asking.place(version))
    rows, warnings = asking.rows(version, query)
    place = asking.place(version)
    data = json.dumps([query["indicators"], rows], sort_keys=True).encode()
    content = Content(Path(settings.name), data, hashlib.sha256(data).hexdigest())
    return Arrived(content, _sheet(place, rows, ids, published, warnings), Tag(version))


@dataclass(frozen=True)
class _Asking:
    settings: EesSettings
    fetcher: Fetcher

    def place(self, version: str) -> str:
        return f"{self.settings.where}, data set {self.settings.data_set}, version {version}"

    def version(self) -> tuple[str, str]:
        """The version that is meant by ``2.*`` today, and when it was published."""
        found = self.json(f"versions/{self.settings.version}")
        version = str(found.get("version", ""))
        if not version:
            raise self._odd("does not say its version")
        return version, str(found.get("published") or "")

    def json(self, what: str) -> Any:
        return self._read(self.fetcher.get(self._url(what)))

    def rows(self, version: str, query: Mapping[str, Any]) -> tuple[list[Any], list[Fault]]:
        """All results, and what the service warns of. Raises :class:`WorldError` where its pages do not
        fit together: then nothing of them is good."""
        found: list[Any] = []
        warnings: list[Fault] = []
        total, page = 1, 1
        while len(found) < total:
            asked = {**query, "page": page, "pageSize": self.settings.page_size}
            answer = self._read(
                self.fetcher.post(self._url(f"query?dataSetVersion={version}"), asked)
            )
            part, paging = self._part(answer)
            if page == 1:
                warnings = [
                    _warning(self.place(version), one) for one in answer.get("warnings") or ()
                ]
                total = int(paging.get("totalResults", -1))
            if (
                paging.get("page") != page
                or paging.get("totalResults") != total
                or (not part and len(found) < total)
            ):
                raise self._odd(f"gives pages that do not fit together (at page {page})")
            found += part
            page += 1
            if len(found) > min(total, _MOST_ROWS):
                raise self._odd(f"gives more rows than it says ({total:,}), or too many")
        seen = {json.dumps([row, row.get("values")], sort_keys=True) for row in found}
        if len(seen) < len(found):
            raise self._odd("gives the same row on two pages")
        if not found:
            said = "; ".join(fault.sentence for fault in warnings) or "correct the query"
            raise FaultsError(
                [Fault(Mark(self.place(version)), f"has no figures for this query: {said}")]
            )
        return found, warnings

    def _part(self, answer: Any) -> tuple[list[Any], Mapping[str, Any]]:
        part, paging = answer.get("results"), answer.get("paging")
        whole = isinstance(part, list) and isinstance(paging, dict)
        if not whole or not all(_is_row(row) for row in part):
            raise self._odd("answers in a form that is not the documented one")
        return part, paging

    def _url(self, what: str) -> str:
        return f"{self.settings.url.rstrip('/')}/v1/data-sets/{self.settings.data_set}/{what}"

    def _read(self, answer: Answer) -> Any:
        """Its JSON, or what the service says is wrong."""
        if answer.status == 204:
            raise self._odd(
                "has nothing to give (204): correct the query, or wait until it is published"
            )
        try:
            said = json.loads(answer.body)
        except ValueError:
            said = {}
        if answer.status == 200 and isinstance(said, dict) and said:
            return said
        if answer.status == 200:
            raise self._odd("answers with something that is no JSON")
        raise FaultsError(list(self._faults(answer, said if isinstance(said, dict) else {})))

    def _faults(self, answer: Answer, said: Mapping[str, Any]) -> Iterator[Fault]:
        mark = Mark(self.place(self.settings.version))
        words = {
            403: "may not be read: it is not published, or not any more",
            404: "is not there: correct data_set or version (look what changed in a new one before it "
            "is named here)",
        }
        errors = [one for one in said.get("errors") or () if isinstance(one, dict)]
        for one in errors:
            yield _warning(mark.path, one, warning=False)
        if not errors:
            title = str(said.get("title") or "refuses the query")
            yield Fault(mark, f"{words.get(answer.status, title)} ({answer.status})")

    def _odd(self, sentence: str) -> WorldError:
        said = f"{self.place(self.settings.version)} {sentence}, so nothing was taken"
        return LaterError(said, timedelta(hours=1))


def _is_row(row: Any) -> bool:
    parts = ("timePeriod", "locations", "filters", "values")
    return isinstance(row, dict) and all(isinstance(row.get(part), dict) for part in parts)


def _warning(place: str, said: Mapping[str, Any], *, warning: bool = True) -> Fault:
    """An error or a warning of the service: its message, where in the query, and what it is about."""
    detail = said.get("detail") or said.get("details") or {}
    items = detail.get("items") if isinstance(detail, dict) else None
    where = f"{said['path']}: " if said.get("path") else ""
    about = f" ({', '.join(map(str, items))})" if items else ""
    return Fault(Mark(place), f"{where}{said.get('message', 'no reason is given')}{about}", warning)


def ids_of(meta: Mapping[str, Any]) -> Ids:
    filters, options = {}, {}
    for one in meta.get("filters") or ():
        filters[one["id"]] = one.get("column") or one.get("label")
        for option in one.get("options") or ():
            label = "Total" if option.get("isAggregate") else option.get("label", "")
            options[option["id"]] = label
    places = {}
    for level in meta.get("locations") or ():
        for place in level.get("options") or ():
            name = place.get("label") or place.get("name") or ""
            places[place["id"]] = (place.get("code") or "", place.get("oldCode") or "", name)
    indicators = {one["id"]: one.get("column") or one["id"] for one in meta.get("indicators") or ()}
    return Ids(indicators, filters, options, places)


def query_of(
    settings: EesSettings, meta: Mapping[str, Any], ids: Ids, place: str
) -> dict[str, Any]:
    """What is posted. Raises :class:`FaultsError` naming everything that the data set does not have."""
    faults: list[Fault] = []
    wanted = [
        *settings.values,
        *(
            one
            for each in settings.values.values()
            for one in (each.numerator, each.denominator)
            if one
        ),
    ]
    indicators = list(dict.fromkeys(_id(name, ids.indicators, place, faults) for name in wanted))
    criteria = dict(settings.criteria) or _criteria(settings, meta, ids, place, faults)
    for name in settings.breakdowns:
        _id(name, ids.filters, place, faults)
    if faults:
        raise FaultsError(faults)
    return {"indicators": indicators, **({"criteria": criteria} if criteria else {})}


def _criteria(
    settings: EesSettings, meta: Mapping[str, Any], ids: Ids, place: str, faults: list[Fault]
) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    if settings.geographic_levels:
        parts.append({"geographicLevels": {"in": list(settings.geographic_levels)}})
    if settings.locations:
        found = [
            {"level": at, "code": code}
            for at, codes in settings.locations.items()
            for code in codes
        ]
        parts.append({"locations": {"in": found}})
    if settings.time_periods:
        parts.append({"timePeriods": settings.time_periods})
    for name in settings.filters:
        _id(name, ids.filters, place, faults)
    for one in meta.get("filters") or ():
        if options := _options(one, settings, place, faults):
            parts.append({"filters": {"in": options}})
    return {"and": parts} if len(parts) > 1 else parts[0] if parts else {}


def _options(
    one: Mapping[str, Any], settings: EesSettings, place: str, faults: list[Fault]
) -> list[str]:
    """The options of a filter that are taken: those named; its total where nothing is said of it."""
    called = {str(one.get("column")).casefold(), str(one["id"]).casefold()}
    options = one.get("options") or ()
    totals = [option["id"] for option in options if option.get("isAggregate")]
    for name, wanted in settings.filters.items():
        if name.casefold() in called:
            known = {option["id"]: option.get("label", "") for option in options}
            known |= {} if "Total" in known.values() else dict.fromkeys(totals, "Total")
            return [_id(text, known, place, faults) for text in wanted]
    broken_down = any(name.casefold() in called for name in settings.breakdowns)
    return [] if broken_down else totals


def _id(name: str, known: Mapping[str, str], place: str, faults: list[Fault]) -> str:
    """The id of something that is named by its column, label or id."""
    if name in known:
        return name
    for number, called in known.items():
        if called.casefold() == name.casefold():
            return number
    close = get_close_matches(name.casefold(), [text.casefold() for text in known.values()], 1)
    hint = (
        f': did you mean "{close[0]}"?'
        if close
        else f"; it has {', '.join([*known.values()][:20])}"
    )
    faults.append(Fault(Mark(place), f'has no "{name}"{hint}'))
    return name


def _sheet(
    place: str,
    rows: Sequence[Any],
    ids: Ids,
    published: str,
    warnings: Sequence[Fault],
) -> Sheet:
    """The results in DfE's own columns; line 1 is the first result."""
    named = [column for pair in _PLACES.values() for column in pair]
    always = ["time_period", "time_identifier", "geographic_level", *named]
    described = [{**_row(row, ids), "published": published} for row in rows]
    header = tuple(dict.fromkeys([*always, *(name for row in described for name in row)]))
    columns = tuple(
        pa.chunked_array([pa.array([row.get(name, "") for row in described], pa.string())])
        for name in header
    )
    lines = np.arange(1, len(rows) + 1, dtype=np.int64)
    return Sheet(place, header, columns, lines, warnings=tuple(warnings))


def _row(row: Mapping[str, Any], ids: Ids) -> dict[str, str]:
    period = row["timePeriod"]
    level = str(row.get("geographicLevel", ""))
    said = {
        "time_period": _digits(str(period.get("period", ""))),
        "time_identifier": IDENTIFIERS.get(str(period.get("code")), str(period.get("code"))),
        "geographic_level": _LEVELS.get(level, level),
    }
    for at, number in row["locations"].items():
        code, _, name = ids.places.get(number, ("", "", ""))
        if at in _PLACES:
            said |= dict(zip(_PLACES[at], (code, name), strict=True))
    for number, option in row["filters"].items():
        said[ids.filters.get(number, number)] = ids.options.get(option, option)
    for number, value in row["values"].items():
        said[number] = said[ids.indicators.get(number, number)] = str(value)
    return said


def _digits(period: str) -> str:
    """``2022/2023`` as DfE's files write it: 202223."""
    first, _, last = period.partition("/")
    return f"{first}{last[-2:]}" if last else first
