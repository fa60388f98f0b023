"""Taking a person's name out of what is kept. His number stays; what is part of a history stays as it
was written, or the history would no longer hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.delivery_log import write_log
from watchlist.store.results import DeliveryDeed, DeliverySaid, MessageState
from watchlist.store.retention import Erasure
from watchlist.store.tables import (
    api_tokens,
    attempts,
    corrections,
    delivery_log,
    digests,
    entries,
    erasures,
    imports,
    messages,
    meta,
    payloads,
    rule_faults,
    sessions,
    sign_in_links,
    subscription_log,
)
from watchlist.store.traces import has_one, spellings

#: Texts in which a name may be written over: no digest is made of them, and nothing is known by them.
WRITTEN_OVER: tuple[tuple[Table, str], ...] = (
    (api_tokens, "name"),
    (corrections, "reason"),
    (delivery_log, "detail"),
    (digests, "content"),
    (digests, "why"),
    (entries, "title"),
    (imports, "path"),
    (meta, "value"),
    (rule_faults, "sentence"),
    (subscription_log, "detail"),
    (attempts, "detail"),
    (messages, "headline"),
)

_ON_THEIR_WAY = (MessageState.WAITING, MessageState.SENDING)


@dataclass(frozen=True)
class Erased:
    """How much was taken out: of how many messages the text and the address, how many rows had a name
    written over, how many sign-ins ended."""

    messages: int = 0
    written_over: int = 0
    sign_ins: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.messages or self.written_over or self.sign_ins)


class ErasureWrites(Base):
    def on_their_way(self, ids: Sequence[str]) -> int:
        """How many of these messages wait or are being sent."""
        query = select(func.count()).where(messages.c.state.in_(_ON_THEIR_WAY))
        with self.reading() as connection:
            parts = (query.where(messages.c.id.in_(chunk)) for chunk in bulk.chunks(ids))
            return sum(connection.scalar(part) or 0 for part in parts)

    def erase(
        self, said: Erasure, words: Sequence[str], instead: str, naming: Sequence[str]
    ) -> Erased:
        """Take the ``words`` (his name, his addresses) out of all that may be changed, ``instead`` in
        their place; the text and the address of the messages ``naming`` him; his sign-ins. That it was
        done is noted, where there was anything."""
        with self.writing() as connection:
            done = Erased(
                messages=_blank(connection, said, naming),
                written_over=sum(
                    _write_over(connection, table, name, words, instead)
                    for table, name in WRITTEN_OVER
                    if words
                ),
                sign_ins=_end_sign_ins(connection, said.person, words),
            )
            if done.anything:
                connection.execute(insert(erasures).values(vars(said)))
            return done


def _blank(connection: Connection, said: Erasure, ids: Sequence[str]) -> int:
    """Their bytes, addresses and answers; one that was given up is then not sent again."""
    blank = 0
    for chunk in bulk.chunks(ids):
        full = and_(payloads.c.message.in_(chunk), func.length(payloads.c.payload) > 0)
        blank += connection.execute(update(payloads).where(full).values(payload=b"")).rowcount
        dead = and_(messages.c.id.in_(chunk), messages.c.state == MessageState.DEAD)
        for message in connection.scalars(
            select(messages.c.id).where(dead, messages.c.address != "")
        ):
            deed = DeliveryDeed.DROPPED
            write_log(connection, DeliverySaid(said.at, said.who, said.acting_for, deed, message))
        mine = messages.c.id.in_(chunk)
        connection.execute(update(messages).where(mine).values(address=""))
        told = attempts.c.message.in_(chunk)
        connection.execute(update(attempts).where(told).values(detail=""))
    return blank


def _write_over(
    connection: Connection, table: Table, name: str, words: Sequence[str], instead: str
) -> int:
    """The longest words first, so that no part of one is left of it."""
    column = table.c[name]
    text: ColumnElement[str] = column
    here = has_one(column, words)
    many = connection.scalar(select(func.count()).select_from(table).where(here)) or 0
    for word in sorted(words, key=len, reverse=True):
        for spelt in spellings(word):
            text = func.replace(text, spelt, instead)
    if many:
        connection.execute(update(table).where(here).values({name: text}))
    return many


def _end_sign_ins(connection: Connection, person: str, words: Sequence[str]) -> int:
    his = sessions.c.person == person
    named = or_(his, has_one(sessions.c.name, words)) if words else his
    ended = connection.execute(delete(sessions).where(named)).rowcount
    links = delete(sign_in_links).where(sign_in_links.c.person == person)
    return ended + connection.execute(links).rowcount
