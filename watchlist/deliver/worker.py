"""Messages on their way: claim, send with no transaction open, record.

Each channel has a thread of its own, so that a slow one holds no other back; a channel whose other
side is not there at all rests until the next round.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from watchlist.model.message import OUTDATED, Channel, Outcome, Result
from watchlist.register.backoff import next_try
from watchlist.store.deliveries import Ended
from watchlist.store.results import Claim, MessageState
from watchlist.store.store import Store

log = structlog.get_logger("watchlist")

#: Longer than the longest talk with a mail server that answers every command at the last moment.
LEASE = timedelta(minutes=15)

#: Messages are claimed and recorded together, as many as go in so short a time: a slow server's one by
#: one, a quick one's by the dozen. A worker that is killed leaves no more than these in doubt.
BATCH_SECONDS, MOST_AT_ONCE = 0.5, 512

#: What says that the other side as a whole is the trouble, and not one message.
_RESTS = frozenset({"unreachable", "rate limited", "sign-in refused", "cannot write"})


_Sent = tuple[Claim, Outcome]

_LEFT = Outcome(
    Result.REFUSED, OUTDATED, "Its address is no longer that of its post; it was not sent there."
)


@dataclass(frozen=True)
class Report:
    """How the attempts of one round ended; ``given_up`` counts the new dead letters, ``outdated`` those
    messages of which nothing was sent because their readers have left."""

    results: Mapping[Result, int] = field(default_factory=dict)
    given_up: int = 0
    outdated: int = 0

    @property
    def attempts(self) -> int:
        return sum(self.results.values())

    def __add__(self, other: Report) -> Report:
        results = Counter(self.results) + Counter(other.results)
        return Report(dict(results), self.given_up + other.given_up, self.outdated + other.outdated)


@dataclass(frozen=True)
class _Attempt:
    """How an attempt ended; ``dead``: its message is a dead letter now."""

    outcome: Outcome
    dead: bool

    @property
    def outdated(self) -> bool:
        return self.outcome.reason == OUTDATED


@dataclass(frozen=True)
class Worker:
    """``name`` tells workers apart in the store; ``clock`` gives aware UTC; ``stop`` is asked
    between two messages; ``reaches`` before each one, whether its address is still that of its post."""

    store: Store
    channels: Mapping[str, Channel]
    name: str
    clock: Callable[[], datetime]
    stop: Callable[[], bool] = lambda: False
    lease: timedelta = LEASE
    jitter: Callable[[], float] = random.random
    reaches: Callable[[Claim], bool] = lambda _claim: True

    def deliver_once(self) -> Report:
        """Send everything whose time has come. Raises WorldError where the store fails."""
        names = {*self.channels, *self._waiting_without_channel()}
        with ThreadPoolExecutor(max_workers=max(1, len(names))) as threads:
            rounds = [threads.submit(self._round, name) for name in sorted(names)]
        ended = [attempt for finished in rounds for attempt in finished.result()]
        return Report(
            dict(Counter(attempt.outcome.result for attempt in ended)),
            given_up=sum(attempt.dead and not attempt.outdated for attempt in ended),
            outdated=sum(attempt.dead and attempt.outdated for attempt in ended),
        )

    def _round(self, channel: str) -> list[_Attempt]:
        """One channel's messages: how each attempt ended."""
        ended: list[_Attempt] = []
        size, rests = 1, False
        while not (rests or self.stop()):
            began = time.monotonic()
            claims = self.store.claim_many(self.name, self.clock(), self.lease, channel, most=size)
            if not claims:
                break
            sent, rests = self._handed_over(claims, until=began + BATCH_SECONDS)
            ended += self._recorded(sent)
            if left := claims[len(sent) :]:
                self.store.give_back(left)
            size = _next_size(size, time.monotonic() - began)
        if channel in self.channels:
            self.channels[channel].close()
        return ended

    def _handed_over(self, claims: Sequence[Claim], until: float) -> tuple[list[_Sent], bool]:
        """One after the other: all of them but where the time is up, somebody wants a stop or the
        channel has to rest; and whether it has."""
        sent: list[_Sent] = []
        for claim in claims:
            if sent and (time.monotonic() > until or self.stop()):
                break
            outcome = self._sent(claim)
            sent.append((claim, outcome))
            if outcome.result is Result.UNKNOWN or outcome.reason in _RESTS:
                return sent, True
        return sent, False

    def _sent(self, claim: Claim) -> Outcome:
        """A channel answers with an outcome; should one break instead, nobody knows what arrived.
        What the error says stays out of sight: it may carry a secret."""
        channel = self.channels.get(claim.channel)
        if channel is None:
            said = f'There is no channel "{claim.channel}" in the configuration any more.'
            return Outcome(Result.LATER, "no channel", said)
        if not self.reaches(claim):
            return _LEFT
        try:
            return channel.send(claim.payload, claim.address)
        except Exception as error:
            said = f"The channel broke ({type(error).__name__}); the message may have arrived."
            return Outcome(Result.UNKNOWN, "channel broke", said)

    def _recorded(self, sent: Sequence[_Sent]) -> list[_Attempt]:
        """How each attempt ended, and whether its message is a dead letter now."""
        now = self.clock()
        ended = [self._ended(claim, outcome, now) for claim, outcome in sent]
        ours = self.store.record_many(ended, now)
        for each in ended:
            log.info(
                "attempt",
                message=each.claim.message,
                channel=each.claim.channel,
                number=each.claim.attempt,
                result=each.outcome.result.value,
                reason=each.outcome.reason,
                recorded=each.claim.message in ours,
            )
        dead = MessageState.DEAD
        return [
            _Attempt(each.outcome, each.claim.message in ours and each.state is dead)
            for each in ended
        ]

    def _ended(self, claim: Claim, outcome: Outcome, now: datetime) -> Ended:
        return Ended(claim, outcome, next_try(claim.attempt, outcome, now, jitter=self.jitter()))

    def _waiting_without_channel(self) -> set[str]:
        """Channels that were taken out of the configuration while messages waited for them."""
        waiting = self.store.deliveries(MessageState.WAITING, limit=1000)
        return {delivery.channel for delivery in waiting} - self.channels.keys()


def _next_size(size: int, took: float) -> int:
    """How many messages to claim at once, after so many took so long."""
    if took > BATCH_SECONDS:
        return max(1, size // 2)
    return min(MOST_AT_ONCE, size * 2) if took < BATCH_SECONDS / 2 else size
