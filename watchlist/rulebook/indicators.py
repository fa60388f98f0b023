"""``indicators:`` -> Indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from watchlist.model.indicator import (
    Better,
    CheckSettings,
    Indicator,
    Interval,
    Unit,
    UnitKind,
)
from watchlist.model.period import Calendar, Frequency
from watchlist.model.years import YEARS
from watchlist.rulebook import words
from watchlist.rulebook.keys import Key, Keys
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Fields, Value
from watchlist.rulebook.sections import Definition
from watchlist.rulebook.shapes import (
    INTERVAL,
    MARGIN,
    PERIOD,
    TEXT,
    TRUTH,
    WORD,
    choice,
    mapping,
    one_of,
    several,
    whole,
)
from watchlist.rulebook.wording import quote

#: Figures that are counts, or have two counts behind them.
_ADDABLE = frozenset({UnitKind.COUNT, UnitKind.PERCENT, UnitKind.RATE})

CHECKS = Keys(
    "How the checks that are always on are tuned for it",
    (
        Key(
            "overdue",
            one_of("a stretch of time, or off", INTERVAL, choice("off")),
            "How long after its due day a return counts as overdue",
            "5 working days",
            "from the day after its due day",
        ),
        *(
            Key(word, choice("off"), says, "off", "the check is on")
            for word, says in (
                ("missing", "A period without a figure between two that have one"),
                ("inconsistent", "The value does not follow from its numerator and denominator"),
                ("impossible", "A percentage over 100, or a count below 0"),
                ("parts", "Parts that add up to their total do not"),
                ("restated", "A figure already seen was changed"),
                ("retired", "There are figures after its last period"),
            )
        ),
    ),
)

INDICATOR = Keys(
    "An indicator: what is measured, how often, and what is good",
    (
        Key(
            "number",
            WORD,
            "Its number on the council's own scorecard",
            "27",
            "it has none",
            own=True,
        ),
        Key(
            "title",
            TEXT,
            "What people read, in the list and in messages",
            "Assessments completed within 45 working days",
            needed=True,
            own=True,
        ),
        Key("unit", words.UNIT, "What a figure counts", "percent", needed=True),
        Key(
            "better",
            choice(*Better),
            "Which way is good; rules about figures without merit say above and below",
            "higher",
            needed=True,
        ),
        Key("every", words.EVERY, "How often there is a figure", "month", needed=True),
        Key(
            "ends",
            words.ENDS,
            "The month in which a reporting year ends (every: reporting-year needs it)",
            "march",
        ),
        Key(
            "target",
            words.TARGET,
            "What the council wants; steps each hold from a period on, and a target that comes "
            "with the figures goes before this one",
            "85",
            "it has no target",
        ),
        Key(
            "tolerance",
            MARGIN,
            "How far from the target still counts as near it",
            "5 points",
            "it has no tolerance",
        ),
        Key(
            "due",
            INTERVAL,
            "When a figure must be in, counted from the end of its period",
            "15 working days",
            "nobody is told when its return is late",
        ),
        Key("owner", WORD, "The post that answers for it", "head-of-assessment", "nobody"),
        Key(
            "committee",
            WORD,
            "The committee that looks at it, by its id",
            "children-and-families",
            "none",
        ),
        Key(
            "tags",
            several(WORD, "a list of words", least=0),
            "Words by which a rule can choose many indicators at once",
            "[social-care, timeliness]",
            "none",
        ),
        Key(
            "publication",
            words.PUBLICATION,
            "Who may be shown it (a paragraph of Part 1 of Schedule 12A where it is exempt)",
            "public",
            "internal",
        ),
        Key(
            "small_numbers",
            mapping(words.SMALL_NUMBERS),
            "Which counts are withheld; it may tighten what the configuration says",
            "{withhold: 1 to 5, round_totals_to: 10}",
            "as the configuration says",
        ),
        Key(
            "stale_after",
            whole(1, 1000),
            "After how many missing periods the series is stale, so that nothing opens or clears",
            "2",
            "2 periods, and 1 of yearly figures",
        ),
        Key(
            "pooled",
            whole(2, 10),
            "How many years each figure covers; it is labelled like 2014-16",
            "3",
            "one",
        ),
        Key(
            "year",
            choice(*YEARS),
            "The year over which `of: year to date` adds up",
            "academic",
            "financial; academic of terms",
        ),
        Key(
            "definition_changed",
            several(PERIOD, "a list of periods", least=0),
            "The periods from which its definition was another: nothing compares across",
            "[2012-13]",
            "it never did",
        ),
        Key(
            "variant_of",
            WORD,
            "The indicator that it is a second figure of, by its id; both are shown side by side",
            "care-leavers-in-touch",
            "it is no variant",
            own=True,
        ),
        Key(
            "candidate",
            TRUTH,
            "Whether it is only tried out: shown and judged in backtests, never on the list",
            "true",
            "false",
        ),
        Key(
            "retired",
            PERIOD,
            "Its last period, where it has been given up: nothing is expected after it",
            "2018-19",
            "it goes on",
        ),
        Key(
            "adds_up",
            several(WORD, "a list of dimensions", least=0),
            "Dimensions of its breakdowns whose parts add up to their total",
            "[sex, age]",
            "none is known to",
        ),
        Key(
            "checks",
            mapping(CHECKS),
            "How the checks that are always on are tuned for it",
            "{overdue: 5 working days, parts: off}",
            "all are on",
        ),
    ),
    over_defaults=True,
)


def read_indicator(
    definition: Definition, defaults: Mapping[str, Value], names: Names
) -> Indicator | None:
    """An indicator, or None where a part without which there is none is missing or faulty."""
    value, found = definition.value, len(definition.value.faults)
    fields = value.keyed(INDICATOR, defaults)
    better, unit = fields["better"].choice(*Better), words.unit(fields["unit"])
    calendar, parts = words.calendar(fields), _parts(fields, names)
    if better and unit and calendar:
        parts |= _target(fields, unit, calendar)
        parts["pooled"] = _pooled(fields["pooled"], calendar)
        parts["year"] = _year(fields["year"], calendar)
        parts["definition_changed"] = _changes(
            fields["definition_changed"], calendar, parts["pooled"]
        )
        parts["retired"] = words.period(fields["retired"], calendar, parts["pooled"])
        parts["adds_up"] = _adds_up(fields["adds_up"], unit)
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
        "variant_of": fields["variant_of"].word(),
        "candidate": bool(fields["candidate"].truth()),
    }


def _pooled(value: Value, calendar: Calendar) -> int:
    """``pooled: 3``: every figure covers three years, and is labelled ``2014-16``."""
    if value.given and not calendar.frequency.is_year:
        value.fault(f"pooled: is for figures over several years, and these are by {calendar.noun}")
        return 1
    return value.whole(least=2, most=10) or 1


def _year(value: Value, calendar: Calendar) -> Frequency:
    """``year: academic``"""
    written = value.choice(*YEARS)
    usual = "academic" if calendar.frequency is Frequency.TERM else "financial"
    return YEARS.get(written or usual, Frequency.FINANCIAL_YEAR)


def _changes(value: Value, calendar: Calendar, pooled: int) -> tuple[int, ...]:
    """``definition_changed: [2012-13]``, in any order."""
    found = [words.period(item, calendar, pooled) for item in value.items()]
    return tuple(sorted({each for each in found if each is not None}))


def _adds_up(value: Value, unit: Unit) -> tuple[str, ...]:
    """Dimensions; only counts add up, be they the figure or the two behind it."""
    dimensions = value.words()
    if dimensions and unit.kind not in _ADDABLE:
        value.fault(
            f"adds_up: the parts of figures in {unit} do not add up; it is for counts, and for "
            "the counts behind percentages and rates"
        )
    return dimensions


def _target(fields: Fields, unit: Unit, calendar: Calendar) -> dict[str, Any]:
    in_the_data = fields["target"].plain() == words.IN_THE_DATA
    return {
        "targets": () if in_the_data else words.targets(fields["target"], calendar),
        "target_in_data": in_the_data,
        "tolerance": words.margin(fields["tolerance"], frozenset({unit.kind})),
    }


def _checks(value: Value) -> CheckSettings:
    """``{overdue: 5 working days, parts: off}``"""
    fields = value.keyed(CHECKS)
    said = {name: fields[name] for name in CHECKS.words if name in fields}
    off = frozenset(name for name, one in said.items() if one.plain() == "off")
    overdue: Interval | None = None
    for name, one in said.items():
        if name == "overdue" and name not in off:
            overdue = one.interval()
        else:
            one.choice("off")
    return CheckSettings(overdue, off)


def check_variants(definitions: Mapping[str, Definition], names: Names) -> None:
    """That each ``variant_of`` names an indicator whose figures can stand beside its own."""
    for one in names.sound(names.indicators):
        if one.variant_of is not None:
            _check_variant(one, definitions[one.id].value.by_key()["variant_of"], names)


def _check_variant(one: Indicator, value: Value, names: Names) -> None:
    if one.variant_of == one.id:
        value.fault("variant_of: it cannot be a variant of itself; name the other indicator")
        return
    for other in names.sound(filter(None, [names.indicator(value)])):
        if other.variant_of is not None:
            value.fault(
                f"variant_of: {quote(other.id)} is a variant itself; name "
                f"{quote(other.variant_of)} here, so that all of them stand side by side"
            )
        elif one.unit != other.unit:
            value.fault(
                f"variant_of: the unit of {quote(other.id)} is {other.unit} and not {one.unit}; "
                "two figures for the same thing have one unit"
            )
        elif (one.calendar, one.pooled) != (other.calendar, other.pooled):
            value.fault(
                f"variant_of: {quote(other.id)} has other periods; two figures for the same thing "
                "stand side by side period by period"
            )
