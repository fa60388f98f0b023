"""Bytes -> text, and what is refused by looking at the characters alone, before any parsing."""

from __future__ import annotations

import re
from pathlib import Path

from watchlist.model.errors import Fault, Mark

MAX_BYTES = 5_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAB = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)


def read_text(file: Path, shown: str, faults: list[Fault]) -> str | None:
    """The text of a file, or None and a fault. ``shown`` is the path as people are told it."""
    try:
        with file.open("rb") as handle:
            raw = handle.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        faults.append(Fault(Mark(shown), f"this file cannot be read: {reason}"))
        return None
    return decode(raw, shown, faults)


def decode(raw: bytes, shown: str, faults: list[Fault]) -> str | None:
    """Bytes of a file as text (UTF-8, with or without its byte order mark), or None and a fault."""
    if len(raw) > MAX_BYTES:
        sentence = f"this file is larger than {MAX_BYTES // 1_000_000} MB; split it into several"
        faults.append(Fault(Mark(shown), sentence))
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:4]:
        faults.append(Fault(Mark(shown, 1, 1), "this file is UTF-16; save it as UTF-8"))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        sentence = f"the character after {_tail(before)} is not UTF-8; save the file as UTF-8"
        faults.append(Fault(_mark(shown, before, len(before)), sentence))
        return None


def refused(text: str, path: str) -> Fault | None:
    """What is found by looking at the characters alone, before any parsing."""
    if len(text) > MAX_BYTES:
        return Fault(Mark(path), f"this text is longer than {MAX_BYTES:,} characters; split it")
    if control := _CONTROL.search(text):
        sentence = f"the invisible character U+{ord(control.group()):04X} cannot stand here"
        return Fault(_mark(path, text, control.start()), f"{sentence}; delete it")
    if tab := _TAB.search(text):
        place = tab.start() + tab.group().index("\t")
        return Fault(_mark(path, text, place), "a tab at the beginning of a line; use spaces")
    return None


def _mark(path: str, text: str, index: int) -> Mark:
    return Mark(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _tail(text: str) -> str:
    """The last word of a text, in quotes, to find a place by eye."""
    words = text[-30:].split()
    return f'"{words[-1]}"' if words else "the beginning"
