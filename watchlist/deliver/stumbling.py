"""Over which entries of a message a template stumbles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from watchlist.model.digest import Digest, DigestItem
from watchlist.model.message import Item, Message


def stumbles_over(message: Message, write: Callable[[Message], object]) -> tuple[str, ...]:
    """The references of the entries for which a template fails, where it does not fail for all: each
    is written alone. () where it is not for an entry that it fails."""
    alone = list(_one_by_one(message))
    failing = tuple(name for name, one in alone if _fails(one, write))
    every = len(failing) == len(alone)
    if every and (len(alone) > 1 or _fails(_with_nothing(message), write)):
        return ()
    return failing


def _one_by_one(message: Message) -> Iterator[tuple[str, Message]]:
    bare = _with_nothing(message)
    for item in message.items:
        yield _name(item), replace(bare, items=(item,))
    if message.digest and bare.digest:
        for group in ("new", "still", "recovering", "left"):
            for one in getattr(message.digest, group):
                yield _name(one), replace(bare, digest=_with(bare.digest, group, one))


def _with(digest: Digest, group: str, item: DigestItem) -> Digest:
    only: dict[str, tuple[DigestItem, ...]] = {group: (item,)}
    return replace(digest, **only)  # type: ignore[arg-type]  # a group by its name


def _with_nothing(message: Message) -> Message:
    digest = message.digest
    if digest is not None:
        digest = replace(digest, new=(), still=(), recovering=(), left=(), asked=())
    return replace(message, items=(), rest=None, digest=digest)


def _name(item: Item | DigestItem) -> str:
    return item.reference or item.title


def _fails(message: Message, write: Callable[[Message], object]) -> bool:
    try:
        write(message)
    except Exception:  # whatever a template may do
        return True
    return False
