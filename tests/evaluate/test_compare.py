"""Plain comparisons: strict, in decimals, by a margin, over windows, for enough children."""

from __future__ import annotations

import numpy as np
import pytest

from tests.evaluate.build import (
    above,
    below,
    better_than,
    indicator,
    outside,
    worse_than,
)
from tests.evaluate.judging import figures, leaf, truth
from watchlist.model.condition import Condition


def test_equal_to_the_target_is_not_worse_than_it() -> None:
    """A comparison is strict: 85 against a target of 85 is neither worse nor better."""
    assert truth(worse_than("target"), figures(84.9, 85, 85.1)) == "TFF"
    assert truth(better_than("target"), figures(84.9, 85, 85.1)) == "FFT"


def test_worse_follows_the_indicators_polarity() -> None:
    """Where lower is better, a higher figure is the worse one; above and below ask no merit."""
    lower = (indicator(better="lower", target=10, tolerance=2),)
    assert truth(worse_than("target"), figures(9, 10, 11), indicators=lower) == "FFT"
    assert truth(worse_than("tolerance"), figures(11, 12, 13), indicators=lower) == "FFT"
    assert truth(above(10), figures(9, 10, 11), indicators=lower) == "FFT"
    assert truth(below(10), figures(9, 10, 11), indicators=lower) == "TFF"


def test_figures_are_decimals() -> None:
    """85 - 80.1 is 4.9 and 0.3 is three times 0.1: no verdict hangs on a binary fraction."""
    assert truth(worse_than("target", by=4.9), figures(80.1)) == "T"
    assert truth(worse_than("target", by=4.8), figures(80.2)) == "T"
    assert truth(above(0.3), figures(0.1 + 0.2)) == "F"
    assert truth(below(0.1 + 0.2), figures(0.3)) == "F"


def test_by_is_a_least_gap() -> None:
    """``by: 5 points`` holds at exactly five, and for changes and other references alike."""
    assert truth(worse_than("target", by=5), figures(80.1, 80, 79)) == "FTT"
    assert truth(worse_than("previous", by=5), figures(80, 75, 70.1)) == "-TF"


def test_ten_percent_is_of_the_reference() -> None:
    """``by: 10% of it`` takes a tenth of what is held against; a tenth of nothing is not judged."""
    rise = above("previous", by="10%")
    assert truth(rise, figures(100, 110, 120.9, 0, 5)) == "-TFF-"


@pytest.mark.parametrize(
    ("condition", "said"), [(outside(0, 100), "TFFT"), (outside(0, 100, by=2), "FFFT")]
)
def test_outside_is_less_than_the_first_or_more_than_the_second(
    condition: Condition, said: str
) -> None:
    """0 and 100 themselves are inside ``0 to 100``."""
    assert truth(condition, figures(-1, 0, 100, 102)) == said


def test_a_symbol_is_unknown_never_false_and_never_zero() -> None:
    """A withheld figure and a gap say nothing about what is held against a number."""
    assert truth(below(50), figures(40, "c", None, "_", 60)) == "T???F"


def test_in_a_row_means_consecutive_periods() -> None:
    """``for: 3`` asks for three periods next to each other; a gap between them is unknown."""
    late = below(50, periods=3)
    assert truth(late, figures(60, 40, 40, 40, 60, 40)) == "FFFTFF"
    assert truth(late, figures(40, 40, None, 40, 40, 40)) == "?????T"


def test_what_was_before_the_first_figure_is_unknown_in_a_window() -> None:
    """One bad month at the very beginning may be the second in a row; one good month is not."""
    assert truth(below(50, periods=2), figures(40, 40)) == "?T"
    assert truth(below(50, periods=2), figures(60, 40)) == "FF"


def test_a_symbol_now_is_unknown_whatever_came_before() -> None:
    """The period's own figure goes first: a withheld one is unknown even after a good one."""
    assert truth(below(50, periods=2), figures(60, "c")) == "F?"
    assert truth(below(50, share=(2, 3)), figures(40, 40, "c")) == "?T?"


def test_two_of_three_counts_the_last_three() -> None:
    """``in: 2 of 3`` holds in a good month too, when the two before it were bad."""
    assert truth(below(50, share=(2, 3)), figures(60, 60, 40, 40, 60, 60)) == "?FFTTF"
    assert truth(below(50, share=(2, 3)), figures(60, 60, None, 40, 60)) == "?F???"


def test_what_two_of_three_was_held_against_is_that_of_the_last_bad_month() -> None:
    """In the good month after two bad ones, the reference named is the one that was missed."""
    targets = {"assessments": [80, 90, 70]}
    found = leaf(worse_than("target", share=(2, 3)), figures(60, 60, 80, targets=targets))
    assert found.truth.tolist() == [[2, 3, 3]]
    assert found.held_against.tolist() == [[80, 90, 90]]


def test_few_children_are_not_judged() -> None:
    """``only_if_out_of: 30`` leaves small cohorts alone, and those whose size nobody gave."""
    row = figures((40, 12, 30), (40, 11, 29), 40, "c")
    assert truth(below(50, out_of=30), row) == "T--?"


def test_the_parts_of_a_figure_can_be_looked_at() -> None:
    """``of: denominator`` watches the size of the cohort, and its own past."""
    row = figures("45/50", "18/20", 80)
    assert truth(below(30, of="denominator"), row) == "FT?"
    assert truth(below("previous", of="numerator"), row) == "-T?"


def test_a_good_reading_keeps_to_the_target_even_under_a_tolerance() -> None:
    """Within the tolerance is not yet good: good is measured by the target itself."""
    found = leaf(worse_than("tolerance", periods=2), figures(79, 82, 85, "c"))
    assert found.good.tolist() == [[False, False, True, False]]
    assert not found.anchored


def test_better_than_target_does_not_make_a_reading_bad() -> None:
    """In a rule of what is still above target but falling, being above target stays good."""
    found = leaf(better_than("target"), figures(84, 85, 86))
    assert found.truth.tolist() == [[1, 1, 3]]
    assert found.good.tolist() == [[False, True, True]]


def test_a_plain_number_is_good_when_the_condition_is_false() -> None:
    """Whatever ``for`` says, one period on the right side of a plain number is a good reading."""
    found = leaf(below(50, periods=3), figures(40, 60, 50, "c"))
    assert found.good.tolist() == [[False, True, True, False]]


@pytest.mark.parametrize(
    ("condition", "sign"),
    [
        (worse_than("previous"), 1),
        (better_than("a year ago"), 1),
        (above("average of last 3"), -1),
        (below(("area", "England")), 1),
        (worse_than(("neighbours", "median")), 1),
    ],
)
def test_a_change_is_good_against_what_it_changed_from(condition: Condition, sign: int) -> None:
    """For a change and for other series, good is anchored to the opening's reference, on the side
    that is right by merit; for a plain comparison, where it is false."""
    found = leaf(condition, figures(50, 60))
    assert found.anchored
    assert found.sign.tolist() == [sign]


def test_70_50_50_50_has_not_recovered() -> None:
    """After a fall from 70 to 50, staying at 50 is no longer a fall, and is held against 70 still."""
    found = leaf(worse_than("previous"), figures(70, 50, 50, 50))
    assert found.truth.tolist() == [[0, 3, 1, 1]]
    assert (found.anchored, float(found.held_against[0, 1])) == (True, 70)


def test_two_steps_down_in_a_row() -> None:
    """``worse_than: previous, for: 2``: each step is against its own period before."""
    falling = above("previous", periods=2)
    assert truth(falling, figures(50, 55, 62, 60, 61)) == "--TFF"


def test_a_condition_knows_what_else_it_reads() -> None:
    """Both the indicator looked at and the one held against make a rule hang together with them."""
    words = worse_than(("indicator", "referrals"), indicator="vacancies")
    assert words.looks_at() == {"referrals", "vacancies"}
    assert below(5).looks_at() == frozenset()


def test_nobody_is_above_a_target_that_was_never_set() -> None:
    """Before the first target began there is nothing to be judged by."""
    begins = indicator(target=[(24_001, 85)], tolerance=5)
    assert truth(worse_than("target"), figures(80, 80), indicators=(begins,)) == "-T"
    assert np.isnan(leaf(worse_than("tolerance"), figures(80), indicators=(begins,)).held_against)
