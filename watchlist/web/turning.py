"""What is too long for one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")


@dataclass(frozen=True)
class Turn(Generic[T]):
    """The rows of one page, and where it stands among others; addresses are "" where there is none."""

    rows: Sequence[T]
    number: int
    last: int
    earlier: str
    later: str


def turned(rows: Sequence[T], many: int, number: int, address: Callable[[int], str]) -> Turn[T]:
    """Page ``number`` of these, ``many`` a page; one past the end is the last one."""
    last = max(1, -(-len(rows) // many))
    number = min(max(1, number), last)
    return turn_at(rows[(number - 1) * many : number * many], number, last, address)


def turn_at(rows: Sequence[T], number: int, last: int, address: Callable[[int], str]) -> Turn[T]:
    """Page ``number`` of ``last``, where its rows are known already."""
    return Turn(
        rows,
        number,
        last,
        address(number - 1) if number > 1 else "",
        address(number + 1) if number < last else "",
    )


def address_of(path: str, said: dict[str, str], number: int = 1) -> str:
    """The address of page ``number`` of what is asked for; what is not said does not stand in it."""
    asked = said | {"page": str(number) if number > 1 else ""}
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{words}" if words else path


def number_of(written: str) -> int:
    """The page that an address asks for; 1 for what is no number."""
    return int(written) if written.isdecimal() and len(written) < 6 and int(written) else 1
