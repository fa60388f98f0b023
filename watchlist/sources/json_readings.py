"""Readings as a program writes them in JSON: a source's name and a list of readings, one object each.

A number keeps the digits that it was written with, so that 83.30 says two decimals, as in a file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from watchlist.model.errors import Fault, FaultsError, Mark, UsageError
from watchlist.sources.children import refuse_children
from watchlist.sources.content import Content
from watchlist.sources.numbers import quoted
from watchlist.sources.sheet import Sheet

#: A text in a reading has so many letters at most.
LONGEST = 200

_TEXTS = ("indicator", "area", "breakdown", "period", "status", "published", "marker")
NUMBERS = ("numerator", "denominator", "target", "growth")
FIELDS = (*_TEXTS[:4], "value", *NUMBERS, *_TEXTS[4:])
NEEDED = ("indicator", "area", "period", "value")

#: The symbols that stand in the place of a figure.
_MARKERS = ("c", "z", "x", "low", "u", "_")
_STATUSES = ("final", "provisional", "forecast")
CHOICES: Mapping[str, Sequence[str]] = {"marker": _MARKERS, "status": _STATUSES}


class NotReadableError(UsageError):
    """What was sent is no JSON that says one thing: the text says where."""


class Number(str):
    """A number as it was written."""

    __slots__ = ()


@dataclass(frozen=True)
class SentReadings:
    source: str
    sheet: Sheet


def read_json(content: Content) -> SentReadings:
    """The readings; a line of the sheet is the place of a reading, counted from 1. Raises
    :class:`NotReadableError` where it is no JSON, :class:`FaultsError` with everything that is wrong
    with its shape."""
    path, sent = str(content.path), load_json(content.data)
    faults = list(_misshapen(path, sent))
    if faults:
        raise FaultsError(faults)
    return SentReadings(sent["source"], _sheet(path, sent["readings"]))


def load_json(data: bytes) -> Any:
    """JSON whose numbers are texts as they were written. Raises :class:`NotReadableError`."""
    try:
        text = data.decode("utf-8")
        sent = json.loads(
            text,
            parse_float=Number,
            parse_int=Number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise NotReadableError("The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        said = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise NotReadableError(f"The body is not JSON: {said}.") from None
    except RecursionError:
        raise NotReadableError(
            "The body is not JSON of readings: it is nested too deeply."
        ) from None
    return sent


def _refuse_constant(word: str) -> None:
    raise NotReadableError(f"{word} is no number in JSON: write null where there is no figure.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise NotReadableError(f"{_plain(twice)} is there twice in one object: leave one of them.")
    return found


def _misshapen(path: str, sent: Any) -> Iterator[Fault]:
    """What is wrong with the whole; where nothing is, with the readings one by one."""
    if not isinstance(sent, dict):
        yield Fault(Mark(path), 'is no object: send {"source": …, "readings": […]}')
        return
    unknown = sent.keys() - {"source", "readings"}
    if unknown:
        yield Fault(Mark(path), f"has {quoted(min(unknown))}, which is neither source nor readings")
    if not isinstance(sent.get("source"), str) or isinstance(sent["source"], Number):
        yield Fault(Mark(path), "source: is missing or no text: say where the readings come from")
    readings = sent.get("readings")
    if not isinstance(readings, list) or not readings:
        yield Fault(Mark(path), "readings: is missing, no list, or empty")
        return
    rows = [row for row in readings if isinstance(row, dict)]
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    refuse_children(Sheet(path, header, (), np.arange(0)))
    for line, row in enumerate(readings, start=1):
        for sentence in _wrong_with(row):
            yield Fault(Mark(path, line), sentence)


def _wrong_with(row: Any) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "is no object"
        return
    for name in row.keys() - set(FIELDS):
        yield f"{_plain(name)}: is no field of a reading; they are {', '.join(FIELDS)}"
    for name in NEEDED:
        if name not in row:
            yield f"{name}: is missing" + (" (null where there is none)" if name == "value" else "")
    for name in FIELDS:
        if name in row and (sentence := _wrong_value(name, row[name])):
            yield f"{name}: {sentence}"
    if row.get("marker") is not None and row.get("value") is not None:
        yield "marker: stands in the place of a value, and there is one: leave one of them"


def _wrong_value(name: str, value: Any) -> str:
    if value is None:
        return "must not be null" if name in NEEDED and name != "value" else ""
    if isinstance(value, Number):
        return "" if name in ("value", *NUMBERS) else "must be a text"
    if not isinstance(value, str):
        return "must be a number, a text or null" if name == "value" else f"must be {_kind(name)}"
    if name in NUMBERS:
        return "must be a number or null"
    if name in CHOICES and value not in CHOICES[name]:
        return f"must be one of {', '.join(CHOICES[name])}"
    if len(value) > LONGEST:
        return f"has more than {LONGEST} letters"
    if name in NEEDED and not value.strip():
        return "is empty" + (": write null where there is none" if name == "value" else "")
    return "" if _printable(value) else "has characters that are no text"


def _kind(name: str) -> str:
    return "a number or null" if name in NUMBERS else "a text"


def _printable(text: str) -> bool:
    """No half of a letter and nothing that ends a text in a database."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _plain(name: str) -> str:
    return quoted(name.encode("ascii", "backslashreplace").decode())


def _sheet(path: str, readings: Sequence[Mapping[str, Any]]) -> Sheet:
    named = [name for name in FIELDS if name != "marker" and any(name in row for row in readings)]
    columns = tuple(pa.chunked_array([pa.array(_column(readings, name))]) for name in named)
    return Sheet(path, tuple(named), columns, np.arange(1, len(readings) + 1, dtype=np.int64))


def _column(readings: Iterable[Mapping[str, Any]], name: str) -> pa.Array:
    if name == "value":
        texts = (_text(row.get("value")) or _text(row.get("marker")) for row in readings)
    else:
        texts = (_text(row.get(name)) for row in readings)
    return pa.array(list(texts), pa.string())


def _text(value: Any) -> str:
    return "" if value is None else str(value)
