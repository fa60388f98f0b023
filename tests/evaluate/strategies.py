"""Random worlds: a few indicators of three frequencies in a few areas, and rules over them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.evaluate import build
from tests.evaluate.naive import World
from watchlist.evaluate.compare import Compare
from watchlist.model.condition import Condition, Part, Reference, Share
from watchlist.model.indicator import Margin
from watchlist.model.period import Frequency
from watchlist.model.reading import Panel
from watchlist.model.rule import Rule

FY = Frequency.FINANCIAL_YEAR
COLUMNS = {build.MONTH: 16, build.QUARTER: 6, build.FINANCIAL_YEAR: 5}
FIRST = {build.MONTH: 24_000, build.QUARTER: 7_999, build.FINANCIAL_YEAR: 1996}

INDICATORS = {
    "a": build.MONTH,
    "b": build.MONTH,
    "q": build.QUARTER,
    "y": build.FINANCIAL_YEAR,
}
NEIGHBOURS = (
    (date(2000, 1, 1), ("N1", "N2", "N3", "Nowhere")),
    (date(2000, 9, 15), ("N2", "N3")),
)
AREAS = (
    build.area("Harrow", own=True, neighbours=NEIGHBOURS),
    build.area("Barnet", own=True, neighbours=NEIGHBOURS[:1]),
    build.area("England"),
    *(build.area(name) for name in ("N1", "N2", "N3")),
)

numbers = st.sampled_from([0.0, 12.0, 79.9, 80.0, 80.1, 84.9, 85.0, 85.1, 90.0, 94.9, 99.3])
#: Of few and of many: some are far off 80 or 85 by chance, some by more.
counted: st.SearchStrategy[str | tuple[float, float, float]] = st.sampled_from(
    [
        *("0/20", "1/20", "4/5", "9/10", "16/20", "18/20", "20/20", "34/40", "32/80", "150/200"),
        *("170/200", "180/200", "900/1000", (80.0, 4.0, 0.0), (80.0, -4.0, 5.0)),
    ]
)
cells = st.one_of(
    numbers,
    numbers,
    counted,
    st.tuples(numbers, st.sampled_from([10.0, 40.0]), st.sampled_from([29.0, 30.0, 50.0])),
    st.sampled_from([None, "c", "_"]),
)
longer = st.builds(
    build.Over,
    numbers | st.tuples(numbers, st.sampled_from([10.0, 40.0]), st.sampled_from([30.0, 50.0])),
    st.sampled_from([2.0, 2.0, 3.0, 4.0]),
)
parts_of_years = st.builds(build.Over, numbers, st.sampled_from([8 / 12, 0.5, 11 / 12, 2.0]))
margins = st.sampled_from([None, None, Margin(4.9), Margin(5.0), Margin(10.0, relative=True)])


def _keys(calendar: Any) -> list[tuple[str, str]]:
    names = [name for name, each in INDICATORS.items() if each == calendar]
    return [(name, each.name) for name in names for each in AREAS]


@st.composite
def panels(draw: st.DrawFn, calendar: Any) -> Panel | None:
    """Rows of every length, many of them missing altogether."""
    other = parts_of_years if calendar.frequency.is_year else longer
    figures, least = draw(
        st.sampled_from([(cells, 0), (cells | other, 3)])
    )  # what 4 cover is in it
    rows = {
        key: [None] * draw(st.integers(least, 3))
        + draw(st.lists(figures, max_size=COLUMNS[calendar]))
        for key in draw(st.lists(st.sampled_from(_keys(calendar)), min_size=3, unique=True))
    }
    rows = {key: row[: COLUMNS[calendar]] for key, row in rows.items() if row}
    if not rows:
        return None
    targets = {next(iter(rows)): draw(st.lists(st.none() | numbers, max_size=3))}
    width = max(map(len, rows.values()))
    targets = {key: row[:width] for key, row in targets.items()}
    return build.panel(rows, first=FIRST[calendar], every=calendar, targets=targets)


def _indicator(name: str) -> st.SearchStrategy[Any]:
    first = FIRST[INDICATORS[name]]
    return st.builds(
        build.indicator,
        st.just(name),
        better=st.sampled_from(["higher", "lower"]),
        every=st.just(INDICATORS[name]),
        target=st.sampled_from([None, 85.0, [(first + 2, 80.0), (first + 4, 85.0)]]),
        tolerance=st.sampled_from([5.0, 4.9, "10%"]),
        units=st.sampled_from(["percent", "percent", "count", "rate per 100"]),
        year=st.sampled_from([FY, FY, Frequency.CALENDAR_YEAR, Frequency.ACADEMIC_YEAR]),
        definition_changed=st.sampled_from([(), (), (first + 2,), (first + 1, first + 3)]),
    )


references = st.sampled_from(
    [
        build.ref(each)
        for each in (
            85.0,
            "target",
            "tolerance",
            "previous",
            "a year ago",
            "average of last 4",
            "average of last 3",
            "average of 2000",
            "average of 1999-00",
            "average of 2000-01",
            "best of last 4",
            "worst of last 3",
            ("area", "England"),
            ("neighbours", "average"),
            ("neighbours", "median"),
            ("indicator", "a"),
            ("indicator", "q"),
            ("indicator", "y"),
        )
    ]
)
parts = st.sampled_from([Part.VALUE, Part.VALUE, Part.VALUE, *Part])


windows: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {"periods": 2},
        {"periods": 3},
        *({"share": Share(*each)} for each in ((2, 3), (1, 2), (3, 4))),
    ]
)


@st.composite
def comparisons(draw: st.DrawFn, *, others: bool = False) -> Condition:
    head = draw(st.sampled_from(["worse_than", "better_than", "above", "below", "outside"]))
    subject: Reference | tuple[float, float] = (80.0, 90.0)
    if head != "outside":
        subject = draw(references)
    return Compare(
        head,
        subject,
        by=draw(margins),
        only_if_out_of=draw(st.sampled_from([None, None, 30.0])),
        significantly=draw(st.sampled_from([None, None, 0.95, 0.998])),
        of=draw(parts),
        indicator=draw(st.sampled_from([None, *INDICATORS])) if others else None,
        **draw(windows),
    )


conditions: st.SearchStrategy[Condition] = st.recursive(
    comparisons(others=True),
    lambda inner: st.one_of(
        st.builds(build.not_, inner),
        st.builds(lambda each: build.all_(*each), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda each: build.any_(*each), st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=4,
)


def rules(words: st.SearchStrategy[Condition] = conditions) -> st.SearchStrategy[Rule]:
    """One rule over every indicator and every own area, with one or two levels."""
    return st.builds(
        build.rule,
        st.just("rule"),
        st.just(tuple(INDICATORS)),
        amber=words,
        red=st.none() | words,
        info=st.none() | words,
    )


@st.composite
def worlds(draw: st.DrawFn, words: st.SearchStrategy[Condition] = conditions) -> World:
    """A rulebook with one rule, and panels."""
    indicators = [draw(_indicator(name)) for name in INDICATORS]
    drawn = {calendar: draw(panels(calendar)) for calendar in COLUMNS}
    book = build.book(*indicators, *AREAS, draw(rules(words)))
    return World(book, {calendar: each for calendar, each in drawn.items() if each is not None})
