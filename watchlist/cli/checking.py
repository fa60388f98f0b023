"""`watchlist check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from watchlist.app import examine
from watchlist.cli.formats import CheckFormat
from watchlist.cli.output import print_json
from watchlist.model.errors import Fault
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import check_rulebook


def check(config: Path, output: CheckFormat, rules: Sequence[Path] = ()) -> None:
    """Print every fault and warning; exit 1 when there is a fault. ``rules``: folders to look at by
    themselves, without a configuration, so that nothing is known of posts."""
    book, found = check_rulebook(rules) if rules else _examined(config)
    faults = sorted(set(found))
    wrong = [fault for fault in faults if not fault.warning]
    if output is CheckFormat.JSON:
        print_json(faults)
    else:
        for fault in faults:
            typer.echo(str(fault) if output is CheckFormat.TEXT else _annotation(fault))
        typer.echo(_summary(wrong, faults, len(book.rules) if book else 0), err=True)
    if wrong:
        raise typer.Exit(1)


def _examined(config: Path) -> tuple[Rulebook | None, Sequence[Fault]]:
    _, book, _, found = examine(config)
    return book, found


def _summary(wrong: Sequence[Fault], faults: Sequence[Fault], rules: int) -> str:
    warnings = len(faults) - len(wrong)
    also = f", {_counted(warnings, 'warning')}" if warnings else ""
    if wrong:
        return f"{_counted(len(wrong), 'fault')}{also}"
    return f"{_counted(rules, 'rule')}, no faults{also}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _annotation(fault: Fault) -> str:
    """A GitHub workflow command; a per cent sign and line breaks are escaped as it asks."""
    kind = "warning" if fault.warning else "error"
    mark = fault.mark
    place = f"file={mark.path},line={mark.line or 1},col={mark.column or 1}"
    said = fault.sentence.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{kind} {place}::{said}"
