"""``significantly:`` asks whether more than chance is behind a gap: worked out by hand, and held to
the tests that the intervals come from."""

from __future__ import annotations

from dataclasses import replace
from math import inf, isfinite, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate import build
from tests.evaluate.build import (
    QUARTER,
    Over,
    above,
    all_,
    any_,
    area,
    below,
    better_than,
    indicator,
    not_,
    outside,
    panel,
    worse_than,
)
from tests.evaluate.judging import figures, judge, leaf, truth
from tests.evaluate.naive import World
from watchlist.evaluate.combine import Combine
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.truth import Truth
from watchlist.evaluate.words import words
from watchlist.model.condition import Condition, Leaf
from watchlist.model.errors import Mark
from watchlist.model.facts import Chance, Unjudged
from watchlist.model.finding import Evidence
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Level
from watchlist.rulebook.sense import doubts
from watchlist.store import codec

NINETY = (indicator(target=90, tolerance=5),)
ENTRANTS = (indicator(units="rate per 10000", better="lower", target=10),)


def surely(condition: Compare, confidence: float = 0.95) -> Compare:
    """The comparison, with ``significantly: 95%``."""
    return replace(condition, significantly=confidence)


WORSE = surely(worse_than("target"))


def chance(found: Leaf, t: int = 0) -> Chance:
    """What is found of one period of the first series."""
    assert found.facts is not None
    said = found.facts(0, t)
    assert isinstance(said, Chance)
    return said


def test_90_of_108_is_worse_than_90_percent_by_more_than_chance() -> None:
    """It lies between 75.2% and 89.2% at 95%, and between 69.7% and 91.6% at 99.8%."""
    assert truth(WORSE, figures("90/108"), indicators=NINETY) == "T"
    assert truth(surely(WORSE, 0.998), figures("90/108"), indicators=NINETY) == "F"


def test_15_of_18_is_the_same_share_and_no_more_than_chance() -> None:
    """83.3% of 18 children may be anything from 60.8% to 94.2%."""
    assert truth(WORSE, figures("15/18", "17/18"), indicators=NINETY) == "FF"


def test_both_sides_of_every_reference_are_asked_alike() -> None:
    """84 of 120 lies between 61.3% and 77.5%: whole sides of 61 and 78, not of 62 and 77."""
    row = figures((70, 84, 120))
    said = [truth(surely(above(number)), row) for number in (61, 62, 69)]
    assert said == ["T", "F", "F"]
    said = [truth(surely(below(number)), row) for number in (78, 77, 71)]
    assert said == ["T", "F", "F"]
    assert truth(surely(better_than(61)), row) == "T"
    assert truth(surely(worse_than(61)), row) == "F"


def test_an_end_that_only_touches_clears_nothing() -> None:
    """The same rule for decimals as for readings: within a billionth is level."""
    end = chance(leaf(WORSE, figures("90/108"), indicators=NINETY)).upper
    assert end is not None
    edges = [end, end * (1 + 5e-10), end * (1 + 2e-9)]
    assert [truth(surely(below(edge)), figures("90/108")) for edge in edges] == ["F", "F", "T"]


def test_none_of_20_and_all_of_20_have_one_end_each() -> None:
    """None of 20 may be up to 16.1%, all of 20 may be from 83.9%; the other ends are 0 and 100."""
    assert [truth(surely(below(number)), figures("0/20")) for number in (16.2, 16.1)] == ["T", "F"]
    assert [truth(surely(above(number)), figures("20/20")) for number in (83.8, 83.9)] == ["T", "F"]
    assert truth(surely(above(0)), figures((12, 0, 20))) == "F"
    assert truth(surely(below(100)), figures((99, 20, 20))) == "F"


def test_of_one_or_two_children_hardly_anything_is_more_than_chance() -> None:
    """None of one may be up to 79.3%, one of two anything from 9.5% to 90.5%, three of four from
    30.1%: whoever wants more children than one says ``only_if_out_of``."""
    assert [truth(surely(below(number)), figures("0/1")) for number in (79.4, 79.3)] == ["T", "F"]
    assert truth(surely(below(90)), figures("1/2", "3/4")) == "FF"
    assert truth(replace(WORSE, only_if_out_of=30), figures("0/1", "20/40")) == "-T"


def test_few_events_have_exact_limits_and_ten_have_byars() -> None:
    """Of 3,000 young people, none is up to 12.3 per 10,000, six are from 7.3, nine from 13.72, ten
    from 15.96, twelve from 20.6."""

    def holds(condition: Compare, events: int) -> str:
        return truth(surely(condition), figures((40, events, 3000)), indicators=ENTRANTS)

    none = figures((0, 0, 3000))
    assert truth(surely(below(12.3)), none, indicators=ENTRANTS) == "T"
    assert truth(surely(below(12.29)), none, indicators=ENTRANTS) == "F"
    assert [holds(above(number), 6) for number in (7.33, 7.34)] == ["T", "F"]
    assert [holds(above(number), 9) for number in (13.71, 13.72)] == ["T", "F"]
    assert [holds(above(number), 10) for number in (15.95, 15.96)] == ["T", "F"]
    assert [holds(above(number), 12) for number in (20.64, 20.65)] == ["T", "F"]


def test_a_rate_may_have_more_events_than_people() -> None:
    """Missing episodes of children in care: 300 episodes of 100 children."""
    assert truth(WORSE, figures((30_000, 300, 100)), indicators=ENTRANTS) == "T"
    assert truth(surely(above(80)), figures((83, 300, 100))) == "-"


UNSOUND = [
    *((nan, 100), (70, nan), (0, 0), (70, 0), (-1, 100), (70, -100), (101, 100)),
    *((70, inf), (inf, inf), (0.5, 0.5), (1e300, 1e300)),
]


@pytest.mark.parametrize("counts", UNSOUND)
def test_without_sound_counts_nothing_is_judged(counts: tuple[float, float]) -> None:
    """A percentage whose parts nobody gave, or that cannot be its parts."""
    found = leaf(WORSE, figures((70, *counts)), indicators=NINETY)
    assert found.truth.tolist() == [[Truth.NOT_JUDGED]]
    assert chance(found) == Chance(None, None, 0.95, Unjudged.NO_COUNTS)


def test_what_is_not_known_of_the_reading_goes_first() -> None:
    """A withheld figure is unknown; one without counts is not judged, whatever it is held against."""
    row = figures("c", 80, None, "90/108", "_")
    assert truth(WORSE, row, indicators=NINETY) == "?-?T?"
    assert truth(surely(worse_than("previous")), figures("90/108", None, 70, "15/18")) == "-?-F"
    assert truth(surely(worse_than("previous")), figures("90/108", None, "15/18")) == "-??"


def test_every_period_of_a_row_must_be_more_than_chance() -> None:
    """``for: 2`` with one that is and one that is not does not hold."""
    row = figures("90/108", "15/18", "90/108", "90/108", 80, "90/108", "90/108")
    assert truth(replace(WORSE, periods=2), row, indicators=NINETY) == "?FFT--T"


def test_two_of_three_counts_those_that_are_more_than_chance() -> None:
    """Three bad months, of which one might be chance: two of three hold still, three do not."""
    row = figures("90/108", "15/18", "90/108", "17/18")
    assert truth(surely(worse_than("target", share=(2, 3))), row, indicators=NINETY) == "??TF"


def test_a_gap_is_asked_of_the_figure_and_chance_of_the_reference() -> None:
    """83.3% is 6.7 points off 90, and clears 90 itself; it need not clear the gap as well."""
    said = [truth(replace(WORSE, by=build.margin(gap)), figures("90/108"), indicators=NINETY)
            for gap in (5, 6.6, 7)]  # fmt: skip
    assert said == ["T", "T", "F"]
    assert (
        truth(surely(worse_than("target", by="10%")), figures("80/108"), indicators=NINETY) == "T"
    )


def test_the_interval_does_not_hold_where_the_figure_does_not() -> None:
    """A figure that its counts do not bear out is judged by both."""
    assert truth(WORSE, figures((95, 20, 100), (20, 99, 100)), indicators=NINETY) == "FF"


def test_a_denial_of_what_might_be_chance() -> None:
    """``not`` swaps true and false and nothing else."""
    row = figures("15/18", "90/108", 80, "c")
    assert truth(not_(WORSE), row, indicators=NINETY) == "TF-?"


def test_beside_other_conditions() -> None:
    """What is not judged is less than false in ``any``, and takes ``all`` with it."""
    row = figures("90/108", 80, "15/18", 40)
    assert truth(any_(WORSE, below(50)), row, indicators=NINETY) == "TFFT"
    assert truth(all_(WORSE, below(85)), row, indicators=NINETY) == "T-F-"


def test_outside_is_beyond_either_end_by_more_than_chance() -> None:
    """140 of 200 lies between 63.3% and 75.9%; 14 of 20 reaches into the range."""
    row = figures("140/200", "14/20", "17/20", "1000/1000", "19/20")
    assert truth(surely(outside(80, 94)), row) == "TFFTF"


def test_what_it_is_held_against_is_taken_as_it_stands() -> None:
    """The month before, England: their figures have no interval of their own."""
    fell = surely(worse_than("previous"))
    assert truth(fell, figures("180/200", "150/200", "15/20", "4/4", "0/4")) == "-TFFT"
    rows = panel({"assessments": ["150/200", "15/20"], ("assessments", "England"): [85, 85]})
    areas = (area("Harrow", own=True), area("England"))
    assert truth(surely(worse_than(("area", "England"))), rows, areas=areas) == "TF"


def test_another_indicator_is_judged_by_its_own_counts() -> None:
    """Inside ``all``: the vacancies of the quarter, by their own unit and their own posts."""
    vacancies = indicator("vacancies", every=QUARTER, better="lower", target=10)
    month = panel({"assessments": [80] * 6})
    quarter = panel({"vacancies": ["30/100", "3/20"]}, first=8_000, every=QUARTER)
    inner = replace(WORSE, indicator="vacancies")
    both = (build.indicator(target=85), vacancies)
    assert truth(all_(below(90), inner), month, quarter, indicators=both) == "--TTTF"
    found = judge(all_(inner), month, quarter, indicators=both)
    said = evidence(found, 0, 4)
    assert said is not None
    assert shown(said.facts) == (21.9, 39.6)


def test_a_figure_over_another_length_is_not_judged() -> None:
    """A percentage of two months has no interval of one."""
    assert truth(WORSE, figures("90/108", Over("90/108", 2)), indicators=NINETY) == "T-"


def test_chance_is_reckoned_with_for_percentages_and_rates_alone() -> None:
    """Counts, days, and the parts of a figure have no interval; the reader refuses them."""
    row = figures((70, 84, 120))
    assert truth(surely(below(90)), row, indicators=(indicator(units="count"),)) == "-"
    assert truth(surely(below(90)), row, indicators=(indicator(units="days"),)) == "-"
    assert truth(surely(below(90, of="numerator")), row) == "-"
    assert truth(surely(below(90, of="year to date")), figures("84/120", first=24_003)) == "-"


def test_a_reading_is_good_or_not_whatever_chance_explains() -> None:
    """On the wrong side and no more than chance explains, it is no longer signalled, and not good."""
    row = figures("90/108", "15/18", "9/10", "19/20", 95, 80, "c")
    good = [False, False, True, True, True, False, False]
    for condition in (WORSE, surely(below(90)), surely(worse_than("tolerance"))):
        assert leaf(condition, row, indicators=NINETY).good.tolist() == [good]
    assert leaf(surely(outside(90, 98)), row).good.tolist() == [good]


def test_a_change_is_good_against_what_it_changed_from() -> None:
    """As without ``significantly``: what the breach opened on stays what good is held against."""
    found = leaf(surely(worse_than("previous")), figures("180/200", "110/200", "110/200"))
    assert found.truth.tolist() == [[Truth.NOT_JUDGED, Truth.TRUE, Truth.FALSE]]
    assert (found.anchored, float(found.held_against[0, 1])) == (True, 90)


def shown(facts: object) -> tuple[float, float]:
    """Both ends, as they would be read out."""
    assert isinstance(facts, Chance)
    assert facts.lower is not None
    assert facts.upper is not None
    return round(facts.lower, 1), round(facts.upper, 1)


def test_evidence_says_between_what_it_may_lie() -> None:
    """In the unit of the figure, by the confidence that the rule asks for."""
    found = judge(surely(worse_than("target"), 0.998), figures("90/108"), indicators=NINETY)
    said = evidence(found, 0, 0)
    assert said is not None
    assert isinstance(said.facts, Chance)
    assert (*shown(said.facts), said.facts.confidence) == (69.7, 91.6, 0.998)
    assert codec.decode(Evidence, codec.encode(said)) == said
    assert shown(chance(leaf(WORSE, figures((40, 12, 3000)), indicators=ENTRANTS))) == (20.6, 69.9)


def test_evidence_of_what_is_not_known_says_so() -> None:
    """A withheld figure has no interval, also where its counts were given all the same."""
    row = replace(figures("c"), numerator=np.array([[4.0]]), denominator=np.array([[9.0]]))
    said = chance(leaf(WORSE, row, indicators=NINETY))
    assert said == Chance(None, None, 0.95, Unjudged.LATEST_MISSING)


def test_without_the_word_there_is_nothing_to_say_of_chance() -> None:
    """Plain comparisons stay what they were."""
    assert leaf(worse_than("target"), figures("90/108"), indicators=NINETY).facts is None
    assert evidence(judge(worse_than("target"), figures("90/108")), 0, 0).facts is None  # type: ignore[union-attr]


def test_in_the_words_of_a_rule_file() -> None:
    """As an officer wrote it."""
    assert words(WORSE) == "worse_than: target, significantly: 95%"
    assert words(surely(above(3, periods=2), 0.998)) == "above: 3, for: 2, significantly: 99.8%"


# -- laws ----------------------------------------------------------------------------------------

_KINDS = st.sampled_from(["percent", "percent", "rate per 1000"])
_CONFIDENCES = st.sampled_from([0.95, 0.998])
_REFERENCES = st.sampled_from([0, 3, 12.5, 50, 80, 85, 90.5, 100, 101, -1, "previous", "target"])
_MORE: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{}, {}, {"by": 5}, {"by": "10%"}, {"periods": 2}, {"share": (1, 2)}, {"out_of": 5}]
)


@st.composite
def conditions(draw: st.DrawFn) -> Compare:
    head = draw(st.sampled_from(["worse_than", "better_than", "above", "below", "outside"]))
    subject = (50, 80) if head == "outside" else draw(_REFERENCES)
    return surely(build.compare(head, subject, **draw(_MORE)), draw(_CONFIDENCES))


@st.composite
def rows(draw: st.DrawFn, unit: str) -> list[build.Figure]:
    """Figures with their counts, often of few, sometimes without any."""

    def figure() -> build.Figure:
        people = draw(st.integers(1, 30) | st.sampled_from([0, 100, 250, 1000]))
        most = people if unit == "percent" else 2 * people
        cases = draw(st.integers(0, min(most + 1, 40)) | st.integers(0, most + 1))
        scale = 100 if unit == "percent" else 1000
        return (scale * cases / people if people else 50.0), cases, people

    others = st.sampled_from([None, None, None, None, None, "c", 50.0])
    return [draw(others) or figure() for _ in range(draw(st.integers(1, 6)))]


@st.composite
def judgements(draw: st.DrawFn) -> tuple[Indicator, list[build.Figure]]:
    unit = draw(_KINDS)
    better = draw(st.sampled_from(["higher", "lower"]))
    return indicator(units=unit, better=better, target=80, mark=Mark("a.yaml", 1, 1)), draw(
        rows(unit)
    )


@settings(max_examples=400, deadline=None)
@given(judgements(), conditions())
def test_it_holds_where_a_test_of_the_reference_says_so(
    judged: tuple[Indicator, list[build.Figure]], condition: Compare
) -> None:
    """Intervals and tests are two sides of one thing: the normal test of a proportion, the exact one
    of few events."""
    watched, row = judged
    found = judge(condition, figures(*row), indicators=(watched,))
    world = World(build.book(watched, found.rule), {build.MONTH: found.panel})
    begins = world.begins(found.series(0)) if len(found.rows) else inf
    for t in range(found.panel.shape[1]):
        ordinal = found.panel.first + t
        if begins <= ordinal <= found.panel.first + int(found.anchor[0]):
            expected = world.truth(condition, found.series(0), ordinal)
            assert found.levels[Level.AMBER].truth[0, t] == expected, (words(condition), t)


@settings(max_examples=200, deadline=None)
@given(judgements(), _CONFIDENCES)
def test_the_interval_is_always_made_of_figures(
    judged: tuple[Indicator, list[build.Figure]], confidence: float
) -> None:
    """Never a NaN: there are two ends, in order, or the reason why there are none; of a percentage
    they lie between 0 and 100."""
    watched, row = judged
    found = leaf(surely(worse_than(80), confidence), figures(*row), indicators=(watched,))
    for t in range(len(row) if len(found.truth) else 0):
        said = chance(found, t)
        ends = (said.lower, said.upper)
        assert (None in ends) == (said.unjudged is not None)
        if said.lower is not None and said.upper is not None:
            assert 0 <= said.lower < said.upper
            assert isfinite(said.upper)
            assert said.upper <= 100 or watched.unit.per


@settings(max_examples=200, deadline=None)
@given(judgements(), conditions(), conditions(), st.none() | _CONFIDENCES)
def test_an_amber_that_is_said_never_to_hold_is_never_seen(
    judged: tuple[Indicator, list[build.Figure]],
    amber: Compare,
    other: Compare,
    confidence: float | None,
) -> None:
    """More than chance explains by 99.8% is so by 95%, and without a word of chance: wherever the
    amber is true, red is true as well."""
    watched, row = judged
    for red in (replace(amber, significantly=confidence), other, Combine("any", (amber, other))):
        if "amber can never hold" in said_of(watched, amber, red):
            found = judge(amber, figures(*row), indicators=(watched,), red=red)
            held = found.levels[Level.AMBER].truth == Truth.TRUE
            assert (found.levels[Level.RED].truth[held] == Truth.TRUE).all()


def said_of(watched: Indicator, amber: Condition, red: Condition) -> str:
    rule = build.rule(amber=amber, red=red, mark=Mark("a.yaml", 2, 3))
    book = build.book(watched, build.area(build.OWN, own=True), rule)
    return "\n".join(fault.sentence for fault in doubts(book))


@pytest.mark.parametrize(
    ("amber", "red", "never"),
    [
        (0.95, None, True),
        (0.998, 0.95, True),
        (0.95, 0.95, True),
        (0.95, 0.998, False),
        (None, 0.95, False),
    ],
)
def test_what_is_more_than_chance_is_that_by_less_too(
    amber: float | None, red: float | None, *, never: bool
) -> None:
    """An amber that asks for more than its red does can never be seen; one that asks less can."""
    plain, watched = worse_than("target"), indicator(target=85, mark=Mark("a.yaml", 1, 1))
    said = said_of(watched, replace(plain, significantly=amber), replace(plain, significantly=red))
    assert ("amber can never hold" in said) is never
