"""What stands behind the statistical words: ``unusual``, ``heading``, ``outlier``, ``rank`` …"""

from __future__ import annotations

import re
from datetime import date

from watchlist.evaluate.compare import Compare
from watchlist.evaluate.heading import HEADING
from watchlist.evaluate.spc.forecast import Method
from watchlist.model.condition import (
    Among,
    Capability,
    Merit,
    Part,
    Place,
    Reference,
    ReferenceKind,
)
from watchlist.model.indicator import Better, UnitKind
from watchlist.rulebook import patterns
from watchlist.rulebook.keys import Key, Keys
from watchlist.rulebook.reader import Value
from watchlist.rulebook.references import TEXTS, Scope, reference, these_have
from watchlist.rulebook.shapes import NUMBER, choice, mapping, one_of, several, written
from watchlist.rulebook.wording import listed, quote

#: The shortest beginning by which limits can be fixed, and the longest that is read.
SHORTEST, LONGEST = 12, 9999

#: The signals, as they are called in a rule.
SIGNALS = ("outside_limits", "shift", "trend", "two_of_three")

_CONFIDENCE = {"95%": 0.95, "99.8%": 0.998}
_FIXED = (ReferenceKind.TARGET, ReferenceKind.TOLERANCE)
_WITH_COUNTS = {UnitKind.PERCENT, UnitKind.RATE}
_SHARE = re.compile(r"(.*?) ?([0-9]{1,9}(?:\.[0-9]{1,9})?) ?%")

_LINE = one_of("a number, target or tolerance", NUMBER, choice("target", "tolerance"))
LINE = Keys(
    "Where figures are heading",
    (
        Key("worse_than", _LINE, "On the wrong side of it", "target"),
        Key("better_than", _LINE, "On the right side of it", "target"),
        Key("above", _LINE, "More than it", "25"),
        Key("below", _LINE, "Less than it", "85"),
    ),
    only_one=True,
)

MERIT_SHAPE = choice(*Merit)
CAPABILITY_SHAPE = choice(*Capability)
SIGNALS_SHAPE = several(choice(*SIGNALS), "a list of signals")
BASELINE_SHAPE = written("a beginning like first 24 (12 or more)", patterns.BASELINE)
STARTS_SHAPE = several(
    written("a month or a day", patterns.MONTH_OR_DAY), "a list of months or days"
)
LINE_SHAPE = mapping(LINE)
METHOD_SHAPE = choice(*Method)
AMONG_SHAPE = choice(*Among)
CONFIDENCE_SHAPE = choice(*_CONFIDENCE)
PLACE_SHAPE = written("a place like worst 25%", patterns.PLACE)


def merit(value: Value, scope: Scope) -> Merit | None:
    """``worse``, ``better`` or ``either``; the first two need a better side."""
    chosen = _one_of(value, *Merit)
    if chosen is None:
        return None
    if chosen != Merit.EITHER and (said := _sideless(chosen, scope)):
        value.fault(f"{value.key}: {said}; write either")
        return None
    return Merit(chosen)


def capability(value: Value, scope: Scope) -> Capability | None:
    """``failing``, ``passing`` or ``hit_and_miss``, of a target on a better side."""
    chosen = _one_of(value, *Capability)
    if chosen is None:
        return None
    if said := _sideless(chosen, scope):
        value.fault(f"{value.key}: {said}")
        return None
    without = [one.id for one in scope.subjects if not (one.targets or one.target_in_data)]
    if without:
        value.fault(f"{value.key}: {these_have(without)} no target")
        return None
    return Capability(chosen)


def signals(value: Value) -> tuple[str, ...] | None:
    """Some of the four signals, each once."""
    found = len(value.faults)
    items = _items(value, "names no signal; leave it out to look at all", "[outside_limits, shift]")
    chosen = [item.choice(*SIGNALS) for item in items]
    if not value.sound_since(found):
        return None
    return tuple(dict.fromkeys(each for each in chosen if each is not None)) or None


def baseline(value: Value) -> int | None:
    """``first 12``: limits from so many of the first periods."""
    words = value.word()
    if words is None:
        return None
    if match := patterns.BASELINE.fullmatch(words):
        return int(match[1])
    bare = patterns.WHOLE.fullmatch(words.removeprefix("first "))
    periods = int(bare[0]) if bare else LONGEST + 1
    if periods < SHORTEST:
        value.fault(
            f"{value.key}: {value.said()} is too short; to tell what is usual takes {SHORTEST} "
            "periods or more"
        )
        return None
    value.wrong(
        f"a beginning; write {'it like first 24' if periods > LONGEST else f'first {periods}'}"
    )
    return None


def starts(value: Value) -> tuple[date, ...] | None:
    """Months or days with which new limits begin, in order."""
    found = len(value.faults)
    items = _items(value, "names no month; leave it out if nothing begins anew", "[2023-04]")
    days = [_start(item) for item in items]
    if not value.sound_since(found):
        return None
    return tuple(sorted({day for day in days if day is not None})) or None


def method(value: Value) -> str | None:
    """``linear`` or ``damped``"""
    return _one_of(value, *Method)


def _one_of(value: Value, *words: str) -> str | None:
    """One of a few words, where a list or a mapping is none either."""
    if value.is_list or value.is_mapping:
        value.wrong(listed(words, "or"))
        return None
    chosen = value.choice(*words)
    return chosen if chosen in words else None


def _items(value: Value, none: str, example: str) -> list[Value]:
    """The items of a list that holds something."""
    if value.is_empty or (value.is_list and not value.size):
        value.fault(f"{value.key}: {none}")
        return []
    if not value.is_list:
        value.wrong(f"a list; write it like {example}")
        return []
    return value.items()


def _start(value: Value) -> date | None:
    words = value.word()
    if words is None:
        return None
    if patterns.MONTH_OR_DAY.fullmatch(words):
        try:
            return date.fromisoformat(words if len(words) > len("2023-04") else f"{words}-01")
        except ValueError:
            value.wrong("a date: there is no such day")
            return None
    value.wrong("a month or a day; write it like 2023-04")
    return None


def line(value: Value, scope: Scope) -> Compare | None:
    """``{worse_than: target}``: what stays where it is while the figures move."""
    found = len(value.faults)
    if value.is_empty or (value.is_mapping and not value.size):
        value.fault(f"{value.key}: where to? write it like {{worse_than: target}}")
    elif not value.is_mapping:
        value.wrong("a comparison; write it like {worse_than: target}")
    entries = dict(value.entries()) if value.is_mapping else {}
    for key in entries.keys() - LINE.words:
        value.fault(_not_in_a_line(value, key), entries[key].place)
    given = [key for key in LINE.words if key in entries]
    if len(given) > 1:
        value.fault(f"{value.key}: {listed(given)} cannot stand together; name one of them")
    if len(given) != 1:
        return None
    head = given[0]
    if "_than" in head and (said := _sideless(head, scope)):
        value.fault(f"{said}; use above or below", entries[head].place)
        return None
    held = _held(entries[head], scope)
    return Compare(head, held) if held is not None and value.sound_since(found) else None


def _not_in_a_line(value: Value, key: str) -> str:
    if key in HEADING.modifiers():
        return f"{quote(key)} stands beside {quote(value.key)}, not inside of it"
    near = value.near(key, LINE.words)
    known = f"; it takes {listed(LINE.words, 'or')}, and nothing else"
    return f"{quote(key)} is not known in {value.key}{near or known}"


def _held(value: Value, scope: Scope) -> Reference | None:
    """What a forecast is held against."""
    words = "" if value.is_mapping else value.word()
    if words is None:
        return None
    moves = any(text.form.fullmatch(words) for text in TEXTS if text.kind not in _FIXED)
    if value.is_mapping or moves:
        value.fault(
            f"{value.key}: a forecast is held against a number, target or tolerance, not against "
            f"{'another series' if value.is_mapping else quote(words)}"
        )
        return None
    if words in _FIXED:
        return reference(value, scope)
    if words[0].isalpha():
        value.wrong(f"a number, target or tolerance{value.near(words, _FIXED)}")
        return None
    number = value.number()
    return None if number is None else Reference(ReferenceKind.NUMBER, number)


def among(value: Value, scope: Scope) -> Among | None:
    """``neighbours`` need to be there for at least one of the areas that the rule stands for."""
    chosen = _one_of(value, *Among)
    if chosen is None:
        return None
    areas = [scope.names.areas.get(name) for name in scope.areas]
    none = areas and not any(area is None or area.neighbours for area in areas)
    if chosen == Among.NEIGHBOURS and none:
        value.fault(
            f"{value.key}: {listed(scope.areas[:3])} {'has' if len(areas) == 1 else 'have'} no "
            "neighbours; add them in areas:, or write all areas"
        )
        return None
    return Among(chosen)


def confidence(value: Value) -> float | None:
    """``95%`` or ``99.8%``"""
    return _CONFIDENCE.get(_one_of(value, *_CONFIDENCE) or "")


def check_counts(value: Value, scope: Scope, instead: str) -> None:
    """What chance explains is worked out from the counts behind percentages and rates."""
    if scope.part is not Part.VALUE:
        value.fault(
            f"{value.key} is for percentages and rates themselves, not for "
            f"{quote(f'of: {scope.part}')}; leave one of them out",
            value.place,
        )
        return
    other = next((one for one in scope.subjects if one.unit.kind not in _WITH_COUNTS), None)
    if other is not None:
        value.fault(
            f"{value.key} is for percentages and rates, and the unit of indicator "
            f"{quote(other.id)} is {other.unit}; {instead}",
            value.place,
        )


def place(value: Value, scope: Scope) -> Place | None:
    """``worst 25%``"""
    words = value.word()
    if words is None:
        return None
    match = patterns.PLACE.fullmatch(words)
    if not match:
        value.wrong(f"a place; {_meant_place(value, words)}")
        return None
    if said := _sideless(match[1], scope):
        value.fault(f"{value.key}: {said}")
        return None
    return Place(Merit.WORSE if match[1] == "worst" else Merit.BETTER, float(match[2]))


def _meant_place(value: Value, words: str) -> str:
    """What to write instead, as far as it can be told."""
    match = _SHARE.fullmatch(words)
    if not match:
        return "write it like worst 25%"
    share = f"{float(match[2]):.1f}".removesuffix(".0")
    meant = [f"{end} {share}%" for end in ("worst", "best") if value.near(match[1], [end])]
    meant = meant or [f"worst {share}%", f"best {share}%"]
    if not patterns.PLACE.fullmatch(meant[0]):
        return "a share of the areas is from 1% to 99.9%"
    return f"write {listed(meant, 'or')}"


def _sideless(words: str, scope: Scope) -> str:
    """What is wrong with a word of merit where something that is looked at has no better side."""
    for one in scope.subjects:
        if one.better is Better.NEITHER:
            return (
                f"{quote(words)} needs a better side, and indicator {quote(one.id)} says "
                "better: neither"
            )
    return ""
