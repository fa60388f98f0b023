"""An item of a digest → the entry that is written out, or a row of a table where there is no room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchlist.deliver.papers.fitting import clean, several, short
from watchlist.deliver.papers.layout import Entry, Fact
from watchlist.model.digest import DigestItem, Merit, Part, Trend
from watchlist.register.disclosure import EXEMPT

UNSAID = "Nobody has said yet what is being done."
MOVED = "An exempt item has moved"

#: Of a row in place of an entry.
ROW = ("What", "State", "Figure", "Back on track by")

_SHAPES = {"red": "■", "amber": "▲", "info": "●"}
_WORDS = {"red": "Red", "amber": "Amber", "info": "For information"}
_ARROWS = {True: "↑", False: "↓", None: "→"}

#: What a report may be opened by; whatever else is said of where it is stays text.
_PAGE = re.compile(r"https?://[^\s<>\"]+")

#: Letters that are shown of a text, and how many of what stands in a row.
_NAME, _FIGURE, _TEXT, _FEW = 140, 120, 320, 4


def entry(item: DigestItem, part: Part) -> Entry:
    """An item with all that may be said of it: of an exempt one, that it moved."""
    reference = clean(item.reference)
    if item.exempt:
        return Entry(reference, moved(part), "none", "", "")
    where = _where(item)
    level = item.level if item.level in _SHAPES else "none"
    return Entry(
        reference=reference,
        title=short(item.title, _NAME, where),
        level=level,
        shape=_SHAPES.get(level, ""),
        state=state(item),
        figures=tuple(fact for fact in _figures(item) if fact.text),
        facts=tuple(row for row in map(_known, _facts(item)) if row),
        notes=(UNSAID,) if item.unsaid else (),
        chart=_chart(item),
    )


def row(item: DigestItem, part: Part) -> tuple[str, ...]:
    """The same in a line of a table, with the headings of `ROW`."""
    told = entry(item, part)
    if item.exempt:
        return told.name, "", "", ""
    said = f"{told.status}. {UNSAID}" if item.unsaid else told.status
    return told.name, said, short(item.figure, _FIGURE, _where(item)), _back(item)


def moved(part: Part) -> str:
    return MOVED if part is Part.PUBLIC else EXEMPT


def state(item: DigestItem) -> str:
    """ "Red · new · for 1 month", "Still red for 4 months", "Amber · recovering for 2 months"."""
    level, change, lasting = _WORDS.get(item.level, ""), clean(item.change), clean(item.lasting)
    since = change.removeprefix("still ")
    if since and lasting.startswith(f"{since} "):
        parts = [level, change.removesuffix(since) + lasting]
    else:
        parts = [level, change, lasting.removeprefix(item.level).strip()]
    if item.level and item.level in change.split():
        parts = parts[1:]
    said = " · ".join(short(part, _FIGURE, _where(item)) for part in parts if part)
    return said[:1].upper() + said[1:]


def _figures(item: DigestItem) -> Iterator[Fact]:
    where = _where(item)
    yield Fact("Figure", short(item.figure, _FIGURE, where))
    yield Fact("Target", short(item.target, _FIGURE // 2, where))
    yield Fact("Against last period", _trend(item.last_period, where))
    yield Fact("Against a year ago", _trend(item.last_year, where))


def _trend(trend: Trend | None, where: str) -> str:
    """ "↓ worse than the month before (79.0%)": the arrow stands beside the word, never alone."""
    if trend is None:
        return ""
    words = clean(trend.words)
    if trend.merit is not Merit.SAME and trend.merit.value not in words:
        words = f"{trend.merit.value}: {words}"
    return f"{_ARROWS[trend.up]} {short(words, _FIGURE, where)}"


def _facts(item: DigestItem) -> Iterator[tuple[Fact, ...]]:
    """A paragraph each."""
    where = _where(item)
    yield (Fact("How far off", several((short(x, _FIGURE, where) for x in item.gaps), _FEW)),)
    yield (Fact("On the list for", several((short(x, _NAME, where) for x in item.why), _FEW)),)
    yield (Fact("Fallen due", several((short(x, _NAME, where) for x in item.due), _FEW, " ")),)
    yield (Fact("Cause", short(item.cause, _TEXT, where)),)
    yield (Fact("Remedy", short(item.remedy, _TEXT, where)),)
    yield (
        Fact("Owner", short(item.owner, _FIGURE, where)),
        Fact("Overseen by", short(item.overseer, _FIGURE, where)),
        Fact("Back on track by", _back(item)),
    )
    yield (_reports(item, where),)


def _reports(item: DigestItem, where: str) -> Fact:
    said = several((short(report, _TEXT, where) for report in item.reports), _FEW)
    last = (clean(report).rpartition(" ")[2] for report in item.reports)
    return Fact("Earlier reports", said, tuple(one for one in last if _PAGE.fullmatch(one)))


def _chart(item: DigestItem) -> str:
    return (short(item.spark.words, _TEXT, _where(item)) or "No figures.") if item.spark else ""


def _known(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.text)


def _back(item: DigestItem) -> str:
    return short(item.back_on_track, _FIGURE, _where(item))


def _where(item: DigestItem) -> str:
    return f"in full under {clean(item.reference)}"
