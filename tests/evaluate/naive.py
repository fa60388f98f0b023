"""The rule language read aloud, one cell at a time, in exact fractions: slow, plain, and written
without a look at the engine. What it says, the engine must say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import ceil, exp, factorial, sqrt
from statistics import median

from watchlist.evaluate.combine import Combine
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Condition, Part, Reference, ReferenceKind
from watchlist.model.finding import Verdict
from watchlist.model.indicator import Indicator, Margin, Unit, UnitKind
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import Marker, Panel, Panels, Series
from watchlist.model.rule import Level, Rule, Rulebook

ONE = Fraction(1)
PARTS = (Part.NUMERATOR, Part.DENOMINATOR)

NOT_JUDGED, FALSE, UNKNOWN, TRUE = Truth

#: Where the normal distribution holds so much.
QUANTILES = {0.95: Fraction("1.959963984540054"), 0.998: Fraction("3.090232306167813")}

#: A figure, or why there is none.
Looked = Fraction | Truth


@dataclass(frozen=True)
class World:
    """A rulebook and the figures as they are known."""

    book: Rulebook
    panels: Panels

    # -- figures ------------------------------------------------------------------------------

    def cell(self, series: Series, ordinal: int) -> tuple[Panel, int, int] | None:
        panel = self.panels.get(self.book.indicators[series.indicator].calendar)
        row = panel.row(series) if panel else None
        if panel is None or row is None or not 0 <= ordinal - panel.first < panel.shape[1]:
            return None
        return panel, row, ordinal - panel.first

    def marker(self, series: Series, ordinal: int) -> Marker:
        found = self.cell(series, ordinal)
        return Marker(int(found[0].marker[found[1], found[2]])) if found else Marker.NONE

    def figure(self, series: Series, ordinal: int, part: Part = Part.VALUE) -> Fraction | None:
        found = self.cell(series, ordinal)
        if found is None:
            return None
        panel, row, column = found
        layers = {
            Part.VALUE: panel.value,
            Part.NUMERATOR: panel.numerator,
            Part.DENOMINATOR: panel.denominator,
        }
        return exact(layers[part][row, column])

    def length(self, series: Series, ordinal: int) -> Fraction:
        """In periods; parts of a year are whole months."""
        found = self.cell(series, ordinal)
        return Fraction(round(12 * found[0].length[found[1], found[2]]), 12) if found else ONE

    def looked(self, series: Series, ordinal: int, part: Part) -> Looked:
        """What is looked at of a reading: counts at the rate of one period."""
        if part is Part.YEAR_TO_DATE:
            return self.to_date(series, ordinal)
        stands, length = self.figure(series, ordinal, part), self.length(series, ordinal)
        if stands is None:
            return UNKNOWN
        shared = part is not Part.VALUE or self.unit(series) is UnitKind.COUNT
        return stands / length if shared or length == 1 else NOT_JUDGED

    def then(self, series: Series, ordinal: int, part: Part, by: int) -> Looked:
        """The figure of a period, as far as it had come by another: its own or, where it has none,
        the rate of the next longer one, if that reaches back so far."""
        own = self.looked(series, ordinal, part)
        if isinstance(own, Fraction) or part is Part.YEAR_TO_DATE:
            return own
        for later in range(ordinal + 1, by + 1):
            found, length = self.looked(series, later, part), self.length(series, later)
            if isinstance(found, Fraction) and length > 1:
                return found if later - ordinal < length else own
        return own

    def unit(self, series: Series) -> UnitKind:
        return self.book.indicators[series.indicator].unit.kind

    def scale(self, series: Series) -> int:
        """What numerator over denominator is multiplied by."""
        unit = self.book.indicators[series.indicator].unit
        return 100 if unit.kind is UnitKind.PERCENT else unit.per or 1

    def defined_since(self, series: Series, ordinal: int) -> float:
        changes = self.book.indicators[series.indicator].definition_changed
        return max((each for each in changes if each <= ordinal), default=-float("inf"))

    # -- years --------------------------------------------------------------------------------

    def year_begins(self, series: Series, ordinal: int) -> int:
        indicator = self.book.indicators[series.indicator]
        years, calendar = Calendar(indicator.year), indicator.calendar
        year = years.containing(calendar.start(ordinal))
        while years.containing(calendar.start(ordinal - 1)) == year:
            ordinal -= 1
        return ordinal

    def to_date(self, series: Series, ordinal: int) -> Looked:
        begins = self.year_begins(series, ordinal)
        if self.figure(series, ordinal) is None:
            return UNKNOWN
        if self.defined_since(series, ordinal) > begins:
            return NOT_JUDGED
        if self.unit(series) in (UnitKind.COUNT, UnitKind.POUNDS, UnitKind.NUMBER):
            if self.looked(series, ordinal, Part.VALUE) is NOT_JUDGED:
                return NOT_JUDGED
            return self.sum_to_date(series, ordinal, Part.VALUE)
        if None in (self.figure(series, ordinal, part) for part in PARTS):
            return NOT_JUDGED
        above, below = (self.sum_to_date(series, ordinal, part) for part in PARTS)
        if isinstance(below, Fraction) and below <= 0:
            return NOT_JUDGED
        if isinstance(above, Truth) or isinstance(below, Truth):
            return UNKNOWN
        return self.scale(series) * above / below

    def sum_to_date(self, series: Series, ordinal: int, part: Part) -> Looked:
        total = Fraction(0)
        for period in range(self.year_begins(series, ordinal), ordinal + 1):
            found = self.then(series, period, part, ordinal)
            if isinstance(found, Truth):
                return UNKNOWN
            total += found
        return total

    def periods_of(self, series: Series, name: str) -> list[int]:
        """The periods that begin in a year that is named."""
        indicator = self.book.indicators[series.indicator]
        calendar, first = indicator.calendar, int(name[:4])
        if calendar.frequency.is_year:
            return [first]
        begins, ends = date(first, 1, 1), date(first, 12, 31)
        if "-" in name:
            month = 9 if indicator.year is Frequency.ACADEMIC_YEAR else 4
            begins, ends = date(first, month, 1), date(first + 1, month - 1, 28)
        around = range(calendar.containing(begins) - 1, calendar.containing(ends) + 2)
        return [each for each in around if begins <= calendar.start(each) <= ends]

    def begins(self, series: Series) -> float:
        panel = self.panels.get(self.book.indicators[series.indicator].calendar)
        ordinals = range(panel.first, panel.first + panel.shape[1]) if panel else range(0)
        return next((o for o in ordinals if self.marker(series, o) != Marker.NONE), float("inf"))

    def begun_by(self, day: date, series: Series) -> bool:
        """The period with which it begins had ended by then."""
        begins = self.begins(series)
        calendar = self.book.indicators[series.indicator].calendar
        return begins != float("inf") and calendar.end(int(begins)) <= day

    # -- references ---------------------------------------------------------------------------

    def past(self, series: Series, earlier: int | None, part: Part, ordinal: int) -> Looked:
        if earlier is None or earlier < self.defined_since(series, ordinal):
            return NOT_JUDGED
        found = self.then(series, earlier, part, ordinal - 1)
        if isinstance(found, Fraction):
            return found
        return NOT_JUDGED if earlier < self.begins(series) else found

    def target(self, series: Series, ordinal: int) -> Looked:
        found = self.cell(series, ordinal)
        given = exact(found[0].target[found[1], found[2]]) if found else None
        ours = self.book.indicators[series.indicator].target_at(ordinal)
        if given is not None:
            return given
        return NOT_JUDGED if ours is None else Fraction(str(ours))

    def tolerance(self, series: Series, ordinal: int) -> Looked:
        indicator, middle = self.book.indicators[series.indicator], self.target(series, ordinal)
        if isinstance(middle, Truth) or indicator.tolerance is None:
            return NOT_JUDGED
        return middle - indicator.better.sign * least(indicator.tolerance, middle)

    def average(self, series: Series, ordinal: int, among: int, part: Part) -> Looked:
        known = self.last(series, ordinal, among, part)
        return known if isinstance(known, Truth) else sum(known) / Fraction(len(known))

    def last(self, series: Series, ordinal: int, among: int, part: Part) -> list[Fraction] | Truth:
        """The known among the last so many periods."""
        if ordinal - 1 < self.begins(series):
            return NOT_JUDGED
        return self.known(series, range(ordinal - among, ordinal), part, ordinal)

    def known(
        self, series: Series, periods: Sequence[int], part: Part, ordinal: int
    ) -> list[Fraction] | Truth:
        """The known among some periods, of the definition that holds now."""
        since = self.defined_since(series, ordinal)
        alike = [each for each in periods if each >= since]
        if 2 * len(alike) < len(periods):
            return NOT_JUDGED
        cells = [self.then(series, each, part, ordinal - 1) for each in alike]
        known = [each for each in cells if isinstance(each, Fraction)]
        return UNKNOWN if 2 * len(known) < len(periods) else known

    def average_of_year(self, series: Series, ordinal: int, name: str, part: Part) -> Looked:
        periods = self.periods_of(series, name)
        if ordinal <= periods[-1] or self.begins(series) > periods[-1]:
            return NOT_JUDGED
        known = self.known(series, periods, part, ordinal)
        return known if isinstance(known, Truth) else sum(known) / Fraction(len(known))

    def extreme(self, ref: Reference, series: Series, ordinal: int, part: Part) -> Looked:
        known = self.last(series, ordinal, int(ref.number or 0), part)
        if isinstance(known, Truth):
            return known
        higher = self.book.indicators[series.indicator].better.sign > 0
        return max(known) if higher is (ref.kind is ReferenceKind.BEST_OF_LAST) else min(known)

    def periods_back(self, own: Calendar, ordinal: int, other: Calendar) -> list[int]:
        """Periods of another calendar that had ended, newest first, at most two years back."""
        end = own.end(ordinal)
        back = date(end.year - 2, end.month, min(end.day, 28 if end.month == 2 else 31))
        periods, period = [], other.containing(end) + 1
        while other.end(period) >= back:
            if other.end(period) <= end:
                periods.append(period)
            period -= 1
        return periods

    def elsewhere(self, own: Calendar, ordinal: int, series: Series, part: Part) -> Looked:
        other = self.book.indicators[series.indicator].calendar
        if not self.begun_by(own.end(ordinal), series):
            return NOT_JUDGED
        for period in self.periods_back(own, ordinal, other):
            found = self.looked(series, period, part)
            if isinstance(found, Fraction):
                return found
            if part is Part.YEAR_TO_DATE:
                return UNKNOWN
        return UNKNOWN

    def neighbours(self, series: Series, ordinal: int, how: str, part: Part) -> Looked:
        calendar = self.book.indicators[series.indicator].calendar
        area = self.book.areas.get(series.area)
        sets = area.neighbours if area else ()
        if not sets:
            return NOT_JUDGED
        names = [each for day, each in sets if day <= calendar.end(ordinal)] or [sets[0][1]]
        group = [Series(series.indicator, name, series.breakdown) for name in names[-1]]
        if all(ordinal < self.begins(each) for each in group):
            return NOT_JUDGED
        for period in self.periods_back(calendar, ordinal, calendar):
            if part is Part.YEAR_TO_DATE and period != ordinal:
                return UNKNOWN
            cells = [self.looked(each, period, part) for each in group]
            known = [each for each in cells if isinstance(each, Fraction)]
            if known and 2 * len(known) >= len(group):
                return median(known) if how == "median" else sum(known) / Fraction(len(known))
        return UNKNOWN

    def reference(self, ref: Reference, series: Series, ordinal: int, part: Part) -> Looked:
        calendar = self.book.indicators[series.indicator].calendar
        match ref.kind:
            case ReferenceKind.NUMBER:
                return Fraction(str(ref.number))
            case ReferenceKind.TARGET:
                return self.target(series, ordinal)
            case ReferenceKind.TOLERANCE:
                return self.tolerance(series, ordinal)
            case ReferenceKind.PREVIOUS:
                covers = ceil(self.length(series, ordinal))
                return self.past(series, ordinal - covers, part, ordinal)
            case ReferenceKind.YEAR_AGO:
                return self.past(series, calendar.a_year_before(ordinal), part, ordinal)
            case ReferenceKind.AVERAGE_OF_LAST:
                return self.average(series, ordinal, int(ref.number or 0), part)
            case ReferenceKind.AVERAGE_OF_YEAR:
                return self.average_of_year(series, ordinal, str(ref.name), part)
            case ReferenceKind.BEST_OF_LAST | ReferenceKind.WORST_OF_LAST:
                return self.extreme(ref, series, ordinal, part)
            case ReferenceKind.AREA:
                there = Series(series.indicator, str(ref.name), series.breakdown)
                return self.elsewhere(calendar, ordinal, there, part)
            case ReferenceKind.NEIGHBOURS:
                return self.neighbours(series, ordinal, str(ref.name), part)
            case ReferenceKind.INDICATOR:
                there = Series(str(ref.name), series.area, series.breakdown)
                return self.elsewhere(calendar, ordinal, there, Part.VALUE)

    # -- comparisons --------------------------------------------------------------------------

    def single(self, words: Compare, series: Series, ordinal: int) -> Truth:
        """The comparison in one period by itself."""
        reading = self.looked(series, ordinal, words.of)
        if isinstance(reading, Truth):
            return reading
        if words.only_if_out_of is not None:
            cohort = self.cohort(series, ordinal, words.of)
            if cohort is None or cohort < words.only_if_out_of:
                return NOT_JUDGED
        if words.significantly is not None and self.counts(series, ordinal, words.of) is None:
            return NOT_JUDGED
        if isinstance(words.subject, tuple):
            low, high = (Fraction(str(bound)) for bound in words.subject)
            below = far_enough(low - reading, low, words.by)
            below = below and self.surely(words, series, ordinal, low, -1)
            above = far_enough(reading - high, high, words.by)
            above = above and self.surely(words, series, ordinal, high, 1)
            return TRUE if below or above else FALSE
        held = self.reference(words.subject, series, ordinal, words.of)
        if isinstance(held, Truth):
            return held
        if words.by and words.by.relative and held == 0:
            return NOT_JUDGED
        side = -right_side(words.head, self.book.indicators[series.indicator])
        side = -side if words.head == "better_than" else side
        beyond = far_enough((reading - held) * side, held, words.by)
        return TRUE if beyond and self.surely(words, series, ordinal, held, side) else FALSE

    def counts(self, series: Series, ordinal: int, part: Part) -> tuple[Fraction, Fraction] | None:
        """Numerator and denominator, where chance can be reckoned with."""
        above, below = (self.figure(series, ordinal, each) for each in PARTS)
        if part is not Part.VALUE or above is None or below is None:
            return None
        if above < 0 or below < 1 or self.unit(series) not in (UnitKind.PERCENT, UnitKind.RATE):
            return None
        if self.unit(series) is UnitKind.PERCENT and above > below:
            return None
        return above, below

    def surely(
        self, words: Compare, series: Series, ordinal: int, held: Fraction, side: int
    ) -> bool:
        """Chance alone hardly ever takes what is held against as far as the reading."""
        if words.significantly is None:
            return True
        found = self.counts(series, ordinal, words.of)
        unit = self.book.indicators[series.indicator].unit
        return found is not None and unlike(*found, held, side, unit, words.significantly)

    def cohort(self, series: Series, ordinal: int, part: Part) -> Fraction | None:
        if part is not Part.YEAR_TO_DATE:
            return self.figure(series, ordinal, Part.DENOMINATOR)
        found = self.sum_to_date(series, ordinal, Part.DENOMINATOR)
        return found if isinstance(found, Fraction) else None

    def comparison(self, words: Compare, series: Series, ordinal: int) -> Truth:
        now = self.single(words, series, ordinal)
        if now in (NOT_JUDGED, UNKNOWN):
            return now
        needed, among = words.window.needed, words.window.among
        places = [self.single(words, series, ordinal - back) for back in range(among)]
        return max(min(choice) for choice in combinations(places, needed))

    def another(self, words: Compare, series: Series, ordinal: int) -> Truth:
        """A comparison of another indicator, judged where it was last read."""
        own, there = (
            self.book.indicators[series.indicator].calendar,
            Series(str(words.indicator), series.area, series.breakdown),
        )
        other = self.book.indicators[there.indicator].calendar
        if not self.begun_by(own.end(ordinal), there):
            return NOT_JUDGED
        if other == own:
            return self.comparison(words, there, ordinal)
        for period in self.periods_back(own, ordinal, other):
            if self.marker(there, period) not in (Marker.NONE, Marker.MISSING):
                return self.comparison(words, there, period)
        return UNKNOWN

    def truth(self, condition: Condition, series: Series, ordinal: int) -> Truth:
        if isinstance(condition, Combine):
            parts = [self.truth(each, series, ordinal) for each in condition.subject]
            if condition.head == "not":
                return {TRUE: FALSE, FALSE: TRUE}.get(parts[0], parts[0])
            return max(parts) if condition.head == "any" else min(parts)
        assert isinstance(condition, Compare)
        if condition.indicator is not None:
            return self.another(condition, series, ordinal)
        return self.comparison(condition, series, ordinal)

    # -- verdicts -----------------------------------------------------------------------------

    def verdict(self, rule: Rule, series: Series, ordinal: int) -> Verdict:
        """Of a period from the series' first to its latest reading."""
        said = {level: self.truth(each, series, ordinal) for level, each in rule.levels.items()}
        said.pop(Level.INFO, None)
        if said.get(Level.RED) is TRUE:
            return Verdict.RED
        if said.get(Level.AMBER) is TRUE:
            return Verdict.AMBER
        if UNKNOWN in said.values():
            return Verdict.UNKNOWN
        return Verdict.CLEAR if FALSE in said.values() else Verdict.NOT_JUDGED

    def good(self, words: Compare, series: Series, ordinal: int) -> bool:
        """A good reading by the references of its own period; of the series itself only."""
        reading, subject = self.looked(series, ordinal, words.of), words.subject
        if isinstance(reading, Truth):
            return False
        if isinstance(subject, tuple) or subject.kind is ReferenceKind.NUMBER:
            plain = Compare(words.head, subject, by=words.by, of=words.of)
            return self.single(plain, series, ordinal) in (FALSE, NOT_JUDGED)
        if subject.kind is ReferenceKind.TOLERANCE:
            subject = Reference(ReferenceKind.TARGET)
        held = self.reference(subject, series, ordinal, words.of)
        side = right_side(words.head, self.book.indicators[series.indicator])
        return not isinstance(held, Truth) and (held - reading) * side <= 0


def exact(value: float) -> Fraction | None:
    """The decimal that was written, not the binary fraction it became."""
    return None if value != value else Fraction(str(float(value)))


def least(margin: Margin, reference: Fraction) -> Fraction:
    amount = Fraction(str(margin.amount))
    return abs(reference) * amount / 100 if margin.relative else amount


def far_enough(gap: Fraction, reference: Fraction, by: Margin | None) -> bool:
    return gap > 0 and (by is None or gap >= least(by, reference))


def right_side(head: str, indicator: Indicator) -> int:
    """By the indicator's merit; for a plain comparison where it is false."""
    return {"below": 1, "above": -1}.get(head, indicator.better.sign)


def unlike(
    above: Fraction, below: Fraction, held: Fraction, side: int, unit: Unit, confidence: float
) -> bool:
    """Whether so many of so many are above (+1) or below (-1) what is held against, by a test of
    that: the normal one of a proportion, the exact one of few events, Byar's of more."""
    if unit.kind is UnitKind.PERCENT:
        share = held / 100
        off = (above / below - share) * side
        return off > 0 and off**2 > QUANTILES[confidence] ** 2 * share * (1 - share) / below
    expected, tail = float(held * below / (unit.per or 1)), (1 - confidence) / 2
    if above < 10:
        return expected < 0 < side or seldom(int(above), expected, side) < tail
    count = float(above) + (side < 0)
    z = float(QUANTILES[confidence])
    root = 1 - 1 / (9 * count) - side * z / (3 * sqrt(count))
    return (count * max(root, 0.0) ** 3 - expected) * side > 0


def seldom(events: int, expected: float, side: int) -> float:
    """How often so many events or more (+1), or so many or fewer (-1), come where so many are
    expected."""
    if expected < 0:
        return 1.0
    under = range(events if side > 0 else events + 1)
    fewer = sum(exp(-expected) * expected**each / factorial(each) for each in under)
    return 1 - fewer if side > 0 else fewer
