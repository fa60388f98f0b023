"""What is too long for one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

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
    return Turn(
        rows[(number - 1) * many : number * many],
        number,
        last,
        address(number - 1) if number > 1 else "",
        address(number + 1) if number < last else "",
    )


def number_of(written: str) -> int:
    """The page that an address asks for; 1 for what is no number."""
    return int(written) if written.isdecimal() and len(written) < 6 and int(written) else 1
