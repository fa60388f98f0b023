"""The model's dataclasses to JSON and back, exactly: no information is lost and none is invented.

Read off the type hints, so a field that is added to a class needs nothing here. What a row lacks
takes the field's default; what a class no longer has is passed over: old rows stay readable.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

Decoder = Callable[[Any], Any]


def encode(thing: object) -> str:
    """A dataclass (or list, tuple, dict of plain things) as JSON text."""
    return _ENCODER.encode(thing)


def decode(kind: Any, text: str) -> Any:
    """What :func:`encode` wrote, as the class (or ``dict[str, float | str]``…) it was."""
    return _decoder(kind)(json.loads(text))


def _plain(thing: object) -> object:
    """What JSON's own encoder does not know; numbers and words that are enumerations it does."""
    if isinstance(thing, Enum):
        return thing.value
    if hasattr(thing, "__dataclass_fields__"):
        return vars(thing)  # in the order of its fields, as it was made
    if isinstance(thing, np.generic):  # figures come out of arrays
        return thing.item()
    if isinstance(thing, date):  # a moment is one as well
        return thing.isoformat()
    raise TypeError(f"{type(thing).__name__} has no place in a text that is kept")


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields."""
    return tuple(item.name for item in fields(kind))


#: Nothing of ours holds itself, so no looking for circles.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plain
)


@cache
def _decoder(kind: Any) -> Decoder:
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional_decoder(parts)
    if origin is tuple:
        return _tuple_decoder(parts)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if isinstance(kind, type) and issubclass(kind, date):
        return kind.fromisoformat
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _dataclass_decoder(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    readers = {item.name: _decoder(hints[item.name]) for item in fields(kind)}

    def read(value: dict[str, Any]) -> Any:
        known = {name: readers[name](part) for name, part in value.items() if name in readers}
        return kind(**known)

    return read


def _optional_decoder(parts: tuple[Any, ...]) -> Decoder:
    """``X | None``; a union of plain things (``float | str``) is read as it is, one of dataclasses
    as the class that has the names."""
    real = [part for part in parts if part is not NoneType]
    if all(map(is_dataclass, real)):
        inner = _one_of(real)
    else:
        inner = _decoder(real[0]) if len(real) == 1 else _as_it_is
    return lambda value: None if value is None else inner(value)


def _one_of(kinds: list[Any]) -> Decoder:
    """The class whose names differ least from those that are there."""

    def read(value: dict[str, Any]) -> Any:
        kind = min(kinds, key=lambda each: len(value.keys() ^ set(names_of(each))))
        return _decoder(kind)(value)

    return _decoder(kinds[0]) if len(kinds) == 1 else read


def _tuple_decoder(parts: tuple[Any, ...]) -> Decoder:
    if len(parts) == 2 and parts[1] is Ellipsis:
        inner = _decoder(parts[0])
        return lambda value: tuple(map(inner, value))
    inners = [_decoder(part) for part in parts]
    return lambda value: tuple(read(part) for read, part in zip(inners, value, strict=True))
