"""The examples: small pieces of one invented council's rulebook, each beside tests that say what it
makes of a few figures. Judged by the code that judges live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isnan
from pathlib import Path

from watchlist.backtest import Judged
from watchlist.cycle import Setting
from watchlist.deliver.charts.timeline import Point, Timeline
from watchlist.deliver.figures import amount
from watchlist.deliver.findings import wrong_with
from watchlist.drawn import timeline
from watchlist.evaluate.checks import check
from watchlist.evaluate.compare import Compare
from watchlist.model.condition import Part, ReferenceKind
from watchlist.model.errors import FaultsError
from watchlist.model.indicator import Indicator
from watchlist.model.people import Directory
from watchlist.model.pooled import spoken
from watchlist.model.reading import Marker
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.cases import Case, case_files, read_cases
from watchlist.rulebook.given import Given
from watchlist.rulebook.load import load_rulebook
from watchlist.ruletest import findings_of, panels_of
from watchlist.sources.numbers import Figure

FOLDER = Path(__file__).parent / "examples"

#: What most examples look at.
INDICATORS = "indicators"

Table = list[tuple[str, ...]]


@dataclass(frozen=True)
class Example:
    """``text`` as it stands in its file; ``cases`` are the tests of it."""

    name: str
    text: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Examples:
    """By the name of what each is an example of."""

    book: Rulebook
    by_name: Mapping[str, Example]

    def of(self, name: str) -> Example | None:
        return self.by_name.get(name)

    def pictures(self) -> Iterator[tuple[str, Timeline]]:
        """Every picture by the name of its file."""
        for example in self.by_name.values():
            for number, case in enumerate(example.cases):
                if case.rule:
                    yield picture_name(example, number), drawn(case, self.book)


def read_examples() -> Examples:
    """All examples, as one rulebook. Raises :class:`FaultsError`."""
    book = load_rulebook([FOLDER])
    tests, faults = case_files([FOLDER])
    cases, found = read_cases(tests, book)
    if faults or found:
        raise FaultsError([*faults, *found])
    files = sorted({_name(path) for path in FOLDER.glob("*.yaml")})
    return Examples(book, {name: _example(name, cases) for name in files})


def _name(path: Path) -> str:
    return path.name.partition(".")[0]


def _example(name: str, cases: list[Case]) -> Example:
    rules = FOLDER / f"{name}.yaml"
    mine = tuple(case for case in cases if _name(Path(case.mark.path)) == name)
    return Example(name, rules.read_text(encoding="utf-8") if rules.exists() else "", mine)


def picture_name(example: Example, number: int) -> str:
    return f"{example.name}-{number + 1}.svg" if len(example.cases) > 1 else f"{example.name}.svg"


def drawn(case: Case, book: Rulebook) -> Timeline:
    """What the picture of a case shows: what its rule says of its readings."""
    found, n, book = findings_of(case, _rule(case), book)
    setting = Setting(book, Directory({}, {}, ""), "Europe/London", quiet_start=False)
    now = datetime.combine(case.today, datetime.min.time(), UTC)
    return timeline(Judged(found, slice(0, found.panel.shape[1]), setting, now), n, book)


def _rule(case: Case) -> Rule:
    if case.rule is None:
        raise ValueError(f"{case.name}: a test of data checks has no picture")
    return case.rule


def figures(case: Case, picture: Timeline, book: Rulebook) -> Table:
    """The numbers of a picture, the first row its heads. Beside each figure stand the two counts
    behind it, those of other indicators, and whatever else the rule looks at."""
    columns = {
        "period": [point.spoken for point in picture.points],
        "figure": list(map(_with_counts, picture.points, case.readings.figures)),
        **dict(_beside(case, picture)),
        **{line.name: list(map(_number, line.values)) for line in picture.lines},
        **dict(_parts(case, book)),
        "the rule says": [str(point.said) for point in picture.points],
    }
    return [tuple(columns), *zip(*columns.values(), strict=True)]


def _with_counts(point: Point, figure: Figure) -> str:
    return point.figure + _counts(figure)


def _counts(figure: Figure) -> str:
    if isnan(figure.numerator) or isnan(figure.denominator):
        return ""
    return f" ({figure.numerator:g} of {figure.denominator:g})"


def _number(value: float | None) -> str:
    return "" if value is None or isnan(value) else f"{value:.1f}".removesuffix(".0")


def _beside(case: Case, picture: Timeline) -> Iterator[tuple[str, list[str]]]:
    """Other indicators by the same calendar that are no line of the picture."""
    own, lines = case.readings, {line.name for line in picture.lines}
    for one in case.beside:
        title = one.indicator.title
        alike = one.indicator.calendar == case.indicator.calendar
        if one.indicator.id != case.indicator.id and alike and title not in lines:
            yield title, [_at(one, period) for period in range(own.first, own.end)]


def _at(one: Given, period: int) -> str:
    place = period - one.first
    inside = 0 <= place < len(one.figures)
    return _given(one.figures[place], one.indicator) if inside else ""


def _parts(case: Case, book: Rulebook) -> Iterator[tuple[str, list[str]]]:
    """What a comparison looks at in place of the value, and what it holds that against."""
    found, n, _ = findings_of(case, _rule(case), book)
    first = case.readings.first - found.panel.first
    columns = slice(first, first + len(case.readings.figures))
    for leaf in (leaf for level in found.levels.values() for leaf in level.leaves):
        words = leaf.condition
        if isinstance(words, Compare) and words.of is not Part.VALUE:
            yield str(words.of), list(map(_number, leaf.tested[n, columns].tolist()))
            if words.reference and words.reference.kind is not ReferenceKind.NUMBER:
                held = leaf.held_against[n, columns].tolist()
                yield str(words.reference), list(map(_number, held))


def found(case: Case, book: Rulebook) -> Table:
    """What the checks find in the readings of a case, the first row its heads."""
    given, parts = case.readings, [one for one in case.beside if one.series.breakdown]
    said = dict[int, str]()
    for one in check(book, panels_of(case), case.today):
        if one.series == given.series:
            sentences = (said.get(one.period, ""), *wrong_with(one, case.indicator))
            said[one.period] = " ".join(filter(None, sentences))
    periods = sorted({*range(given.first, given.end), *said})
    rows = [
        (
            spoken(case.indicator.calendar, period, case.indicator.pooled),
            *(_at(one, period) or "–" for one in (given, *parts)),
            said.get(period, "nothing"),
        )
        for period in periods
    ]
    heads = ("period", "figure", *(one.series.breakdown for one in parts), "what is found")
    return [heads, *rows]


def _given(figure: Figure, indicator: Indicator) -> str:
    """A figure as it is written in a return, or why there is none."""
    if figure.marker is not Marker.FIGURE:
        return figure.marker.words
    return amount(figure.value, indicator.unit, figure.digits) + _counts(figure)
