"""The chain of an entry's history: each row carries a digest of itself and of the row before it, so
that what was changed, removed or put in afterwards is found.

A row is known by what is written in it: person numbers and posts, never names. What a row does not
have is no part of it, so that a column which is added later leaves older rows as they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

#: Before the first row.
START = ""


@dataclass(frozen=True)
class Link:
    """One row of history: its place (1, 2, 3 …), its digest as it was kept, and what it says."""

    place: int
    chain: str
    content: str


@dataclass(frozen=True)
class Broken:
    """Where an entry's history does not hold, and how."""

    entry: int
    place: int
    how: str  # "changed", "removed", "put in"

    def __str__(self) -> str:
        return f"WL-{self.entry:04d}: row {self.place} of its history was {self.how}"


def content(kind: str, row: Mapping[str, object]) -> str:
    """What a row says, in one spelling: of ``kind`` (its table), without what it does not have."""
    said = {name: value for name, value in row.items() if value is not None and value is not False}
    said["row"] = kind
    return _ENCODER.encode(said)


def linked(previous: str, said: str) -> str:
    """The digest of a row that comes after one with the digest ``previous``."""
    return sha256(f"{previous}\n{said}".encode("utf-8", "surrogatepass")).hexdigest()


def verify(entry: int, links: Iterable[Link], places: int, head: str) -> Broken | None:
    """The first row at which the history of an entry does not hold, by the number of its rows and
    the digest of the last one, as the entry keeps them; None where all of it holds."""
    chain, place = START, 0
    for link in sorted(links, key=lambda each: each.place):
        place += 1
        if link.place > place:
            return Broken(entry, place, "removed")
        if link.place < place:
            return Broken(entry, link.place, "put in")
        if linked(chain, link.content) != link.chain:
            return Broken(entry, place, "changed")
        chain = link.chain
    if place < places:
        return Broken(entry, place + 1, "removed")
    if place > places:
        return Broken(entry, places + 1, "put in")
    return None if chain == head else Broken(entry, place, "changed")


def fingerprint(heads: Iterable[tuple[int, str]]) -> str:
    """One digest of the whole register: (entry, head) of each. Written down elsewhere (in minutes, in
    a message), it shows later that history was not written anew, every digest with it."""
    lines = (f"{entry} {head}" for entry, head in sorted(heads))
    return sha256("\n".join(lines).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a history")


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), check_circular=False, default=_plain
)
