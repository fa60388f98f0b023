"""The part of the configuration that says who holds which post and how each is reached."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from watchlist.model.acts import WATCHLIST
from watchlist.model.errors import Fault, Mark
from watchlist.model.people import Directory, Holding, Person, Post, Recipient
from watchlist.rulebook.reader import Fields, Value
from watchlist.rulebook.wording import nearest, quote

ROLES = ("officer", "owner", "clerk", "chair", "member", "auditor", "administrator")

#: So long before somebody leaves it is warned that nobody follows.
SOON = timedelta(days=28)

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


def read_directory(fields: Fields, channels: Collection[str]) -> Directory:
    """``people:``, ``posts:`` and ``keeper:``; every name that is used must be defined."""
    numbered = dict(_people(fields["people"]))
    people = {number: person for number, person in numbered.items() if person}
    names = {name for name, _ in fields["posts"].entries()}
    known = _Known(numbered, people, names, {*channels, "mailbox"})
    posts = {name: known.post(name, value) for name, value in fields["posts"].named("post")}
    keeper = _named(fields["keeper"], "post", names)
    return Directory(posts, people, keeper or "", frozenset(numbered.keys() - people.keys()))


def leaving(directory: Directory, marks: Mapping[str, Mark], today: date) -> dict[str, Fault]:
    """A warning for each post that had a holder and has none today, or will have none soon: since when,
    who follows, and who is told instead."""
    found = {}
    for name, post in directory.posts.items():
        day = directory.unheld_from(name, today, today + SOON)
        if day is not None and post.held_by:
            found[name] = Fault(marks[name], _left(directory, name, day, today), warning=True)
    return found


def _left(directory: Directory, name: str, day: date, today: date) -> str:
    instead = directory.recipient(name, day)
    told = f"{_called(directory, instead)} is told instead" if instead else "nobody can be told"
    later = [one.since for one in directory.posts[name].held_by if one.since and one.since > day]
    follows = f"nobody follows until {_day(min(later))}" if later else "nobody follows"
    if day <= today:
        return f'post "{name}": nobody holds it any more, and {follows}; {told}'
    last = day - timedelta(days=1)
    return f'post "{name}": whoever holds it leaves on {_day(last)}, and {follows}; then {told}'


def _called(directory: Directory, told: Recipient) -> str:
    if told.stood_in_for is None:
        return f"its own address ({told.address})"
    title, why = directory.posts[told.post].title, "its deputy"
    if told.post != directory.posts[told.stood_in_for].deputy:
        why = "the keeper"
    return f"{title} ({why})"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _people(value: Value) -> Iterator[tuple[str, Person | None]]:
    """Everybody by his number; None for one whose name was erased."""
    for number, person in value.named("person"):
        fields = person.fields("name", "address", "erased")
        if number == WATCHLIST:
            person.fault("that is how the program calls itself in history; give another number")
        if fields["erased"].truth():
            for key in ("name", "address"):
                if fields.written(key):
                    fields[key].fault(f"he is erased and his {key} still stands here; take it out")
            yield number, None
        else:
            fields.need("name", "address")
            name, address = fields["name"].text(), _address(fields["address"])
            yield number, Person(number, name or "", address or "")


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
        self,
        numbers: Collection[str],
        people: Collection[str],
        posts: Collection[str],
        channels: Collection[str],
    ) -> None:
        self.numbers, self.people = numbers, people
        self.posts, self.channels = posts, channels

    def post(self, name: str, value: Value) -> Post:
        keys = ("title", "held_by", "deputy", "channels", "roles", "address", "committees")
        fields = value.fields(*keys, needs=("title",))
        held_by = tuple(self.holding(item) for item in fields["held_by"].items())
        if self.are_gone(held_by) and not fields["address"].given:
            value.warn(
                "nobody holds it and it has no address; its deputy, then the keeper, is told"
            )
        channels = (_named(item, "channel", self.channels) for item in fields["channels"].items())
        roles = (item.choice(*ROLES) for item in fields["roles"].items())
        return Post(
            id=name,
            title=fields["title"].text() or name,
            held_by=held_by,
            deputy=_named(fields["deputy"], "post", self.posts),
            channels=tuple(filter(None, channels)) or ("mailbox",),
            roles=frozenset(filter(None, roles)),
            address=_address(fields["address"]),
            committees=fields["committees"].words(),
        )

    def are_gone(self, held_by: Collection[Holding]) -> bool:
        """Whether there is nobody among them whose name was not erased."""
        gone = set(self.numbers) - set(self.people)
        return all(one.person in gone for one in held_by)

    def holding(self, value: Value) -> Holding:
        fields = value.fields("person", "from", "until", needs=("person",))
        person = _named(fields["person"], "person", self.numbers)
        return Holding(person or "", fields["from"].day(), fields["until"].day())
