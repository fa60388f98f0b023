"""`watchlist check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from watchlist.app import examine, leavers
from watchlist.cli.formats import CheckFormat
from watchlist.cli.output import print_json
from watchlist.deliver.proving import prove_templates
from watchlist.model.errors import Fault
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import check_rulebook
from watchlist.shipped import shipped
from watchlist.views.plain import plain


def check(config: Path, output: CheckFormat, rules: Sequence[Path] = ()) -> None:
    """Print every fault and warning; exit 1 when there is a fault. ``rules``: folders to look at by
    themselves, without a configuration, so that nothing is known of posts."""
    book, found = check_rulebook(rules) if rules else _examined(config)
    faults = sorted(set(found), key=Fault.place)
    wrong = [fault for fault in faults if not fault.warning]
    if output is CheckFormat.JSON:
        print_json([_object(fault) for fault in faults])
    else:
        for fault in faults:
            typer.echo(str(fault) if output is CheckFormat.TEXT else _annotation(fault))
        typer.echo(_summary(wrong, faults, len(book.rules) if book else 0), err=True)
    if wrong:
        raise typer.Exit(1)


def _examined(config: Path) -> tuple[Rulebook | None, Sequence[Fault]]:
    known, book, channels, found = examine(config)
    if known is None:
        return book, found
    templates = prove_templates(channels, shipped("templates"), known.templates)
    return book, [*found, *leavers(known).values(), *templates]


def _summary(wrong: Sequence[Fault], faults: Sequence[Fault], rules: int) -> str:
    warnings = len(faults) - len(wrong)
    also = f", {_counted(warnings, 'warning')}" if warnings else ""
    if wrong:
        return f"{_counted(len(wrong), 'fault')}{also}"
    return f"{_counted(rules, 'rule')}, no faults{also}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _object(fault: Fault) -> dict[str, Any]:
    """A fault for programs; only one in a workbook is in a sheet."""
    said: dict[str, Any] = plain(fault)
    if fault.mark.sheet is None:
        del said["mark"]["sheet"]
    return said


def _annotation(fault: Fault) -> str:
    """A GitHub workflow command; one without a line is about the whole file."""
    kind = "warning" if fault.warning else "error"
    place = {"file": fault.mark.path, "line": fault.mark.line, "col": fault.mark.column}
    given = (f"{key}={_escaped(str(part), ':,')}" for key, part in place.items() if part)
    return f"::{kind} {','.join(given)}::{_escaped(fault.sentence)}"


def _escaped(text: str, also: str = "") -> str:
    """A text in a workflow command: percent signs and line breaks stand as their codes, and in a
    property ``also`` what divides properties."""
    signs = "%\r\n" + also
    return "".join(f"%{ord(sign):02X}" if sign in signs else sign for sign in text)
