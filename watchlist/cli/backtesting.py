"""`watchlist backtest`: what the rules say, period by period; written while it is judged."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import typer

from watchlist.app import App, open_app
from watchlist.backtest import Judged, backtest, total
from watchlist.behaviour import behaviour
from watchlist.cli.backtest_table import lines
from watchlist.cli.formats import TableFormat
from watchlist.cli.output import progress
from watchlist.cli.picturing import Picture, write_picture
from watchlist.cycle import Progress
from watchlist.model.calendar import local_date
from watchlist.model.pooled import label
from watchlist.model.rule import Rulebook
from watchlist.model.spreadsheet import harmless
from watchlist.question import Question, read_day
from watchlist.views.as_json import behaviour_json
from watchlist.views.cells import COLUMNS, cells, years_of

#: The findings of one rule after the other, of each a list: one for each calendar.
ByRule = Iterator[list[Judged]]


def run_backtest(
    config: Path, question: Question, as_known: str, output: TableFormat, picture: Picture | None
) -> None:
    """Answer a question in the format asked for, or with a picture."""
    app = open_app(config)
    try:
        if as_known:
            day = read_day(as_known, local_date(app.clock(), app.config.zone))
            question = replace(question, as_known=day)
        if picture:
            judged = backtest(app.store, app.setting, question, app.clock())
            typer.echo(write_picture(picture, judged, app.book))
        else:
            _write(app, question, output)
    finally:
        app.close()


def _write(app: App, question: Question, output: TableFormat) -> None:
    with _progress() as report:
        judged = backtest(app.store, app.setting, question, app.clock(), report)
        by_rule = (list(some) for _, some in groupby(judged, key=lambda one: one.found.rule.id))
        match output:
            case TableFormat.TABLE:
                sys.stdout.writelines(f"{line}\n" for line in lines(by_rule, app.book))
            case TableFormat.CSV:
                _write_csv(by_rule, app.book)
            case TableFormat.JSON:
                _write_json(by_rule, question, app.book)


def _progress() -> AbstractContextManager[Progress | None]:
    """A bar where the answer goes into a file; on a screen the answer itself shows how far it is."""
    return nullcontext() if sys.stdout.isatty() else progress("judging")


def _write_csv(rules: ByRule, book: Rulebook) -> None:
    """Every judged cell, a line each; no text that a spreadsheet would run."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for judged in rules:
        for one in judged:
            *names, period, verdict, info, figure, held = cells(one, book)
            safe = ([harmless(name) for name in column] for column in names)
            against = ["" if number is None else f"{number:.10g}" for number in held]
            writer.writerows(zip(*safe, period, verdict, info, figure, against, strict=True))


def _write_json(rules: ByRule, question: Question, book: Rulebook) -> None:
    """One document: what was asked, and an object for each rule."""
    asked = {
        "as_known": question.as_known.isoformat() if question.as_known else None,
        "from": question.first or None,
        "to": question.last or None,
    }
    sys.stdout.write(f'{json.dumps(asked, ensure_ascii=False)[:-1]}, "rules": [')
    for number, judged in enumerate(rules):
        sys.stdout.write(",\n" if number else "\n")
        # In one piece: written piece by piece (json.dump) it takes ten times as long.
        sys.stdout.write(json.dumps(_rule(judged, book), ensure_ascii=False))
    sys.stdout.write("\n]}\n")


def _rule(judged: list[Judged], book: Rulebook) -> dict[str, Any]:
    rule = judged[0].found.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "summary": total(judged),
        **behaviour_json(behaviour(judged)),
        "series": [_series(one, n, book) for one in judged for n in one.rows()],
        "cells": [
            dict(zip(COLUMNS, cell, strict=True))
            for one in judged
            for cell in zip(*cells(one, book), strict=True)
        ],
    }


def _series(one: Judged, n: int, book: Rulebook) -> dict[str, Any]:
    series, calendar = one.found.series(n), one.found.panel.calendar
    years = years_of(series.indicator, book)
    return {
        "indicator": series.indicator,
        "area": series.area,
        "breakdown": series.breakdown,
        "summary": one.counted(n),
        "stale": bool(one.found.stale[n]),
        "on_the_list": [
            {
                "from": label(calendar, stay.opened, years),
                "to": None if stay.left is None else label(calendar, stay.left, years),
                "level": stay.worst.word,
            }
            for stay in one.stays.get(n, ())
        ],
    }
