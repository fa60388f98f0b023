"""A digest → its layout. Two sides at most: entries are written out in their order as long as there is
room, the others have a row of a table each, and beyond that they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watchlist.deliver.papers.entries import ROW, entry, row
from watchlist.deliver.papers.fitting import clean, first, several, short
from watchlist.deliver.papers.layout import (
    Entry,
    Layout,
    Section,
    Table,
    entry_lines,
    lines,
    row_lines,
    section_lines,
)
from watchlist.model.digest import Asked, ChainHead, Digest, DigestItem, Part

#: What the parts of a paper are called where a council does not call them otherwise.
LABELS: Mapping[Part, str] = {
    Part.PUBLIC: "Part 1: open to the public",
    Part.EXEMPT: "Part 2: not open to the public",
}
NOT_FOR_PUBLICATION = "NOT FOR PUBLICATION"
NOT_CONFIRMED = "Not yet confirmed: nobody has released this digest."
NOTHING = "There is nothing on the list that you need to read of."

#: Lines of two printed sides.
_ROOM = 150
#: Letters that are shown of a text; how many are shown of lines, and of the heads of histories.
_NAME, _TEXT, _LEAD = 120, 320, 600
_LINES, _HEADS = 8, 60


def laid_out(digest: Digest, labels: Mapping[Part, str] = LABELS) -> Layout:
    """A digest as it is written. Pure."""
    exempt = digest.part is Part.EXEMPT
    return Layout(
        title=short(digest.title, _NAME) or "Scrutiny watch list",
        subtitle=" · ".join(_subtitle(digest)),
        part=clean(labels.get(digest.part, "")),
        exemption=(clean(digest.exemption) or NOT_FOR_PUBLICATION) if exempt else "",
        lead=short(digest.lead, _LEAD),
        sections=tuple(_sections(digest)) or (Section("nothing", "Nothing new", lines=(NOTHING,)),),
        confirmed=_confirmed(digest),
        heads=several(map(_head, digest.heads), _HEADS),
    )


def _confirmed(digest: Digest) -> str:
    if digest.confirmed:
        return f"Confirmed by {short(digest.confirmed_by, _NAME)}."
    return NOT_CONFIRMED if digest.unconfirmed else ""


def day(of: date) -> str:
    return f"{of.day} {of:%B %Y}"


def _subtitle(digest: Digest) -> Iterator[str]:
    yield from filter(None, (short(digest.council, _NAME), short(digest.committee, _NAME)))
    if digest.meeting:
        yield f"for the meeting of {day(digest.meeting)}"
    if digest.papers_by:
        yield f"papers to be published by {day(digest.papers_by)}"
    if digest.since:
        yield f"what is new since {day(digest.since)}"
    yield f"made on {day(digest.made_at)}"


def _head(head: ChainHead) -> str:
    return f"{clean(head.reference)} {clean(head.head)}"


def _sections(digest: Digest) -> Iterator[Section]:
    before, after = list(_asked(digest)), list(_after(digest))
    groups = [
        (name, title, items)
        for name, title, items in (
            ("new", "New and worse", digest.new),
            ("still", _still(digest.still), digest.still),
            ("recovering", "Recovering", digest.recovering),
            ("left", "Left the list", digest.left),
        )
        if items
    ]
    room = _ROOM - 10 - lines(digest.lead[:_LEAD]) - len(digest.heads[:_HEADS]) / 4
    room -= sum(map(section_lines, [*before, *after])) + 6 * len(groups)
    placed = iter(_placed(digest, room))
    yield from before
    for name, title, items in groups:
        yield _group(name, title, [next(placed) for _ in items])
    yield from after


def _still(items: Sequence[DigestItem]) -> str:
    return "Still red" if all(item.level == "red" for item in items) else "Still on the list"


def _asked(digest: Digest) -> Iterator[Section]:
    if digest.asked:
        rest = digest.asked[_LINES:]
        waiting = sum(not one.answered for one in rest)
        more = f"{len(rest)} more, of which {waiting} not answered: see the watch list."
        table = Table(
            ("What", "Of whom", "Due", "State"), tuple(map(_answer, digest.asked[:_LINES]))
        )
        yield Section("asked", "What you asked for", table=table, lines=(more,) if rest else ())


def _answer(asked: Asked) -> tuple[str, ...]:
    where = f"in full under {clean(asked.reference)}"
    state = f"{'✓' if asked.answered else '✗'} {short(asked.state, _NAME, where)}"
    answer = short(asked.answer, _TEXT // 2, where)
    return (
        f"{clean(asked.reference)} {short(asked.what, _NAME, where)}".strip(),
        short(asked.of, _NAME // 2, where),
        short(asked.due, _NAME // 2, where),
        f"{state.rstrip('.')}: {answer}" if answer else state,
    )


def _after(digest: Digest) -> Iterator[Section]:
    for name, title, said in (
        ("success", "One success", (digest.success,) if digest.success else ()),
        ("overdue", "Overdue returns", digest.overdue),
        ("changed", "Targets, tolerances and rules changed", digest.changed),
        ("held", "Held back, and why", digest.held_back),
    ):
        if said:
            yield Section(name, title, lines=first([short(one, _TEXT) for one in said], _LINES))


# What there is room for.


@dataclass(frozen=True)
class _Placed:
    """An item where it stands: written out, as a row, or neither: then it is counted."""

    item: DigestItem
    entry: Entry | None = None
    row: tuple[str, ...] | None = None


def _placed(digest: Digest, room: float) -> Iterator[_Placed]:
    written = [entry(item, digest.part) for item in digest.items]
    rows = [row(item, digest.part) for item in digest.items]
    places = choose([entry_lines(one) for one in written], [row_lines(one) for one in rows], room)
    for item, place, whole, line in zip(digest.items, places, written, rows, strict=True):
        if place == "whole":
            yield _Placed(item, entry=whole)
        else:
            yield _Placed(item, row=line if place == "row" else None)


def choose(whole: Sequence[float], rows: Sequence[float], room: float) -> list[str]:
    """Which are "whole", a "row" or "counted": the first are whole in half of the room; in the other
    half the rest have rows; what is then left of it makes the next of them whole."""
    places: list[str] = []
    left = room
    for size in whole:
        if left - size < room / 2:
            break
        places.append("whole")
        left -= size
    first = len(places)
    for size in rows[first:]:
        places.append("row" if size <= left else "counted")
        left = left - size if size <= left else 0
    for number in range(first, len(whole)):
        more = whole[number] - rows[number]
        if places[number] == "counted" or more > left:
            break
        places[number] = "whole"
        left -= more
    return places


def _group(name: str, title: str, placed: Sequence[_Placed]) -> Section:
    rows = tuple(one.row for one in placed if one.row)
    counted = [one.item for one in placed if not one.entry and not one.row]
    more = " more" if len(counted) < len(placed) else ""
    return Section(
        name,
        title,
        entries=tuple(one.entry for one in placed if one.entry),
        table=Table(ROW, rows) if rows else None,
        lines=(_counted(counted, more),) if counted else (),
    )


def _counted(items: Sequence[DigestItem], more: str) -> str:
    """ "31 more, of which 12 red and 3 amber: see the watch list."."""
    levels = Counter(item.level for item in items if not item.exempt)
    said = " and ".join(f"{levels[level]} {level}" for level in ("red", "amber") if levels[level])
    return f"{len(items)}{more}{f', of which {said}' if said else ''}: see the watch list."
