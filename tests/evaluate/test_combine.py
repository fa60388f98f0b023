"""The four truths, and conditions made of conditions."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluate.build import above, all_, any_, below, indicator, not_, panel, worse_than
from tests.evaluate.judging import figures, judge, leaf, truth
from watchlist.evaluate.truth import Truth, all_of, any_of, negated
from watchlist.model.reading import Bytes
from watchlist.model.rule import Level

truths = st.lists(
    st.lists(st.sampled_from(Truth), min_size=3, max_size=3), min_size=1, max_size=4
).map(lambda rows: [np.array([row], dtype=np.int8) for row in rows])


@given(truths, truths)
def test_any_and_all_are_greatest_and_least(some: list[Bytes], more: list[Bytes]) -> None:
    """They do not care for order or repetition, and parts may be gathered first."""
    for gather in (any_of, all_of):
        whole = gather(some + more)
        np.testing.assert_array_equal(whole, gather(more + some))
        np.testing.assert_array_equal(whole, gather([gather(some), gather(more)]))
        np.testing.assert_array_equal(whole, gather([whole, *some]))


@given(truths)
def test_not_twice_is_as_it_was(some: list[Bytes]) -> None:
    """`not` swaps true and false and leaves what cannot be said as it is."""
    for each in some:
        np.testing.assert_array_equal(negated(negated(each)), each)
        same = (each == Truth.UNKNOWN) | (each == Truth.NOT_JUDGED)
        np.testing.assert_array_equal(negated(each)[same], each[same])


def test_the_order_of_the_four_truths() -> None:
    """Not judged, false, unknown, true: whatever two there are, any takes the later, all the
    earlier."""
    order = [Truth.NOT_JUDGED, Truth.FALSE, Truth.UNKNOWN, Truth.TRUE]
    for one, other in product(order, order):
        pair = [np.array([[each]], dtype=np.int8) for each in (one, other)]
        assert any_of(pair)[0, 0] == order[max(order.index(one), order.index(other))]
        assert all_of(pair)[0, 0] == order[min(order.index(one), order.index(other))]


ROW = (70, 80, 90, "c")


def test_any_all_and_not_as_they_say() -> None:
    """A withheld figure stays unknown through all of them."""
    low, high = below(75), above(85)
    assert truth(any_(low, high), figures(*ROW)) == "TFT?"
    assert truth(all_(below(85), above(75)), figures(*ROW)) == "FTF?"
    assert truth(not_(low), figures(*ROW)) == "FTT?"


def test_what_does_not_apply_is_left_out_of_any_and_holds_back_all() -> None:
    """At the first period there is no previous one: `any` looks at the rest, `all` cannot say."""
    fell, low = worse_than("previous"), below(75)
    assert truth(any_(fell, low), figures(70, 80)) == "TF"
    assert truth(all_(fell, low), figures(70, 80)) == "-F"


def test_the_deciding_condition_is_the_first_true_one_as_written() -> None:
    """It is that one whose reference says what a good reading is."""
    words = any_(below(75), any_(above(95), above(85)), worse_than("target"))
    judgement = judge(words, figures(70, 90, 99, 80, 85)).levels[Level.AMBER]
    assert len(judgement.leaves) == 4
    assert judgement.deciding.tolist() == [[0, 2, 1, 3, 0]]


def test_in_all_the_first_condition_decides() -> None:
    """Where all are true the first is the first true one; where not all are, none decides."""
    words = all_(below(95), worse_than("target"))
    judgement = judge(words, figures(80, 90)).levels[Level.AMBER]
    assert judgement.deciding.tolist() == [[0, 0]]
    assert judgement.truth.tolist() == [[3, 1]]


def test_after_a_denial_good_means_that_the_denial_is_false() -> None:
    """`not: {above: 85}` is a condition of its own, never held against an opening figure."""
    found = leaf(not_(above("previous")), figures(80, 79, 81, "c"))
    assert found.good.tolist() == [[False, False, True, False]]
    assert found.truth.tolist() == [[0, 3, 1, 2]]
    assert not found.anchored


def test_an_inner_condition_may_look_at_another_indicator() -> None:
    """Slow assessments matter more while posts are vacant: both of the same area and month."""
    rows = panel({"assessments": [70, 70, 70, 70], "vacancies": [None, 20, 10, "c"]})
    watched = (indicator(target=85), indicator("vacancies", better="lower"))
    words = all_(worse_than("target"), above(15, indicator="vacancies"))
    assert truth(words, rows, indicators=watched) == "-TF?"
    assert words.looks_at() == {"vacancies"}


def test_an_inner_indicator_is_judged_by_its_own_target_and_polarity() -> None:
    """Vacancies of 20 are worse than their own target of 15, because fewer are better."""
    rows = panel({"assessments": [90], "vacancies": [20]})
    watched = (indicator(target=85), indicator("vacancies", better="lower", target=15))
    assert truth(worse_than("target", indicator="vacancies"), rows, indicators=watched) == "T"


def test_an_inner_indicator_without_a_series_here_is_not_judged() -> None:
    """Vacancies are counted elsewhere only: the condition does not apply in this area."""
    rows = panel({"assessments": [90], ("vacancies", "Barnet"): [20]})
    watched = (indicator(), indicator("vacancies"))
    assert truth(above(15, indicator="vacancies"), rows, indicators=watched) == "-"


def test_a_condition_names_every_indicator_it_looks_at() -> None:
    """Its own inner indicator, and the one that it is held against."""
