"""The store as the floors above see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import pyarrow as pa
from sqlalchemy import Connection, Engine

from watchlist.model.corrections import By
from watchlist.model.period import Calendar
from watchlist.store import corrections, engine, posted, readings
from watchlist.store.backups import Backups
from watchlist.store.daemons import Daemons
from watchlist.store.deliveries import Claims
from watchlist.store.fetched import Fetches
from watchlist.store.hold import Holds
from watchlist.store.leases import Lease, Leases, hold_on
from watchlist.store.posted import Answered, Post, PostedReads
from watchlist.store.reads import Reads
from watchlist.store.results import Corrected, Saved
from watchlist.store.rule_folders import RuleFolders
from watchlist.store.secret import Secrets
from watchlist.store.sessions import Sessions
from watchlist.store.transaction import Transaction
from watchlist.store.turn import Numbers, take_turn
from watchlist.store.world import told_plainly


class Store(
    Reads, PostedReads, Fetches, Claims, Holds, Secrets, Sessions, Leases, Daemons, RuleFolders,
    Backups,
):  # fmt: skip
    """A database with the product's tables; safe to share between threads.

    Every method raises WorldError where the database fails, and does all of what it says or nothing.
    """

    def __init__(self, opened: Engine) -> None:
        self._engine = opened

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment."""
        with told_plainly(self._engine.url), engine.reading(self._engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction, kept at the end and undone by an error."""
        with (
            told_plainly(self._engine.url),
            engine.writing(self._engine) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def begin(self, now: datetime) -> Iterator[Transaction]:
        """A turn at judging or composing: nobody else imports, judges or composes meanwhile."""
        with self.writing() as connection:
            turn = take_turn(connection)
            numbers = Numbers(connection)
            yield Transaction(connection, numbers, turn, now)
            numbers.keep(connection)

    def save_readings(
        self,
        table: pa.Table,
        calendars: Mapping[str, Calendar],
        *,
        source: str,
        sha256: str | None,
        path: str = "",
        now: datetime,
    ) -> Saved:
        """Take a READINGS table in: one transaction, only differences are written, and with them
        which indicators are to be judged.

        The latest published stands, whatever the order of imports; at equal publication the one
        taken in later. Rows without a date are published ``now``, or passed over where they say what
        stands. ``sha256`` (None: not from a file) is remembered for :meth:`seen`. ``calendars`` has
        the calendar of every indicator in the table.
        """
        with self.writing() as connection:
            turn = take_turn(connection)
            saved = readings.save(connection, table, calendars, source=source, now=now, turn=turn)
            readings.record_import(
                connection, saved, source=source, path=path, sha256=sha256, now=now
            )
            return saved

    def save_posted(
        self,
        table: pa.Table,
        calendars: Mapping[str, Calendar],
        post: Post,
        *,
        source: str,
        now: datetime,
    ) -> Answered:
        """Take in what a program posted, as :meth:`save_readings`, and keep what it is answered; of
        the same post again nothing but the answer that it got: also where both come at once."""
        with self.writing() as connection:
            turn = take_turn(connection)
            if known := posted.find(connection, post):
                return known
            saved = readings.save(connection, table, calendars, source=source, now=now, turn=turn)
            path = f"posted by token {post.token}"
            readings.record_import(
                connection, saved, source=source, path=path, sha256=post.sha256, now=now
            )
            answered = Answered.of(saved, post)
            posted.keep(connection, post, answered, now)
            return answered

    def correct(
        self,
        table: pa.Table,
        calendars: Mapping[str, Calendar],
        by: By,
        *,
        path: str = "",
        now: datetime,
    ) -> Corrected:
        """Put readings right by hand, as a READINGS table has them: all of it or nothing, in one
        transaction, each a new version that stands from ``now`` on and is to be judged.

        What a row does not give stays as it was: target, quoted growth, provisional. What a source
        said before undoes no correction (`store.versions.says_again`).
        """
        with self.writing() as connection:
            turn = take_turn(connection)
            done = corrections.correct(connection, table, calendars, by, now=now, turn=turn)
            if done.made:
                many = len(done.made)
                names = frozenset(one.series.indicator for one in done.made)
                saved = Saved(0, many, table.num_rows - many, names)
                readings.record_import(
                    connection, saved, source=corrections.SOURCE, path=path, sha256=None, now=now
                )
            return done

    def under(self, lease: Lease) -> Store:
        """The same store for the holder of a lease: it writes as long as nobody has taken over."""
        return _Under(self._engine, lease)

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


class _Under(Store):
    def __init__(self, opened: Engine, lease: Lease) -> None:
        super().__init__(opened)
        self._lease = lease

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """As ever; raises LostLeaseError, with nothing written, where the lease is lost."""
        with super().writing() as connection:
            hold_on(connection, self._lease)
            yield connection
