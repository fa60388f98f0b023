"""What is wrong with the service, as the page and `watchlist doctor` say it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """Something that somebody should see to: ``said`` is what is wrong, ``do`` what to do, at the
    page ``href`` ("": at none). A ``doubtful`` one may be as it should be."""

    about: str
    said: str
    do: str = ""
    href: str = ""
    doubtful: bool = False

    def __str__(self) -> str:
        return f"{self.said} {self.do}".strip()


def many(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def upper(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]
