"""`watchlist backtest --picture FILE`: one series of a backtest, drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from watchlist.backtest import Judged
from watchlist.drawn import timeline
from watchlist.model.errors import UsageError, WorldError
from watchlist.model.rule import Rulebook

_NAMED = 6  # how many series are named where there are too many
_SUFFIXES = (".png", ".svg")


@dataclass(frozen=True)
class Picture:
    """Where a picture goes, and which breakdown it shows (None: the only one there is)."""

    file: Path
    breakdown: str | None = None


def picture_of(file: Path | None, breakdown: str | None) -> Picture | None:
    """The picture that is asked for. Raises :class:`UsageError` where it cannot be one."""
    if file is None:
        if breakdown is not None:
            raise UsageError("--breakdown says what a picture shows: give --picture FILE as well")
        return None
    if file.suffix.lower() not in _SUFFIXES:
        raise UsageError(f"--picture {file}: a picture is a .png or a .svg file")
    return Picture(file, breakdown)


def write_picture(picture: Picture, answer: Iterable[Judged], book: Rulebook) -> str:
    """Draw the one series that was asked for; what was drawn, in words.

    Raises :class:`UsageError` where it is not one series, :class:`WorldError` where the file cannot
    be written.
    """
    drawn = timeline(*_only(answer, picture.breakdown), book)
    from watchlist.deliver.charts.rendering import png, svg  # slow to import

    content = png(drawn) if picture.file.suffix.lower() == ".png" else svg(drawn)
    try:
        picture.file.write_bytes(content)
    except OSError as error:
        raise WorldError(f"cannot write the picture {picture.file}: {error.strerror}") from None
    return f"{picture.file}: {drawn.title}. {drawn.words()}"


def _only(answer: Iterable[Judged], breakdown: str | None) -> tuple[Judged, int]:
    """The one series that was asked for."""
    asked = [
        (one, n)
        for one in answer
        for n in one.rows()
        if breakdown is None or one.found.series(n).breakdown == breakdown
    ]
    if len(asked) == 1:
        return asked[0]
    if not asked:
        raise UsageError("--picture: there is no figure to draw of what was asked for")
    named = [f"  {_described(one, n)}" for one, n in asked[:_NAMED]]
    rest = [f"  and {len(asked) - _NAMED:,} more"] if len(asked) > _NAMED else []
    first = (
        f"--picture draws one series, and {len(asked):,} were asked for; choose one with --rule, "
        "--indicator, --area and --breakdown:"
    )
    raise UsageError("\n".join([first, *named, *rest]))


def _described(one: Judged, n: int) -> str:
    series = one.found.series(n)
    options = {
        "rule": one.found.rule.id,
        "indicator": series.indicator,
        "area": series.area,
        "breakdown": series.breakdown,
    }
    return " ".join(f"--{name} {quote(word)}" for name, word in options.items())
