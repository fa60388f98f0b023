"""Which series a rule stands for: its indicators, areas and breakdowns -> Selection."""

from __future__ import annotations

from collections.abc import Iterable

from watchlist.model.rule import Selection
from watchlist.rulebook.keys import Key, Keys, Shape
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Fields, Value
from watchlist.rulebook.shapes import WORD, choice, mapping, one_of, several
from watchlist.rulebook.wording import quote

TAGS = Keys(
    "Indicators by their tags",
    (
        Key(
            "tags",
            several(WORD, "a list of tags"),
            "All indicators that carry at least one of these tags",
            "[social-care]",
            needed=True,
        ),
    ),
)
INDICATORS = one_of(
    "all, a list of indicators, or those with a tag",
    choice("all"),
    several(WORD, "a list of indicators"),
    mapping(TAGS),
)
AREAS = one_of(
    "own, all, or a list of areas",
    choice("own", "all"),
    several(WORD, "a list of areas"),
)
BREAKDOWNS = one_of(
    "total, all, or columns with their values",
    choice("total", "all"),
    Shape(
        "columns with their values",
        {"type": "object", "additionalProperties": several(WORD, "").schema},
    ),
)


def selection(fields: Fields, names: Names) -> Selection:
    """What the keys ``indicator``, ``indicators``, ``areas`` and ``breakdowns`` choose."""
    return Selection(
        indicators=_indicators(fields, names),
        areas=_areas(fields["areas"], names),
        breakdowns=_breakdowns(fields["breakdowns"]),
    )


def _indicators(fields: Fields, names: Names) -> tuple[str, ...]:
    one, many = fields["indicator"], fields["indicators"]
    if not (one.given or many.given):
        fields.holder.fault("indicator is missing: which one does it look at?")
    if one.given and not fields.written("indicators"):
        return _present([names.indicator(one)])
    if many.plain() == "all":
        return tuple(names.indicators)
    if many.is_mapping:
        return _tagged(many, names)
    chosen = _present(names.indicator(item) for item in many.items())
    if many.is_empty or (many.is_list and many.size == 0):
        many.fault("indicators: names none, so the rule stands for nothing")
    return chosen


def _tagged(value: Value, names: Names) -> tuple[str, ...]:
    """The indicators that carry at least one of the tags."""
    held = value.keyed(TAGS)["tags"]
    tags = held.items()
    if held.is_empty or (held.is_list and not tags):
        held.fault("tags: names none, so the rule stands for nothing")
    known, wanted = names.tagged, set[str]()
    for tag in tags:
        written = tag.word() or ""
        if written and names.all_sound and written not in known:
            tag.fault(f"tags: no indicator has the tag {quote(written)}{tag.near(written, known)}")
        wanted |= known.get(written, set())
    return tuple(name for name in names.indicators if name in wanted)


def _areas(value: Value, names: Names) -> tuple[str, ...] | None:
    if not value.given or value.plain() == "own":
        return None
    if value.plain() == "all":
        return tuple(names.areas)
    if not value.is_list:
        value.wrong("own, all, or a list of areas like [Barnet, Harrow]")
        return None
    if value.size == 0:
        value.fault("areas: names none, so the rule stands for nothing")
    return _present(names.area(item) for item in value.items())


def _breakdowns(value: Value) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if not value.given or value.plain() == "total":
        return ()
    if value.plain() == "all":
        return None
    if not value.is_mapping:
        value.wrong("total, all, or columns with their values like {sex: [Female]}")
        return ()
    chosen = tuple(sorted((column, values.words()) for column, values in value.entries()))
    for column, values in chosen:
        if not values:
            value.fault(f"breakdowns: {column} names no value, so the rule stands for nothing")
    return chosen


def _present(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))
