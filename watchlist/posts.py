"""The part of the configuration that says who holds which post and how each is reached."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from watchlist.model.people import Directory, Holding, Person, Post
from watchlist.rulebook.reader import Fields, Value
from watchlist.rulebook.wording import nearest, quote

ROLES = ("officer", "owner", "clerk", "chair", "member", "auditor", "administrator")

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


def read_directory(fields: Fields, channels: Collection[str]) -> Directory:
    """``people:``, ``posts:`` and ``keeper:``; every name that is used must be defined."""
    people = dict(_people(fields["people"]))
    names = {name for name, _ in fields["posts"].entries()}
    known = _Known(people, names, {*channels, "mailbox"})
    posts = {name: known.post(name, value) for name, value in fields["posts"].named("post")}
    keeper = _named(fields["keeper"], "post", names)
    return Directory(posts, people, keeper or "")


def _people(value: Value) -> Iterator[tuple[str, Person]]:
    for name, person in value.named("person"):
        fields = person.fields("name", "address", needs=("name", "address"))
        yield name, Person(name, fields["name"].text() or "", _address(fields["address"]) or "")


def _address(value: Value) -> str | None:
    address = value.word()
    if address and not _ADDRESS.fullmatch(address):
        value.wrong("an e-mail address; write it like name@council.example")
    return address


def _named(value: Value, noun: str, known: Collection[str]) -> str | None:
    """A name that must be defined elsewhere in the configuration."""
    name = value.word()
    if name and name not in known:
        value.fault(f"there is no {noun} {quote(name)}{nearest(name, known)}")
    return name


class _Known:
    """Reads posts, knowing every name that they may refer to."""

    def __init__(
        self, people: Collection[str], posts: Collection[str], channels: Collection[str]
    ) -> None:
        self.people, self.posts, self.channels = people, posts, channels

    def post(self, name: str, value: Value) -> Post:
        keys = ("title", "held_by", "deputy", "channels", "roles", "address")
        fields = value.fields(*keys, needs=("title",))
        if not fields["held_by"].given and not fields["address"].given:
            value.warn(
                "nobody holds it and it has no address; its deputy, then the keeper, is told"
            )
        channels = (_named(item, "channel", self.channels) for item in fields["channels"].items())
        roles = (item.choice(*ROLES) for item in fields["roles"].items())
        return Post(
            id=name,
            title=fields["title"].text() or name,
            held_by=tuple(self.holding(item) for item in fields["held_by"].items()),
            deputy=_named(fields["deputy"], "post", self.posts),
            channels=tuple(filter(None, channels)) or ("mailbox",),
            roles=frozenset(filter(None, roles)),
            address=_address(fields["address"]),
        )

    def holding(self, value: Value) -> Holding:
        fields = value.fields("person", "from", "until", needs=("person",))
        person = _named(fields["person"], "person", self.people)
        return Holding(person or "", fields["from"].day(), fields["until"].day())
