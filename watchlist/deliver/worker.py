"""Messages on their way: claim, send with no transaction open, record.

Each channel has a thread of its own, so that a slow one holds no other back; a channel whose other
side is not there at all rests until the next round.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from watchlist.model.message import Channel, Outcome, Result
from watchlist.register.backoff import next_try
from watchlist.store.results import Claim, MessageState
from watchlist.store.store import Store

log = structlog.get_logger("watchlist")

#: Longer than the longest talk with a mail server that answers every command at the last moment.
LEASE = timedelta(minutes=15)

#: What says that the other side as a whole is the trouble, and not one message.
_RESTS = frozenset({"unreachable", "rate limited", "sign-in refused", "cannot write"})


@dataclass(frozen=True)
class Report:
    """How the attempts of one round ended; ``given_up`` counts the new dead letters."""

    results: Mapping[Result, int] = field(default_factory=dict)
    given_up: int = 0

    @property
    def attempts(self) -> int:
        return sum(self.results.values())


@dataclass(frozen=True)
class Worker:
    """``name`` tells workers apart in the store; ``clock`` gives aware UTC; ``stop`` is asked
    between two messages."""

    store: Store
    channels: Mapping[str, Channel]
    name: str
    clock: Callable[[], datetime]
    stop: Callable[[], bool] = lambda: False
    lease: timedelta = LEASE
    jitter: Callable[[], float] = random.random

    def deliver_once(self) -> Report:
        """Send everything whose time has come. Raises WorldError where the store fails."""
        names = {*self.channels, *self._waiting_without_channel()}
        with ThreadPoolExecutor(max_workers=max(1, len(names))) as threads:
            rounds = [threads.submit(self._round, name) for name in sorted(names)]
        ended = [attempt for finished in rounds for attempt in finished.result()]
        results = Counter(result for result, _ in ended)
        return Report(dict(results), sum(given_up for _, given_up in ended))

    def _round(self, channel: str) -> list[tuple[Result, bool]]:
        """One channel's messages: how each attempt ended and whether it was given up."""
        ended = []
        for claim in self._claims(channel):
            outcome = self._sent(claim)
            ended.append((outcome.result, self._recorded(claim, outcome)))
            if outcome.result is Result.UNKNOWN or outcome.reason in _RESTS:
                break
        if channel in self.channels:
            self.channels[channel].close()
        return ended

    def _claims(self, channel: str) -> Iterator[Claim]:
        while not self.stop():
            claim = self.store.claim(self.name, self.clock(), self.lease, channel)
            if claim is None:
                return
            yield claim

    def _sent(self, claim: Claim) -> Outcome:
        """A channel answers with an outcome; should one break instead, nobody knows what arrived.
        What the error says stays out of sight: it may carry a secret."""
        channel = self.channels.get(claim.channel)
        if channel is None:
            said = f'There is no channel "{claim.channel}" in the configuration any more.'
            return Outcome(Result.LATER, "no channel", said)
        try:
            return channel.send(claim.payload, claim.address)
        except Exception as error:
            said = f"The channel broke ({type(error).__name__}); the message may have arrived."
            return Outcome(Result.UNKNOWN, "channel broke", said)

    def _recorded(self, claim: Claim, outcome: Outcome) -> bool:
        """Whether the message is a dead letter now."""
        now = self.clock()
        again = next_try(claim.attempt, outcome, now, jitter=self.jitter())
        ours = self.store.record(claim, outcome, again, now)
        log.info(
            "attempt",
            message=claim.message,
            channel=claim.channel,
            number=claim.attempt,
            result=outcome.result.value,
            reason=outcome.reason,
            recorded=ours,
        )
        arrived = outcome.result in (Result.DELIVERED, Result.ACCEPTED)
        return ours and again is None and not arrived

    def _waiting_without_channel(self) -> set[str]:
        """Channels that were taken out of the configuration while messages waited for them."""
        waiting = self.store.deliveries(MessageState.WAITING, limit=1000)
        return {delivery.channel for delivery in waiting} - self.channels.keys()
