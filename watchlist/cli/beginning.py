"""`watchlist init`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import typer

from watchlist.beginning.begin import Begun, begin
from watchlist.beginning.guess import Guess, slug_of
from watchlist.beginning.guessing import Guessed
from watchlist.cli.opening import shortened
from watchlist.cli.output import console, table
from watchlist.model.errors import FaultsError

#: Titles that are named on the screen.
_MOST = 8


def init(file: Path, to: Path | None, own: str) -> None:
    """Write the folder, and say what was guessed, what could not be and what to do next."""
    folder = to or Path(f"watchlist-{slug_of(file.stem) or 'scorecard'}")
    try:
        begun = begin(file, folder, own, date.today())  # noqa: DTZ011 - the day on this machine
    except FaultsError as error:
        typer.echo(f"{shortened(error)}\nNothing was written.", err=True)
        raise typer.Exit(error.exit_code) from None
    indicators = list(begun.plan.indicators.values())
    typer.echo(_read(begun))
    console().print(table("", ("", ">read", ">guessed", ">left open"), _counts(indicators)))
    for sentence in _open(begun, indicators):
        typer.echo(sentence)
    typer.echo(_next(folder))


def _read(begun: Begun) -> str:
    sources = len(begun.reads)
    many = f", in {sources} layouts" if sources > 1 else ""
    indicators = len(begun.plan.indicators)
    noun = "indicator" if indicators == 1 else "indicators"
    return (
        f"{begun.plan.file}: {indicators} {noun} with {begun.figures:,} readings{many}.\n"
        f"Written to {begun.folder}, and read back by what was written."
    )


def _counts(indicators: Sequence[Guessed]) -> Iterator[tuple[str, str, str, str]]:
    for name, guesses in kinds_of_guess(indicators).items():
        read = sum(guess is not None and not guess.why for guess in guesses)
        left = sum(guess is None for guess in guesses)
        yield name, str(read), str(len(guesses) - read - left), str(left)


def kinds_of_guess(indicators: Sequence[Guessed]) -> dict[str, list[Guess | None]]:
    """What was looked for of every indicator."""
    return {
        "unit": [one.unit for one in indicators],
        "how often": [one.every for one in indicators],
        "which way is good": [one.better for one in indicators],
        "target": [None if one.target is None else Guess("") for one in indicators],
    }


def _open(begun: Begun, indicators: Sequence[Guessed]) -> Iterator[str]:
    if begun.plan.why_own:
        yield f'The council\'s own area is taken to be "{begun.plan.own}" ({begun.plan.why_own}).'
    for what, titles in (
        ("What they count could not be guessed", [one for one in indicators if not one.unit]),
        ("Which way is good could not be guessed", [one for one in indicators if not one.better]),
    ):
        if titles:
            yield f"{what}: {_named([one.found.title for one in titles])}."
    if passed := [one for source in begun.plan.sources for one in source.passed_over]:
        names = _named([one.found.title for one in passed])
        yield f"Left out, for some of their periods are none that we know: {names}."
    if not begun.plan.has_rules:
        yield "No rule could be begun: say which way is good, and write one (docs/rules.md)."
    if begun.plan.rehearsed_at:
        yield f"The newest figures are old by now: the clock is set to {begun.plan.rehearsed_at}."


def _named(titles: Sequence[str]) -> str:
    shown = ", ".join(titles[:_MOST])
    return shown if len(titles) <= _MOST else f"{shown} and {len(titles) - _MOST} more"


def _next(folder: Path) -> str:
    config = folder / "config.yaml"
    return (
        f'\nLook through the lines with "a guess" in {folder / "rules" / "indicators.yaml"}. Then:\n\n'
        f"  watchlist check -c {config}\n"
        f"  watchlist run --once -c {config}\n"
        f"  watchlist explain WL-0001 -c {config}"
    )
