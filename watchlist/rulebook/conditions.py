"""Conditions, read off the families that are named in ``evaluate.families``: no family has a reader
of its own; there is one for each kind of thing that can stand behind a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from watchlist.evaluate.families import FAMILIES
from watchlist.model.condition import Condition, Family, Kind, Part, Share
from watchlist.model.indicator import Better
from watchlist.rulebook import patterns, statistical, words
from watchlist.rulebook.keys import Shape
from watchlist.rulebook.reader import Value
from watchlist.rulebook.references import REFERENCE, Scope, reference
from watchlist.rulebook.shapes import MARGIN, NUMBER, RANGE, WORD, choice, several, whole, written
from watchlist.rulebook.wording import listed, quote

_HEADS: dict[str, Family] = {head: family for family in FAMILIES for head in family.heads}
_BESIDE = {head: family.modifiers() for head, family in _HEADS.items()}
_MODIFIERS = frozenset(word for modifiers in _BESIDE.values() for word in modifiers)

#: Words that reckon with chance -> what to do where no counts stand behind the figures.
_BY_CHANCE = {"outlier": "rank takes any unit", "significantly": "leave it out"}

_PARTS = tuple(part.value for part in Part if part is not Part.VALUE)
#: The modifiers that count periods; only one of them may stand in a condition.
IN_A_ROW = ("for", "in")
#: All pairs of modifiers that cannot stand together.
APART = (IN_A_ROW, ("significantly", "of"))

#: Read before the others: they say what the condition looks at.
_ORDER = {Kind.INDICATOR: 0, Kind.PART: 1}


def condition(value: Value, scope: Scope) -> Condition | None:
    """One condition: a mapping with exactly one word that begins a condition, and its modifiers."""
    found = len(value.faults)
    if not value.is_mapping:
        value.wrong("a condition; write it like {worse_than: target}")
        return None
    keys = value.by_key()
    head = _head(value, keys)
    if head is None:
        return None
    family = _HEADS[head]
    modifiers, scope = _modifiers(value, keys, head, scope)
    _check_merit(keys[head], head, scope)
    _check_chance(keys, head, scope)
    subject = KINDS[family.heads[head]].read(keys[head], scope)
    if not value.sound_since(found):
        return None
    built: Condition = family.build(head, subject, **modifiers)
    return built


def _head(value: Value, keys: Mapping[str, Value]) -> str | None:
    """The one word that begins the condition, or None and a fault for what stands there instead."""
    heads = [key for key in keys if key in _HEADS]
    if len(heads) == 1:
        return heads[0]
    if heads:
        said = listed(map(quote, heads))
        value.fault(
            f"{said} cannot stand in one condition; make a list of them under any: or all:",
            keys[heads[1]].place,
        )
        return None
    strange = [key for key in keys if key not in _MODIFIERS]
    for key in strange:
        value.fault(f"{quote(key)} is not a condition{value.near(key, _HEADS)}", keys[key].place)
    if not strange:
        value.fault(f"a condition begins with {listed(_HEADS, 'or')}")
    return None


def _modifiers(
    value: Value, keys: Mapping[str, Value], head: str, scope: Scope
) -> tuple[dict[str, Any], Scope]:
    """The modifiers by field name, and the scope as they narrow it."""
    allowed = _BESIDE[head]
    for key, modifier in keys.items():
        if key != head and key not in allowed:
            value.fault(_not_beside(modifier, key, head, allowed), modifier.place)
    kinds = {key: allowed[key].kind for key in keys if key in allowed}
    read: dict[str, Any] = {}
    for key in sorted(kinds, key=lambda key: _ORDER.get(kinds[key], len(_ORDER))):
        read[allowed[key].field] = made = KINDS[kinds[key]].read(keys[key], scope)
        if made is not None and kinds[key] is Kind.INDICATOR:
            scope = replace(scope, subjects=scope.names.sound([made]))
        elif made is not None and kinds[key] is Kind.PART:
            scope = replace(scope, part=made)
    _check_in_a_row([keys[key] for key in kinds if key in IN_A_ROW], scope)
    return read, scope


def _not_beside(modifier: Value, key: str, head: str, allowed: Mapping[str, object]) -> str:
    """A word that belongs with others, or none of the language."""
    heads = [other for other, beside in _BESIDE.items() if key in beside]
    if not heads:
        return f"{quote(key)} is not known beside {quote(head)}{modifier.near(key, allowed)}"
    where = "it belongs" if allowed else "write it inside,"
    others = "a comparison" if "worse_than" in heads else listed(heads, "or")
    return f"{quote(key)} cannot stand beside {quote(head)}; {where} with {others}"


def _check_in_a_row(given: list[Value], scope: Scope) -> None:
    """``for`` and ``in`` count periods: of one length, and only one of the two."""
    if len(given) > 1:
        given[1].fault('"for" and "in" cannot stand together; say one of them', given[1].place)
    if not given or len(scope.subjects) < 2 or given[0].plain() == "1":
        return
    nouns = sorted({f"{subject.calendar.noun}s" for subject in scope.subjects})
    if len(nouns) > 1:
        said = f"{given[0].key}: {given[0].plain()}"
        given[0].fault(
            f'"{said}" would count {listed(nouns)} alike; make a rule for each of them',
            given[0].place,
        )


def _check_merit(value: Value, head: str, scope: Scope) -> None:
    """Words of merit need a better and a worse side."""
    neither = [one.id for one in scope.subjects if one.better is Better.NEITHER]
    if neither and head.startswith(("worse", "better")):
        value.fault(
            f"{quote(head)} needs a better side, and indicator {quote(neither[0])} says "
            "better: neither; use above or below",
            value.place,
        )


def _check_chance(keys: Mapping[str, Value], head: str, scope: Scope) -> None:
    """Chance is reckoned with where counts stand behind a figure."""
    for word, instead in _BY_CHANCE.items():
        if word in keys and word in (head, *_BESIDE[head]):
            statistical.check_counts(keys[word], scope, instead)


def _conditions(value: Value, scope: Scope) -> tuple[Condition | None, ...]:
    made = tuple(condition(item, replace(scope, inner=True)) for item in value.items())
    if not made and (value.is_list or value.is_empty):
        value.fault(f"{value.key}: names no condition; write a list of them")
    return made


def _inner(value: Value, scope: Scope) -> tuple[Condition | None, ...]:
    return (condition(value, replace(scope, inner=True)),)


def _indicator(value: Value, scope: Scope) -> str | None:
    if not scope.inner:
        value.fault(
            '"indicator" stands beside red: and amber:, or inside of all, any and not', value.place
        )
        return None
    return scope.names.indicator(value)


def _share(value: Value) -> Share | None:
    written = value.word()
    match = patterns.SHARE.fullmatch(written or "")
    if match and int(match[1]) <= int(match[2]):
        return Share(int(match[1]), int(match[2]))
    if written is not None:
        value.wrong("a share of periods; write it like 2 of 3")
    return None


def _part(value: Value, scope: Scope) -> Part | None:
    chosen = value.choice(*_PARTS)
    yearly = [one.id for one in scope.subjects if one.calendar.frequency.is_year]
    if chosen == Part.YEAR_TO_DATE and yearly:
        value.fault(
            f"of: the figures of indicator {quote(yearly[0])} are of whole years; leave "
            '"of: year to date" out'
        )
        return None
    return Part(chosen) if chosen in tuple(Part) else None


@dataclass(frozen=True)
class Behind:
    """What stands behind a word of one kind: how it is read, and its shape."""

    read: Callable[[Value, Scope], Any]
    shape: Shape


#: The condition of a level, and one inside of another condition.
CONDITION = Shape("a condition", {}, "condition")
INNER = Shape("a condition", {}, "inner-condition")

KINDS: Mapping[Kind, Behind] = {
    Kind.REFERENCE: Behind(reference, REFERENCE),
    Kind.RANGE: Behind(lambda value, _: words.number_range(value), RANGE),
    Kind.MARGIN: Behind(lambda value, scope: words.margin(value, scope.units), MARGIN),
    Kind.PERIODS: Behind(lambda value, _: value.whole(least=1, most=1000), whole(1, 1000)),
    Kind.SHARE: Behind(
        lambda value, _: _share(value), written("a share like 2 of 3", patterns.SHARE)
    ),
    Kind.NUMBER: Behind(lambda value, _: value.number(), NUMBER),
    Kind.PART: Behind(_part, choice(*_PARTS)),
    Kind.CONDITION: Behind(_inner, INNER),
    Kind.CONDITIONS: Behind(_conditions, several(INNER, "a list of conditions")),
    Kind.INDICATOR: Behind(_indicator, WORD),
    Kind.MERIT: Behind(statistical.merit, statistical.MERIT_SHAPE),
    Kind.CAPABILITY: Behind(statistical.capability, statistical.CAPABILITY_SHAPE),
    Kind.SIGNALS: Behind(lambda value, _: statistical.signals(value), statistical.SIGNALS_SHAPE),
    Kind.POINTS: Behind(lambda value, _: value.whole(least=8, most=1000), whole(8, 1000)),
    Kind.BASELINE: Behind(lambda value, _: statistical.baseline(value), statistical.BASELINE_SHAPE),
    Kind.STARTS: Behind(lambda value, _: statistical.starts(value), statistical.STARTS_SHAPE),
    Kind.LINE: Behind(statistical.line, statistical.LINE_SHAPE),
    Kind.AHEAD: Behind(lambda value, _: value.whole(least=1, most=24), whole(1, 24)),
    Kind.METHOD: Behind(lambda value, _: statistical.method(value), statistical.METHOD_SHAPE),
    Kind.AMONG: Behind(statistical.among, statistical.AMONG_SHAPE),
    Kind.CONFIDENCE: Behind(
        lambda value, _: statistical.confidence(value), statistical.CONFIDENCE_SHAPE
    ),
    Kind.PLACE: Behind(statistical.place, statistical.PLACE_SHAPE),
}
