"""Where something of a person stands in the database: his number, and his name where texts have it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy

from sqlalchemy import Column, ColumnElement, Text, func, or_, select, type_coerce

from watchlist.store.base import Base
from watchlist.store.tables import messages, metadata, payloads
from watchlist.store.types import Encoded

#: How columns are called that hold the numbers of people.
_NUMBERS = ("who", "person", "made_by")

#: Payloads read at a time.
_CHUNK = 200


@dataclass(frozen=True)
class Trace:
    """In so many rows of a column something of a person stands; ``entries``: of whose history."""

    table: str
    column: str
    rows: int
    entries: tuple[int, ...] = ()


def spellings(word: str) -> tuple[str, ...]:
    """A word as texts, pages and JSON have it."""
    plain, escaped = json.dumps(word, ensure_ascii=False)[1:-1], json.dumps(word)[1:-1]
    return tuple(dict.fromkeys((word, html.escape(word), plain, escaped)))


class TraceReads(Base):
    def traces_of_number(self, person: str) -> list[Trace]:
        """Where a person's number stands."""
        found = ((column, column == person) for column in _columns() if column.name in _NUMBERS)
        return [one for column, here in found if (one := self._trace(column, here))]

    def traces_of_words(self, words: Sequence[str]) -> list[Trace]:
        """Where one of these words (a name, an address) stands, in large or small letters."""
        if not words:
            return []
        found = ((column, has_one(column, words)) for column in _columns())
        return [one for column, here in found if (one := self._trace(column, here))]

    def messages_naming(self, words: Sequence[str]) -> list[str]:
        """The messages that went to one of these addresses, or of which headline or text has one of
        these words."""
        if not words:
            return []
        about = or_(has_one(messages.c.address, words), has_one(messages.c.headline, words))
        with self.reading() as connection:
            found = set(connection.scalars(select(messages.c.id).where(about)))
        found.update(message for message, text in self._texts() if _names(text, words))
        return sorted(found)

    def _texts(self) -> Iterator[tuple[str, str]]:
        """Every message that still has its bytes, and what they say; a few in memory at a time."""
        last, query = "", select(payloads).order_by(payloads.c.message).limit(_CHUNK)
        while True:
            with self.reading() as connection:
                rows = connection.execute(query.where(payloads.c.message > last)).all()
            if not rows:
                return
            yield from ((row.message, readable(row.payload)) for row in rows)
            last = rows[-1].message

    def _trace(self, column: Column[str], here: ColumnElement[bool]) -> Trace | None:
        table = column.table
        with self.reading() as connection:
            rows = connection.scalar(select(func.count()).select_from(table).where(here)) or 0
            numbers = ()
            if rows and "entry" in table.c:
                query = select(table.c.entry).where(here, table.c.entry.is_not(None)).distinct()
                numbers = tuple(sorted(connection.scalars(query)))
        return Trace(str(table.name), column.name, rows, numbers) if rows else None


def has_one(column: ColumnElement[str], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column has one of these words in it, however it is spelt."""
    text = type_coerce(column, Text)
    spelt = (each for word in words for each in spellings(word))
    return or_(*(text.icontains(each, autoescape=True) for each in spelt))


def readable(payload: bytes) -> str:
    """What a message says, its headers with it; what is no mail (a card, JSON) as it stands."""
    raw = payload.decode("utf-8", "replace")
    if payload.startswith(b"{"):
        return raw
    mail = message_from_bytes(payload, policy=policy.default)
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    heads = [str(value) for value in mail.values()]
    return "\n".join([raw, *heads, *(str(part.get_content()) for part in parts)])


def _names(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return any(each.casefold() in folded for word in words for each in spellings(word))


def _columns() -> list[Column[str]]:
    """Every column that holds words."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, (Text, Encoded))
    ]
