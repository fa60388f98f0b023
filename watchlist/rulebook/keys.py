"""What the language is made of: the keys of each kind of mapping, and what may stand behind each.

One table for each mapping (`INDICATOR`, `RULE` …) stands beside its reader. The loader takes from it
which keys it knows, `watchlist schema` its JSON Schema, the reference page its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

#: A fragment of JSON Schema (2020-12).
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """What may stand behind a word: in plain words, and as a JSON Schema of what an editor sees.

    ``says`` continues the sentence "it is …": ``a stretch of time like 15 working days``. A shape
    with a ``name`` stands once among the schema's definitions and is referred to.
    """

    says: str
    schema: Schema
    name: str = ""

    @property
    def used(self) -> Schema:
        """The fragment that stands where the shape is used."""
        return {"$ref": f"#/$defs/{self.name}"} if self.name else self.schema


@dataclass(frozen=True)
class Key:
    """One key of a mapping.

    ``says``      what it says, one plain sentence without a full stop.
    ``example``   what may stand behind it, as it is written in a file.
    ``left_out``  what holds when it is left out, as the end of "left out: …"; empty: nothing.
    ``needed``    it must be given (for an indicator or a rule: there, or in ``defaults:``).
    ``own``       it cannot be said for all in ``defaults:``.
    """

    word: str
    shape: Shape
    says: str
    example: str
    left_out: str = ""
    needed: bool = False
    own: bool = False


@dataclass(frozen=True)
class Keys:
    """All keys of one kind of mapping.

    ``says``           what such a mapping is, one plain sentence without a full stop.
    ``later``          words of the language that this version cannot follow yet.
    ``apart``          pairs of keys that cannot stand together.
    ``only_one``       exactly one of the keys stands in it.
    ``over_defaults``  its keys may stand in ``defaults:`` instead, but for those that are ``own``.
    """

    says: str
    keys: tuple[Key, ...]
    later: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    only_one: bool = False
    over_defaults: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(key.word for key in self.keys)

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        return tuple(key.word for key in self.keys if key.needed)

    @cached_property
    def for_all(self) -> tuple[Key, ...]:
        """The keys that may stand in ``defaults:``."""
        return tuple(key for key in self.keys if self.over_defaults and not key.own)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The needed keys that nothing else can give."""
        return tuple(key.word for key in self.keys if key.needed and key not in self.for_all)
