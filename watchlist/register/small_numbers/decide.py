"""Small numbers of one indicator in one area, for the public: what is withheld because it is small,
because its source or an earlier decision withheld it, and because others could be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from watchlist.model.finding import Cell
from watchlist.model.indicator import SmallNumbers, Unit
from watchlist.register.small_numbers.decision import NOTHING_YET, Decision, Published, Why
from watchlist.register.small_numbers.known import Known
from watchlist.register.small_numbers.layer import Node, Rest, owner
from watchlist.register.small_numbers.place import Figure, Place, has_figure, withheld_by_source
from watchlist.register.small_numbers.primary import is_primary
from watchlist.register.small_numbers.protection import Protection
from watchlist.register.small_numbers.secondary import Search


def decide(
    unit: Unit,
    rule: SmallNumbers,
    dimensions: Sequence[str],
    figures: Iterable[Figure],
    earlier: Published = NOTHING_YET,
) -> Decision:
    """What is withheld of the figures of one indicator in one area.

    ``dimensions`` are those whose parts add up to their total, ``figures`` all that stands, of every
    period and breakdown, ``earlier`` what the public was told before. Periods are decided in the
    order in which they end, and what comes later never changes what was decided of them."""
    now = {figure.place: figure for figure in figures}
    every = [*now.values(), *_gone(now, earlier)]
    known = Known.of(unit, rule, dimensions, every, earlier.withheld)
    withheld, exposed = _withheld_at_once(known, earlier), set()
    for portion in known.apart():
        exposed |= _settle(portion, earlier, withheld)
    return Decision(
        {place: why for place, why in sorted(withheld.items()) if place in now},
        {place: value for place, value in known.rounded.items() if place not in withheld},
        frozenset(exposed & now.keys()),
        frozenset(now),
    )


def _settle(portion: Known, earlier: Published, withheld: dict[Place, Why]) -> set[Place]:
    """Adds to what is withheld; gives what is exposed even so."""
    inside = {place: withheld[place] for place in portion.counts if place in withheld}
    work = _Work(portion, earlier, inside)
    for end in sorted({place.covers[1] for place in portion.counts}):
        work.settle(end)
    withheld.update(work.withheld)
    return work.exposed


def _gone(now: Mapping[Place, Figure], earlier: Published) -> Iterator[Figure]:
    """Figures that were once shown or withheld and stand no longer: the year to date of last month."""
    before = {**earlier.shown, **{place: last for place, (*_, last) in earlier.withheld.items()}}
    yield from (Figure(place, cell) for place, cell in before.items() if place not in now)


def _withheld_at_once(known: Known, earlier: Published) -> dict[Place, Why]:
    found = ((place, _at_once(known, figure, earlier)) for place, figure in known.figures.items())
    return {place: why for place, why in sorted(found) if why is not None}


def _at_once(known: Known, figure: Figure, earlier: Published) -> Why | None:
    """Why a figure is withheld whatever becomes of the others. What was shown stays shown."""
    place, cell = figure.place, figure.cell
    if withheld_by_source(cell):
        return Why.SOURCE
    if not has_figure(cell):
        return None
    if place in earlier.withheld:
        return Why.BEFORE
    told = earlier.shown.get(place)
    if told is not None and _same(_as_shown(known, figure), told):
        return None
    return Why.SMALL if is_primary(cell, known.unit, known.rule) else None


def _as_shown(known: Known, figure: Figure) -> Cell:
    return replace(figure.cell, value=known.rounded.get(figure.place, figure.cell.value))


def _same(cell: Cell, other: Cell) -> bool:
    return (cell.value, cell.numerator, cell.denominator) == (
        other.value, other.numerator, other.denominator,
    )  # fmt: skip


@dataclass(eq=False)
class _Work:
    """What has been decided so far."""

    known: Known
    earlier: Published
    withheld: dict[Place, Why]
    exposed: set[Place] = field(default_factory=set)

    def __post_init__(self) -> None:
        figures = self.known.figures
        self.public = {place for place in self.known.counts if figures[place].public}
        told = self.earlier.shown.keys() & self.known.counts.keys()
        self.still = {place for place in told if self._stands(place)}
        self.wholes = {one.whole for one in self.known.sums if one.over}

    def settle(self, end: int) -> None:
        """Decides the figures that end with a period."""
        if all(place in self.public for place in self.known.counts if place.covers[1] <= end):
            return
        hidden = {place for place in self.withheld if place.covers[1] <= end}
        secret = {place for place in hidden if not self._public_figure(place)}
        search = Search(self._protection(end, secret), self._free(end, hidden), self.wholes)
        chosen, exposed = search.more(secret)
        self.withheld.update(dict.fromkeys(chosen, Why.OTHERS))
        self.exposed.update(_place(node) for node in exposed)

    def _stands(self, place: Place) -> bool:
        """Whether a figure is what was shown when it last was."""
        return _same(_as_shown(self.known, self.known.figures[place]), self.earlier.shown[place])

    def _public_figure(self, place: Place) -> bool:
        return place in self.public and self._has_number(place)

    def _has_number(self, place: Place) -> bool:
        return has_figure(self.known.figures[place].cell)

    def _free(self, end: int, hidden: set[Place]) -> dict[Place, float]:
        """The figures that may be withheld beside others: not what anybody knows already."""
        return {
            place: behind.number if behind.number is not None else behind.among or 0.0
            for place, behind in self.known.counts.items()
            if place.covers[1] == end and place not in hidden
            and place not in self.public and place not in self.still
        }  # fmt: skip

    def _protection(self, end: int, secret: set[Place]) -> Protection:
        may_be = secret | self._free(end, secret).keys()
        nodes = {node for place in may_be for node in self.known.asked(place)}
        source = {node for node in nodes if owner(node) in self.public}
        public = {place for place in self.public if self._has_number(place)}
        times = [shown & may_be for shown in self.earlier.times]
        layer = self.known.up_to(end, self.withheld.keys()).layer().remembering(times)
        return Protection(layer, nodes, self.known.rule, end, source, public)


def _place(node: Node) -> Place:
    """The figure to name where a count could be worked out."""
    place = owner(node)
    return place.whole if isinstance(place, Rest) else place
