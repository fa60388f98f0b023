"""`watchlist deliveries quality`: whether the news is worth sending."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from watchlist.app import open_app
from watchlist.cli.formats import TableFormat
from watchlist.cli.output import console, print_json, table
from watchlist.days import day_of
from watchlist.deliver.names import Names
from watchlist.model.calendar import at_local
from watchlist.model.errors import UsageError
from watchlist.model.spreadsheet import harmless
from watchlist.store.quality import Grouped, Quality
from watchlist.views.deliveries import rated
from watchlist.views.plain import plain

_ONE_DAY = timedelta(days=1)

_HEADINGS = (
    "Name", ">News", ">Sent", ">Seen", ">After", ">Acted on", ">Never seen", ">Flapping",
    ">Silent",
)  # fmt: skip


def show_quality(config: Path, since: str, until: str, within: int, output: TableFormat) -> None:
    with closing(open_app(config, last_good=True)) as app:
        first = _start(since, app.config.zone)
        last = _start(until, app.config.zone, _ONE_DAY)
        if first and last and first >= last:
            raise UsageError("the news is from a day up to a later one; turn the two round")
        found = app.store.quality(first, last, within=within)
        names = Names.of(app.config.directory, app.book)
        titles = {rule.id: rule.title for rule in app.book.rules.values()}
    match output:
        case TableFormat.JSON:
            print_json(found)
        case TableFormat.CSV:
            _write_csv(found)
        case TableFormat.TABLE:
            for grouped, title in ((Grouped.RULE, "By rule"), (Grouped.POST, "By post")):
                called = titles.get if grouped is Grouped.RULE else names.posts.get
                rows = [_row(one, called(one.name)) for one in found if one.grouped is grouped]
                console().print(table(title, _HEADINGS, rows))


def _start(day: str, zone: str, later: timedelta = timedelta(0)) -> datetime | None:
    return at_local(day_of(day) + later, time.min, zone) if day else None


def _row(one: Quality, title: str | None) -> Sequence[str]:
    return (f"{title}\n{one.name}" if title else one.name, *rated(one, "\n"))


def _write_csv(found: Sequence[Quality]) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    columns = [each.name for each in fields(Quality)]
    out.writerow(columns)
    for one in found:
        row: dict[str, Any] = plain(one)
        out.writerow(harmless(str(_blank(row[name]))) for name in columns)


def _blank(value: Any) -> Any:
    return "" if value is None else value
