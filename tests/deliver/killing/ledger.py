"""What was promised of delivery, held against what the other side took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from tests.deliver.killing.council import TEAMS
from watchlist.model.message import Result
from watchlist.store.results import MessageState
from watchlist.store.store import Store
from watchlist.store.tables import attempts, messages, notices, payloads

_WELL = (Result.DELIVERED, Result.ACCEPTED)
#: Message-ID -> channel and bytes; and what was taken: the way in and the bytes.
_Frozen = Mapping[str, tuple[str, bytes]]
_Took = list[tuple[str, bytes]]
#: Message-ID -> how its attempts ended; None for one that is on record as running.
_Said = dict[str, Counter[Result | None]]


class Sink(Protocol):
    """Whoever takes messages and outlives those who send."""

    def took(self) -> list[tuple[str, bytes]]:
        """(way in, bytes) of everything that was handed over, in its order."""
        ...


@dataclass
class Ledger:
    """What the database says at one moment, and what the other side had taken: just before it was
    asked, and just after (another worker may be sending)."""

    frozen: _Frozen
    said: _Said
    states: Mapping[str, MessageState]
    told: list[tuple[str | None, object]]  # notice -> the message it is in, why it is silenced
    before: Counter[str]  # Message-ID -> how many times it was taken
    after: Counter[str]

    @classmethod
    def read(cls, store: Store, sink: Sink) -> Ledger:
        before = sink.took()
        with store.reading() as connection:
            rows = connection.execute(select(messages, payloads.c.payload).join(payloads)).all()
            tries = connection.execute(select(attempts.c.message, attempts.c.result)).all()
            told = connection.execute(select(notices.c.message, notices.c.silence)).all()
        after = sink.took()
        frozen = {row.id: (row.channel, row.payload) for row in rows}
        said: _Said = {number: Counter() for number in frozen}
        for number, result in tries:
            said[number][result] += 1
        states = {row.id: row.state for row in rows}
        notes = [(row.message, row.silence) for row in told]
        taken, later = _taken(frozen, before), Counter(_known(frozen, after))
        return cls(frozen, said, states, notes, taken, later)

    def copies_need_unknown_attempts(self) -> None:
        """Deliveries <= 1 + attempts recorded as unknown: whoever has a message twice has it because
        an answer did not come. An attempt that is on record as running counts as one that may yet be
        either; nothing reached the other side without any attempt on record."""
        for number, said in self.said.items():
            good = sum(said[result] for result in _WELL)
            assert good <= 1, number
            assert self.before[number] <= good + said[Result.UNKNOWN] + said[None], number

    def what_is_called_delivered_was_taken(self) -> None:
        """No message is recorded as delivered that the other side never saw."""
        for number, said in self.said.items():
            assert self.after[number] >= sum(said[result] for result in _WELL), number

    def everything_arrived(self) -> None:
        """Nothing waits: each message is with the other side and recorded so, and no attempt is
        without an end."""
        for number, (channel, _) in self.frozen.items():
            wanted = MessageState.ACCEPTED if channel in TEAMS else MessageState.DELIVERED
            assert self.states[number] is wanted, number
            assert self.after[number] >= 1, number
            assert self.said[number][None] == 0, number

    def no_notice_is_forgotten(self) -> None:
        """Every notice is in a message, alone or with others, or has a stated reason for silence."""
        assert all((message is None) is (silence is not None) for message, silence in self.told)
        assert {message for message, _ in self.told if message} == self.frozen.keys()

    def counts(self) -> dict[str, int]:
        both = Counter[Result | None]()
        for said in self.said.values():
            both.update(said)
        return {
            "messages": len(self.frozen),
            "notices": len(self.told),
            "handed over": self.after.total(),
            "twice or more": sum(1 for times in self.after.values() if times > 1),
            "unknown attempts": both[Result.UNKNOWN],
        }


def _known(frozen: _Frozen, took: _Took) -> list[str]:
    """The Message-IDs of what was taken, by its bytes; "" for bytes that nobody has frozen."""
    numbers = {payload: number for number, (_, payload) in frozen.items()}
    assert len(numbers) == len(frozen)
    return [numbers.get(content, "") for _, content in took]


def _taken(frozen: _Frozen, took: _Took) -> Counter[str]:
    """How often each message was taken: every copy has the bytes that were frozen, and in them the
    same Message-ID."""
    numbers = _known(frozen, took)
    assert "" not in numbers, "bytes that nobody froze"
    for number, (way, content) in zip(numbers, took, strict=True):
        if way == "email":
            assert f"Message-ID: <{number}>\r\n".encode() in content
    return Counter(numbers)
