"""The files of a rulebook merged: every definition under its section, each id once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from watchlist.model.errors import Fault
from watchlist.rulebook import patterns
from watchlist.rulebook.calendars import is_calendar
from watchlist.rulebook.keys import Keys
from watchlist.rulebook.reader import Plain, Value, root_of
from watchlist.rulebook.wording import quote

#: Section -> what one of its definitions is called.
NOUNS = {"indicators": "indicator", "rules": "rule", "areas": "area", "committees": "committee"}

_NO_WORDS = re.compile(r"\s*(#.*)?")


_NAMED_LIKE = (
    "write one word of letters, digits and -",
    "a name is at most 100 characters and holds none of | ; = { }",
)


@dataclass(frozen=True)
class Definition:
    """One definition with its words as written in the file."""

    id: str
    value: Value
    words: str

    def resolved(self, defaults: Mapping[str, Plain]) -> dict[str, Plain]:
        """Its own words, and the defaults for those that it leaves out."""
        own = self.value.plain()
        return {**defaults, **own} if isinstance(own, dict) else dict(defaults)


@dataclass
class Sections:
    """What the files say, before any of it is understood."""

    indicators: dict[str, Definition] = field(default_factory=dict)
    rules: dict[str, Definition] = field(default_factory=dict)
    areas: dict[str, Definition] = field(default_factory=dict)
    committees: dict[str, Definition] = field(default_factory=dict)
    defaults: dict[str, Value] = field(default_factory=dict)
    whole: bool = True  # False where a file, or a section of one, could not be read


def merged(files: Mapping[str, str], known: Keys, faults: list[Fault]) -> Sections:
    """The sections of all files, whose ``known`` keys a table names; an id or a default given in
    two places is a fault naming both. Calendars among them are left to who names them."""
    sections = Sections()
    for path in sorted(path for path in files if not is_calendar(path)):
        text = files[path].removeprefix("\ufeff")
        root, found = root_of(text, path, faults), len(faults)
        fields = root.keyed(known)
        sections.whole &= root.given and len(faults) == found
        for section, noun in NOUNS.items():
            _take(fields[section], noun, text, getattr(sections, section))
        _take_defaults(fields["defaults"], sections.defaults)
    return sections


def _take(section: Value, noun: str, text: str, into: dict[str, Definition]) -> None:
    for name, value in section.named(noun):
        if name in into:
            first = into[name].value.mark
            section.fault(f"{noun} {quote(name)} is already defined at {first}", value.mark)
            continue
        if not (patterns.AREA if noun == "area" else patterns.ID).fullmatch(name):
            value.fault(f"cannot be called that; {_NAMED_LIKE[noun == 'area']}")
        into[name] = Definition(name, value, _words(text, value))


def _take_defaults(section: Value, into: dict[str, Value]) -> None:
    for key, value in section.entries():
        if key in into:
            value.fault(f'default "{key}" is already given at {into[key].place}', value.place)
        else:
            into[key] = replace(value, about="defaults")


def _words(text: str, value: Value) -> str:
    """A definition as written, without its margin and the lines of comment that lead to the next."""
    if value.at is None or value.node is None:
        return ""
    start, end = value.at.start, value.node.end
    margin = text[text.rfind("\n", 0, start) + 1 : start]
    lines = text[start:end].splitlines()
    while lines and _NO_WORDS.fullmatch(lines[-1]):
        lines.pop()
    words = "\n".join(lines) + "\n"
    return words if margin.strip() else words.replace(f"\n{margin}", "\n")
