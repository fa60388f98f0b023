"""``meetings_from: calendar.ics``: a committee's meetings out of a calendar beside the rule file.

The calendar's text is one of the rulebook's files, as the rules are: it counts for the hash, it is
watched, and it is kept with them. Neither by its name nor by a link does a calendar lead out of the
folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePath

from watchlist.model.errors import Fault
from watchlist.rulebook.occasions import meeting_days
from watchlist.rulebook.reader import Value, root_of
from watchlist.rulebook.shapes import written
from watchlist.rulebook.text import MAX_BYTES, bytes_of

KEY = "meetings_from"

_STEP = r"(?!\.\.?/)[^/\\:\u0000-\u001f]+"
_NAME = re.compile(rf"({_STEP}/)*{_STEP}\.[iI][cC][sS]")
_ELSEWHERE = re.compile(r"/|[A-Za-z]:|.*\\|(.*/)?\.\.?/")
_ON_THE_WEB = re.compile(r"[A-Za-z]{3,}:")

CALENDAR = written(
    "the name of a calendar file like calendar.ics, beside this file or in a folder beneath it",
    _NAME,
)

#: How much of what is wrong with a calendar is said: it may be the same of each of its events.
_ENOUGH = 3


def is_calendar(path: str) -> bool:
    """Whether a file of a rulebook is a calendar, and no file of rules."""
    return path.lower().endswith(".ics")


def read_calendars(files: Mapping[str, str], faults: list[Fault]) -> dict[str, str]:
    """Path -> text, of every calendar that the rule files name and that is not among them."""
    found: dict[str, str] = {}
    for path, text in files.items():
        for value in _named(path, text) if KEY in text and not is_calendar(path) else ():
            calendar = _path(replace(value, faults=[]))  # what is wrong with its name is said later
            if calendar is None or calendar in files or calendar in found:
                continue
            read = _read(Path(calendar), replace(value, faults=faults))
            if read is not None:
                found[calendar] = read
    return found


def days_from(value: Value, files: Mapping[str, str]) -> tuple[date, ...]:
    """The days of the calendar that is named; none where there is a fault, or nothing is named."""
    path = _path(value)
    if path is None:
        return ()
    if path not in files:
        if all(fault.mark != value.mark for fault in value.faults):  # else its reading has said it
            value.fault(f"{KEY}: there is no calendar {value.said()} beside this file")
        return ()
    days, wrong = meeting_days(files[path])
    for error in wrong[:_ENOUGH]:
        where = f"line {error.line} of {value.said()}:" if error.line else value.said()
        value.fault(f"{KEY}: {where} {error.sentence}")
    return () if wrong else days


@lru_cache(maxsize=16)
def _named(path: str, text: str) -> tuple[Value, ...]:
    """Where the committees of a rule file name a calendar. What else is wrong there is found when
    the file is read. The folder is looked at every few seconds, mostly to find it unchanged."""
    root = root_of(text, path, [])
    section = dict(root.entries()).get("committees")
    committees = section.named("committee") if section else ()
    named = (dict(value.entries()).get(KEY) for _, value in committees)
    return tuple(value for value in named if value)


def _path(value: Value) -> str | None:
    """The path of the calendar among the files of the rulebook; or None, and a fault if one is
    named that cannot be."""
    name = value.word()
    if name is None:
        return None
    if _NAME.fullmatch(name):
        return str(PurePath(value.mark.path).parent / name)
    if _ON_THE_WEB.match(name):
        value.fault(f"{KEY}: {value.said()} is not fetched; save the calendar beside this file")
    elif _ELSEWHERE.match(name):
        value.fault(f"{KEY}: {value.said()} must lie beside this file or in a folder beneath it")
    else:
        value.wrong("a calendar file; write it like calendar.ics")
    return None


def _read(calendar: Path, value: Value) -> str | None:
    """The text of a calendar file; or None, and a fault where it is named. Only days are looked for
    in it, so letters of another encoding do no harm."""
    if _leads_away(calendar, PurePath(value.mark.path).parent):
        value.fault(
            f"{KEY}: {value.said()} is a link that leads elsewhere; put the calendar itself there"
        )
        return None
    try:
        raw = bytes_of(calendar)
    except FileNotFoundError:
        value.fault(f"{KEY}: there is no calendar {value.said()} beside this file")
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        value.fault(f"{KEY}: {value.said()} cannot be read: {reason}")
    else:
        if len(raw) <= MAX_BYTES:
            return raw.decode("utf-8-sig", "replace")
        limit = f"{MAX_BYTES // 1_000_000} MB"
        value.fault(
            f"{KEY}: {value.said()} is larger than {limit}; keep to one committee's meetings"
        )
    return None


def _leads_away(calendar: Path, folder: PurePath) -> bool:
    """Whether a link leads out of the folder of the rule file, as none of a rule file may."""
    return not Path(os.path.realpath(calendar)).is_relative_to(os.path.realpath(folder))
