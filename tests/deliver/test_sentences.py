"""What a councillor reads, from figures that the real engine judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from tests.evaluate.build import (
    FINANCIAL_YEAR,
    OWN,
    QUARTER,
    Over,
    above,
    all_,
    area,
    below,
    better_than,
    book,
    indicator,
    month,
    not_,
    outside,
    panel,
    rule,
    worse_than,
)
from watchlist.deliver.sentences import because
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence
from watchlist.model.condition import Condition
from watchlist.model.indicator import Area, Indicator
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import Panels
from watchlist.model.rule import Level

TODAY = date(2014, 1, 20)

Figures = Mapping[Any, Any] | Sequence[Any]
OCTOBER = month(2013, 10)


def said(
    condition: Condition,
    figures: Figures,
    *others: Indicator | Area,
    first: int = OCTOBER,
    holds: bool = True,
    panels: Panels | None = None,
    **about: Any,
) -> str:
    """What is said of the latest reading of the own area's assessments."""
    watched = indicator(**{"target": 85, **about})
    rows = figures if isinstance(figures, Mapping) else {"assessments": figures}
    words = book(watched, rule(amber=condition), *others)
    own = panel(rows, first=first, every=watched.calendar)
    (found,) = (
        found
        for found in evaluate(
            words.rules.values(), words, {own.calendar: own, **(panels or {})}, TODAY
        )
        if found.panel is own
    )
    n = [found.series(n).area for n in range(len(found.rows))].index(OWN)
    shown = evidence(found, n, int(found.anchor[n]), Level.AMBER)
    assert shown is not None
    return " ".join(because(shown, watched, words.indicators, holds=holds))


def test_below_target_two_months_running() -> None:
    """The figure with its n of d, then the target and that it was so the month before."""
    assert said(worse_than("target", periods=2), [90, 84, (70, 84, 120)]) == (
        "70% in December 2013 (84 of 120). "
        "That is worse than the target of 85%, as it was in the month before."
    )


NEIGHBOURS = area(OWN, own=True, neighbours=((date(2013, 1, 1), ("Barnet", "Merton")),))
ENGLAND = area("England", level="country")
OTHER = indicator("core-assessments", units="rate per 10000")


@pytest.mark.parametrize(
    ("condition", "figures", "sentence"),
    [
        (worse_than(80), [70], "That is worse than the set level of 80%."),
        (above(60), [70], "That is above the set level of 60%."),
        (worse_than("target", by=5), [70], "That is worse than the target of 85%, by 15 points."),
        (worse_than("target", by=0.5), [84], "That is worse than the target of 85%, by 1 point."),
        (
            worse_than("tolerance"),
            [70],
            "That is worse than 80%, the edge of what still counts as near the target.",
        ),
        (worse_than("previous"), [84, 70], "That is worse than the month before (84%)."),
        (
            worse_than("previous", periods=2),
            [84, 80, 70],
            "That is worse than the month before (80%); it got worse in each of the last two months.",
        ),
        (
            better_than("previous", by="10%"),
            [60, 70],
            "That is better than the month before (60%), by 16.7%.",
        ),
        (
            below("average of last 3"),
            [85, 80, 82, 70],
            "That is below the average of the three months before (82.3%).",
        ),
        (
            worse_than("target", share=(2, 3)),
            [70, 90, 70],
            "In at least 2 of the last 3 months it was worse than the target of 85%.",
        ),
        (
            worse_than("target", periods=4),
            [70, 71, 72, 73],
            "That is worse than the target of 85%, as it was in each of the three months before.",
        ),
        (outside(80, 100), [70], "That is outside the set range of 80% to 100%."),
        (
            not_(better_than("target")),
            [70],
            "That is what the rule asks to be told of (not: {better_than: target}).",
        ),
        (
            all_(worse_than("target"), worse_than("previous")),
            [84, 70],
            "That is worse than the target of 85%.",
        ),
    ],
)
def test_every_comparison_is_a_sentence(
    condition: Condition, figures: list[float], sentence: str
) -> None:
    """Each word of the rule language, in words of a committee."""
    told = said(condition, figures, tolerance=5)
    assert told.partition(". ")[2] == sentence


def test_a_year_earlier_is_named() -> None:
    """Referrals that almost doubled: against which month, and by how much."""
    figures = [300, *[310] * 11, 591]
    told = said(
        above("a year ago", by="90%"), figures, units="count", first=month(2012, 12), better="lower"
    )
    assert told == (
        "591 in December 2013. That is above a year earlier (300 in December 2012), by 97%."
    )


def test_another_areas_figure_is_named_with_its_period_where_it_differs() -> None:
    """A month held against England's latest year says which year that was; the same month not."""
    same = {"assessments": [70], ("assessments", "England"): [75]}
    assert said(worse_than(("area", "England")), same, area(OWN, own=True), ENGLAND) == (
        "70% in October 2013. That is worse than England’s 75%."
    )
    earlier = {"assessments": [None, 70], ("assessments", "England"): [75]}
    assert said(worse_than(("area", "England")), earlier, area(OWN, own=True), ENGLAND) == (
        "70% in November 2013. That is worse than England’s 75% in October 2013."
    )


def test_the_neighbours_average_is_shown_apart_from_the_reading() -> None:
    """An average gets the decimals that keep it apart: 82 is not called worse than 82."""
    figures = {
        "assessments": [82],
        ("assessments", "Barnet"): [82],
        ("assessments", "Merton"): [82.08],
    }
    others = (NEIGHBOURS, area("Barnet"), area("Merton"))
    assert said(worse_than(("neighbours", "average")), figures, *others) == (
        "82% in October 2013. That is worse than the average of the statistical neighbours (82.04%)."
    )


def test_another_indicator_is_named_by_its_title_and_unit() -> None:
    """Held against another indicator, the sentence says which, in that one's unit."""
    figures = {"assessments": [70], "core-assessments": [81.5]}
    assert said(below(("indicator", "core-assessments")), figures, OTHER) == (
        "70% in October 2013. That is below “Core assessments” (81.5 per 10,000)."
    )


def test_last_years_figure_says_which_year_it_is() -> None:
    """A month may be held against a yearly figure: the sentence names the year."""
    yearly = panel({"core-assessments": [75.0]}, first=2012, every=FINANCIAL_YEAR)
    other = indicator("core-assessments", every=FINANCIAL_YEAR)
    panels = {FINANCIAL_YEAR: yearly}
    assert said(below(("indicator", "core-assessments")), [70], other, panels=panels) == (
        "70% in October 2013. That is below “Core assessments” (75% in 2012-13)."
    )


def test_what_is_looked_at_is_named_where_it_is_not_the_series_itself() -> None:
    """A rule that looks at another indicator inside ``all`` says whose figure it is."""
    figures = {"assessments": [70], "core-assessments": [81.5]}
    told = said(all_(above(50, indicator="core-assessments"), below(90)), figures, OTHER)
    assert told == (
        "Core assessments: 81.5 per 10,000 in October 2013. "
        "That is above the set level of 50 per 10,000."
    )


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (
            "numerator",
            "A count of 84 in October 2013 (84 of 120). That is above the set level of 50.",
        ),
        (
            "denominator",
            "A total of 120 in October 2013 (84 of 120). That is above the set level of 50.",
        ),
    ],
)
def test_the_parts_of_a_figure_are_counts(of: str, sentence: str) -> None:
    """A rule may look at how many there were, whatever share they are."""
    assert said(above(50, of=of), [(70, 84, 120)]) == sentence


@pytest.mark.parametrize(
    ("symbol", "sentence"),
    [
        ("c", "The figure for November 2013 is withheld."),
        ("z", "The figure for November 2013 is not applicable."),
        ("low", "The figure for November 2013 is too low to show."),
    ],
)
def test_a_symbol_is_said_in_words_and_compared_with_nothing(symbol: str, sentence: str) -> None:
    """Withheld is not zero and not bad: it is withheld."""
    assert said(worse_than("target"), [70, symbol]) == sentence


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ([84, 90], "90% in November 2013. That is better than the target of 85%."),
        ([84, 85], "85% in November 2013. That is level with the target of 85%."),
        ([84, 80], "80% in November 2013. That is worse than the target of 85%."),
    ],
)
def test_where_the_rule_is_not_met_the_figure_is_only_set_beside_the_target(
    figures: list[float], sentence: str
) -> None:
    """A recovering reading is called better than the target, and never worse by habit."""
    assert said(worse_than("target", periods=2), figures, holds=False) == sentence


@pytest.mark.parametrize(
    ("units", "figure", "shown"),
    [
        ("count", 1234, "1,234"),
        ("rate per 10000", 54.3, "54.3 per 10,000"),
        ("days", 1, "1 day"),
        ("days", 12.5, "12.5 days"),
        ("pounds", 815000, "£815,000"),
        ("score", 3.2, "3.2"),
        ("percent", 83.3, "83.3%"),
    ],
)
def test_figures_carry_their_unit(units: str, figure: float, shown: str) -> None:
    """As written, with the unit that people expect."""
    told = said(above(0), [figure], units=units)
    assert told.startswith(f"{shown} in October 2013.")


def test_a_figure_that_was_worked_out_is_not_shown_to_ten_decimals() -> None:
    """50 of 93, given without a percentage, is 53.8%."""
    assert said(worse_than("target"), ["50/93"]).startswith("53.8% in October 2013 (50 of 93).")


def test_quarters_and_years_are_spoken_as_such() -> None:
    """A quarter by its number, a year by its name; the noun fits."""
    told = said(worse_than("previous"), [56, 54], first=8054, every=QUARTER)
    assert told.endswith("That is worse than the quarter before (56%).")
    years = said(
        worse_than("previous", periods=2),
        [50, 58, 62],
        first=2011,
        every=FINANCIAL_YEAR,
        units="count",
        better="lower",
    )
    assert years == (
        "62 in 2013-14. That is worse than the year before (58); "
        "it got worse in each of the last two years."
    )


def test_figures_over_several_years_are_said_with_all_of_them() -> None:
    """Infant deaths are counted over three years: "2014-16" and never "2016", in what was read, in
    what it was held against, and a year earlier."""
    years: dict[str, Any] = {"every": Calendar(Frequency.CALENDAR_YEAR), "pooled": 3, "first": 2011}
    assert said(worse_than("previous"), [90, 80], **years) == (
        "80% in 2010-12. That is worse than the year before (90%)."
    )
    assert said(worse_than("a year ago"), [90, 80], **years) == (
        "80% in 2010-12. That is worse than a year earlier (90% in 2009-11)."
    )
    financial = {**years, "every": FINANCIAL_YEAR}
    assert said(worse_than("target"), [80], **financial) == (
        "80% in 2009/10-11/12. That is worse than the target of 85%."
    )


CALENDAR_YEAR = Calendar(Frequency.CALENDAR_YEAR)
COUNTED: dict[str, Any] = {"units": "count", "better": "neither", "first": month(2012, 4)}
YEARLY: dict[str, Any] = {**COUNTED, "every": CALENDAR_YEAR, "first": 2017}


@pytest.mark.parametrize(
    ("condition", "figures", "sentence"),
    [
        (
            above("average of 2012-13"),
            [*[12] * 12, None, Over(34, 2)],
            "34 in April to May 2013, which is 17 a month. "
            "That is above the average of 2012-13 (12 a month).",
        ),
        (
            above("previous"),
            [50, 60, None, Over(140, 2)],
            "140 in June to July 2012, which is 70 a month. "
            "That is above the month before (60 a month).",
        ),
        (
            above(50, of="numerator"),
            [50, 60, None, Over((50, 140, 280), 2)],
            "A count of 140 in June to July 2012, which is 70 a month. "
            "That is above the set level of 50 a month.",
        ),
        (
            below(13),
            [Over(36, 2), None, None, Over(36, 3)],
            "36 in May to July 2012, which is 12 a month. "
            "That is below the set level of 13 a month.",
        ),
    ],
)
def test_a_figure_over_several_months_is_said_with_what_it_is_by_the_month(
    condition: Condition, figures: list[Any], sentence: str
) -> None:
    """34 in two months is more than 12 a month, and both figures are there to see."""
    assert said(condition, figures, **COUNTED) == sentence


def test_a_part_of_a_year_is_said_with_what_it_comes_to() -> None:
    """343 requests by August are more than the 356 of the whole year before."""
    assert said(above("previous", by="10%"), [281, 356, Over(343, 8 / 12)], **YEARLY) == (
        "343 in January to August 2019 (eight months), at that rate 514.5 a year. "
        "That is above the year before (356), by 44.5%."
    )


def test_percentages_of_two_months_are_said_and_not_shared_out() -> None:
    """40% in two months is not 20% a month."""
    told = said(worse_than("target"), [50, None, Over(40, 2)], holds=False)
    assert told == "40% in November to December 2013."


def test_the_year_to_date_is_said_with_its_months() -> None:
    """What has come together since April, at the same point as last year."""
    told = said(above("a year ago", of="year to date"), [*[10] * 12, 12, 13, 20], **COUNTED)
    assert told == (
        "45 so far in 2013-14 (April to June 2013). "
        "That is above the same point a year earlier (30)."
    )
    percent = said(
        worse_than("target", of="year to date"), ["50/93", "60/93"], first=COUNTED["first"]
    )
    assert percent == (
        "59.1% so far in 2012-13 (April to May 2012). That is worse than the target of 85%."
    )


def test_a_year_to_date_with_a_gap_is_held_against_nothing() -> None:
    """The last month is there to see, but it is not what the rule looks at."""
    told = said(above(20, of="year to date"), [10, None, 30], holds=False, **COUNTED)
    assert told == "30 in June 2012."


def test_the_best_and_the_worst_are_named_as_such() -> None:
    """By the indicator's own better side."""
    told = said(worse_than("best of last 12"), [*[50] * 12, 40], first=month(2012, 4))
    assert told.endswith("That is worse than the best of the 12 months before (50%).")
    down = said(worse_than("worst of last 3"), [50, 45, 60, 40])
    assert down.endswith("That is worse than the worst of the three months before (45%).")
