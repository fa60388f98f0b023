"""`watchlist spc --pictures FOLDER`: a control chart of each series as a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchlist.cli.spc_file import STDIN, Dated
from watchlist.deliver.charts.xmr import Beside, ControlChart, Named, control_chart
from watchlist.evaluate.spc.chart import Chart
from watchlist.model.errors import UsageError, WorldError
from watchlist.model.indicator import Unit, UnitKind
from watchlist.model.period import MONTH_NAMES
from watchlist.rulebook.wording import listed

Drawn = Mapping[str, tuple[Sequence[Dated], Chart]]

_UNSAFE = re.compile(r"[^\w]+")
_LONGEST = 60  # characters of a file's name


@dataclass(frozen=True)
class Pictures:
    """Where the charts go, as what, and what their figures are."""

    folder: Path
    png: bool
    unit: Unit


def pictures_of(folder: Path | None, png: bool, unit: str) -> Pictures | None:
    """The pictures that are asked for. Raises :class:`UsageError` where they cannot be."""
    if folder is None:
        for option, given in (("--png", png), ("--unit", unit)):
            if given:
                raise UsageError(f"{option} says how pictures look: give --pictures FOLDER as well")
        return None
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--pictures {folder} is a file: name a folder")
    kinds = [kind.value for kind in UnitKind]
    if unit and unit not in kinds:
        raise UsageError(f'--unit "{unit}" is none of {listed(kinds)}')
    return Pictures(folder, png, Unit(UnitKind(unit or UnitKind.NUMBER)))


def write_pictures(pictures: Pictures, drawn: Drawn, file: str) -> None:
    """A file for each series, called after it; what was replaced is said. Raises
    :class:`WorldError` where one cannot be written."""
    from watchlist.deliver.charts.rendering import png, svg  # slow to import

    suffix, render = (".png", png) if pictures.png else (".svg", svg)
    whole = "standard input" if file == STDIN else Path(file).stem
    named = zip(_names([name or whole for name in drawn]), drawn.items(), strict=True)
    try:
        pictures.folder.mkdir(parents=True, exist_ok=True)
        for safe, (name, (rows, chart)) in named:
            _write(
                pictures.folder / f"{safe}{suffix}",
                render(picture(name or whole, rows, chart, pictures.unit)),
            )
    except OSError as error:
        path = error.filename or pictures.folder
        raise WorldError(f"cannot write the picture {path}: {error.strerror}") from None
    many = "1 chart is" if len(drawn) == 1 else f"{len(drawn):,} charts are"
    _say(f"{many} in {pictures.folder}")


def picture(name: str, rows: Sequence[Dated], chart: Chart, unit: Unit) -> ControlChart:
    """What the picture of one series shows; each row with its own target where it has one."""
    targets = [chart.target if row.target is None else row.target for row in rows]
    return control_chart(chart, _named(rows), name, unit, beside=Beside(targets))


def _named(rows: Sequence[Dated]) -> Iterator[Named]:
    """By its month where every date is the first of one, else by its day."""
    monthly = all(row.day.day == 1 for row in rows)
    for row in rows:
        month = f"{MONTH_NAMES[row.day.month - 1]} {row.day.year}"
        if monthly:
            yield Named(f"{row.day:%Y-%m}", month)
        else:
            yield Named(row.day.isoformat(), f"{row.day.day} {month}")


def _names(series: Iterable[str]) -> Iterator[str]:
    """File names of letters, digits and hyphens; no two alike, whatever the case."""
    taken: set[str] = set()
    for name in series:
        safe = first = _UNSAFE.sub("-", name)[:_LONGEST].strip("-_") or "series"
        number = 2
        while safe.lower() in taken:
            safe, number = f"{first}-{number}", number + 1
        taken.add(safe.lower())
        yield safe


def _write(path: Path, content: bytes) -> None:
    there = path.exists()
    path.write_bytes(content)
    if there:
        _say(f"{path} was there already and is replaced")


def _say(sentence: str) -> None:
    sys.stderr.write(f"watchlist: {sentence}\n")
