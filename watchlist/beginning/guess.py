"""A guess and its reason; names as ids; the numbers that texts are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from unicodedata import combining, normalize

from watchlist.beginning.found import is_number

_ID_LENGTH = 60

#: Fractions of one are so small.
ONE = 2.0


@dataclass(frozen=True)
class Guess:
    """A value, and why it is one; ``why`` is empty where the sheet says it."""

    value: str
    why: str = ""


def slug_of(name: str) -> str:
    """A name as an id: its letters and digits, with dashes between the words."""
    letters = "".join(sign for sign in normalize("NFKD", name) if not combining(sign))
    plain = letters.casefold().replace("%", " percent ").replace("'", "").replace("\u2019", "")
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    while len(slug) > _ID_LENGTH:
        slug = slug[:_ID_LENGTH].rpartition("-")[0] or slug[:_ID_LENGTH]
    return slug


def numbers_of(texts: Counter[str]) -> list[float]:
    return [float(bare(text)) for text in texts if is_number(bare(text))]


def bare(text: str) -> str:
    return re.sub(r"\([a-z]+\)$", "", text.replace(",", "").replace("£", "")).strip().rstrip("%")


def signless(texts: Counter[str]) -> Counter[str]:
    return Counter({text: times for text, times in texts.items() if "%" not in text})


def unsigned(text: str) -> str:
    """``≥ 90%`` without its sign."""
    return text.lstrip("<>≤≥=~±+/- ")
