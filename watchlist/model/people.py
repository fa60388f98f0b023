"""Posts and who holds them. Rules name posts; only the configuration names people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    address: str


@dataclass(frozen=True)
class Holding:
    """Who holds a post, and from when until when (both days included; None: open)."""

    person: str
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class Post:
    """A post, or a shared channel (a post without a person, with an address to fall back on).
    ``committees`` are those of which its holder is a member."""

    id: str
    title: str
    held_by: tuple[Holding, ...] = ()
    deputy: str | None = None
    channels: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    address: str | None = None
    committees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipient:
    """Where a message for a post really goes: ``stood_in_for`` says whose place was empty."""

    post: str
    name: str
    address: str
    channels: tuple[str, ...]
    person: str | None = None
    stood_in_for: str | None = None


@dataclass(frozen=True)
class Directory:
    """``erased`` are the numbers of people whose names and addresses are gone: they stand in history,
    and hold no post."""

    posts: Mapping[str, Post]
    people: Mapping[str, Person]
    keeper: str
    erased: frozenset[str] = frozenset()

    def holder(self, post: str, day: date) -> Person | None:
        """Who holds a post on a day; None when nobody does."""
        held = [
            self.people[holding.person]
            for holding in self.posts[post].held_by
            if holding.covers(day) and holding.person in self.people
        ]
        return held[-1] if held else None

    def unheld_from(self, post: str, first: date, last: date) -> date | None:
        """The first day, of those from ``first`` to ``last``, on which nobody holds a post."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return next((day for day in days if self.holder(post, day) is None), None)

    def may_act_for(self, person: str, day: date) -> tuple[str, ...]:
        """The posts for which somebody may act on a day: those that he holds, then those for which
        one of his is the deputy."""
        own = [name for name in self.posts if self._holds(person, name, day)]
        deputy = [name for name, post in self.posts.items() if post.deputy in own]
        return tuple(dict.fromkeys((*own, *deputy)))

    def _holds(self, person: str, post: str, day: date) -> bool:
        """Whether he is the one who holds a post on a day, or one of several who do."""
        return person in self.people and any(
            held.person == person and held.covers(day) for held in self.posts[post].held_by
        )

    def recipient(self, post: str, day: date) -> Recipient | None:
        """Who is told for a post: its holder, its shared address, its deputy, then the keeper."""
        for candidate in dict.fromkeys((post, self._deputy_of(post), self.keeper)):
            known = self.posts.get(candidate) if candidate else None
            if known is None:
                continue
            instead = post if known.id != post else None
            person = self.holder(known.id, day)
            if person:
                return Recipient(
                    known.id, person.name, person.address, known.channels, person.id, instead
                )
            if known.address:
                return Recipient(
                    known.id, known.title, known.address, known.channels, None, instead
                )
        return None

    def _deputy_of(self, post: str) -> str | None:
        known = self.posts.get(post)
        return known.deputy if known else None
