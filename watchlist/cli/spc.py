"""`watchlist spc`: an analyst's XmR charts, CSV in and CSV out; it needs no configuration."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from watchlist.cli.spc_file import Dated, read_day, read_series
from watchlist.cli.spc_pictures import Pictures, write_pictures
from watchlist.evaluate.spc.chart import Chart, Group, chart, check_baseline, check_target
from watchlist.evaluate.spc.signals import Marks
from watchlist.evaluate.spc.words import PROFILES, Fired, Profile, Signal, point_type
from watchlist.model.errors import UsageError
from watchlist.model.indicator import Better
from watchlist.model.spreadsheet import harmless
from watchlist.rulebook.wording import listed

COLUMNS = (
    *("series", "date", "value", "target", "group", "short"),
    *("centre", "lower", "upper", "near_lower", "near_upper"),
    *("outside", "near", "trend", "two_in_three", "shift", "label", "point_type"),
    *("variation", "assurance", "state"),
)


@dataclass(frozen=True)
class Asked:
    """The options, understood."""

    profile: Profile
    better: Better
    target: float | None
    baseline: int | None
    rebase: tuple[date, ...]
    screen: bool


def asked(
    profile: str,
    better: str,
    target: float | None,
    baseline: int | None,
    rebase: Sequence[str],
    screen: bool,
) -> Asked:
    """The options as they were written; UsageError says what is wrong with one of them."""
    _among("--profile", profile, PROFILES)
    _among("--better", better, [each.value for each in Better])
    if target is not None and better == Better.NEITHER:
        raise UsageError("--target asks whether it is met: say --better higher or --better lower")
    _fit("--baseline", check_baseline, baseline)
    _fit("--target", check_target, target)
    days = tuple(_rebase(text) for text in rebase)
    return Asked(PROFILES[profile], Better(better), target, baseline, days, screen)


def run_spc(file: str, options: Asked, pictures: Pictures | None = None) -> None:
    """The charts of every series in a file ("-": standard input), to standard output; and as
    pictures where they are asked for."""
    series = read_series(file)
    _remark_rebases(series, options.rebase)
    drawn = {name: (rows, _chart(name, rows, options)) for name, rows in series.items()}
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, (rows, chart_of) in drawn.items():
        writer.writerows(_lines(name, rows, chart_of))
    if pictures:
        write_pictures(pictures, drawn, file)


def _among(option: str, given: str, words: Iterable[str]) -> None:
    if given not in words:
        raise UsageError(f'{option} "{given}" is none of {listed(words)}')


def _fit(option: str, check: Callable[[Any], None], value: float | None) -> None:
    try:
        check(value)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def _rebase(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise UsageError(f'--rebase "{text}" is no date: write it like 2024-04-01') from error


def _remark_rebases(series: dict[str, list[Dated]], rebase: Sequence[date]) -> None:
    """A date that no series has is an error; one that some do not have is said and passed over."""
    for day in rebase:
        without = [name for name, rows in series.items() if all(row.day != day for row in rows)]
        if len(without) == len(series):
            raise UsageError(f"--rebase {day}: no series has a value or a gap on that date")
        for name in without:
            sys.stderr.write(f'watchlist: series "{name}" has no {day}: it is not rebased there\n')


def _chart(name: str, rows: Sequence[Dated], options: Asked) -> Chart:
    latest = rows[-1].target
    try:
        return chart(
            (row.value for row in rows),
            starts=[at for at, row in enumerate(rows) if row.day in options.rebase],
            baseline=options.baseline,
            screen=options.screen,
            better=options.better,
            target=options.target if latest is None else latest,
            profile=options.profile,
        )
    except ValueError as error:
        raise UsageError(f'series "{name}": {error}') from error


def _lines(name: str, rows: Sequence[Dated], drawn: Chart) -> Iterator[list[str]]:
    """A line for each point; the icons and the state are those of the whole chart."""
    whole = [str(drawn.variation or ""), str(drawn.assurance or ""), drawn.state.words]
    for number, group in enumerate(drawn.groups):
        for at in range(group.first, group.last):
            row = rows[at]
            aim = drawn.target if row.target is None else row.target
            yield [
                harmless(name),
                row.day.isoformat(),
                *(_number(row.value), _number(aim), str(number)),
                *_behind(group),
                *_signals(drawn.marks[at]),
                *_named(drawn, group, at),
                *whole,
            ]


def _behind(group: Group) -> Iterator[str]:
    yield str(int(group.short))
    yield from map(_number, vars(group.lines).values())


def _signals(mark: Marks) -> Iterator[str]:
    """1 above or rising, -1 below or falling, 0 neither; empty where it could not be judged."""
    ways = {fired.signal: 1 if fired.high else -1 for fired in mark.fired}
    answers = {
        Signal.OUTSIDE: mark.outside,
        None: mark.near,
        Signal.TREND: mark.trend,
        Signal.TWO_IN_THREE: mark.two_in_three,
        Signal.SHIFT: mark.shift,
    }
    for signal, answer in answers.items():
        way = ways.get(signal, mark.side or 0) if signal else mark.side or 0
        yield "" if answer is None else str(way if answer else 0)


def _named(drawn: Chart, group: Group, at: int) -> tuple[str, str]:
    """The label and the type of a point; empty where its group cannot be judged."""
    if not drawn.judged(group):
        return "", ""
    fired: Fired | None = drawn.named(at)
    return drawn.label(at), point_type(fired, drawn.better)


def _number(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.15g}"
