"""A turn at judging or composing: everything that is decided is kept together, or none of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from watchlist.model.errors import Fault
from watchlist.model.message import Notice, Silence
from watchlist.model.reading import Ints, Panel
from watchlist.model.register import DataCheck, Moves
from watchlist.register.small_numbers import Published
from watchlist.store import books, checks, faults, published, readings, register
from watchlist.store import notices as outbox
from watchlist.store import rows as rows_of_series
from watchlist.store.delivery_log import write_log, write_once
from watchlist.store.digests import DigestWrites
from watchlist.store.erasing import ErasureWrites
from watchlist.store.published import About
from watchlist.store.reads import Reads
from watchlist.store.results import DeliverySaid, FaultsSaved
from watchlist.store.retention import RetentionWrites
from watchlist.store.rule_folders import RuleFolders
from watchlist.store.sessions import SignInWrites
from watchlist.store.subscriptions import SubscriptionWrites
from watchlist.store.turn import Numbers


class Transaction(
    SubscriptionWrites,
    DigestWrites,
    SignInWrites,
    RetentionWrites,
    ErasureWrites,
    RuleFolders,
    Reads,
):
    """Made by ``Store.begin``; nobody else imports, judges or composes until it ends.

    ``ids`` gives the next numbers (it meets ``register.Ids``). What is read sees what was written.
    """

    def __init__(self, connection: Connection, ids: Numbers, turn: int, now: datetime) -> None:
        self._connection, self.ids, self._turn, self.now = connection, ids, turn, now

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The transaction's own connection."""
        yield self._connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The transaction's own connection."""
        yield self._connection

    def save(self, moves: Moves) -> None:
        """Insert new breaches and entries, update known ones, append history.

        Raises WorldError where a known one is no longer at the version that was read.
        """
        register.save(self._connection, moves)
        if moves != Moves():
            self.ids.shown()

    def notify(self, new: Sequence[Notice]) -> int:
        """Write notices; one with a known (subject, post, channel) is passed over. How many new."""
        return outbox.notify(self._connection, new)

    def save_checks(
        self, found: Sequence[DataCheck], indicators: Collection[str]
    ) -> list[DataCheck]:
        """Hold what was found for these indicators against what stood: the new ones come back,
        those no longer found are marked as gone."""
        new, changed = checks.save_checks(self._connection, found, indicators, self.now)
        if changed:
            self.ids.shown()
        return new

    def numbered(self, panel: Panel, rows: Ints) -> Panel:
        """A panel of readings that are not in the store, these rows of it as those of series that
        are: with their numbers, and the period up to which they were judged."""
        return rows_of_series.numbered(self._connection, panel, rows)

    def judged(
        self,
        marks: Mapping[str, int],
        judged_to: Sequence[tuple[Ints, Ints]],
        rules: Mapping[str, str],
    ) -> None:
        """``marks`` from ``to_judge`` are cleared, ``(series_id, judged_to)`` arrays are kept, and
        with them under which hash each rule was judged."""
        readings.clear_marks(self._connection, marks)
        for series_id, periods in judged_to:
            readings.judge_series(self._connection, series_id, periods)
        books.judge_rules(self._connection, rules, self.now)

    def forget_rules(self, rules: Collection[str]) -> None:
        """Rules that are gone: should they come back, they are judged as for the first time."""
        books.forget_rules(self._connection, rules)

    def keep_rulebook(self, hash: str, files: Mapping[str, str]) -> None:
        """Keep a rulebook's words (once a hash) and make it the one in force."""
        books.keep_rulebook(self._connection, hash, files, self._turn, self.now)

    def rename_rules(self, names: Mapping[str, str]) -> None:
        """Old name -> new: what was said of a rule is said of it under its new name from now on.
        History keeps the name under which it happened."""
        books.rename_rules(self._connection, names)

    def save_faults(self, found: Mapping[str, Fault]) -> FaultsSaved:
        """Hold what is wrong with the rule files (by key) against what stood: what is new, and
        whether all is well again after the keeper had been told otherwise."""
        return faults.save_faults(self._connection, found, self.now)

    def keep_published(
        self, told: Mapping[About, Published], *, who: str, acting_for: str | None, entries: int,
        withheld: int,
    ) -> None:  # fmt: skip
        """What the public has been told from now on, and who told it: see `Publishing`."""
        by = {"who": who, "acting_for": acting_for, "entries": entries, "withheld": withheld}
        published.keep_published(self._connection, told, by, self.now)

    def freeze(
        self,
        message_id: str,
        *,
        channel: str,
        post: str,
        address: str,
        headline: str,
        payload: bytes,
        notices: Sequence[int],
        instead_of: str | None = None,
    ) -> bool:
        """A message to be sent from now on, its bytes final. False, and nothing written, when one
        of its notices is already in a message or silenced, when the message exists, or when
        ``instead_of`` was replaced before."""
        message = {
            "id": message_id,
            "channel": channel,
            "post": post,
            "address": address,
            "headline": headline,
            "instead_of": instead_of,
        }
        return outbox.freeze(self._connection, message, payload, notices, self.now)

    def log_delivery(self, said: DeliverySaid, *, once: bool = False) -> bool:
        """A line for the log of deliveries; with ``once``, where none says the same of the same."""
        if once:
            return write_once(self._connection, said)
        write_log(self._connection, said)
        return True

    def silence(self, reasons: Mapping[int, Silence]) -> None:
        """Notices that become no message, with the stated reason for each."""
        outbox.silence(self._connection, reasons)
