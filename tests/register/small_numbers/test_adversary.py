from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from tests.register.small_numbers import cases, naive
from tests.register.small_numbers.adversary import narrowed
from tests.register.small_numbers.build import COUNT, RULE, Case, released, table
from watchlist.register.small_numbers import decide

DRAWN = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip
MANY = settings(DRAWN, max_examples=250)
KINDS = pytest.mark.parametrize("kind", cases.CASES)


@KINDS
def test_nobody_can_work_out_a_withheld_count(kind: str) -> None:
    """Whatever was shown so far, each withheld count, each count of a few children and what is left
    of each percentage can still be three numbers at least."""
    _none_is_caught(kind, DRAWN)


@pytest.mark.long
@KINDS
def test_nobody_can_in_many_tables(kind: str) -> None:
    """The same in many more."""
    _none_is_caught(kind, MANY)


def _none_is_caught(kind: str, drawn: settings) -> None:
    @drawn
    @given(cases.CASES[kind])
    def none_is_caught(case: Case) -> None:
        releases = released(case)
        assert narrowed(case, releases) == []
        assert narrowed(case, releases, strict=True) == []

    none_is_caught()


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        (naive.only_the_small, "counts of one month"),
        (naive.one_more, "counts of one month"),
        (naive.percentages_left_in, "percentages"),
        (naive.no_complement, "percentages"),
        (naive.no_memory, "corrected figures"),
        (naive.no_memory, "years to date"),
    ],
)
def test_what_only_looks_right_is_caught(way: naive.Naive, kind: str) -> None:
    """Only the small number; one more and no other; the percentage left in; 88 of 90; what stood
    last month forgotten: of each there is a table from which a count of a few children is known."""
    found = find(
        cases.CASES[kind], lambda case: bool(narrowed(case, way(case))),
        settings=settings(DRAWN, max_examples=500, phases=[Phase.generate], database=None),
    )  # fmt: skip
    assert narrowed(found, released(found)) == []


@settings(DRAWN, max_examples=40)
@given(cases.months_and_quarter() | cases.to_date())
def test_what_comes_later_changes_no_decision(case: Case) -> None:
    """Periods decided all at once are decided as they would have been one by one."""
    whole = {f.place: f for figures in case.releases for f in figures}
    at_once = decide(case.unit, case.rule, case.dimensions, whole.values())
    ends = sorted({place.covers[1] for place in whole})
    for end in ends:
        early = [f for place, f in whole.items() if place.covers[1] <= end]
        decision = decide(case.unit, case.rule, case.dimensions, early)
        assert decision.withheld == {
            place: why for place, why in at_once.withheld.items() if place.covers[1] <= end
        }


@settings(DRAWN, max_examples=40)
@given(cases.corrected(), st.randoms(use_true_random=False))
def test_the_order_of_figures_is_nothing_to_a_decision(case: Case, random: object) -> None:
    """However the rows of a file are sorted, the same figures are withheld."""
    figures = list(case.releases[0])
    first = decide(case.unit, case.rule, case.dimensions, figures)
    random.shuffle(figures)  # type: ignore[attr-defined]
    assert decide(case.unit, case.rule, case.dimensions, figures) == first


@settings(DRAWN, max_examples=40)
@given(cases.corrected())
def test_a_decision_once_published_stays(case: Case) -> None:
    """What was withheld is withheld for good, and a figure that is not corrected and was shown is
    shown for good."""
    releases = released(case)
    for before, after in pairwise(releases):
        for place, figure in before.figures.items():
            if place in before.decision.withheld:
                assert place in after.decision.withheld
            elif after.figures[place].cell == figure.cell:
                assert place not in after.decision.withheld


def test_the_adversary_counts_what_is_possible() -> None:
    """Of 10 boys and girls with 7 girls there are 3 boys; withheld both, each is anything."""
    case = Case(COUNT, RULE, ("sex",), [table({"": 10, "sex=f": 7, "sex=m": 3})])
    assert narrowed(case, naive.only_the_small(case)) == [
        "number of Place(breakdown='sex=m', period=0, span=1): 1 values"
    ]
    assert narrowed(case, released(case), strict=True) == []
