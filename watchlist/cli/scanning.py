"""`watchlist scan`: readings judged where they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import typer

from watchlist.app import App
from watchlist.cli.findings_file import KINDS, writing
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, progress, table
from watchlist.cycle import Report
from watchlist.evaluate.findings_table import FINDINGS
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.model.period import Calendar
from watchlist.rulebook.wording import nearest, quote
from watchlist.scan import Readings, looked_at, register, scan


@dataclass(frozen=True)
class Asked:
    """What is to be done with a table: which engine judges it, whether every period is looked at,
    into which file findings go, whether the register learns of them, and of which indicators."""

    table: str
    engine: str = "local"
    every: bool = False
    to: Path | None = None
    register: bool = False
    only: tuple[str, ...] = ()

    @property
    def on_spark(self) -> bool:
        return self.engine == "spark"


def run_scan(config: Path, asked: Asked, output: Format) -> None:
    """Judge a table; say how many findings there are, write them, or enter them in the register."""
    if asked.register and (asked.every or asked.to):
        raise UsageError(
            "--register looks at every period by itself and writes no file: leave out --every and --to"
        )
    if asked.to and asked.to.suffix not in KINDS:
        raise UsageError(f"{asked.to}: findings are written as .parquet or .csv")
    app = opened(config)
    try:
        if asked.register:
            _tell_report(_registered(app, asked), output)
        else:
            _tell(app, _written(app, asked), output)
    finally:
        app.close()


def _registered(app: App, asked: Asked) -> Report:
    readings = _readings(app, asked)
    with progress("judging") as report:
        return register(readings, app.store, app.setting, app.clock(), progress=report)


def _written(app: App, asked: Asked) -> Counter[tuple[str, str]]:
    """How many findings there are by rule and level; they are in the file that was asked for."""
    counts: Counter[tuple[str, str]] = Counter()
    with progress("judging") as report, writing(asked.to) as write:
        for found in _found(app, asked, report):
            counts.update(_counted(found))
            write(found)
    return counts


def _found(app: App, asked: Asked, report: Any) -> Iterable[pa.Table]:
    today = local_date(app.clock(), app.config.zone)
    windows = asked.to is not None and asked.to.suffix != ".csv"
    if asked.on_spark:
        return [_found_on_spark(app, asked, today, windows=windows)]
    readings = _readings(app, asked)
    return scan(readings, app.book, today, every=asked.every, windows=windows, progress=report)


def _found_on_spark(app: App, asked: Asked, today: date, *, windows: bool) -> pa.Table:
    from watchlist.on_spark import collected, findings, frame_of

    found = findings(
        frame_of(asked.table),
        app.book,
        today,
        every=asked.every,
        windows=windows,
        only=_names(app, asked),
        path=asked.table,
    )
    return collected(found).cast(FINDINGS)


def _readings(app: App, asked: Asked) -> Readings:
    if asked.on_spark:
        from watchlist.on_spark import SparkReadings, frame_of

        return SparkReadings(frame_of(asked.table), _names(app, asked), asked.table)
    from watchlist.sources.parquet_table import ParquetTable

    return ParquetTable(Path(asked.table), _names(app, asked))


def _names(app: App, asked: Asked) -> dict[str, Calendar]:
    """The indicators that are to be read."""
    for name in asked.only:
        if name not in app.book.indicators:
            hint = nearest(name, app.book.indicators)
            raise UsageError(f"there is no indicator {quote(name)} in the rulebook{hint}")
    return looked_at(app.book, asked.only)


def _counted(found: pa.Table) -> dict[tuple[str, str], int]:
    """By rule and level; ``info`` counts wherever that level holds."""
    counts: Counter[tuple[str, str]] = Counter()
    for column, level in ((found["level"], ""), (pc.if_else(found["info"], "info", None), "info")):
        some = pa.table(
            {"rule": found["rule"].cast(pa.string()), "level": column.cast(pa.string())}
        )
        for row in some.group_by(["rule", "level"]).aggregate([([], "count_all")]).to_pylist():
            if row["level"] and (level or row["level"] != "info"):
                counts[row["rule"], row["level"]] = row["count_all"]
    return counts


def _tell(app: App, counts: Counter[tuple[str, str]], output: Format) -> None:
    levels = ("red", "amber", "info")
    rules = [
        {"rule": rule, **{level: counts[rule, level] for level in levels}}
        for rule in app.book.rules
    ]
    if output is Format.JSON:
        print_json({"rules": rules})
        return
    lines = [
        (str(row["rule"]), *(f"{row[level]:,}" if row[level] else "–" for level in levels))
        for row in rules
    ]
    console().print(table("Findings", ("Rule", *(f">{level}" for level in levels)), lines))


def _tell_report(report: Report, output: Format) -> None:
    moved = {reason.value: many for reason, many in sorted(report.moved.items())}
    if output is Format.JSON:
        print_json({"indicators": report.indicators, "moved": moved, "notices": report.notices})
        return
    news = ", ".join(f"{many:,} {reason}" for reason, many in moved.items()) or "nothing new"
    judged = _counted_said(report.indicators, "indicator")
    typer.echo(f"{judged} judged: {news}; {_counted_said(report.notices, 'notice')}")


def _counted_said(many: int, noun: str) -> str:
    return f"{many:,} {noun}{'' if many == 1 else 's'}" if many else f"no {noun}s"
