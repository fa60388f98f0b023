"""``*.test.yaml`` -> test cases, or every fault at once: figures, and what is to be said of them.

What a test needs of the council (its own area, its neighbours) it brings with it, so that a rulebook
is tested alike with and without areas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from watchlist.model.errors import Fault, Mark
from watchlist.model.indicator import Indicator
from watchlist.model.reading import Series
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.case_keys import CASE, TESTS
from watchlist.rulebook.expected import Expected, read_checks, read_expect, read_list
from watchlist.rulebook.given import Given, read_beside, read_given
from watchlist.rulebook.reader import Fields, Value, root_of
from watchlist.rulebook.text import read_text, shown
from watchlist.rulebook.wording import quote

T = TypeVar("T")

#: The council's own area, in a rulebook that has none.
OWN = "the council"


@dataclass(frozen=True)
class Case:
    """One test: the readings of one series, what stands beside them, and what is to be said.

    ``rule`` None: of the data checks. ``neighbours`` are the own area's in this test (none: those of
    the rulebook). The rest is by the ordinal of the period: ``expect`` the words of a verdict,
    ``on_list`` a word for where the series stands on the watch list, ``checks`` every finding about
    the data (None: not asked)."""

    name: str
    mark: Mark
    rule: Rule | None
    indicator: Indicator
    readings: Given
    beside: tuple[Given, ...]
    neighbours: tuple[str, ...]
    today: date
    expect: Expected = field(default_factory=dict)
    on_list: Mapping[int, str] = field(default_factory=dict)
    checks: Expected | None = None


def case_files(folders: Sequence[Path]) -> tuple[dict[str, str], list[Fault]]:
    """Path as shown -> text, of every ``*.test.yaml`` in the folders, and what cannot be read."""
    faults: list[Fault] = []
    found = {
        file.resolve(): shown(file)
        for folder in folders
        for file in sorted(folder.glob("*.test.yaml"))
        if not file.name.startswith(".")
    }
    texts = {name: read_text(file, name, faults) for file, name in found.items()}
    return {name: text for name, text in texts.items() if text is not None}, faults


def read_cases(files: Mapping[str, str], book: Rulebook) -> tuple[list[Case], tuple[Fault, ...]]:
    """The cases of these texts that have no fault, and all faults by their place."""
    faults: list[Fault] = []
    cases = []
    for path, text in files.items():
        tests, names = root_of(text, path, faults).keyed(TESTS)["tests"], dict[str, Mark]()
        for value in tests.items():
            found = len(faults)
            case = _case(value, names, book)
            if case is not None and value.sound_since(found):
                cases.append(case)
    return cases, tuple(sorted(dict.fromkeys(faults), key=Fault.place))


def _case(value: Value, names: dict[str, Mark], book: Rulebook) -> Case | None:
    value = replace(value, about=_about(value), key="")
    fields = value.keyed(CASE)
    name = fields["name"].text()
    if name in names:
        fields["name"].fault(f"another test is called so, at {names[name]}")
    rule, indicator = _tested(fields, book)
    if not name or indicator is None:
        return None
    names.setdefault(name, value.mark)
    return _case_of(fields, name, rule, indicator, book)


def _case_of(
    fields: Fields,
    name: str,
    rule: Rule | None,
    indicator: Indicator,
    book: Rulebook,
) -> Case | None:
    """The case, once it is known what is tested."""
    area = _own(rule, book)
    if area is None:
        fields.holder.fault(f"rule {quote(rule.id if rule else '')} stands for no area")
        return None
    readings = read_given(fields["readings"], indicator, area, book)
    if readings is None:
        return None
    _selected(fields["readings"], readings.series, rule, area, book)
    beside, neighbours = read_beside(fields["beside"], readings.series, rule, book)
    checks = fields["checks"]
    return Case(
        name=name,
        mark=fields.holder.mark,
        rule=rule,
        indicator=indicator,
        readings=readings,
        beside=beside,
        neighbours=neighbours,
        today=fields["today"].day() or indicator.calendar.end(readings.latest),
        expect=read_expect(fields["expect"], rule, indicator, readings),
        on_list=read_list(fields["list"], indicator, readings),
        checks=read_checks(checks, indicator, readings) if checks.given else None,
    )


def _about(value: Value) -> str:
    names = (
        [part.said() for key, part in value.entries() if key == "name"] if value.is_mapping else []
    )
    return f"test {names[0]}" if names else "a test"


def _tested(fields: Fields, book: Rulebook) -> tuple[Rule | None, Indicator | None]:
    """The rule that is tested and the indicator whose readings these are."""
    _asks(fields)
    if not fields["rule"].given:
        return None, _known(fields["indicator"], "indicator", book.indicators)
    rule = _known(fields["rule"], "rule", book.rules)
    return rule, _of_rule(rule, fields, book) if rule else None


def _asks(fields: Fields) -> None:
    """A test asks something; of a rule what it says, of an indicator what is found in its data."""
    of_rule, of_data = fields["rule"].given, fields["checks"].given
    holder = fields.holder
    if not holder.is_mapping:
        return
    if not of_rule and (fields["expect"].given or fields["list"].given):
        holder.fault("rule is missing: whose verdict is expected?")
    elif of_rule and not of_data and not (fields["expect"].given or fields["list"].given):
        holder.fault("expects nothing; say what in expect: or list:")
    elif not of_rule and not of_data:
        holder.fault(
            "rule is missing; or name an indicator, and what is found in its data in checks:"
        )


def _of_rule(rule: Rule, fields: Fields, book: Rulebook) -> Indicator | None:
    names = rule.selects.indicators
    value = fields["indicator"]
    if not value.given and len(names) == 1:
        return book.indicators[names[0]]
    if not value.given:
        value.fault(f"indicator is missing: rule {quote(rule.id)} looks at {len(names)}")
        return None
    return _known(value, "indicator", {name: book.indicators[name] for name in names}, rule)


def _known(value: Value, noun: str, known: Mapping[str, T], rule: Rule | None = None) -> T | None:
    written = value.word()
    if written is None or written in known:
        return None if written is None else known[written]
    near = value.near(written, known)
    of = f" under rule {quote(rule.id)}" if rule else ""
    value.fault(f"there is no {noun} {value.said()}{of}{near}")
    return None


def _own(rule: Rule | None, book: Rulebook) -> str | None:
    """The area whose readings a test gives where it names none."""
    if rule is None or rule.selects.areas is None:
        return next(iter(book.own_areas), OWN)
    return next(iter(rule.selects.areas), None)


def _selected(value: Value, series: Series, rule: Rule | None, own: str, book: Rulebook) -> None:
    """The rule stands for the series that is tested."""
    if rule is None:
        return
    areas = {own, *book.areas_of(rule)}
    if series.area not in areas:
        value.fault(f"rule {quote(rule.id)} does not stand for {series.area}")
    if not rule.selects.takes(series.breakdown):
        said = f"the breakdown {quote(series.breakdown)}" if series.breakdown else "the total"
        value.fault(f"rule {quote(rule.id)} does not stand for {said}; say which in breakdown:")
