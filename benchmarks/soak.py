"""Two days of the service in a few minutes: `python -m benchmarks.soak [hours]`.

A daemon's own jobs on SQLite, by a clock that the benchmark moves from minute to minute: a cycle every
quarter of an hour, each with a file of new figures and some that are others now, digests, delivery each
minute by real SMTP to a server in a process of its own (`benchmarks.smtp_sink`). What the process takes
is written down every hour of it: memory and open files must not rise; the database grows by what it is
told, and the last table says by how much for each row.
"""

from __future__ import annotations

import csv
import gc
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import structlog
from sqlalchemy import func, select, text

from benchmarks.machine import describe, seconds, table
from benchmarks.smtp_sink import smtp_sink
from benchmarks.soak_council import AREAS, INDICATORS, OWNERS, READERS, configured, rulebook
from watchlist.app import App, open_app
from watchlist.daemon import Daemon
from watchlist.memory import taken
from watchlist.model.subscription import Topic, When
from watchlist.store.store import Store
from watchlist.store.tables import metadata
from watchlist.subscriber import By
from watchlist.subscribing import Wish, subscribe

#: A Sunday, so that a Monday's digest is among them.
START = datetime(2026, 11, 15, tzinfo=UTC)
HOURS = 48

#: Of these tables the rows are shown hour by hour.
SHOWN = ("readings", "transitions", "messages", "attempts", "digests", "jobs")


@dataclass(frozen=True)
class Hour:
    """What the process takes after so many hours: bytes, things that Python holds, open files, threads,
    bytes on disk, rows."""

    hour: int
    memory: int
    held: int
    handles: int
    threads: int
    size: int
    rows: Mapping[str, int]


@dataclass
class Soak:
    """A council in a folder, its mail server at ``port``, and its clock."""

    folder: Path
    port: int
    now: datetime = START
    _dice: Random = field(default_factory=lambda: Random("soak"))

    def __post_init__(self) -> None:
        (self.folder / "rulebook").mkdir()
        self._config = self.folder / "config.yaml"
        self._config.write_text(configured(self.port), encoding="utf-8")
        (self.folder / "rulebook" / "county.yaml").write_text(rulebook(), encoding="utf-8")
        self._next = dict.fromkeys(range(INDICATORS * AREAS), 2000 * 12)

    def hours(self, many: int) -> Iterator[Hour]:
        """Live through so many hours, and say after each what the process takes."""
        app = replace(open_app(self._config), clock=lambda: self.now)
        with closing(app), ThreadPoolExecutor(3) as threads:
            app.store.lift()
            self._subscribe(app)
            daemon = Daemon(app, self._config)
            for hour in range(1, many + 1):
                for _ in range(60):
                    self._minute(daemon, threads)
                yield self._taken(hour, app.store)

    def _minute(self, daemon: Daemon, threads: ThreadPoolExecutor) -> None:
        """The jobs of a minute, side by side as the daemon's scheduler begins them."""
        if self.now.minute % 15 == 0:
            self._report()
        work = [
            (daemon.take_turn, "cycle"),
            (daemon.take_turn, "digests"),
            (daemon.deliver, "delivery"),
        ]
        for done in [threads.submit(act, job) for act, job in work]:
            done.result()
        self.now += timedelta(minutes=1)

    def _report(self) -> None:
        """The next month of an eighth of the series, one in seven of them bad, and five figures of
        the last file that are others now."""
        turn = (self.now - START) // timedelta(minutes=15)
        mine = [series for series in self._next if series % AREAS == turn % AREAS]
        rows = [(series, self._next[series]) for series in mine]
        rows += [(series, self._next[series] - 1) for series in self._dice.sample(mine, 5)]
        with (self.folder / "returns.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["indicator", "area", "period", "value"])
            for series, month in rows:
                value = self._dice.choice([70, 90, 91, 92, 93, 94, 95])
                period = f"{month // 12}-{month % 12 + 1:02}"
                lines.writerow(
                    [f"measure-{series // AREAS}", f"District {series % AREAS}", period, value]
                )
        self._next |= {series: month + 1 for series, month in rows[: len(mine)]}

    def _subscribe(self, app: App) -> None:
        """Half of the readers read all of it week by week, the others one owner's as it happens."""
        for n in range(READERS):
            wish = Wish(Topic(), When.WEEKLY)
            if n % 2:
                wish = Wish(Topic(owner=f"head-{n % OWNERS}"), When.AS_IT_HAPPENS)
            by = By(f"member-{n}")
            subscribe(app.store, app.setting, wish, by, self.now, app.channels, signed_in=True)

    def _taken(self, hour: int, store: Store) -> Hour:
        gc.collect()
        memory, handles = taken()
        size = sum(file.stat().st_size for file in self.folder.glob("watchlist.db*"))
        held, threads = sys.getallocatedblocks(), threading.active_count()
        return Hour(hour, memory, held, handles, threads, size, rows_of(store))


def rows_of(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.reading() as connection:
        return {
            name: int(connection.scalar(select(func.count()).select_from(one)) or 0)
            for name, one in metadata.tables.items()
        }


def bytes_of(store: Store) -> dict[str, int]:
    """How many bytes of the file each table takes with its indexes."""
    question = """SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s
                  JOIN sqlite_master m ON m.name = s.name GROUP BY m.tbl_name"""
    with store.reading() as connection:
        return {name: int(size) for name, size in connection.execute(text(question))}


def quietly() -> None:
    """The log goes to where nobody reads it."""
    nobody = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- until the end
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(nobody),
    )


def main(hours: int) -> None:
    quietly()
    print(describe("SQLAlchemy", "numpy", "pyarrow"), flush=True)
    with smtp_sink("quick") as port, tempfile.TemporaryDirectory() as name:
        soak, found = Soak(Path(name), port), list[Hour]()
        took = seconds(lambda: found.extend(_shown(soak, hours)))
        print(f"\n{hours} hours in {took:.0f} seconds\n")
        print(table(_HEADS, map(_line, found)))
        with closing(open_app(Path(name) / "config.yaml")) as app:
            print(f"\n{_growth(app.store)}")


def _shown(soak: Soak, hours: int) -> Iterator[Hour]:
    """As they come, for whoever waits."""
    for one in soak.hours(hours):
        print(f"hour {one.hour}: {one.memory / 2**20:.1f} MB", file=sys.stderr, flush=True)
        yield one


_HEADS = ("after", "memory", "held", "open files", "threads", "database", *SHOWN)


def _line(one: Hour) -> tuple[str, ...]:
    figures = (
        f"{one.memory / 2**20:.1f} MB",
        f"{one.held:,}",
        f"{one.handles}",
        f"{one.threads}",
        f"{one.size / 2**20:.1f} MB",
    )
    return (f"{one.hour} h", *figures, *(f"{one.rows[name]:,}" for name in SHOWN))


def _growth(store: Store) -> str:
    """What lies in the database, the largest first, and what a row of it takes with its indexes."""
    sizes, rows = bytes_of(store), rows_of(store)
    lines = [
        (
            name,
            f"{rows[name]:,}",
            f"{sizes[name] / 2**20:.2f} MB",
            f"{sizes[name] / rows[name]:,.0f}",
        )
        for name in sorted(rows, key=lambda each: -sizes.get(each, 0))
        if rows[name] > AREAS and name in sizes
    ]
    return table(("table", "rows", "with its indexes", "bytes a row"), lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else HOURS)
