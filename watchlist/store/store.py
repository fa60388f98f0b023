"""The store as the floors above see it (skeleton: bodies follow)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pyarrow as pa

from watchlist.model.message import Notice, Outcome, Silence
from watchlist.model.period import Calendar
from watchlist.model.reading import Ints, Panel, Series
from watchlist.model.register import (
    Breach,
    DataCheck,
    Entry,
    EntryKey,
    Moves,
    Transition,
)
from watchlist.store.results import (
    Attempt,
    Claim,
    Delivery,
    FoundCheck,
    MessageState,
    Saved,
    WatchedEntry,
)


class Reads:
    """What can be asked of a Store and, seeing its own changes, of a Transaction."""

    def seen(self, sha256: str) -> bool:
        """Whether a file with this hash was imported."""
        raise NotImplementedError

    def to_judge(self) -> dict[str, int]:
        """Indicators with readings that no judging has seen, each with its mark. Hand the same
        mapping to ``Transaction.judged``: a mark set meanwhile by another import then stays."""
        raise NotImplementedError

    def panels(
        self, indicators: Collection[str], calendars: Mapping[str, Calendar]
    ) -> dict[Calendar, Panel]:
        """A panel for each calendar that has readings (span 1, no forecasts) of these indicators;
        rows sorted by indicator, area, breakdown; columns from the oldest to the newest period."""
        raise NotImplementedError

    def rules_judged(self) -> dict[str, str]:
        """Rule id -> the hash under which it was last judged."""
        raise NotImplementedError

    def rulebook_files(self, hash: str) -> dict[str, str] | None:
        """The files (path -> text) of a rulebook that was in force; None for an unknown hash."""
        raise NotImplementedError

    def last_rulebook(self) -> str | None:
        """The hash of the rulebook that came into force last."""
        raise NotImplementedError

    def live_breaches(self, rules: Collection[str] | None = None) -> list[Breach]: ...  # type: ignore[empty-body]

    def ended_breaches(self, rules: Collection[str]) -> dict[tuple[str, Series], int]:
        """(rule, series) -> number of its newest cleared or withdrawn breach."""
        raise NotImplementedError

    def live_entries(self) -> list[Entry]: ...  # type: ignore[empty-body]

    def left_entries(self) -> dict[EntryKey, int]:
        """Key -> number of the newest entry of that key that has left the list."""
        raise NotImplementedError

    def breaches(self, ids: Collection[int]) -> dict[int, Breach]: ...  # type: ignore[empty-body]

    def entries(self, ids: Collection[int]) -> dict[int, Entry]: ...  # type: ignore[empty-body]

    def transitions(self, ids: Collection[int]) -> dict[int, Transition]: ...  # type: ignore[empty-body]

    def checks(self, keys: Collection[str]) -> dict[str, DataCheck]: ...  # type: ignore[empty-body]

    def watch_list(self) -> list[WatchedEntry]:
        """The live entries with their live breaches, the worst level first, then by number."""
        raise NotImplementedError

    def entry(self, number: int) -> Entry | None: ...

    def breaches_of(self, entry: int) -> list[Breach]: ...  # type: ignore[empty-body]

    def history(self, entry: int) -> list[Transition]: ...  # type: ignore[empty-body]

    def current_checks(self) -> list[FoundCheck]: ...  # type: ignore[empty-body]

    def counts(self) -> dict[str, int]:
        """How many of what there is: series, readings, revisions, entries, breaches, messages …"""
        raise NotImplementedError

    def waiting_notices(self, before: datetime) -> list[Notice]:
        """Notices made before then (or just then) that are in no message and not silenced."""
        raise NotImplementedError

    def notices_of(self, message_id: str) -> list[Notice]: ...  # type: ignore[empty-body]

    def deliveries(self, state: MessageState | None = None, limit: int = 100) -> list[Delivery]:
        """Messages, the newest first."""
        raise NotImplementedError

    def attempts(self, message_id: str) -> list[Attempt]: ...  # type: ignore[empty-body]

    def held(self) -> str | None:
        """Why delivery is held; None when it is not."""
        raise NotImplementedError

    def last_done(self, job: str) -> str | None:
        """The occasion of a job that was recorded last."""
        raise NotImplementedError

    def done(self, job: str, occasion: str, now: datetime) -> bool:
        """Record an occasion; False when somebody already had."""
        raise NotImplementedError


class TransactionIds:
    """Numbers from the store's counters, kept when the transaction is (meets ``register.Ids``)."""

    def breach(self) -> int: ...  # type: ignore[empty-body]

    def entry(self) -> int: ...  # type: ignore[empty-body]

    def transition(self) -> int: ...  # type: ignore[empty-body]


class Transaction(Reads):
    """One turn at judging or composing: nobody else judges, composes or imports meanwhile."""

    ids: TransactionIds
    now: datetime

    def save(self, moves: Moves) -> None:
        """Insert new breaches, entries; update known ones (versions must fit); append history."""

    def notify(self, notices: Sequence[Notice]) -> int:
        """Write notices; one with a known (subject, post, channel) is passed over. How many new."""
        raise NotImplementedError

    def save_checks(
        self, found: Sequence[DataCheck], indicators: Collection[str]
    ) -> list[DataCheck]:
        """Hold what was found for these indicators against what stood: the new ones come back,
        those no longer found are marked as gone."""
        raise NotImplementedError

    def judged(
        self,
        marks: Mapping[str, int],
        series: Sequence[tuple[Ints, Ints]],
        rules: Mapping[str, str],
    ) -> None:
        """``marks`` from ``to_judge`` are cleared, ``(series_id, judged_to)`` arrays kept, rule
        hashes recorded."""

    def forget_rules(self, ids: Collection[str]) -> None: ...

    def keep_rulebook(self, hash: str, files: Mapping[str, str]) -> None:
        """Keep a rulebook's words (once per hash) and make it the one in force."""

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
        of its notices is already in a message or silenced (or ``instead_of`` was replaced)."""
        raise NotImplementedError

    def silence(self, notices: Mapping[int, Silence]) -> None: ...


class Store(Reads):
    """A database with the product's tables; safe to share between threads."""

    def begin(self, now: datetime) -> AbstractContextManager[Transaction]: ...  # type: ignore[empty-body]

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
        """Take a READINGS table in: one transaction, only differences are written."""
        raise NotImplementedError

    def claim(
        self, worker: str, now: datetime, lease: timedelta, channel: str | None = None
    ) -> Claim | None:
        """One message whose time has come, or None (always None while delivery is held); only of
        one channel where it is named, so that a slow channel holds no other back."""
        raise NotImplementedError

    def record(
        self, claim: Claim, outcome: Outcome, next_try: datetime | None, now: datetime
    ) -> bool:
        """Record how an attempt ended; False when the claim is no longer ours. Not delivered and
        no next try: the message becomes a dead letter."""
        raise NotImplementedError

    def retry(self, message_id: str, now: datetime) -> bool:
        """Send a dead letter again; False when there is no such dead letter."""
        raise NotImplementedError

    def hold(self, reason: str) -> None: ...

    def lift(self) -> None: ...

    def close(self) -> None: ...
