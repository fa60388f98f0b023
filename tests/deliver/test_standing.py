"""Where an area stands among others, in words that a councillor understands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from tests.evaluate.build import OWN, Figure, Over, area, indicator, not_
from tests.evaluate.judging import judge
from tests.evaluate.test_position import (
    ALL,
    NEAR,
    OTHERS,
    RATE,
    beside,
    best,
    outlier,
    per,
    table,
    worst,
)
from tests.evaluate.test_position_laws import World, worlds
from watchlist.deliver.sentences import because
from watchlist.deliver.standing import ordinal
from watchlist.evaluate.evidence import evidence
from watchlist.model.finding import Verdict
from watchlist.model.indicator import Area
from watchlist.model.reading import Panel
from watchlist.model.rule import Level

#: Words of statistics that no councillor should have to know, and what is no word at all.
JARGON = ("sigma", "limit", "confiden", "interval", "signific", "funnel", "nan", "None", "inf")

NEIGHBOURS = (area(OWN, own=True, neighbours=((date(1999, 1, 1), OTHERS),)), *ALL[1:])


def told(condition: Any, figures: Panel, *, areas: tuple[Area, ...] = ALL, **about: Any) -> str:
    """What is said of the latest reading beside the figure itself."""
    known = indicator(**about)
    found, latest = (
        judge(condition, figures, indicators=(known,), areas=areas),
        figures.shape[1] - 1,
    )
    shown = evidence(found, 0, latest, Level.AMBER)
    assert shown is not None
    holds = bool(found.verdict[0, latest] == Verdict.AMBER)
    said = because(shown, known, {known.id: known}, holds=holds)
    assert not [word for word in JARGON if word in " ".join(said[1:])]
    return said[1] if len(said) > 1 else ""


LOW: tuple[Figure, ...] = ("65/100", "84/100", "84/100", "84/100", "83/100")


def test_a_percentage_is_told_by_the_average_and_what_chance_leaves_of_its_size() -> None:
    """65 of 100 where all come to 80%."""
    assert told(outlier(), beside(*LOW)) == (
        "Over all five authorities the average is 80%. By chance alone a figure out of 100 lies "
        "between 68% and 92%, 499 times in 500: this is below that."
    )
    high = ("96/100", "76/100", "76/100", "76/100", "76/100")
    assert told(outlier("better", limits=0.95), beside(*high)).endswith(
        "between 72% and 88%, 19 times in 20: this is above that."
    )


def test_what_chance_explains_is_said_to_be_that() -> None:
    """78 of 100."""
    within = ("78/100", "84/100", "84/100", "84/100", "70/100")
    assert told(outlier(), beside(*within)).endswith(
        "between 68% and 92%, 499 times in 500: this lies within that, so chance may explain it."
    )


def test_an_outlier_on_the_other_side_is_told_as_well() -> None:
    """A rule asks for the worse, and the council is far better."""
    assert told(outlier(), beside("96/100", *["76/100"] * 4)).endswith(": this is above that.")


def test_whole_figures_stay_whole_where_they_can_be_told_apart() -> None:
    """60 is written without decimals, and so are the others."""
    whole = (60.0, 120.0, 200.0)
    assert told(outlier(), beside(whole, *[(84.0, 168.0, 200.0)] * 3)) == (
        "Over all four authorities the average is 78%. By chance alone a figure out of 200 lies "
        "between 69% and 87%, 499 times in 500: this is below that."
    )


def test_what_chance_leaves_of_a_percentage_is_never_over_100() -> None:
    """19 of 20 around 95%."""
    said = told(outlier(), beside("19/20", "190/200", "190/200"))
    assert "and 100%, 499 times" in said


def test_where_all_are_alike_none_stands_out() -> None:
    """100% everywhere."""
    assert told(outlier(), beside("10/10", "20/20", "30/30")) == (
        "All known figures of the others are 100% as well: none stands out."
    )


def test_a_rate_is_told_by_what_its_count_may_stand_for() -> None:
    """60 events where the others have 30."""
    others = (per(30, 10_000), per(30, 10_000), per(30, 10_000))
    assert told(outlier(), beside(per(60, 10_000), *others), **RATE) == (
        "Over all four authorities the average is 38 per 10,000. Allowing for chance, a count of 60 "
        "stands for 39 to 88 per 10,000, 499 times in 500: all of that is above the average."
    )
    assert told(outlier(), beside(per(36, 10_000), *others), **RATE).endswith(
        "a count of 36 stands for 20 to 59 per 10,000, 499 times in 500: the average lies within "
        "that, so chance may explain it."
    )
    assert told(outlier(), beside(per(5, 10_000), *others), **RATE).endswith(
        ": all of that is below the average."
    )


def test_neighbours_are_told_as_the_areas_own() -> None:
    """Four of them; where some figures are withheld, how many are known."""
    assert told(outlier(**NEAR), beside(*LOW), areas=NEIGHBOURS).startswith(
        "Over this area and its four statistical neighbours the average is 80%. By chance"
    )
    some = beside("60/100", "84/100", "84/100", "c", "c")
    assert told(outlier(**NEAR), some, areas=NEIGHBOURS).startswith(
        "Over the three known of this area and its four statistical neighbours the average is 76%."
    )
    assert told(outlier(), some).startswith(
        "Over the three of five authorities whose figures are known the average is 76%."
    )


def test_the_level_of_the_areas_is_named() -> None:
    """Of a country there are countries, of a borough boroughs."""
    for level, many in (("country", "countries"), ("London borough", "London boroughs")):
        areas = tuple(area(each.name, own=each.own, level=level) for each in ALL)
        assert told(outlier(), beside(*LOW), areas=areas).startswith(f"Over all five {many} the")


def test_a_place_among_the_worst_is_told_by_its_number() -> None:
    """The worst of five, the second and the last but one."""
    assert told(worst(), beside(10, 20, 30, 40, 50)) == "That is the worst of all five authorities."
    second = beside(20, 10, 30, 40, 50)
    assert told(worst(40), second) == "That is the 2nd worst of all five authorities."
    assert told(best(40), beside(40, 10, 30, 20, 50)) == (
        "That is the 2nd best of all five authorities."
    )
    assert told(worst(40, **NEAR), second, areas=NEIGHBOURS) == (
        "That is the 2nd worst of five (this area and its four statistical neighbours)."
    )
    some = beside(20, 10, 30, "c", 50)
    assert told(worst(50, **NEAR), some, areas=NEIGHBOURS) == (
        "That is the 2nd worst of four (this area and its four statistical neighbours, as far as "
        "their figures are known)."
    )
    assert told(worst(50), some) == (
        "That is the 2nd worst of the four of five authorities whose figures are known."
    )


def test_a_place_that_no_rule_asks_for_is_told_from_its_end() -> None:
    """Fourth of five; also where the rule asks that it be not among the worst."""
    figures = beside(40, 10, 30, 20, 50)
    said = "That is 4th of all five authorities, counted from the worst."
    assert told(worst(), figures) == said
    assert told(not_(worst()), figures) == said


def test_who_shares_a_place_is_told_so() -> None:
    """Three at 100%; two at 80 behind them."""
    figures = beside(100, 100, 100, 80, 80)
    assert told(best(), figures) == "That is the joint best of all five authorities."
    assert told(best(), beside(80, 80, 100, 100, 100)) == (
        "That is joint 4th of all five authorities, counted from the best."
    )


def test_places_are_written_as_they_are_spoken() -> None:
    """First to third, and the teens."""
    assert [ordinal(each) for each in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 1_002)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th"),
        *("21st", "22nd", "101st", "111th", "1,002nd"),
    ]


def test_a_missing_figure_has_nothing_told_of_it() -> None:
    """It is withheld, and that is all."""
    for condition in (outlier(), worst()):
        assert told(condition, beside("c", *LOW[1:])) == ""


def test_without_counts_it_is_said_that_they_lack() -> None:
    """A percentage alone, or one of more than all."""
    opens = "Whether it stands out from other areas cannot be told: the counts behind the figure"
    assert told(outlier(), beside(60, *LOW[1:])) == f"{opens} are not known."
    wrong = beside((110.0, 110.0, 100.0), *LOW[1:])
    assert told(outlier(), wrong) == f"{opens} cannot be right."


def test_too_few_areas_are_told_with_how_many_it_takes() -> None:
    """Two of three; five of ten; none but its own."""
    assert told(outlier(), beside(*LOW[:2])) == (
        "Whether it stands out from other areas cannot be told: that takes the figures of three "
        "areas, and only two are known."
    )
    assert told(worst(10), beside(*LOW)) == (
        "Whether it is among the worst 10% cannot be told: that takes the figures of 10 areas, and "
        "only five are known."
    )
    assert told(best(**NEAR), beside(*LOW)) == (
        "Whether it is among the best 25% cannot be told: that takes the figures of four areas, and "
        "only one is known."
    )


def test_a_group_that_is_mostly_unknown_is_told_as_that() -> None:
    """Two of five, of a year in which many returns are late."""
    late = beside(*LOW[:2], "c", "c", "c")
    assert told(outlier(), late) == (
        "Whether it stands out from other areas cannot be told: only two of the figures of five "
        "authorities are known, with the counts behind them."
    )
    assert told(worst(**NEAR), late, areas=NEIGHBOURS) == (
        "Whether it is among the worst 25% cannot be told: only two of the five figures of this area "
        "and its four statistical neighbours are known."
    )


def test_a_figure_over_another_length_is_told_as_that() -> None:
    """Nine in two months are set beside nobody's month."""
    rows: dict[str, list[Figure]] = {OWN: [None, Over(9, 2)]}
    rows |= {name: [None, 5.0] for name in OTHERS}
    assert told(worst(), table(rows), units="count") == (
        "Whether it is among the worst 25% cannot be told: it covers another length of time than the "
        "other figures."
    )


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_every_reading_of_every_council_can_be_told(world: World) -> None:
    """In whole sentences, without a word of statistics."""
    found = world.judged()
    known = {each.id: each for each in world.indicators}
    for n in range(len(found.rows)):
        for t in range(found.panel.shape[1]):
            shown = evidence(found, n, t, Level.AMBER)
            assert shown is not None
            for holds in (True, False):
                said = because(shown, known[found.series(n).indicator], known, holds=holds)
                assert all(each.endswith(".") for each in said)
                assert not [word for word in JARGON if word in " ".join(said)]


@pytest.mark.parametrize(
    ("units", "own", "others", "said"),
    [
        (
            "percent",
            (70.0, 700.0, 1_000.0),
            (73.0, 7_300.0, 10_000.0),
            "the average is 73.0%. By chance alone a figure out of 1,000 lies between 70.2% and "
            "75.7%, ",
        ),
        (
            "rate per 10000",
            (22.0, 220.0, 100_000.0),
            (19.0, 1_900.0, 1_000_000.0),
            "the average is 19.0 per 10,000. Allowing for chance, a count of 220 stands for 19.2 to "
            "25.1 per 10,000, ",
        ),
    ],
)
def test_lines_are_told_apart_from_what_they_are_held_against(
    units: str, own: Figure, others: Figure, said: str
) -> None:
    """70% just below 70.2%, 19.2 just above an average of 19: as many decimals as it takes."""
    names = [f"A{number}" for number in range(9)]
    areas = (area(OWN, own=True), *map(area, names))
    figures = table({OWN: own, **dict.fromkeys(names, others)})
    assert said in told(outlier("either", limits=0.95), figures, areas=areas, units=units)
