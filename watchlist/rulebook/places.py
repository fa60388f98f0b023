"""``areas:`` and ``committees:`` -> Area, Committee."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from watchlist.model.indicator import Area, Committee
from watchlist.rulebook import calendars, patterns
from watchlist.rulebook.keys import Key, Keys
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Value
from watchlist.rulebook.sections import Definition
from watchlist.rulebook.shapes import DAY, TEXT, TRUTH, WORD, by_name, several

AREA = Keys(
    "An area that figures are given for",
    (
        Key("code", WORD, "Its code in the Government's data", "E09000015", "it has none"),
        Key(
            "level",
            WORD,
            "What kind of area it is; areas of one level are compared with each other",
            "country",
            "authority",
        ),
        Key("own", TRUTH, "Whether it is the council's own", "true", "false"),
        Key(
            "neighbours",
            by_name(
                "sets of areas by the month or day from which each is in force",
                several(WORD, "a list of areas"),
                patterns.MONTH_OR_DAY,
            ),
            "Its statistical neighbours",
            "{2021-04: [Barnet, Merton], 2025-05: [Barnet, Ealing]}",
            "none",
        ),
    ),
)

COMMITTEE = Keys(
    "A committee that looks at indicators",
    (
        Key("title", TEXT, "What people read", "Children and Families Scrutiny", needed=True),
        Key("chair", WORD, "The post of its chair", "chair-cyp", "none"),
        Key("clerk", WORD, "The post of its clerk", "clerk-cyp", "none"),
        Key(
            "meetings",
            several(DAY, "a list of dates", least=0),
            "The days on which it meets",
            "[2014-02-04, 2014-03-27]",
            "none",
        ),
        Key(
            calendars.KEY,
            calendars.CALENDAR,
            "A calendar of its meetings instead, as Outlook, Google or a clerk's system saves it",
            "calendar.ics",
            "none",
        ),
    ),
    apart=(("meetings", calendars.KEY),),
)


def read_area(definition: Definition, names: Names) -> Area | None:
    """An area, or None where it has a fault."""
    value, found = definition.value, len(definition.value.faults)
    fields = value.keyed(AREA)
    area = Area(
        name=definition.id,
        code=fields["code"].word(),
        level=fields["level"].word() or "authority",
        own=bool(fields["own"].truth()),
        neighbours=_neighbours(fields["neighbours"], definition.id, names),
        mark=value.mark,
    )
    return area if value.sound_since(found) else None


def _neighbours(value: Value, own: str, names: Names) -> tuple[tuple[date, tuple[str, ...]], ...]:
    """``{2021-04: [Barnet, Merton]}``: sets of names by the month or day they are in force from."""
    sets = []
    for since, members in value.entries():
        day = _since(since, members)
        known = [names.area(member) for member in members.items()]
        if own in known:
            members.fault(f"neighbours: {own} cannot be a neighbour of its own")
        if not known:
            members.fault(f"neighbours: the set from {since} is empty")
        if day:
            sets.append((day, tuple(dict.fromkeys(name for name in known if name))))
    return tuple(sorted(sets))


def _since(text: str, value: Value) -> date | None:
    if patterns.MONTH_OR_DAY.fullmatch(text):
        try:
            return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
        except ValueError:
            pass
    value.fault(f'neighbours: "{text}" is not a month or a day; write it like 2021-04')
    return None


def read_committee(definition: Definition, files: Mapping[str, str]) -> Committee | None:
    """A committee, or None where it has a fault; its calendar is one of the rulebook's files."""
    value, found = definition.value, len(definition.value.faults)
    fields = value.keyed(COMMITTEE)
    listed = (item.day() for item in fields["meetings"].items())
    days = (*listed, *calendars.days_from(fields[calendars.KEY], files))
    committee = Committee(
        id=definition.id,
        title=fields["title"].text() or "",
        chair=fields["chair"].word(),
        clerk=fields["clerk"].word(),
        meetings=tuple(sorted({day for day in days if day})),
        mark=value.mark,
    )
    return committee if value.sound_since(found) else None
