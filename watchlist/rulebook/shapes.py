"""The shapes of what may stand behind a word, each with its JSON Schema.

In a schema a text may always be a number or a truth as well: ``title: 2014`` is read as it is
written. ``pattern`` and ``enum`` hold texts, ``minimum`` numbers; either lets the other pass.
``patternErrorMessage`` and ``enumDescriptions`` are what editors show; to JSON Schema they are nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from watchlist.rulebook import patterns
from watchlist.rulebook.data import data_of
from watchlist.rulebook.keys import Key, Keys, Schema, Shape
from watchlist.rulebook.wording import listed

_WRITTEN = {"type": ["string", "number", "boolean"], "pattern": r"\S"}


def _pattern(pattern: re.Pattern[str], says: str) -> dict[str, Any]:
    """A form of texts, and what an editor says of one that has another."""
    return {"pattern": patterns.for_editors(pattern), "patternErrorMessage": f"This is not {says}"}


def choice(*words: str) -> Shape:
    """One of a few words."""
    return Shape(listed(words, "or"), {"enum": list(words)})


def written(says: str, pattern: re.Pattern[str], *words: str) -> Shape:
    """A text of one form, or one of a few words."""
    form: Schema = {"type": "string", **_pattern(pattern, says)}
    return Shape(says, {"anyOf": [{"enum": list(words)}, form]} if words else form)


def whole(least: int, most: int | None = None) -> Shape:
    """A whole number; in quotes as well."""
    limits = {"minimum": least} | ({} if most is None else {"maximum": most})
    says = f"a whole number, {least}{' or more' if most is None else f' to {most:,}'}"
    form = {"type": ["integer", "string"], **_pattern(patterns.WHOLE, says)}
    return Shape(says, form | limits)


def one_of(says: str, *shapes: Shape, name: str = "") -> Shape:
    return Shape(says, {"anyOf": [shape.used for shape in shapes]}, name)


def several(item: Shape, says: str, least: int = 1) -> Shape:
    """A list; one that may be empty may also have nothing behind its key."""
    if least:
        return Shape(says, {"type": "array", "items": item.used, "minItems": least})
    return Shape(says, {"type": ["array", "null"], "items": item.used})


def by_name(
    says: str, value: Shape, name: re.Pattern[str] | None = None, *, only_one: bool = False
) -> Shape:
    """A mapping whose keys are free, or of one form."""
    form: dict[str, Any] = {"type": ["object", "null"], "additionalProperties": value.used}
    if name is not None:
        form["propertyNames"] = {"pattern": patterns.for_editors(name)}
    if only_one:
        form |= {"minProperties": 1, "maxProperties": 1}
    return Shape(says, form)


def mapping(keys: Keys, name: str = "") -> Shape:
    """A mapping with known keys."""
    form: dict[str, Any] = {
        "description": keys.says,
        "type": "object" if keys.required or keys.only_one else ["object", "null"],
        "properties": {key.word: described(key) for key in keys.keys},
        "additionalProperties": False,
    }
    if keys.required:
        form["required"] = list(keys.required)
    if keys.only_one:
        form |= {"minProperties": 1, "maxProperties": 1}
    if keys.apart:
        form["dependentSchemas"] = apart(keys.apart)
    return Shape(keys.says, form, name)


def apart(pairs: Iterable[tuple[str, str]]) -> Schema:
    """Beside the one word of each pair the other cannot stand."""
    return {one: {"properties": {other: False}} for one, other in pairs}


def described(key: Key) -> Schema:
    """What stands behind a key, with its sentence and its example."""
    return {**key.shape.used, **described_as(key.says, key.example, key.left_out)}


def described_as(says: str, example: str, left_out: str = "") -> Schema:
    """What an editor shows of a word."""
    otherwise = f". Left out: {left_out}" if left_out else ""
    return {"description": f"{says}{otherwise}", "examples": [data_of(example)]}


TEXT = Shape("a text", _WRITTEN)
WORD = Shape("a word", _WRITTEN)
PERIOD = Shape("a period, as figures are labelled", _WRITTEN)
TRUTH = Shape("true or false", {"enum": [True, False, "true", "false"]})
NUMBER = Shape("a number", {"type": ["number", "string"], **_pattern(patterns.NUMBER, "a number")})
INTERVAL = written("a stretch of time like 15 working days, 2 weeks or 3 months", patterns.INTERVAL)
DAY = written("a date like 2014-02-04", patterns.DAY)
RANGE = written("a range like 0 to 100, the smaller number first", patterns.RANGE)
_GAP = "a gap like 5 points (of a percentage), 3 or 10% of it"
MARGIN = Shape(
    _GAP,
    {
        "type": ["number", "string"],
        "exclusiveMinimum": 0,
        **_pattern(patterns.MARGIN, _GAP),
        "not": {"type": "string", "pattern": r"^[0.]+( |%|$)"},
    },
)
