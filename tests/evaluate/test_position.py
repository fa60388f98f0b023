"""Where an area stands among others: beyond what chance explains, or among the worst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.evaluate.build import (
    FINANCIAL_YEAR,
    MONTH,
    OWN,
    Figure,
    Over,
    all_,
    any_,
    area,
    below,
    book,
    indicator,
    month,
    not_,
    panel,
    rule,
    truths,
    worse_than,
)
from tests.evaluate.judging import LATER, judge
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.position import Outlier, Rank
from watchlist.evaluate.words import words
from watchlist.model.condition import Among, Condition, Merit, Place, View
from watchlist.model.facts import Position, Unjudged
from watchlist.model.indicator import Area
from watchlist.model.reading import Panel, Series
from watchlist.model.rule import Level

FIRST = month(2000, 1)
OTHERS = ("Barnet", "Ealing", "Merton", "Sutton")
ALL = (area(OWN, own=True), *(area(name) for name in OTHERS))


def outlier(way: str = "worse", **more: Any) -> Outlier:
    return Outlier("outlier", Merit(way), **more)


def worst(share: float = 25.0, **more: Any) -> Rank:
    return Rank("rank", Place(Merit.WORSE, share), **more)


def best(share: float = 25.0, **more: Any) -> Rank:
    return Rank("rank", Place(Merit.BETTER, share), **more)


NEAR: dict[str, Any] = {"among": Among.NEIGHBOURS}


def table(rows: Mapping[str, Any], **more: Any) -> Panel:
    """The figures of each area, of one month where only one is given."""
    listed = {
        ("assessments", name): list(row) if isinstance(row, list) else [row]
        for name, row in rows.items()
    }
    return panel(listed, **{"first": FIRST, **more})


def beside(own: Figure, *others: Figure) -> Panel:
    """One month of Harrow and of the other authorities."""
    return table({OWN: own, **dict(zip(OTHERS, others, strict=False))})


def said(condition: Condition, figures: Panel, *, areas: Sequence[Area] = ALL, **about: Any) -> str:
    """The truth of the condition over the council's own area, a letter a period."""
    known = about.pop("indicators", (indicator(**about),))
    found = judge(condition, figures, indicators=known, areas=tuple(areas))
    row = [found.series(n).area for n in range(len(found.rows))].index(OWN)
    return truths(found.levels[Level.AMBER].truth, row)


def position(
    condition: Condition, figures: Panel, *, areas: Sequence[Area] = ALL, **about: Any
) -> Position:
    """What is found of the latest period."""
    found = judge(condition, figures, indicators=(indicator(**about),), areas=tuple(areas))
    shown = evidence(found, 0, figures.shape[1] - 1, Level.AMBER)
    assert shown is not None
    assert isinstance(shown.facts, Position)
    return shown.facts


def per(events: float, people: float) -> Figure:
    """A rate per 10,000 with its counts."""
    return (10_000 * events / people, events, people)


RATE: dict[str, Any] = {"units": "rate per 10000", "better": "lower"}

# -- outlier: percentages ---------------------------------------------------------------------


def test_a_percentage_beyond_the_funnel_of_all_areas_is_an_outlier() -> None:
    """80% of 500 over five councils. 65 of 100 is more than 3.09 times 4 points below it, 69 is not;
    by the limits of 95%, 72 is outside and 73 is not."""
    others = ("84/100", "84/100", "84/100", "83/100")
    assert said(outlier(), beside("65/100", *others)) == "T"
    assert said(outlier(), beside("69/100", *others)) == "F"
    assert said(outlier(limits=0.95), beside("69/100", *others)) == "T"
    assert said(outlier(limits=0.95), beside("75/100", *others)) == "F"


def test_the_limits_are_those_for_a_council_of_its_size_around_the_average_with_its_own() -> None:
    """(65 + 335) of 500 is 80%; 3.0902 × √(0.8 × 0.2 / 100) is 12.36 points either side."""
    facts = position(outlier(), beside("65/100", "84/100", "84/100", "84/100", "83/100"))
    assert facts.average == 80
    assert facts.lower == pytest.approx(80 - 12.3609, abs=1e-4)
    assert facts.upper == pytest.approx(80 + 12.3609, abs=1e-4)
    assert (facts.side, facts.known, facts.areas, facts.level) == (-1, 5, 5, "authority")
    assert (facts.among, facts.confidence, facts.unjudged) == ("all areas", 0.998, None)
    two = position(outlier(limits=0.95), beside("65/100", "84/100", "84/100", "84/100", "83/100"))
    assert two.lower == pytest.approx(80 - 1.959964 * 4, abs=1e-5)


def test_the_own_area_is_part_of_the_average_that_it_is_held_against() -> None:
    """120 of 1,000 beside half of 1,000: 31% with its own, where the others have 50%."""
    facts = position(outlier(), beside("120/1000", "125/250", "125/250", "125/250", "125/250"))
    assert facts.average == 31


def test_which_side_is_worse_is_the_indicators_own() -> None:
    """Few assessments on time are bad, few exclusions are good; `either` asks for no merit."""
    low = beside("65/100", "84/100", "84/100", "84/100", "83/100")
    high = beside("98/100", "76/100", "76/100", "76/100", "74/100")
    for way, of_low, of_high in (("worse", "T", "F"), ("better", "F", "T"), ("either", "T", "T")):
        assert said(outlier(way), low) == of_low
        assert said(outlier(way), high) == of_high
    assert said(outlier("worse"), low, better="lower") == "F"
    assert said(outlier("worse"), high, better="lower") == "T"
    assert said(outlier("either"), high, better="neither") == "T"


def test_what_has_no_better_side_is_neither_worse_nor_better() -> None:
    """No rulebook says so; nothing is made of it all the same."""
    low = beside("65/100", "84/100", "84/100", "84/100", "83/100")
    assert said(outlier("worse"), low, better="neither") == "-"
    assert said(worst(), low, better="neither") == "-"


def test_where_all_stand_at_nothing_or_at_all_nobody_stands_out() -> None:
    """A funnel without width: what lies on a limit is not beyond it."""
    assert said(outlier("either"), beside("0/10", "0/20", "0/33", "0/7")) == "F"
    assert said(outlier("either"), beside("10/10", "20/20", "33/33", "7/7")) == "F"


def test_a_small_council_may_lie_further_off_by_chance() -> None:
    """60% is far from 80% for 200 children and not for ten."""
    others = ("160/200", "160/200", "160/200")
    assert said(outlier(), beside("120/200", *others)) == "T"
    assert said(outlier(), beside("6/10", *others)) == "F"


# -- outlier: rates ---------------------------------------------------------------------------


def test_a_rate_is_an_outlier_where_its_whole_interval_is_off_the_average() -> None:
    """60 in 10,000 where the others have 30: Byar's 99.8% interval begins at 38.9, and the average
    is 37.5 with its own. 36 may stand for 20.2 to 58.7, and 10 for no more than 24.2."""
    others = (per(30, 10_000), per(30, 10_000), per(30, 10_000))
    assert said(outlier(), beside(per(60, 10_000), *others), **RATE) == "T"
    assert said(outlier(), beside(per(36, 10_000), *others), **RATE) == "F"
    assert said(outlier("better"), beside(per(60, 10_000), *others), **RATE) == "F"
    assert said(outlier("better"), beside(per(10, 10_000), *others), **RATE) == "T"
    facts = position(outlier(), beside(per(60, 10_000), *others), **RATE)
    assert facts.average == 37.5
    assert facts.lower == pytest.approx(38.8552, abs=1e-4)
    assert facts.side == 1


def test_below_ten_events_the_interval_is_the_exact_one() -> None:
    """No event in 10,000 may stand for as many as 6.91 (499 times in 500) or 3.69 (19 in 20): both
    are below an average of 29, and only the second is below one of 5.8."""
    many = (per(300, 100_000), per(300, 100_000), per(300, 100_000))
    few = (per(60, 100_000), per(60, 100_000), per(60, 100_000))
    assert said(outlier("better"), beside(per(0, 10_000), *many), **RATE) == "T"
    assert said(outlier("better"), beside(per(0, 10_000), *few), **RATE) == "F"
    assert said(outlier("better", limits=0.95), beside(per(0, 10_000), *few), **RATE) == "T"
    facts = position(outlier("better", limits=0.95), beside(per(0, 10_000), *few), **RATE)
    assert facts.lower == 0
    assert facts.upper == pytest.approx(3.6889, abs=1e-4)


def test_a_rate_without_any_event_anywhere_stands_out_nowhere() -> None:
    """No child died in any of them."""
    assert said(outlier("either"), beside(*[per(0, 9_000)] * 4), **RATE) == "F"


# -- what an outlier needs --------------------------------------------------------------------


@pytest.mark.parametrize(
    "own", [60.0, (60.0, 60.0, 0.0), (110.0, 110.0, 100.0), (-1.0, -1.0, 100.0)]
)
def test_without_sound_counts_of_its_own_a_reading_is_not_judged(own: Figure) -> None:
    """No counts; none of nothing; more than all; less than none."""
    figures = beside(own, "84/100", "84/100", "84/100")
    assert said(outlier(), figures) == "-"
    assert position(outlier(), figures).unjudged is Unjudged.NO_COUNTS


def test_of_days_and_counts_chance_is_not_reckoned_with() -> None:
    """What a number of days counts nobody knows."""
    figures = beside((60.0, 60.0, 100.0), *["84/100"] * 3)
    assert said(outlier(), figures, units="days") == "-"


def test_a_missing_or_withheld_figure_is_unknown() -> None:
    """It goes before what it would be held against."""
    others = ("84/100", "84/100", "84/100")
    for condition in (outlier(), worst()):
        figures = table({OWN: [60.0, "c", "_", None, 60.0], OTHERS[0]: [80.0] * 5})
        assert said(condition, figures)[1:4] == "???"
        assert said(condition, beside("c", *others)) == "?"
        assert position(condition, beside("c", *others)).unjudged is Unjudged.LATEST_MISSING


def test_with_fewer_than_three_areas_nobody_is_told_from_the_others() -> None:
    """A third council begins with the second month."""
    rows: dict[str, list[Figure]] = {
        OWN: ["65/100"] * 2,
        "Barnet": ["84/100"] * 2,
        "Ealing": [None, "84/100"],
    }
    assert said(outlier("either", limits=0.95), table(rows)) == "-T"
    assert said(worst(40), table(rows)) == "-T"
    early = table({OWN: "65/100", "Barnet": "84/100", "Ealing": None})
    assert position(outlier(), early).unjudged is Unjudged.TOO_FEW_AREAS
    assert position(worst(40), early).unjudged is Unjudged.TOO_FEW_AREAS


def test_under_half_of_the_group_nothing_is_known() -> None:
    """Of five councils two are in, then three; counts count, not figures, for an outlier."""
    rows: dict[str, Any] = {
        OWN: ["50/100", "50/100", "50/100", "50/100"],
        "Barnet": ["84/100", "84/100", "84/100", "84/100"],
        "Ealing": ["84/100", "c", "84/100", 84.0],
        "Merton": ["84/100", None, "c", 84.0],
        "Sutton": ["84/100", "c", "c", 84.0],
    }
    assert said(outlier(), table(rows)) == "T?T?"
    assert said(worst(34), table(rows)) == "T?TT"
    facts = position(outlier(), table(rows))
    assert (facts.known, facts.areas, facts.average, facts.unjudged) == (2, 5, None, None)


def test_exactly_half_of_the_group_is_enough() -> None:
    """Two of four."""
    figures = beside("50/100", "84/100", "c", "c")
    assert said(outlier("either", limits=0.95), figures) == "T"


def test_another_month_takes_no_ones_place() -> None:
    """What others had last month is not what they have."""
    rows = {name: ["84/100", None] for name in OTHERS}
    assert said(outlier(), table({OWN: ["84/100", "50/100"], **rows})) == "F?"


def test_a_figure_over_another_length_stands_apart() -> None:
    """A return of two months is not judged, nor is anybody held against it; nor a part of a year."""
    two = Over((50.0, 50.0, 100.0), 2)
    rows: dict[str, Any] = {OWN: [None, two], **{name: [None, "84/100"] for name in OTHERS}}
    assert said(outlier(), table(rows)) == "?-"
    apart: dict[str, Any] = {OWN: [None, "50/100"], **{name: [None, two] for name in OTHERS}}
    assert said(outlier(), table(apart))[-1] == "?"
    counts: dict[str, Any] = {OWN: [None, Over(9, 2)], **{name: [None, 50.0] for name in OTHERS}}
    assert said(worst(), table(counts), units="count")[-1] == "-"
    others: dict[str, Any] = {OWN: [None, 9.0], **{name: [None, Over(5, 2)] for name in OTHERS}}
    assert said(worst(), table(others), units="count")[-1] == "?"


# -- the group --------------------------------------------------------------------------------


def test_england_is_no_authority() -> None:
    """All areas are those of the council's own level; another level has its own."""
    areas = (*ALL, area("England", level="country"), area("Wales", level="country"))
    rows = {
        OWN: "80/100",
        "Barnet": "84/100",
        "Ealing": "84/100",
        "England": "100/100000",
        "Wales": "9/10",
    }
    facts = position(outlier(), table(rows), areas=areas)
    assert facts.areas == 3
    assert facts.average == pytest.approx(100 * 248 / 300)
    assert position(best(50), table(rows), areas=areas).rank == 3


def test_an_area_that_the_rulebook_does_not_know_is_in_no_group() -> None:
    """It came with the figures and was never named."""
    rows = {OWN: 80.0, "Barnet": 84.0, "Ealing": 84.0, "Nowhere": 10.0}
    assert position(worst(40), table(rows)).rank == 1
    assert position(worst(40), table(rows)).areas == 3


def test_an_area_without_such_a_series_is_not_waited_for() -> None:
    """Merton and Sutton never gave this figure: three areas are all there are."""
    rows = {OWN: 80.0, "Barnet": 84.0, "Ealing": 84.0}
    assert position(worst(40), table(rows)).areas == 3


def test_breakdowns_stand_among_their_own() -> None:
    """Girls are placed among girls."""
    rows: dict[Any, Any] = {}
    for sex, own in (("girls", 70), ("boys", 90)):
        for name in (OWN, *OTHERS):
            key = Series("assessments", name, f"sex={sex}")
            rows[key] = [own if name == OWN else 80.0]
    every = rule(amber=worst(), red=None, breakdowns=None)
    known = book(indicator(), every, *ALL)
    (found,) = evaluate([every], known, {MONTH: panel(rows, first=FIRST)}, LATER)
    by_row = {
        found.series(n).breakdown: truths(found.levels[Level.AMBER].truth, n)
        for n in range(len(found.rows))
    }
    assert by_row == {"sex=girls": "T", "sex=boys": "F"}


SETS = (
    (date(2000, 3, 1), ("Barnet", "Ealing")),
    (date(2000, 5, 15), ("Ealing", "Merton", "Sutton")),
)
WITH_SETS = (area(OWN, own=True, neighbours=SETS), *ALL[1:])


def test_the_neighbours_are_those_of_the_time() -> None:
    """Before March the earliest set is taken, from May on the second one: in which Harrow's 70 is the
    worst of four and no longer of three."""
    rows = {
        OWN: [70.0] * 6,
        "Barnet": [60.0] * 6,
        "Ealing": [80.0] * 6,
        "Merton": [75.0] * 6,
        "Sutton": [90.0] * 6,
    }
    assert said(worst(34, **NEAR), table(rows), areas=WITH_SETS) == "FFFFTT"
    assert position(worst(34, **NEAR), table(rows), areas=WITH_SETS).areas == 4
    first = table({name: row[:1] for name, row in rows.items()})
    facts = position(worst(34, **NEAR), first, areas=WITH_SETS)
    assert (facts.areas, facts.rank, facts.among) == (3, 2, "neighbours")


def test_an_outlier_among_neighbours_is_held_against_their_average_and_its_own() -> None:
    """Sutton is far off, and no neighbour."""
    near = (area(OWN, own=True, neighbours=((date(1999, 1, 1), OTHERS[:3]),)), *ALL[1:])
    figures = beside("65/100", "84/100", "84/100", "87/100", "0/10000")
    assert said(outlier(**NEAR), figures, areas=near) == "T"
    assert said(outlier(), figures, areas=near) == "F"
    facts = position(outlier(**NEAR), figures, areas=near)
    assert (facts.areas, facts.average) == (4, 80)


def test_neighbours_without_figures_count_as_unknown() -> None:
    """Two of five named councils have ever given this figure: under half with Harrow itself."""
    near = (area(OWN, own=True, neighbours=((date(1999, 1, 1), (*OTHERS, "A", "B")),)), *ALL[1:])
    assert said(outlier(**NEAR), beside("65/100", "84/100", "84/100"), areas=near) == "?"
    assert said(outlier(**NEAR), beside("50/100", *["84/100"] * 3), areas=near) == "T"


def test_without_neighbours_nobody_is_placed_among_them() -> None:
    """A set was never given."""
    assert said(outlier(**NEAR), beside("65/100", *["84/100"] * 4)) == "-"
    facts = position(worst(**NEAR), beside("65/100", *["84/100"] * 4))
    assert (facts.areas, facts.unjudged) == (1, Unjudged.TOO_FEW_AREAS)


# -- rank -------------------------------------------------------------------------------------


def test_the_worst_quarter_of_eight_are_two() -> None:
    """A place counts while it is within the share of the known figures."""
    eight = (area(OWN, own=True), *(area(f"A{number}") for number in range(7)))
    others = {f"A{number}": 80.0 + number for number in range(7)}
    for own, letter in ((79.0, "T"), (80.5, "T"), (81.5, "F"), (99.0, "F")):
        assert said(worst(), table({OWN: own, **others}), areas=eight) == letter
    for own, letter in ((99.0, "T"), (85.5, "T"), (84.5, "F")):
        assert said(best(), table({OWN: own, **others}), areas=eight) == letter


def test_of_what_ought_to_be_low_the_highest_is_the_worst() -> None:
    """Exclusions."""
    figures = beside(9.0, 1.0, 2.0, 3.0)
    assert said(worst(), figures, units="count", better="lower") == "T"
    assert said(best(), figures, units="count", better="lower") == "F"
    assert position(best(), figures, units="count", better="lower").rank == 4


def test_those_who_tie_share_the_lower_number() -> None:
    """Three at 100% are all first, the next one is fourth; 0.1 + 0.2 is 0.3."""
    figures = beside(100.0, 100.0, 100.0, 90.0, 80.0)
    assert (position(best(), figures).rank, position(best(), figures).ties) == (1, 2)
    assert position(best(), beside(90.0, 100.0, 100.0, 100.0, 80.0)).rank == 4
    binary = position(worst(), beside(0.3, 0.1 + 0.2, 0.5, 0.6), units="number")
    assert (binary.rank, binary.ties) == (1, 1)
    assert said(worst(34), beside(0.1 + 0.2, 0.3, 0.5), units="number") == "T"


def test_figures_below_zero_have_their_places_too() -> None:
    """Progress scores."""
    figures = beside(-0.5, -0.4, 0.0, 0.7)
    assert position(worst(), figures, units="score").rank == 1
    assert position(best(), figures, units="score").rank == 4


def test_too_few_figures_for_the_share_are_not_judged() -> None:
    """10% of five is no council; 20% is one."""
    figures = beside(10.0, 20.0, 30.0, 40.0, 50.0)
    assert said(worst(10), figures) == "-"
    assert said(worst(20), figures) == "T"
    assert position(worst(10), figures).unjudged is Unjudged.TOO_FEW_AREAS
    assert position(worst(10), figures).rank is None


def test_a_third_of_three_is_one_of_them() -> None:
    """33.4% of three; 33.3% of three is not quite one."""
    figures = beside(10.0, 20.0, 30.0)
    assert said(worst(33.4), figures) == "T"
    assert said(worst(33.3), figures) == "-"


def test_two_known_figures_are_too_few_to_rank() -> None:
    """Half of four is known, and nobody is among the worst half of two."""
    assert said(worst(50), beside(10.0, 20.0, "c", "c")) == "-"


def test_withheld_figures_have_no_place() -> None:
    """The places are those among what is known."""
    facts = position(worst(), beside(30.0, "c", 20.0, 40.0, 50.0))
    assert (facts.rank, facts.known, facts.areas) == (2, 4, 5)


# -- conditions inside of others --------------------------------------------------------------


def test_it_stands_inside_of_others() -> None:
    """Off target and an outlier; not among the worst."""
    figures = beside("65/100", "84/100", "84/100", "84/100", "83/100")
    assert said(all_(worse_than(85), outlier()), figures) == "T"
    assert said(any_(below(10), outlier("better")), figures) == "F"
    assert said(not_(worst()), figures) == "F"
    assert said(not_(worst()), beside("c", 1.0, 2.0, 3.0)) == "?"


def test_another_indicator_of_another_frequency_is_placed_on_its_own_calendar() -> None:
    """Vacancies are of years: until 1999-2000 ends with March, what is said of 1998-99 is read, when
    all councils stood alike: none was an outlier, and all were the worst."""
    known = (
        indicator(),
        indicator("vacancies", every=FINANCIAL_YEAR, better="lower"),
    )
    areas = ALL[:4]
    rows = {("vacancies", name): ["10/100", "10/100"] for name in OTHERS[:3]}
    years = panel(
        {("vacancies", OWN): ["10/100", "40/100"], **rows}, first=1998, every=FINANCIAL_YEAR
    )
    months = table({OWN: [50.0] * 6})
    for condition in (outlier(indicator="vacancies"), worst(indicator="vacancies")):
        asked = rule(amber=any_(condition, below(10)))
        (found,) = (
            each
            for each in evaluate(
                [asked], book(*known, *areas, asked), {MONTH: months, FINANCIAL_YEAR: years}, LATER
            )
            if each.panel is months
        )
        assert condition.looks_back(MONTH) is None
        assert condition.looks_at() == {"vacancies"}
        assert truths(found.levels[Level.AMBER].leaves[0].truth) == (
            "FFTTTT" if isinstance(condition, Outlier) else "TTTTTT"
        )
        shown = evidence(found, 0, 5)
        assert shown is not None
        assert isinstance(shown.facts, Position)
        assert (shown.facts.areas, shown.indicator) == (4, "vacancies")


# -- what it says of itself -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        (outlier(**NEAR, limits=0.95), "outlier: worse, among: neighbours, limits: 95%"),
        (outlier("either"), "outlier: either"),
        (worst(), "rank: worst 25%"),
        (best(10, **NEAR), "rank: best 10%, among: neighbours"),
        (worst(12.5, indicator="vacancies"), "rank: worst 12.5%, indicator: vacancies"),
    ],
)
def test_the_words_read_as_they_are_written(condition: Condition, written: str) -> None:
    """In `explain` a rule is told in the officer's own words."""
    assert words(condition) == written


def test_it_is_held_against_the_average_and_is_good_where_it_does_not_hold() -> None:
    """In the unit of the figures; a rank is held against no one figure, and unknown is not good."""
    rows = {OWN: ["65/100", "80/100", "c"], **{name: ["84/100"] * 3 for name in OTHERS}}
    found = judge(outlier(), table(rows), indicators=(indicator(),), areas=ALL)
    leaf = found.leaf(Level.AMBER, 0)
    np.testing.assert_allclose(leaf.held_against[0], [80.2, 83.2, np.nan])
    assert leaf.good[0].tolist() == [False, True, False]
    assert not leaf.anchored
    rates = beside(per(60, 10_000), *[per(30, 10_000)] * 3)
    leaf = judge(outlier(), rates, indicators=(indicator(**RATE),), areas=ALL).leaf(Level.AMBER, 0)
    assert leaf.held_against[0, 0] == 37.5
    leaf = judge(worst(), table(rows), indicators=(indicator(),), areas=ALL).leaf(Level.AMBER, 0)
    assert np.isnan(leaf.held_against).all()
    assert leaf.good[0].tolist() == [False, False, False]


def test_the_reading_itself_is_all_the_evidence_there_is() -> None:
    """Other months have nothing to do with it."""
    rows = {name: ["84/100"] * 15 for name in (OWN, *OTHERS)}
    found = judge(outlier(), table(rows), indicators=(indicator(),), areas=ALL)
    shown = evidence(found, 0, 14, Level.AMBER)
    assert shown is not None
    assert [cell.period for cell in shown.cells] == [FIRST + 14]
    assert outlier().looks_back(MONTH) == worst().looks_back(MONTH) == 0


def test_what_was_not_asked_for_can_still_be_explained() -> None:
    """Of the newest month alone a verdict is made; somebody asks about the one before."""
    figures = table({OWN: ["65/100"] * 2, **{name: ["84/100"] * 2 for name in OTHERS}})
    known = {each.name: each for each in ALL}
    names = {"assessments": indicator()}
    rows = np.flatnonzero(figures.area == figures.areas.index(OWN))
    for condition in (outlier(), worst()):
        views = [View({MONTH: figures}, figures, rows, names, known, asked) for asked in (0, 1)]
        whole, newest = (condition.judge(view).leaves[0] for view in views)
        assert truths(newest.truth) == "-T"
        assert whole.facts is not None
        assert newest.facts is not None
        assert newest.facts(0, 0) == whole.facts(0, 0)
