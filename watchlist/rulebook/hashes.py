"""Hashes of words: of a whole rulebook, and of a rule with all that it is judged by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from watchlist.rulebook.reader import Plain
from watchlist.rulebook.sections import Definition

_canonical = json.JSONEncoder(sort_keys=True).encode


def hash_of_files(files: Mapping[str, str]) -> str:
    """Of the words of all files; where they lie and what they are called carries no meaning."""
    return _hash("".join(sorted(map(_hash, files.values()))))


def hash_of(words: Plain) -> str:
    """Of words as they are meant: the order of keys and the layout carry no meaning."""
    return _hash(_canonical(words))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Around:
    """What a rule is judged by beside its own words: the ``defaults`` for those that it leaves out, and
    hashes of the words of each indicator (by its id) and of all areas."""

    defaults: Mapping[str, Plain]
    indicators: Mapping[str, str]
    areas: str

    def hash(self, rule: Definition, looks_at: Iterable[str]) -> str:
        """Of a rule's resolved words, of those of the indicators it looks at and of the areas: where
        any of these changes it is judged again. Its id and what it ``was`` are no part of it: a
        rule that is renamed says the same."""
        words = rule.resolved(self.defaults)
        words.pop("was", None)
        looked_at = (self.indicators.get(name, "") for name in sorted(looks_at))
        return hash_of([words, *looked_at, self.areas])
