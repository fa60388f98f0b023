"""A person's name taken out of what is kept, on request; and what is held of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watchlist.capacity import post_in_role
from watchlist.deliver.names import Names
from watchlist.installation import Installation
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.rulebook.wording import quote
from watchlist.store.erasing import Erased
from watchlist.store.retention import Erasure
from watchlist.store.traces import Trace

#: Who may.
_MAY = frozenset({"administrator", "keeper"})


@dataclass(frozen=True)
class Whom:
    """A person's number, and how he was called and reached: the ``words`` to look for in texts."""

    person: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held:
    """What is held of a person: where his number stands, where his name or an address does, and how
    many messages went to him or name him."""

    numbers: tuple[Trace, ...]
    words: tuple[Trace, ...]
    messages: int


def held(here: Installation, whom: Whom) -> Held:
    """Everything that the database has of somebody. Raises UsageError where it has nothing."""
    numbers = tuple(here.store.traces_of_number(whom.person))
    known = here.config.directory
    if not (numbers or whom.person in known.people or whom.person in known.erased):
        raise UsageError(f"nothing is known of a person {quote(whom.person)}")
    words = _words(here, whom)
    naming = here.store.messages_naming(words)
    return Held(numbers, tuple(here.store.traces_of_words(words)), len(naming))


def erase(
    here: Installation, whom: Whom, who: str, acting_for: str | None, now: datetime
) -> tuple[Erased, Held]:
    """Take out what may be taken out; what was done, and what stays. Raises UsageError, with nothing
    changed, for somebody who may not, for a person whom the configuration still names, and while
    messages to him are on their way."""
    zone, directory = here.config.zone, here.config.directory
    today = local_date(now, zone)
    post = post_in_role(directory, here.book, who, today, acting_for, _MAY, "erase a name")
    _must_be_gone(here, whom.person)
    held(here, whom)  # somebody must be meant
    naming = here.store.messages_naming(whom.words)
    with here.store.begin(now) as tx:
        if many := tx.on_their_way(naming):
            raise UsageError(
                f"{many:,} message{'' if many == 1 else 's'} to {whom.person} or naming him "
                "are on their way still; do this again when they have gone: watchlist deliveries list"
            )
        said = Erasure(now, who, post, whom.person)
        done = tx.erase(said, whom.words, Names().person(whom.person), naming)
        tx.ids.shown()
    return done, held(here, whom)


def _must_be_gone(here: Installation, person: str) -> None:
    known = here.config.directory.people.get(person)
    if known is not None:
        raise UsageError(
            f"{here.config.path} still names {person}; write there `{person}: {{erased: true}}`, "
            "without name and address, and see who holds his posts"
        )


def _words(here: Installation, whom: Whom) -> Sequence[str]:
    """What was asked for, and what the configuration knows."""
    known = here.config.directory.people.get(whom.person)
    own = (known.name, known.address) if known else ()
    return tuple(dict.fromkeys((*whom.words, *own)))
