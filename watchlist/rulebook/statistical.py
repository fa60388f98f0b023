"""What stands behind the statistical words: ``unusual``, ``heading``, ``outlier``, ``rank`` …"""

from __future__ import annotations

from datetime import date

from watchlist.evaluate.compare import Compare
from watchlist.model.condition import Among, Capability, Merit, Part, Place, ReferenceKind
from watchlist.model.indicator import Better, UnitKind
from watchlist.rulebook import patterns
from watchlist.rulebook.keys import Key, Keys
from watchlist.rulebook.reader import Value
from watchlist.rulebook.references import Scope, reference, these_have
from watchlist.rulebook.shapes import NUMBER, choice, mapping, one_of, several, written
from watchlist.rulebook.wording import listed, quote

#: The shortest beginning by which limits can be fixed.
SHORTEST = 12

#: The signals, as they are called in a rule.
SIGNALS = ("outside_limits", "shift", "trend", "two_of_three")

_CONFIDENCE = {"95%": 0.95, "99.8%": 0.998}
_FIXED = (ReferenceKind.NUMBER, ReferenceKind.TARGET, ReferenceKind.TOLERANCE)
_WITH_COUNTS = {UnitKind.PERCENT, UnitKind.RATE}

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
METHOD_SHAPE = choice("linear", "damped")
AMONG_SHAPE = choice(*Among)
CONFIDENCE_SHAPE = choice(*_CONFIDENCE)
PLACE_SHAPE = written("a place like worst 25%", patterns.PLACE)


def merit(value: Value, scope: Scope) -> Merit | None:
    """``worse``, ``better`` or ``either``; the first two need a better side."""
    chosen = value.choice(*Merit)
    if chosen not in tuple(Merit):
        return None
    if chosen != Merit.EITHER and not _sided(value, chosen, scope, "; write either"):
        return None
    return Merit(chosen)


def capability(value: Value, scope: Scope) -> Capability | None:
    """``failing``, ``passing`` or ``hit_and_miss``, of a target on a better side."""
    chosen = value.choice(*Capability)
    if chosen not in tuple(Capability) or not _sided(value, chosen, scope, ""):
        return None
    without = [one.id for one in scope.subjects if not (one.targets or one.target_in_data)]
    if without:
        value.fault(f"{value.key}: {these_have(without)} no target")
        return None
    return Capability(chosen)


def signals(value: Value) -> tuple[str, ...] | None:
    """Some of the four signals, each once."""
    found = len(value.faults)
    chosen = [item.choice(*SIGNALS) for item in value.items()]
    if not chosen and (value.is_list or value.is_empty):
        value.fault(f"{value.key}: names no signal; leave it out to look at all")
    if not value.sound_since(found):
        return None
    return tuple(dict.fromkeys(each for each in chosen if each is not None)) or None


def baseline(value: Value) -> int | None:
    """``first 12``: limits from so many of the first periods."""
    words = value.word()
    if words is None:
        return None
    match = patterns.BASELINE.fullmatch(words)
    if match:
        return int(match[1])
    if bare := patterns.WHOLE.fullmatch(words.removeprefix("first ")):
        short = int(bare[0]) < SHORTEST
        hint = f"; limits take {SHORTEST} periods or more" if short else f"; write first {bare[0]}"
        value.wrong(f"a beginning{hint}")
        return None
    value.wrong("a beginning; write it like first 24")
    return None


def starts(value: Value) -> tuple[date, ...] | None:
    """Months or days with which new limits begin, in order."""
    found = len(value.faults)
    days = [_start(item) for item in value.items()]
    if not days and (value.is_list or value.is_empty):
        value.fault(f"{value.key}: names no month; leave it out if nothing begins anew")
    if not value.sound_since(found):
        return None
    return tuple(sorted({day for day in days if day is not None})) or None


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
    fields = value.keyed(LINE)
    given = [key for key in LINE.words if fields.written(key)]
    if len(given) != 1:
        if given:
            value.fault(f"{value.key}: {listed(given)} cannot stand together; name one of them")
        elif value.size == 0 and (value.is_mapping or value.is_empty):
            value.wrong("where figures are heading; write it like {worse_than: target}")
        return None
    head, found = given[0], len(value.faults)
    if "_than" in head and not _sided(fields[head], head, scope, "; use above or below"):
        return None
    held = reference(fields[head], scope)
    if held is not None and held.kind not in _FIXED:
        fields[head].fault(
            f"{head}: a forecast is held against a number, target or tolerance, not {held}"
        )
    return Compare(head, held) if held is not None and value.sound_since(found) else None


def among(value: Value, scope: Scope) -> Among | None:
    """``neighbours`` need to be there for at least one of the areas that the rule stands for."""
    chosen = value.choice(*Among)
    if chosen not in tuple(Among):
        return None
    areas = [scope.names.areas.get(name) for name in scope.areas]
    none = areas and not any(area is None or area.neighbours for area in areas)
    if chosen == Among.NEIGHBOURS and none:
        value.fault(f"{value.key}: {listed(scope.areas[:3])} has no neighbours: in areas:")
        return None
    return Among(chosen)


def confidence(value: Value, scope: Scope) -> float | None:
    """``95%`` or ``99.8%``, of percentages and rates of a period."""
    chosen = value.choice(*_CONFIDENCE)
    if chosen not in _CONFIDENCE:
        return None
    others = sorted(unit.value for unit in scope.units - _WITH_COUNTS)
    if others or scope.part is Part.YEAR_TO_DATE:
        here = "of: year to date" if not others else f"the unit here is {others[0]}"
        value.fault(f"{value.key}: chance is reckoned with for percentages and rates; {here}")
        return None
    return _CONFIDENCE[chosen]


def place(value: Value, scope: Scope) -> Place | None:
    """``worst 25%``"""
    words = value.word()
    if words is None:
        return None
    match = patterns.PLACE.fullmatch(words)
    if not match:
        value.wrong("a place; write it like worst 25%")
        return None
    if not _sided(value, match[1], scope, ""):
        return None
    return Place(Merit.WORSE if match[1] == "worst" else Merit.BETTER, float(match[2]))


def _sided(value: Value, words: str, scope: Scope, instead: str) -> bool:
    """Whether all that is looked at has a better side; a fault where not."""
    neither = [one.id for one in scope.subjects if one.better is Better.NEITHER]
    if neither:
        value.fault(
            f"{value.key}: {quote(words)} needs a better side, and indicator {quote(neither[0])} "
            f"says better: neither{instead}"
        )
    return not neither
