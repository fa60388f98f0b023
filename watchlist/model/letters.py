"""Text that can be written as bytes: half of a letter (a lone surrogate, as text that was decoded
wrongly may hold one) is no letter, and no channel could send it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_HALF = re.compile("[\ud800-\udfff]")

_Thing = TypeVar("_Thing")


def whole_letters(text: str) -> str:
    """The text; "�" stands where there was half of a letter."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def with_whole_letters(thing: _Thing) -> _Thing:
    """A dataclass, and whatever it is made of, with no half of a letter in any of its texts. What has
    none is given back as it is."""
    made: Any = _whole(thing)
    return made  # type: ignore[no-any-return]


def _whole(thing: Any) -> Any:
    if type(thing) is str:
        return whole_letters(thing) if _HALF.search(thing) else thing
    if isinstance(thing, tuple):
        made = tuple(map(_whole, thing))
        return thing if _same(thing, made) else made
    if is_dataclass(thing) and not isinstance(thing, type):
        before = {one.name: getattr(thing, one.name) for one in fields(thing) if one.init}
        after = {name: _whole(value) for name, value in before.items()}
        changed = {name: after[name] for name in after if after[name] is not before[name]}
        return replace(thing, **changed) if changed else thing
    return thing


def _same(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    return all(one is other for one, other in zip(before, after, strict=True))
