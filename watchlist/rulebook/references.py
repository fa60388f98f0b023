"""What a figure is held against: a number, ``target``, ``a year ago``, ``{area: England}`` …"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from watchlist.model.condition import Part, Reference, ReferenceKind
from watchlist.model.indicator import Better, Indicator, UnitKind
from watchlist.model.labels import PeriodError
from watchlist.model.years import periods_of
from watchlist.rulebook import patterns
from watchlist.rulebook.keys import Key, Keys, Schema, Shape
from watchlist.rulebook.names import Names
from watchlist.rulebook.reader import Value
from watchlist.rulebook.shapes import NUMBER, WORD, choice, mapping, one_of, written
from watchlist.rulebook.wording import listed, quote

_NUMBERLIKE = re.compile(r"[+-]?[£\d.,]*\d[\d.,]*%?")


@dataclass(frozen=True)
class Scope:
    """What a condition is read for: the indicators it looks at (those without a fault), the areas
    of its rule, which part of a figure, and whether it stands inside another condition."""

    names: Names
    subjects: tuple[Indicator, ...]
    areas: tuple[str, ...]
    part: Part = Part.VALUE
    inner: bool = False

    @property
    def units(self) -> frozenset[UnitKind]:
        """The units of what is looked at: numerators and denominators are counts."""
        if self.part in (Part.NUMERATOR, Part.DENOMINATOR):
            return frozenset({UnitKind.COUNT})
        return frozenset(subject.unit.kind for subject in self.subjects)


def _itself(kind: ReferenceKind, _value: Value, _match: re.Match[str], _: Scope) -> Reference:
    return Reference(kind)


def _over_several(kind: ReferenceKind, _value: Value, match: re.Match[str], _: Scope) -> Reference:
    return Reference(kind, float(match[1]))


def _over_a_year(
    kind: ReferenceKind, value: Value, match: re.Match[str], scope: Scope
) -> Reference | None:
    """A year that every indicator's calendar has."""
    for one in scope.subjects:
        try:
            periods_of(match[1], one.calendar, one.year)
        except PeriodError:
            value.fault(
                f"{value.key}: {quote(match[1])} is not a year; write it like 2012-13 or 2012"
            )
            return None
    return Reference(kind, name=match[1])


def _of_the_best(
    kind: ReferenceKind, value: Value, match: re.Match[str], scope: Scope
) -> Reference | None:
    """Of figures without merit none is the best."""
    for one in scope.subjects:
        if one.better is Better.NEITHER:
            value.fault(
                f"{value.key}: {quote(match[0])} needs a better side, and indicator "
                f"{quote(one.id)} says better: neither"
            )
            return None
    return Reference(kind, float(match[1]))


def _of_a_target(
    kind: ReferenceKind, value: Value, _: re.Match[str], scope: Scope
) -> Reference | None:
    """``target`` and ``tolerance`` must be there for every indicator that is looked at."""
    if scope.part in (Part.NUMERATOR, Part.DENOMINATOR):
        value.fault(f"{value.key}: a {kind} is of the value, not of its {scope.part}")
        return None
    for one in scope.subjects if scope.part is Part.YEAR_TO_DATE else ():
        if one.unit.is_additive:
            noun = one.calendar.noun
            value.fault(
                f"{value.key}: the {kind} of {quote(one.id)} is for one {noun}, and a year to date "
                "adds up several; write the number"
            )
            return None
    missing = dict.fromkeys(_missing(kind, scope.subjects))
    for what in missing:
        lacking = [one.id for one in scope.subjects if what in _missing(kind, (one,))]
        value.fault(f"{value.key}: {these_have(lacking)} no {what}")
    return None if missing else Reference(kind)


def _missing(kind: ReferenceKind, subjects: Iterable[Indicator]) -> Iterable[str]:
    for one in subjects:
        if not (one.targets or one.target_in_data):
            yield "target"
        if kind is ReferenceKind.TOLERANCE and one.tolerance is None:
            yield "tolerance"
        if kind is ReferenceKind.TOLERANCE and one.better is Better.NEITHER:
            yield "better side, so its tolerance has no far edge"


def these_have(ids: list[str]) -> str:
    """``indicator "a" has`` or ``indicators "a", "b" and 3 more have``."""
    shown = [quote(name) for name in ids[:3]] + ([f"{len(ids) - 3} more"] if len(ids) > 3 else [])
    return f"indicator {shown[0]} has" if len(ids) == 1 else f"indicators {listed(shown)} have"


@dataclass(frozen=True)
class Text:
    """A reference that is a text: its form in full, how it is read, and what it says."""

    kind: ReferenceKind
    read: Callable[[ReferenceKind, Value, re.Match[str], Scope], Reference | None]
    says: str
    form: re.Pattern[str]
    example: str


def _fixed(kind: ReferenceKind, read: Callable[..., Reference | None], says: str) -> Text:
    return Text(kind, read, says, re.compile(kind.value), kind.value)


TEXTS = (
    _fixed(ReferenceKind.TARGET, _of_a_target, "The target in force at the period of the reading"),
    _fixed(
        ReferenceKind.TOLERANCE, _of_a_target, "The far edge of the tolerance around the target"
    ),
    _fixed(ReferenceKind.PREVIOUS, _itself, "The reading of the period before"),
    _fixed(ReferenceKind.YEAR_AGO, _itself, "The reading of the same period one year earlier"),
    Text(
        ReferenceKind.AVERAGE_OF_LAST,
        _over_several,
        "The mean of so many periods before the reading",
        patterns.AVERAGE_OF_LAST,
        "average of last 12",
    ),
    Text(
        ReferenceKind.AVERAGE_OF_YEAR,
        _over_a_year,
        "The mean of the periods of one year, the same for all readings after it",
        patterns.AVERAGE_OF_YEAR,
        "average of 2012-13",
    ),
    Text(
        ReferenceKind.BEST_OF_LAST,
        _of_the_best,
        "The best of so many periods before the reading, by the indicator's `better`",
        patterns.BEST_OF_LAST,
        "best of last 12",
    ),
    Text(
        ReferenceKind.WORST_OF_LAST,
        _of_the_best,
        "The worst of so many periods before the reading, by the indicator's `better`",
        patterns.WORST_OF_LAST,
        "worst of last 12",
    ),
)

#: The series' own past that a year to date is not held against: of one period, or a mean of several.
_NOT_TO_DATE = frozenset(
    {
        ReferenceKind.PREVIOUS,
        ReferenceKind.AVERAGE_OF_LAST,
        ReferenceKind.AVERAGE_OF_YEAR,
        ReferenceKind.BEST_OF_LAST,
        ReferenceKind.WORST_OF_LAST,
    }
)

OTHER = Keys(
    "A figure of another series",
    (
        Key("area", WORD, "Another area, by its name", "England"),
        Key("neighbours", choice("average", "median"), "The statistical neighbours", "average"),
        Key("indicator", WORD, "Another indicator of the same area, by its id", "vacancies"),
    ),
    only_one=True,
)


def _comparable(form: Schema) -> Shape:
    """A form of a reference, and what an editor says where a text has none of them."""
    return Shape(_EXPECTED, {**form, "patternErrorMessage": f"This is not {_EXPECTED}"})


_EXPECTED = "something to compare with"
_FIXED = {text.example: text.says for text in TEXTS if not text.form.groups}
REFERENCE = one_of(
    _EXPECTED,
    _comparable(NUMBER.schema),
    Shape(_EXPECTED, {"enum": list(_FIXED), "enumDescriptions": list(_FIXED.values())}),
    *(
        _comparable({**written(text.says, text.form).schema, "examples": [text.example]})
        for text in TEXTS
        if text.form.groups
    ),
    mapping(OTHER),
    name="reference",
)


def reference(value: Value, scope: Scope) -> Reference | None:
    """The reference that stands behind a word of comparison."""
    if value.is_mapping:
        return _other(value, scope)
    written = value.word()
    if written is None:
        return None
    for text in TEXTS:
        if match := text.form.fullmatch(written):
            if scope.part is Part.YEAR_TO_DATE and text.kind in _NOT_TO_DATE:
                value.fault(
                    f"{value.key}: a year to date is not held against {quote(written)}; "
                    "write a year ago"
                )
                return None
            return text.read(text.kind, value, match, scope)
    if _NUMBERLIKE.fullmatch(written):
        number = value.number()
        return None if number is None else Reference(ReferenceKind.NUMBER, number)
    _not_a_reference(value, written)
    return None


def _not_a_reference(value: Value, written: str) -> None:
    texts = [text.example for text in TEXTS]
    near = value.near(written, texts)
    others = (f"{{{word}: …}}" for word in OTHER.words)
    known = listed(("a number", *texts, *others), "or")
    value.wrong(f"{_EXPECTED}{near or f'; write {known}'}")


def _other(value: Value, scope: Scope) -> Reference | None:
    """Another area, the neighbours, or another indicator."""
    fields = value.keyed(OTHER)
    given = [key for key in OTHER.words if fields.written(key)]
    if len(given) != 1:
        if given:
            value.fault(f"{value.key}: {listed(given)} cannot stand together; name one of them")
        elif value.size == 0:
            value.wrong("something to compare with; name an area, neighbours or an indicator")
        return None
    kind = ReferenceKind(given[0])
    name = _other_name(fields[given[0]], kind, scope)
    return None if name is None else Reference(kind, name=name)


def _other_name(value: Value, kind: ReferenceKind, scope: Scope) -> str | None:
    if kind is ReferenceKind.AREA:
        return scope.names.area(value)
    if kind is ReferenceKind.INDICATOR:
        return _alike(value, scope.names.indicator(value), scope)
    areas = [scope.names.areas.get(name) for name in scope.areas]
    if areas and not any(area is None or area.neighbours for area in areas):
        value.fault(f"neighbours: {listed(scope.areas[:3])} has no neighbours: in areas:")
        return None
    return value.choice("average", "median")


def _alike(value: Value, name: str | None, scope: Scope) -> str | None:
    """The other indicator, unless its figures cover another number of years."""
    for other in scope.names.sound([name] if name else []):
        for one in scope.subjects:
            if one.pooled != other.pooled:
                value.fault(
                    f"indicator: a figure of {quote(one.id)} covers {_years(one.pooled)} and one of "
                    f"{quote(other.id)} {_years(other.pooled)}; they cannot be compared"
                )
                return None
    return name


def _years(number: int) -> str:
    return "one year" if number == 1 else f"{number} years"
