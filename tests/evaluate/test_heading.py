"""Where figures are heading, as a rule asks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.build import (
    QUARTER,
    Over,
    all_,
    book,
    indicator,
    month,
    not_,
    panel,
    ref,
    rule,
    truths,
    worse_than,
)
from tests.evaluate.judging import LATER, figures, judge, leaf, truth
from watchlist.deliver.sentences import because
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.heading import Heading
from watchlist.evaluate.newest import evaluate_newest
from watchlist.evaluate.spc.forecast import Method, Outlook, forecast
from watchlist.evaluate.words import words
from watchlist.model.finding import Verdict
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Level

FIRST = month(2000, 1)
FALLING = [95.0, 94.0, 93.0, 92.0, 91.0, 90.0, 89.0, 88.0]


def heading(side: str = "worse_than", line: Any = "target", **more: Any) -> Heading:
    return Heading("heading", Compare(side, ref(line)), **more)


def told(condition: Heading, *row: Any, one: Indicator | None = None) -> str:
    """What is said of the latest reading."""
    known = one or indicator(target=85, tolerance=5)
    table = figures(*row)
    found, latest = judge(condition, table, indicators=(known,)), table.shape[1] - 1
    shown = evidence(found, 0, latest, Level.AMBER)
    assert shown is not None
    holds = bool(found.verdict[0, latest] == Verdict.AMBER)
    return because(shown, known, {known.id: known}, holds=holds)[1]


def test_a_straight_fall_gets_below_the_target_on_its_month() -> None:
    """A point a month: from 88% it takes four months to be below 85%."""
    assert truth(heading(within=4), figures(*FALLING))[-1] == "T"
    assert truth(heading(within=3), figures(*FALLING))[-1] == "F"


def test_exactly_at_the_target_is_not_worse_than_it() -> None:
    """The projection of the third month is 85% to the last digit."""
    tenths = [86.0, 85.9, 85.8, 85.7, 85.6, 85.5, 85.4, 85.3]
    assert truth(heading(within=3), figures(*tenths))[-1] == "F"
    assert truth(heading(within=4), figures(*tenths))[-1] == "T"


def test_five_figures_are_too_few_to_project() -> None:
    """Nothing is judged before the sixth."""
    assert truth(heading(), figures(*FALLING)) == "-----FFF"


def test_a_month_without_a_figure_is_unknown() -> None:
    """Withheld or missing: where it heads nobody knows."""
    assert truth(heading(within=4), figures(*FALLING, "c", None, 85))[8:] == "??T"


def test_of_absence_more_is_worse() -> None:
    """Better lower: a rise towards the target from below."""
    known = (indicator(target=20, better="lower"),)
    rise = [10, 11, 12, 13, 14, 15, 16, 17]
    assert truth(heading(within=4), figures(*rise), indicators=known)[-1] == "T"
    assert truth(heading("better_than", within=4), figures(*rise), indicators=known)[-1] == "T"


def test_plain_sides_need_no_merit() -> None:
    """Caseloads above 25."""
    known = (indicator(units="number", better="neither"),)
    rise = [18, 19, 20, 21, 22, 23, 24]
    assert truth(heading("above", 25, within=2), figures(*rise), indicators=known)[-1] == "T"
    assert truth(heading("above", 25, within=1), figures(*rise), indicators=known)[-1] == "F"
    assert truth(heading("below", 20, within=2), figures(*rise), indicators=known)[-1] == "F"


def test_the_far_edge_of_the_tolerance_can_be_headed_for() -> None:
    """5 points under 85%: eight falls from 88% lie ahead, and the ninth is beyond."""
    assert truth(heading(line="tolerance", within=9), figures(*FALLING))[-1] == "T"
    assert truth(heading(line="tolerance", within=8), figures(*FALLING))[-1] == "F"


def test_without_a_target_in_force_nothing_is_judged() -> None:
    """The target begins with the seventh month."""
    known = (indicator(target=[(FIRST + 6, 85)]),)
    said = truth(heading(within=9), figures(*FALLING, first=FIRST), indicators=known)
    assert said == "------TT"


def test_where_a_definition_changed_figures_before_it_do_not_count() -> None:
    """Five figures since the change are too few; the sixth is enough."""
    known = (indicator(target=85, definition_changed=(FIRST + 4,)),)
    table = figures(20, 21, 22, 23, *FALLING, first=FIRST)
    assert truth(heading(within=4), table, indicators=known) == "---------FFT"


def test_figures_over_another_length_are_not_judged_and_do_not_count() -> None:
    """A percentage over two months is not of one."""
    assert truth(heading(within=4), figures(*FALLING, None, Over(60, 2)))[-2:] == "?-"


def test_a_damped_projection_falls_less_than_a_straight_one() -> None:
    """What falls does so less and less."""
    straight, damped = heading(within=12, line=76.5), heading(within=12, line=76.5, method="damped")
    assert truth(straight, figures(*FALLING))[-1] == "T"
    assert truth(damped, figures(*FALLING))[-1] == "F"


def test_good_means_that_it_does_not_head_there() -> None:
    """Figures that rise again are good."""
    assert not leaf(heading(within=4), figures(*FALLING)).good[0, -1]
    assert leaf(heading(within=4), figures(*FALLING, 90, 92, 94, 96)).good[0, -1]


def test_another_indicator_may_head_there() -> None:
    """Below target while vacancies, counted by the quarter, head above 20."""
    known = (
        indicator(target=85),
        indicator("vacancies", every=QUARTER, units="count", better="lower"),
    )
    first = QUARTER.containing(date(1998, 10, 1))
    quarters = panel({"vacancies": [8, 10, 12, 14, 16, 18]}, every=QUARTER, first=first)
    months = figures(80, 80, first=FIRST + 2)
    ahead = heading("above", 20, within=2, indicator="vacancies")
    assert truth(all_(worse_than("target"), ahead), months, quarters, indicators=known) == "TT"


def test_denied_it_holds_where_figures_head_elsewhere() -> None:
    """What cannot be judged stays so."""
    assert truth(not_(heading(within=4)), figures(*FALLING)) == "-----TTF"


def test_the_words_read_as_they_are_written() -> None:
    """With what was left out left out."""
    assert words(heading()) == "heading: {worse_than: target}"
    assert words(heading("above", 25, within=6, method="damped")) == (
        "heading: {above: 25}, within: 6, method: damped"
    )


def test_it_is_told_as_a_projection() -> None:
    """Never as a fact, and with the range that is most likely."""
    row = [95.0, 93.5, 93.5, 91.0, 91.5, 89.0, 89.5, 87.0]
    assert told(heading(), *row) == (
        "If it goes on as in the last 12 months, it will be 84% in November 2000, worse than the "
        "target of 85%; a projection, most likely between 83% and 86%."
    )


def test_where_it_does_not_get_there_the_end_is_told() -> None:
    """Three months on."""
    assert told(heading(), *FALLING) == (
        "If it goes on as in the last 12 months, it will be 85% in November 2000, not worse than the "
        "target of 85%."
    )


def test_too_few_figures_are_told_as_that() -> None:
    """Five of six."""
    assert told(heading(), *FALLING[:5]) == (
        "Where it is heading cannot be told: it takes six figures of the last 12 months, and there "
        "are fewer."
    )
    damped = told(heading(method="damped"), *FALLING[:5])
    assert damped == (
        "Where it is heading cannot be told: it takes six figures, and there are fewer."
    )


def test_a_projection_is_never_shown_beyond_what_there_can_be() -> None:
    """Nobody finishes 104% of assessments."""
    said = told(heading("better_than", within=6), *[90.0, 92.5, 94.0, 96.5, 98.0, 99.5])
    assert "100%" in said
    assert "10" not in said.replace("100%", "").replace("12", "")


values = st.one_of(st.integers(700, 1000).map(lambda tenths: tenths / 10), st.none())
lines = st.sampled_from(["target", 80.0, 90.0])
sides = st.sampled_from(["worse_than", "better_than", "above", "below"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(values, min_size=1, max_size=30), min_size=1, max_size=4),
    sides,
    lines,
    st.integers(1, 5),
    st.sampled_from([*Method]),
)
def test_every_month_is_judged_by_its_own_forecast(
    rows: list[list[float | None]], side: str, line: Any, within: int, method: Method
) -> None:
    """The law of time: what a rule says of a month is what the forecast from that month says. Of the
    newest month alone the same is said without the rest."""
    names = tuple(f"i{number}" for number in range(len(rows)))
    known = [indicator(name, target=85) for name in names]
    asked = rule(indicators=names, amber=heading(side, line, within=within, method=str(method)))
    table = panel(dict(zip(names, rows, strict=True)), first=FIRST)
    words_of = book(*known, asked)
    (found,) = evaluate([asked], words_of, {table.calendar: table}, LATER)
    (newest,) = evaluate_newest([asked], words_of, {table.calendar: table}, LATER)
    level = 85.0 if line == "target" else line
    for n, row in enumerate(rows):
        at = found.rows.tolist().index(n)
        said = truths(found.levels[Level.AMBER].truth, at)
        assert newest.levels[Level.AMBER].truth[at, -1] == found.levels[Level.AMBER].truth[at, -1]
        begins = next((t for t, value in enumerate(row) if value is not None), len(row))
        for t in range(begins, len(row)):
            assert said[t] == _expected(row[begins : t + 1], side, level, within, method), t


def _expected(row: list[float | None], side: str, level: float, within: int, method: Method) -> str:
    if row[-1] is None:
        return "?"
    ahead = forecast(row, within, method)
    if ahead.state is not Outlook.PROJECTED:
        return "-"
    up = side in ("better_than", "above")
    gap = 1e-9 * level
    past = [each > level + gap if up else each < level - gap for each in ahead.central]
    return "T" if any(past) else "F"


@pytest.mark.parametrize("method", [*Method])
def test_endless_and_huge_figures_break_nothing(method: Method) -> None:
    """1e301 came out of somebody's formula."""
    assert truth(heading(method=str(method)), figures(*FALLING, 1e301, 88))[-2] == "-"
