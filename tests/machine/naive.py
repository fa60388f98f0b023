"""What a history says, read line by line: slow, plain, and independent of the product.

Rows are those of the database's tables, as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tests.machine.borough import ENGLAND, Words
from tests.register.naive import Naive
from watchlist.model.reading import Marker

Row = Mapping[str, Any]

#: A figure, or what stands in its place; by month. Months are counted from 2013.
Cell = float | Marker
Figures = Mapping[tuple[str, str], Mapping[int, Cell]]
FIRST = 2013 * 12

_LIVE, _ENDED = (1, 2), (3, 4, 5)


def letters(rule: Words, figures: Figures, area: str) -> str:
    """The months of a series as a rule sees them, `n` apart: see `tests.register.build`."""
    own = figures[rule.indicator, area]
    last = max((month for month, cell in own.items() if cell is not Marker.MISSING), default=0)
    return "".join(
        _letter(rule, own.get(month), _bound(rule, figures, month))
        for month in range(FIRST, last + 1)
    )


def _letter(rule: Words, cell: Cell | None, bound: float | None) -> str:
    if cell is None or cell is Marker.MISSING:
        return "-"
    if isinstance(cell, Marker) or bound is None:
        return "?"
    if rule.red and rule.amber is not None and cell < bound - 20:
        return "R"
    return "A" if cell < bound else "g"


def _bound(rule: Words, figures: Figures, month: int) -> float | None:
    """What a month is held against: of England's figures the latest that is known, at most two
    years old."""
    if rule.amber is not None:
        return rule.amber
    england = figures[rule.indicator, ENGLAND]
    known = [when for when in england if when <= month and not isinstance(england[when], Marker)]
    latest = max(known, default=0)
    return float(england[latest]) if latest >= month - 24 else None


def breach(rule: Words, figures: Figures, area: str, let_go: int) -> Naive:
    """Where the design's table puts a rule's breach by today's figures; ``let_go`` is the last month
    (an ordinal) that the committee had seen when it let go of what there was, 0 for never."""
    months, own = letters(rule, figures, area), figures[rule.indicator, area]
    said = Naive(needed=rule.needed, agrees=not rule.leaves)
    for column, letter in enumerate(months):
        if letter == "g" and rule.amber is None and said.live:
            # England moves: good is what is as good as England was when the breach opened.
            then = _bound(rule, figures, FIRST + said.opened)
            letter = "g" if then is None or own[FIRST + column] >= then else "n"
        said.period(column, letter)
        if column == min(let_go - FIRST, len(months) - 1):
            said.let_go()
    return said


@dataclass
class Line:
    """One line of the list, as its history has it."""

    live: dict[int, int] = field(default_factory=dict)
    holders: set[tuple[str, str]] = field(default_factory=set)
    left_at: Any = None

    @property
    def level(self) -> int | None:
        return max(self.live.values(), default=None)


def line(rows: Sequence[Row]) -> Line:
    """``rows`` are acts and transitions of one entry in their order. What has one moment was done
    together; nothing is between."""
    made = Line()
    for at, together in groupby(rows, key=lambda row: row["at"]):
        for row in together:
            _hold(made.holders, row) if "kind" in row else _move(made.live, row)
        if made.left_at is None and not made.live and not made.holders:
            made.left_at = at
    return made


def _move(live: dict[int, int], row: Row) -> None:
    live.pop(row["breach"], None)
    if row["state"] in _LIVE:
        live[row["breach"]] = row["level"]


def _hold(holders: set[tuple[str, str]], row: Row) -> None:
    match row["kind"]:
        case "added" | "holds":
            holders.add(_holder(row))
        case "let go":
            holders.discard(_holder(row))
        case "removal agreed" if row["people_too"]:
            holders.clear()
        case "removal agreed":
            holders.discard(("committee", row["committee"]))


def _holder(row: Row) -> tuple[str, str]:
    if row["committee"]:
        return "committee", row["committee"]
    return "post", row["post"] or row["acting_for"]


_SAID = {"cause": "cause", "remedy": "remedy", "acknowledged": "acknowledged"}
_MADE = {"review set": "reviews", "action set": "actions", "request made": "requests"}
_ENDS = {"reviewed": "reviews", "action done": "actions", "request answered": "requests"}


def record(acts: Iterable[Row]) -> dict[str, Any]:
    """What people made of an entry: the parts of its record in plain words."""
    made: dict[str, Any] = {
        **dict.fromkeys(("reason", "asked_by", "overseer", "back", "mute", "doubt"), None),
        **dict.fromkeys(("cause", "remedy", "acknowledged", "owner", "follows"), None),
        **{name: [] for name in ("notes", "reports", "decisions", "escalated", *_MADE.values())},
    }
    for act in acts:
        _do(made, act, act["kind"])
    return made


def _do(made: dict[str, Any], act: Row, kind: str) -> None:
    text = act["text"]
    if kind in _SAID:
        made[_SAID[kind]] = text
    elif kind in _MADE:
        made[_MADE[kind]].append([act["post"], act["due_day"], None])
    elif kind in _ENDS:
        made[_ENDS[kind]][act["number"] - 1][2] = text
    elif kind == "noted" or (kind == "added" and made["reason"] is not None):
        made["notes"].append(text)
    elif kind == "added":
        made["reason"], made["asked_by"] = text, act["post"] or act["acting_for"]
    elif kind.startswith("removal "):
        made["decisions"].append(kind.removeprefix("removal "))
    elif kind == "report linked":
        made["reports"].append(act["link"])
    elif kind == "escalated":
        made["escalated"].append(act["post"])
    elif kind in _SET:
        made |= _SET[kind](act)


_SET: Mapping[str, Callable[[Row], dict[str, Any]]] = {
    "oversight": lambda act: {"overseer": act["post"]},
    "back on track by": lambda act: {"back": act["due_day"] or act["due_event"]},
    "muted": lambda act: {"mute": act["until"]},
    "unmuted": lambda act: {"mute": None},
    "reassigned": lambda act: {"owner": act["post"]},
    "data in doubt": lambda act: {"doubt": act["text"]},
    "data well again": lambda act: {"doubt": None},
    "follows": lambda act: {"follows": act["number"]},
}
