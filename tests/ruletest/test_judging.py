"""A rule test says what the daemon would say of the same figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ruletest.council import book, came, read, run
from tests.store.build import R, take_in
from watchlist.model.finding import Verdict
from watchlist.model.reading import Marker
from watchlist.model.rule import Rulebook
from watchlist.ruletest import judged, panels_of
from watchlist.store.store import Store

FIGURES = st.one_of(
    st.sampled_from(["_", "c", "z", "x", "low", "90/108", "84 (84/100)", "85", "80"]),
    st.integers(0, 1000).map(lambda tenths: f"{tenths / 10:g}"),
)
MONTHS = [f"2013-{month:02d}" for month in range(1, 13)]


def test_the_months_of_the_language_page() -> None:
    """Two months below the target are amber, two far below it red; a gap in between is unknown."""
    result = run(
        """
        rule: late
        readings: {from: 2013-10, values: [90, 84, 83, 70, 71, _, c, 90/108]}
        expect: {2013-10: clear, 2013-11: clear, 2013-12: amber, 2014-02: red, 2014-03: unknown}
        """
    )
    assert result.passed
    assert came(result)[-1] == "unknown"


def test_information_stands_beside_the_verdict() -> None:
    """Ahead of England and below target is "amber, info": a test that leaves one out fails."""
    words = """
        rule: late
        readings: {from: 2013-10, values: [84, 84]}
        beside: [{area: England, from: 2013-10, values: [80, 85]}]
        expect: {2013-10: [unknown, info], 2013-11: amber}
    """
    assert run(words).passed
    (wrong,) = run(words.replace("[unknown, info]", "unknown")).wrong
    assert (wrong.expected, wrong.came) == ("unknown", "unknown, info")
    assert any("England" in sentence for sentence in wrong.why)


def test_a_rule_for_information_only_is_info_or_clear() -> None:
    """It has no verdict of its own."""
    result = run(
        """
        rule: busy
        readings: {from: 2013-10, values: [100, 101, c, _]}
        expect: {2013-10: clear, 2013-11: info, 2013-12: unknown, 2014-01: not judged}
        """
    )
    assert result.passed


def test_neighbours_are_brought_along_by_any_name() -> None:
    """The neighbours of a test take the place of the council's own, so that a rulebook is tested
    alike everywhere."""
    words = """
        rule: neighbours
        readings: {from: 2013-14 Q1, values: [12, 12]}
        beside:
          - {neighbour: Here, from: 2013-14 Q1, values: [10, 13]}
          - {neighbour: There, from: 2013-14 Q1, values: [12, 13]}
        expect: {2013-14 Q1: amber, 2013-14 Q2: clear}
    """
    assert run(words).passed
    assert run(words, areas=True).passed


def test_the_councils_own_neighbours_serve_where_a_test_brings_none() -> None:
    """Saltmarsh's neighbour is Oldhythe; an average of one is that one."""
    words = """
        rule: neighbours
        readings: {from: 2013-14 Q1, values: [12]}
        beside: [{area: Oldhythe, from: 2013-14 Q1, values: [11]}]
        expect: {2013-14 Q1: amber}
    """
    assert run(words, areas=True).passed


def test_a_rule_for_another_area_is_tested_on_that_area() -> None:
    """A rule that names its areas itself is given the readings of the first of them."""
    words = """
        rule: there
        readings: {from: 2013-10, values: [84]}
        expect: {2013-10: amber}
        list: {2013-10: on}
    """
    for areas in (False, True):
        result = run(words, areas=areas)
        assert result.passed
        assert result.case.readings.series.area == "Oldhythe"


def test_targets_may_come_with_the_readings() -> None:
    """Ten visits are enough in October and too few in November; where no target came there is none
    to miss."""
    result = run(
        """
        rule: visits
        readings: {from: 2013-10, values: [10, 10, 10], targets: [10, 12, _]}
        expect: {2013-10: clear, 2013-11: amber, 2013-12: not judged}
        """
    )
    assert result.passed, came(result)


def test_a_breakdown_is_tested_by_its_name() -> None:
    """A rule for girls is held against girls' figures."""
    result = run(
        """
        rule: girls
        readings: {from: 2013-10, values: [84], breakdown: sex=girls}
        expect: {2013-10: amber}
        """
    )
    assert result.passed


def test_pooled_years_are_called_by_all_of_them() -> None:
    """Figures over three years follow each other year by year."""
    result = run(
        """
        rule: waiting
        readings: {from: 2013/14-15/16, values: [4, 5, 4]}
        expect: {2014/15-16/17: amber, 2015/16-17/18: clear}
        """
    )
    assert result.passed


def test_the_list_is_that_of_the_register() -> None:
    """One good month is a recovery that has begun, three in a row end it."""
    words = """
        rule: late
        readings: {from: 2013-10, values: [84, 84, 86, 87, 88, 89]}
        list: {2013-10: off, 2013-11: on, 2013-12: recovering, 2014-01: on, 2014-02: off}
    """
    assert run(words).passed
    (wrong,) = run(words.replace("2014-02: off", "2014-02: on")).wrong
    assert wrong.why == (
        "On the list: 2013-11 opened (amber), 2013-12 recovering, 2014-02 cleared.",
    )


def test_a_return_that_has_not_come_makes_the_last_one_stale() -> None:
    """In May nobody knows of March: the figures of December are stale, and January is overdue."""
    stale = run(
        """
        rule: behind
        indicator: assessments
        readings: {from: 2013-11, values: [84, 84]}
        today: 2014-05-01
        expect: {2013-11: amber, 2013-12: [amber, stale]}
        """
    )
    assert stale.passed
    overdue = run(
        """
        indicator: assessments
        readings: {from: 2013-11, values: [84, 84]}
        today: 2014-05-01
        checks: {2014-01: overdue}
        """
    )
    assert overdue.passed


def test_every_finding_about_the_data_must_be_expected() -> None:
    """`checks: {}` says that nothing is found; what is found all the same is shown with its reason."""
    result = run(
        """
        indicator: assessments
        readings: {from: 2013-11, values: [8.6 (16/244), _, 84]}
        checks: {}
        """
    )
    assert [(one.expected, one.came) for one in result.wrong] == [
        ("nothing", "inconsistent"),
        ("nothing", "missing"),
    ]
    assert "16 of 244 is 6.6%" in result.wrong[0].why[0]


@pytest.mark.parametrize(
    ("values", "expected", "sentence"),
    [
        (
            "[84, 83]",
            "red",
            "red does not hold (worse_than: tolerance, for: 2). 83% in November 2013",
        ),
        ("[84, 83]", "clear", "amber holds (worse_than: target, for: 2). 83% in November 2013."),
        ("[c, 83]", "amber", "The figure for October 2013 is withheld."),
        ("[84, _]", "amber", "There is no reading for this period nor after it"),
    ],
)
def test_a_failing_test_says_why(values: str, expected: str, sentence: str) -> None:
    """The level that was expected and did not hold, the one that did, and what is not known."""
    (wrong,) = run(
        f"""
        rule: late
        readings: {{from: 2013-10, values: {values}}}
        expect: {{2013-11: {expected}}}
        """
    ).wrong
    assert any(sentence in line for line in wrong.why), wrong.why


def late(values: list[str], expect: str) -> str:
    return f"""
        rule: late
        readings: {{from: 2013-01, values: [{", ".join(values)}]}}
        expect: {{{expect}}}
    """


@given(st.lists(FIGURES, min_size=1, max_size=12).filter(lambda some: set(some) != {"_"}))
def test_a_test_that_expects_what_came_passes_and_no_other_does(values: list[str]) -> None:
    """Whatever the figures: what came, written down as expected, is met; any other verdict is not."""
    said = came(run(late(values, "")))
    months = dict(zip(MONTHS, said, strict=False))
    as_came = ", ".join(f"{month}: [{words}]" for month, words in months.items())
    assert run(late(values, as_came)).passed
    for month, words in months.items():
        other = "clear" if words != "clear" else "red"
        (wrong,) = run(late(values, f"{month}: {other}")).wrong
        assert (wrong.expected, wrong.came) == (other, words)
        assert wrong.why


@given(st.lists(FIGURES, min_size=1, max_size=12).filter(lambda some: set(some) != {"_"}))
def test_verdicts_follow_the_law_of_time(values: list[str]) -> None:
    """What a test says of a month does not change when later months are added."""
    said = came(run(late(values, "")))
    for count in range(1, len(values)):
        cut = values[:count]
        if cut[-1] != "_":
            assert came(run(late(cut, ""))) == said[:count]


def test_the_panel_is_the_one_that_comes_out_of_the_store(store: Store) -> None:
    """The same figures, imported into a database and read back, give the same panel, cell by cell;
    what was never given is nothing there."""
    words = late(["90", "84.5", "_", "c", "90/108", "8.6 (16/244)"], "")
    (case,) = read(words, areas=True)[0]
    rows = [
        R(
            value=None if figure.marker is not Marker.FIGURE else figure.value,
            period=case.readings.first + n,
            digits=figure.digits,
            numerator=None if np.isnan(figure.numerator) else figure.numerator,
            denominator=None if np.isnan(figure.denominator) else figure.denominator,
            marker=figure.marker,
        )
        for n, figure in enumerate(case.readings.figures)
    ]
    take_in(store, *rows)
    calendar = case.indicator.calendar
    stored = store.panels(["assessments"], {"assessments": calendar})[calendar]
    made = panels_of(case)[calendar]
    for name in stored.__dataclass_fields__:
        if name not in ("series_id", "judged_to"):
            mine, theirs = getattr(made, name), getattr(stored, name)
            same = (
                np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f")
                if isinstance(mine, np.ndarray)
                else mine == theirs
            )
            assert same, name


def test_verdict_words_are_those_of_the_model() -> None:
    """Every verdict can be expected by its name."""
    names = {verdict.name.lower().replace("_", " ") for verdict in Verdict}
    for word in names:
        assert read(late(["84"], f"2013-01: {word}"))[1] == []


def test_cases_keep_their_order_and_do_not_touch_each_other() -> None:
    """The areas that one test brings are gone in the next."""
    here = """
        rule: neighbours
        readings: {from: 2013-14 Q1, values: [12]}
        beside: [{neighbour: Here, from: 2013-14 Q1, values: [10]}]
        expect: {2013-14 Q1: amber}
    """
    (case,) = read(here)[0]
    alone = replace(case, beside=(), neighbours=())
    rules: Rulebook = book()
    said = [came(result) for result in judged([case, alone, case], rules)]
    assert said == [["amber"], ["not judged"], ["amber"]]
