"""What a councillor reads of a gap that might be chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.deliver.test_sentences import said
from tests.evaluate.build import (
    Figure,
    above,
    all_,
    area,
    below,
    better_than,
    indicator,
    not_,
    outside,
    worse_than,
)
from watchlist.evaluate.compare import Compare


def surely(condition: Compare, confidence: float = 0.95) -> Compare:
    return replace(condition, significantly=confidence)


WORSE = surely(worse_than("target"))


def test_more_than_chance() -> None:
    """What chance could make of the figure, in the same sentence as what it is held against."""
    assert said(WORSE, ["90/108"], target=90) == (
        "83.3% in October 2013 (90 of 108). That is worse than the target of 90%, and more than "
        "chance explains: out of 108, chance could put it anywhere from 75.2% to 89.2%."
    )


def test_no_more_than_chance() -> None:
    """The same share of fewer children does not make the rule hold, and the sentence says why."""
    assert said(WORSE, ["15/18"], target=90, holds=False) == (
        "83.3% in October 2013 (15 of 18). That is worse than the target of 90%, but no more than "
        "chance explains: out of 18, chance could put it anywhere from 60.8% to 94.2%."
    )


@pytest.mark.parametrize(
    ("condition", "figures", "sentence"),
    [
        (
            surely(worse_than("target", by=5)),
            [(70, 84, 120)],
            "That is worse than the target of 90%, by 20 points, and more than chance explains: out "
            "of 120, chance could put it anywhere from 61% to 77%.",
        ),
        (
            surely(worse_than("target", periods=3)),
            [(70, 84, 120)] * 3,
            "That is worse than the target of 90%, as it was in each of the two months before, each "
            "time by more than chance explains: now, out of 120, chance could put it anywhere from "
            "61% to 77%.",
        ),
        (
            surely(worse_than("previous", periods=2)),
            ["180/200", "150/200", "110/200"],
            "That is worse than the month before (75%); it got worse in each of the last two months, "
            "each time by more than chance explains: now, out of 200, chance could put it anywhere "
            "from 48% to 62%.",
        ),
        (
            surely(worse_than("target", share=(2, 3))),
            ["84/120", "15/18", "84/120"],
            "In at least 2 of the last 3 months it was worse than the target of 90%, by more than "
            "chance explains.",
        ),
        (
            surely(outside(80, 95)),
            ["140/200"],
            "That is outside the set range of 80% to 95%, and more than chance explains: out of 200, "
            "chance could put it anywhere from 63% to 76%.",
        ),
        (
            surely(outside(80, 95, share=(1, 2))),
            ["140/200"],
            "That is outside the set range of 80% to 95%.",
        ),
        (
            surely(better_than("target")),
            ["400/400"],
            "That is better than the target of 90%, and more than chance explains: out of 400, "
            "chance could put it anywhere from 99% to 100%.",
        ),
        (
            not_(WORSE),
            [(80, 16, 20)],
            "That is what the rule asks to be told of (not: {worse_than: target, significantly: "
            "95%}). Out of 20, chance could put it anywhere from 58% to 92%.",
        ),
        (
            all_(surely(below(80)), worse_than("target")),
            ["0/20"],
            "That is below the set level of 80%, and more than chance explains: out of 20, chance "
            "could put it anywhere from 0% to 16%.",
        ),
    ],
)
def test_every_comparison_that_holds(
    condition: Compare, figures: list[Figure], sentence: str
) -> None:
    """The ordinary sentence first, with its gap and its run; then what chance explains."""
    assert said(condition, figures, target=90).partition(". ")[2] == sentence


@pytest.mark.parametrize(
    ("condition", "figures", "sentence"),
    [
        (
            surely(worse_than("target", periods=2)),
            ["15/18", "160/200"],
            "That is worse than the target of 90%, and more than chance explains: out of 200, chance "
            "could put it anywhere from 74% to 85%.",
        ),
        (
            surely(better_than("target")),
            ["20/20"],
            "That is better than the target of 90%, but no more than chance explains: out of 20, "
            "chance could put it anywhere from 84% to 100%.",
        ),
        (
            surely(above(60)),
            ["14/20"],
            "That is above the set level of 60%, but no more than chance explains: out of 20, chance "
            "could put it anywhere from 48% to 85%.",
        ),
        (
            surely(outside(80, 95)),
            ["14/20"],
            "That is outside the set range of 80% to 95%, but no more than chance explains: out of "
            "20, chance could put it anywhere from 48% to 85%.",
        ),
        (surely(outside(80, 95)), ["17/20"], ""),
        (surely(worse_than("target", share=(2, 3))), ["17/20"], ""),
        (WORSE, ["19/20"], "That is better than the target of 90%."),
        (WORSE, ["18/20"], "That is level with the target of 90%."),
        (
            WORSE,
            [80],
            "That is worse than the target of 90%. What chance explains cannot be told without sound "
            "counts behind it.",
        ),
        (
            surely(outside(80, 95)),
            [85],
            "What chance explains cannot be told without sound counts behind it.",
        ),
    ],
)
def test_what_does_not_hold_says_how_the_latest_reading_lies(
    condition: Compare, figures: list[Figure], sentence: str
) -> None:
    """Chance is only spoken of where the figure is on the side that the rule asks about."""
    told = said(condition, figures, target=90, holds=False)
    assert told.partition(". ")[2] == sentence


def test_a_withheld_figure_says_nothing_of_chance() -> None:
    """There is nothing that chance could be told of."""
    assert said(WORSE, ["c"], holds=False) == "The figure for October 2013 is withheld."


@pytest.mark.parametrize(
    ("figure", "target", "sentence"),
    [
        (
            (40, 12, 3000),
            10,
            "That is worse than the target of 10 per 10,000, and more than chance explains: with a "
            "count of 12, chance could put it anywhere from 21 to 70 per 10,000.",
        ),
        (
            (15.4, 1234, 800_000),
            10,
            "That is worse than the target of 10 per 10,000, and more than chance explains: with a "
            "count of 1,234, chance could put it anywhere from 14.6 to 16.3 per 10,000.",
        ),
    ],
)
def test_of_a_rate_the_events_are_said(figure: Figure, target: float, sentence: str) -> None:
    """How sure a rate is hangs on how many events there were, not on how many people."""
    told = said(WORSE, [figure], units="rate per 10000", better="lower", target=target)
    assert told.partition("). ")[2] == sentence


def test_what_is_not_alike_is_not_shown_alike() -> None:
    """Of 100,000 children, 83% is held against 83.3%: a whole per cent would hide the gap."""
    assert said(WORSE, [(83, 83_000, 100_000)], target=83.3).endswith(
        "out of 100,000, chance could put it anywhere from 82.8% to 83.2%."
    )


def test_another_indicator_and_another_area_are_named_as_ever() -> None:
    """Whose figure it is, and whose it is held against."""
    figures = {"assessments": [70], "vacancies": ["30/100"], ("vacancies", "England"): [20]}
    inner = surely(above(("area", "England"), indicator="vacancies"))
    others = (indicator("vacancies"), area("Harrow", own=True), area("England"))
    assert said(all_(inner), figures, *others) == (
        "Vacancies: 30% in October 2013 (30 of 100). That is above England’s 20%, and more than "
        "chance explains: out of 100, chance could put it anywhere from 22% to 40%."
    )
