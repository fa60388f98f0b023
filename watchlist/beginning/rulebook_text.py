"""The texts of the rule files: areas and committees, indicators, and a first few rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from watchlist.beginning.configuration import KEEPER
from watchlist.beginning.guess import slug_of
from watchlist.beginning.guessing import Guessed, better_of
from watchlist.beginning.parts import Place
from watchlist.beginning.plan import LONG, Plan
from watchlist.beginning.yaml_text import file_of, guess, line, text, value
from watchlist.model.indicator import Better
from watchlist.sources.workbook.texts import number_text


def rule_files(plan: Plan) -> dict[str, str]:
    """Name -> text."""
    files = {
        "places.yaml": file_of(_places(plan)),
        "indicators.yaml": file_of(_indicators(plan)),
    }
    rules = list(_rules(plan)) or list(_downhill(plan))
    return files | ({"rules.yaml": file_of(["rules:", *rules])} if rules else {})


def _places(plan: Plan) -> Iterator[str]:
    yield "# Say who your statistical neighbours are, and when committees meet (docs/rules.md)."
    yield "areas:"
    areas = {place.name: place for source in plan.sources for place in source.places.areas}
    areas.setdefault(plan.own, Place(plan.own))
    for place in areas.values():
        if place.name == plan.own or _is_named(plan, place):
            said = {"code": place.code} if place.code else {}
            said |= {"level": place.level}
            own = ", own: true" if place.name == plan.own else ""
            why = guess(plan.why_own) if own else ""
            yield line(1, value(place.name), f"{value(said)[:-1]}{own}}}", why)
    if names := _committees(plan):
        yield ""
        yield "committees:"
        for name, title in names.items():
            yield line(1, text(name), value({"title": title}))


def _is_named(plan: Plan, place: Place) -> bool:
    """Whether the file itself names the area."""
    return any(
        place in source.places.areas
        for source in plan.sources
        if source.layout.has("area") or source.layout.is_dfe
    )


def _committees(plan: Plan) -> dict[str, str]:
    titles = [one.found.beside.get("committee", "") for one in plan.indicators.values()]
    return {slug_of(title): title for title in titles if slug_of(title)}


def _indicators(plan: Plan) -> Iterator[str]:
    yield "# What holds for every indicator that does not say otherwise."
    yield "defaults:"
    yield line(1, "owner", KEEPER, guess("the post that answers for it"))
    yield line(1, "due", "20 working days", guess("when a figure is in, from its period's end"))
    yield ""
    yield "indicators:"
    for one in plan.indicators.values():
        yield f"  # {_seen(one)}"
        yield line(1, text(one.id), "")
        yield from _indicator(one)
        yield ""


def _seen(one: Guessed) -> str:
    """What the file has of it."""
    assert one.rhythm is not None
    calendar, ordinals = one.rhythm.calendar, one.rhythm.ordinals
    first, last = calendar.label(ordinals[0]), calendar.label(ordinals[-1])
    span = first if first == last else f"{first} to {last}"
    places = "whole figures" if not one.places else f"figures with {one.places} decimal place"
    return f"{span}, {places}{'s' if one.places > 1 else ''}"


def _indicator(one: Guessed) -> Iterator[str]:
    beside = one.found.beside
    if number := beside.get("number"):
        yield line(2, "number", json.dumps(number, ensure_ascii=False))
    yield line(2, "title", text(one.found.title))
    if one.unit:
        yield line(2, "unit", one.unit.value, guess(one.unit.why))
    else:
        yield line(2, "unit", "number", "could not be guessed: say what a figure counts")
    if one.better:
        yield line(2, "better", one.better.value, guess(one.better.why))
    else:
        yield line(2, "better", "neither", "could not be guessed: say higher or lower")
    assert one.every is not None
    yield line(2, "every", one.every.value, guess(one.every.why))
    if one.ends:
        yield line(2, "ends", one.ends.value, guess(one.ends.why))
    if one.rhythm and one.rhythm.pooled > 1:
        yield line(2, "pooled", str(one.rhythm.pooled))
    if one.target is not None:
        latest = number_text(one.target)
        if one.target_apart:
            yield line(2, "target", latest)
        else:
            yield line(2, "target", "in the data", f"the latest is {latest}")
    if one.tolerance:
        yield line(2, "tolerance", one.tolerance.value, guess(one.tolerance.why))
    if owner := slug_of(beside.get("owner", "")):
        yield line(2, "owner", text(owner))
    if committee := slug_of(beside.get("committee", "")):
        yield line(2, "committee", text(committee))


def _rules(plan: Plan) -> Iterator[str]:
    whole = {one.id: source.totals for source in plan.sources for one in source.indicators}
    for one in plan.indicators.values():
        if one.target is not None and better_of(one) is not Better.NEITHER:
            yield from _against_target(one, whole=whole[one.id])
    for (better, totals), group in groupby(sorted(
        (one for one in plan.indicators.values() if one.history >= LONG),
        key=lambda one: (better_of(one) is Better.NEITHER, not whole[one.id]),
    ), key=lambda one: (better_of(one) is not Better.NEITHER, whole[one.id])):  # fmt: skip
        yield from _unusual(list(group), merit=better, whole=totals)


def _downhill(plan: Plan) -> Iterator[str]:
    """Where there is neither a target nor a long history: a rule for each frequency."""
    merits = [one for one in plan.indicators.values() if better_of(one) is not Better.NEITHER]
    often = {one.id: one.every.value for one in merits if one.every}
    for every in dict.fromkeys(often.values()):
        yield "  # The file has neither targets nor a long history: so this is a beginning only."
        yield line(1, f"worse-twice-by-{every}", "")
        yield line(2, "title", "Worse twice in a row")
        yield line(2, "indicators", "")
        yield from (f"      - {text(one)}" for one in often if often[one] == every)
        if not all(source.totals for source in plan.sources):
            yield line(2, "breakdowns", "all")
        yield line(2, "amber", "{worse_than: previous, for: 2}")
        yield ""


def _against_target(one: Guessed, *, whole: bool) -> Iterator[str]:
    yield line(1, text(f"{one.id}-off-target"), "")
    yield line(2, "title", text(f"Off target: {one.found.title}"))
    yield line(2, "indicator", text(one.id))
    if not whole:
        yield line(2, "breakdowns", "all")
    yield line(2, "amber", "{worse_than: target}")
    if one.tolerance:
        yield line(2, "red", "{worse_than: tolerance}")
    yield ""


def _unusual(group: Sequence[Guessed], *, merit: bool, whole: bool) -> Iterator[str]:
    way = "worse" if merit else "either"
    parts = "" if whole else "-in-a-part"
    yield f"  # A change that is more than chance, of those with {LONG} periods and more."
    yield line(1, f"unusual-{way}{parts}", "")
    yield line(2, "title", "Unusually bad" if merit else "Unusual, for better or worse")
    yield line(2, "indicators", "")
    yield from (f"      - {text(one.id)}" for one in group)
    if not whole:
        yield line(2, "breakdowns", "all")
    yield line(2, "amber", f"{{unusual: {way}}}")
    yield ""
