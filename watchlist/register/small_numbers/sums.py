"""What anybody can add up: parts and their total, whatever dimensions are crossed, and a longer
figure and the shorter ones within it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from math import inf

from watchlist.register.small_numbers.place import Place, without


@dataclass(frozen=True)
class Sum:
    """A whole is what its parts come to, as far as they are all there. ``over`` is the dimension
    they are parts by; "" where they follow each other in time, with ``gaps`` or without. ``after``
    begins one that is only needed as long as nothing later is shown that could begin it."""

    whole: Place
    parts: tuple[Place, ...]
    over: str = ""
    gaps: bool = False
    after: Place | None = None


def all_sums(places: Iterable[Place], dimensions: Sequence[str]) -> list[Sum]:
    """Every sum between places. A total that nobody gives stands in it where two ways lead to it:
    the sexes and the ages come to the same number of children."""
    given = set(places)
    across = [one for group in _by_cover(given) for one in _across(group, dimensions)]
    along = [one for group in _by_breakdown(given) for one in _along(group)]
    return _telling(across, given) + along


def _by_cover(places: set[Place]) -> list[list[Place]]:
    groups = defaultdict(list)
    for place in sorted(places):
        groups[place.period, place.span].append(place)
    return list(groups.values())


def _by_breakdown(places: set[Place]) -> list[list[Place]]:
    groups = defaultdict(list)
    for place in sorted(places):
        groups[place.breakdown].append(place)
    return list(groups.values())


def _across(group: list[Place], dimensions: Sequence[str]) -> Iterator[Sum]:
    """The sums over each dimension of the figures that cover one time."""
    found = {place.breakdown for place in group}
    waiting, parts = sorted(found), defaultdict(list)
    while waiting:
        breakdown = waiting.pop()
        for dimension in dimensions:
            whole = without(breakdown, dimension)
            if whole is not None:
                parts[whole, dimension].append(breakdown)
                waiting += [] if whole in found else [whole]
                found.add(whole)
    at = group[0].at
    for (whole, dimension), those in sorted(parts.items()):
        yield Sum(at(whole), tuple(at(each) for each in sorted(those)), dimension)


def _telling(sums: list[Sum], given: set[Place]) -> list[Sum]:
    """Without the sums that only say what a total comes to which nobody gives and which stands
    nowhere else."""
    while True:
        times: dict[Place, int] = defaultdict(int)
        for one in sums:
            for place in (one.whole, *one.parts):
                times[place] += 1
        kept = [one for one in sums if one.whole in given or times[one.whole] > 1]
        if len(kept) == len(sums):
            return kept
        sums = kept


def _along(group: list[Place]) -> Iterator[Sum]:
    """Each figure of one breakdown as others within it that follow each other, in steps as long or as
    short as there are, and after each that begins with it: a year to date is any year to date before
    it and what came since."""
    if all(place.span == 1 for place in group):
        return
    for whole in group:
        inside = [place for place in group if place != whole and _within(place, whole)]
        ways = {_walk([], inside), _walk([], inside, -1)}
        yield from (Sum(whole, way, "", _has_gaps(whole, way)) for way in sorted(ways) if way)
        for first in inside:
            way = _walk([first], inside)
            if first.covers[0] == whole.covers[0] and way not in ways:
                yield Sum(whole, way, "", _has_gaps(whole, way), first)


def _has_gaps(whole: Place, way: Sequence[Place]) -> bool:
    """Whether figures that follow each other leave out some of the time that one covers."""
    covered = sum(end - start for start, end in (place.covers for place in way))
    return covered < whole.covers[1] - whole.covers[0]


def _within(place: Place, whole: Place) -> bool:
    """Of two figures that cover the same, the later named is the whole."""
    (start, end), (first, last) = place.covers, whole.covers
    same = (start, end) == (first, last)
    return first <= start and end <= last and (not same or place < whole)


def _walk(way: list[Place], inside: list[Place], length: int = 1) -> tuple[Place, ...]:
    """The figures that follow each other from where a way has come to, the longest ones (-1: the
    shortest) wherever several begin together."""
    at = way[-1].covers[1] if way else -inf
    while ahead := [place for place in inside if place.covers[0] >= at]:
        way.append(min(ahead, key=lambda p: (p.covers[0], -length * p.covers[1], p)))
        at = way[-1].covers[1]
    return tuple(way)


def needed(sums: Iterable[Sum], end: int, withheld: Set[Place]) -> list[Sum]:
    """The sums of figures that end by a certain time; of those that begin after an earlier one, of
    each whole the one after the latest that is shown."""
    there = [one for one in sums if one.whole.covers[1] <= end]
    after: dict[Place, Sum] = {}
    for one in there:
        if one.after is not None and one.after not in withheld:
            best = after.setdefault(one.whole, one)
            if best.after is None or best.after.covers < one.after.covers:
                after[one.whole] = one
    return [one for one in there if one.after is None] + list(after.values())


def connected(sums: Iterable[Sum]) -> list[list[Sum]]:
    """The sums in groups that have no figure in common."""
    group_of: dict[Place, list[Sum]] = {}
    for one in sums:
        places = (one.whole, *one.parts)
        met = {id(group): group for place in places if (group := group_of.get(place)) is not None}
        joined = [each for group in met.values() for each in group] + [one]
        for place in {place for each in joined for place in (each.whole, *each.parts)}:
            group_of[place] = joined
    return list({id(group): group for group in group_of.values()}.values())
