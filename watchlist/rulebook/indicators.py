"""``indicators:`` -> Indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from watchlist.model.indicator import Better, CheckSettings, Indicator, Interval, Unit
from watchlist.model.period import Calendar
from watchlist.rulebook import words
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Fields, Value
from watchlist.rulebook.sections import Definition

KEYS = (
    "number", "title", "unit", "better", "every", "ends", "target", "tolerance", "due", "owner",
    "committee", "tags", "publication", "small_numbers", "stale_after", "pooled", "checks",
)  # fmt: skip

#: Words of the language that this version cannot follow yet.
LATER = (
    "variant_of", "candidate", "retired", "definition_changed", "adds_up", "year",
)  # fmt: skip

CHECKS = ("overdue", "missing", "inconsistent", "impossible", "parts", "restated")


def read_indicator(
    definition: Definition, defaults: Mapping[str, Value], names: Names
) -> Indicator | None:
    """An indicator, or None where a part without which there is none is missing or faulty."""
    value, found = definition.value, len(definition.value.faults)
    fields = value.fields(*KEYS, later=LATER).over(defaults)
    fields.need("title", "unit", "better", "every")
    better, unit = fields["better"].choice(*Better), words.unit(fields["unit"])
    calendar, parts = words.calendar(fields), _parts(fields, names)
    if better and unit and calendar:
        parts |= _target(fields, unit, calendar)
        parts["pooled"] = _pooled(fields["pooled"], calendar)
    if not value.sound_since(found) or not (better and unit and calendar):
        return None
    if parts["due"] is None and "overdue" not in parts["checks"].off:
        value.warn("due is missing, so nobody will be told when its return is late")
    return Indicator(
        id=definition.id,
        unit=unit,
        better=Better(better),
        calendar=calendar,
        mark=value.mark,
        **parts,
    )


def _parts(fields: Fields, names: Names) -> dict[str, Any]:
    """What can be read without knowing the unit and the calendar."""
    publication, paragraph = words.publication(fields["publication"])
    return {
        "title": fields["title"].text(),
        "number": fields["number"].word(),
        "due": fields["due"].interval(),
        "owner": fields["owner"].word(),
        "committee": names.committee(fields["committee"]),
        "tags": frozenset(fields["tags"].words()),
        "publication": publication,
        "exempt_paragraph": paragraph,
        "small_numbers": words.small_numbers(fields["small_numbers"]),
        "stale_after": fields["stale_after"].whole(least=1, most=1000),
        "checks": _checks(fields["checks"]),
    }


def _pooled(value: Value, calendar: Calendar) -> int:
    """``pooled: 3``: every figure covers three years, and is labelled ``2014-16``."""
    if value.given and not calendar.frequency.is_year:
        value.fault(f"pooled: is for figures over several years, and these are by {calendar.noun}")
        return 1
    return value.whole(least=2, most=10) or 1


def _target(fields: Fields, unit: Unit, calendar: Calendar) -> dict[str, Any]:
    in_the_data = fields["target"].plain() == words.IN_THE_DATA
    return {
        "targets": () if in_the_data else words.targets(fields["target"], calendar),
        "target_in_data": in_the_data,
        "tolerance": words.margin(fields["tolerance"], frozenset({unit.kind})),
    }


def _checks(value: Value) -> CheckSettings:
    """``{overdue: 5 working days, parts: off}``"""
    fields = value.fields(*CHECKS)
    off = frozenset(name for name in CHECKS if fields[name].plain() == "off")
    overdue: Interval | None = None
    for name in CHECKS:
        if name == "overdue" and name not in off:
            overdue = fields[name].interval()
        elif fields[name].given:
            fields[name].choice("off")
    return CheckSettings(overdue, off)
