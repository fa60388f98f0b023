"""Bytes -> text, and what is refused by looking at the characters alone, before any parsing."""

from __future__ import annotations

import os
import re
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from watchlist.model.errors import Fault, Mark
from watchlist.rulebook.wording import quote

MAX_BYTES = 5_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CURLY = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"
_INVISIBLE = "\u00a0\u200b\u200c\u200d\u2060\ufeff"
_INDENT = re.compile(f"\n *([\t{_INVISIBLE}])[ \t{_INVISIBLE}]*(?=[^\\s{_INVISIBLE}])")
_GLUED = re.compile(f"([\\w-]+:)[{_INVISIBLE}]+")
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_MERGE = re.compile("\n(<{7}|>{7}|={7}$)", re.MULTILINE)

_PASTED = re.compile(f"[{_CURLY}{_INVISIBLE}]")


def read_text(file: Path, shown: str, faults: list[Fault]) -> str | None:
    """The text of a file, or None and a fault. ``shown`` is the path as people are told it."""
    try:
        raw = bytes_of(file)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        faults.append(Fault(Mark(shown), f"this file cannot be read: {reason}"))
        return None
    return decode(raw, shown, faults)


def bytes_of(file: Path) -> bytes:
    """What is in a file, read once, and no more of it than is taken. A pipe is never waited for.

    Raises :class:`OSError`."""
    mode = file.stat().st_mode
    if not S_ISREG(mode):
        raise OSError(0, "it is a folder" if S_ISDIR(mode) else "it is not an ordinary file")
    with file.open("rb") as handle:
        return handle.read(MAX_BYTES + 1)


def shown(path: Path) -> str:
    """A path as people are told it: from where they stand, when it lies beneath."""
    here, plain = Path.cwd(), Path(os.path.normpath(path))
    return str(plain.relative_to(here) if plain.is_relative_to(here) else plain)


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
        faults.append(Fault(mark_at(shown, before, len(before)), sentence))
        return None


def refused(text: str, path: str) -> Fault | None:
    """What is found by looking at the characters alone, before any parsing."""
    if len(text) > MAX_BYTES:
        return Fault(Mark(path), f"this text is longer than {MAX_BYTES:,} characters; split it")
    if control := _CONTROL.search(text):
        sentence = f"the invisible character U+{ord(control.group()):04X} cannot stand here"
        return Fault(mark_at(path, text, control.start()), f"{sentence}; delete it")
    lines = f"\n{text}"  # each line after a break, which is found sooner than the beginning of one
    if indent := _INDENT.search(lines):
        what = "a tab" if indent[1] == "\t" else "an invisible character"
        sentence = f"{what} at the beginning of a line; use spaces"
        return Fault(mark_at(path, text, indent.start(1) - 1), sentence)
    if merge := _MERGE.search(lines):
        sentence = "this line is left from two versions that were merged; choose between them"
        return Fault(mark_at(path, text, merge.start()), sentence)
    return None


def mark_at(path: str, text: str, index: int) -> Mark:
    """The place of a character, by line breaks as YAML counts them."""
    index = min(index, len(text))
    breaks = [found.end() for found in _BREAK.finditer(text, 0, index)]
    return Mark(path, len(breaks) + 1, index - (breaks[-1] if breaks else 0) + 1)


def _tail(text: str) -> str:
    """The last word of a text, in quotes, to find a place by eye."""
    words = text[-30:].split()
    return f'"{words[-1]}"' if words else "the beginning"


def is_pasted(text: str) -> bool:
    """A word processor or a web page has left something of its own in the text."""
    return not text.isascii() and _PASTED.search(text) is not None


def without_pasted(text: str) -> tuple[str, str]:
    """An unquoted text without the curly quotes and invisible characters around it, and what is
    said of them (``""`` where there were none). An apostrophe may end a text."""
    shown = quote(text.strip(_CURLY + _INVISIBLE))
    if glued := _GLUED.match(text):
        said = f"{quote(glued[1])} is followed by an invisible character; type a space instead"
    elif text[:1] and (text[0] in _CURLY or (text[-1] in _CURLY and text[-1] != "\u2019")):
        said = f"{shown} stands in the curly quotes of a word processor; type straight ones"
    elif text[:1] and (text[0] in _INVISIBLE or text[-1] in _INVISIBLE):
        place = "begins" if text[0] in _INVISIBLE else "ends"
        said = f"{shown} {place} with an invisible character; type it again"
    else:
        return text, ""
    return text.strip(_CURLY + _INVISIBLE), said
