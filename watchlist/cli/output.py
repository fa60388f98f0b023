"""How commands speak: tables for people, JSON for programs, progress on long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from watchlist.views.plain import plain

#: Level -> its word with a shape and a colour, so that colour never speaks alone.
LEVELS = {
    "red": ("■ red", "bold red"),
    "amber": ("▲ amber", "yellow"),
    "info": ("● info", "blue"),
    "held": ("○ held", ""),
}


def console() -> Console:
    """Standard output; as wide as the terminal, or 120 columns where there is none."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def level_text(level: str) -> Text:
    word, style = LEVELS.get(level, (level or "–", ""))
    return Text(word, style=style)


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> Table:
    """A table; a heading with a leading ">" is set to the right."""
    drawn = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for heading in headings:
        right = heading.startswith(">")
        justify: Literal["left", "right"] = "right" if right else "left"
        drawn.add_column(heading.lstrip(">"), justify=justify, overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    return drawn


def print_json(thing: Any) -> None:
    json.dump(plain(thing), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


@contextmanager
def progress(label: str) -> Iterator[Any]:
    """A bar on standard error while something long is done; nothing where nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = Console(stderr=True)
    # What is meanwhile written to standard output stays there: it may go into a file.
    with Progress(
        *columns,
        console=screen,
        transient=True,
        redirect_stdout=False,
        disable=not screen.is_terminal,
    ) as bar:
        task = bar.add_task(label, total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report
