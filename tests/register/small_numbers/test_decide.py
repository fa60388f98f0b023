from __future__ import annotations

from dataclasses import replace

import pytest

from tests.evaluate.build import indicator
from tests.register.small_numbers.build import (
    COUNT,
    PERCENT,
    RULE,
    Case,
    figure,
    released,
    table,
    withheld,
)
from watchlist.model.indicator import Publication, SmallNumbers, Unit, UnitKind
from watchlist.model.message import Audience
from watchlist.model.reading import Marker, Series
from watchlist.register.disclosure import shown_to
from watchlist.register.small_numbers import (
    EVERYTHING,
    NOTHING_YET,
    Place,
    Why,
    decide,
    decide_for,
    resting_on,
    rests_on_withheld,
)


def test_a_small_count_is_withheld_and_zero_is_shown() -> None:
    """Three children are withheld, none and six are shown."""
    assert withheld(table({"": 3})) == [""]
    assert withheld(table({"": 0})) == []
    assert withheld(table({"": 6})) == []


@pytest.mark.parametrize("share", [(3, 90), (88, 90), (2, 4), (0, 4), (4, 4)])
def test_few_counted_few_left_or_few_in_all_are_withheld(share: tuple[float, float]) -> None:
    """3 of 90; 88 of 90, which shows 2; anything of 4."""
    assert withheld(table({"": share}), unit=PERCENT) == [""]


@pytest.mark.parametrize("share", [(0, 90), (90, 90), (45, 90)])
def test_none_all_and_half_of_many_are_shown(share: tuple[float, float]) -> None:
    """Zero is shown, and so is what shows a zero."""
    assert withheld(table({"": share}), unit=PERCENT) == []


def test_a_percentage_that_pins_its_count_is_withheld() -> None:
    """82.4% of 17 can only be 14, which leaves 3."""
    share = figure("", (14, 17), digits=1)
    bare = replace(share, cell=replace(share.cell, numerator=None))
    assert bare.cell.value == 82.4
    assert withheld([bare], unit=PERCENT) == [""]


def test_a_rate_has_no_complement() -> None:
    """Of a rate per 100 only the number is small: 98 of 100 is a high rate and no two children."""
    rate = Unit(UnitKind.RATE, 100)
    assert withheld(table({"": (98, 100)}), unit=rate) == []
    assert withheld(table({"": (3, 100)}), unit=rate) == [""]


def test_the_smallest_other_part_is_withheld_beside_a_small_one() -> None:
    """3 boys alone are what 50 less 12 less 35 leaves; 12 girls are the least that can be lost."""
    rows = {"": 50, "sex=f": 12, "sex=m": 3, "sex=unknown": 35}
    assert withheld(table(rows)) == ["sex=f", "sex=m"]


def test_two_small_ones_protect_each_other() -> None:
    """3 and 4 of 7 withheld can be 1 and 6 as well."""
    assert withheld(table({"": 40, "sex=f": 3, "sex=m": 4, "sex=x": 33})) == ["sex=f", "sex=m"]


def test_two_of_which_only_two_pairs_are_possible_are_not_enough() -> None:
    """1 and 2 come to 3, and whoever knows that no zero is withheld has two pairs left."""
    rows = {"": 40, "sex=f": 1, "sex=m": 2, "sex=x": 37}
    assert withheld(table(rows)) == ["sex=f", "sex=m", "sex=x"]


def test_in_a_crossed_table_four_are_withheld() -> None:
    """Its row gives a lone one away, and its column the other: two of each take three more."""
    rows = {"age=0;sex=f": 3, "age=0;sex=m": 20, "age=1;sex=f": 10, "age=1;sex=m": 30}
    totals = {"": 63, "age=0": 23, "age=1": 40, "sex=f": 13, "sex=m": 50}
    assert withheld(table(rows | totals), ("age", "sex")) == sorted(rows)


def test_the_few_whom_no_part_names_are_not_given_away() -> None:
    """50 children, 20 girls and 27 boys: the other 3 are as few as any 3."""
    assert withheld(table({"": 50, "sex=f": 20, "sex=m": 27})) == ["sex=f"]


def test_what_adds_up_is_said_by_the_indicator() -> None:
    """Children can need help for two reasons: where parts do not add up nothing follows."""
    rows = {"": 50, "need=a": 40, "need=b": 3}
    assert withheld(table(rows), ()) == ["need=b"]


def test_a_rounded_total_protects_its_parts() -> None:
    """63 shown as 60 may be 55 to 64, so 3 boys need nobody beside them."""
    rows = table({"": 63, "sex=f": 60, "sex=m": 3})
    decision = decide(COUNT, SmallNumbers(1, 5, 10), ("sex",), rows)
    assert [place.breakdown for place in decision.withheld] == ["sex=m"]
    assert decision.shown("", rows[0].cell).value == 60


def test_a_year_to_date_does_not_show_the_few_of_a_month() -> None:
    """20 until May and 23 until June are 3 in June."""
    dates = [figure("", 20, 0, -2), figure("", 23, 0, -3), figure("", 40, 0, -4)]
    assert withheld(dates) == ["@0/-3"]


def test_a_quarter_does_not_show_a_withheld_month() -> None:
    """Of 11, 3 and 12 in a quarter of 26, one more is withheld beside the 3."""
    months = [figure("", 11, 0), figure("", 3, 1), figure("", 12, 2)]
    assert withheld([*months, figure("", 26, 2, 3)]) == ["@1/1", "@2/1"]


def test_what_was_withheld_stays_withheld() -> None:
    """3 boys of 50 corrected to 13 of 60: the totals of last month would tell who the 3 were."""
    first, then = (
        table({"": 50, "sex=f": 47, "sex=m": 3}),
        table({"": 60, "sex=f": 47, "sex=m": 13}),
    )
    before, after = released(Case(COUNT, RULE, ("sex",), [first, then]))
    assert {each.breakdown for each in before.decision.withheld} == {"sex=f", "sex=m"}
    assert set(after.decision.withheld.values()) == {Why.BEFORE}


def test_what_was_shown_stays_shown() -> None:
    """A council that first showed counts of 4 and then withholds them cannot take them back."""
    rows = table({"": 4})
    decision = decide(COUNT, SmallNumbers(1, 3), (), rows)
    earlier = NOTHING_YET.and_now(decision, rows)
    assert withheld(rows, earlier=earlier) == []
    assert withheld(table({"": 3}), earlier=earlier) == [""]  # a correction is another figure


def test_what_others_show_already_is_not_withheld_to_no_end() -> None:
    """12 girls stand in a public file: the boys are known, and withholding girls adds nothing."""
    rows = table({"": 50, "sex=f": 47, "sex=m": 3}, public=True)
    assert withheld(rows) == ["sex=m"]


def test_what_a_public_source_withholds_is_not_narrowed() -> None:
    """Its two symbols are of 10 children; our own count of one of them is not shown."""
    source = table({"": 50, "sex=f": 40, "sex=m": "c", "sex=x": "c"}, public=True)
    own = [*source[:3], figure("sex=x", 8)]
    assert withheld(own) == ["sex=m", "sex=x"]


def test_part_of_a_worker_is_as_few_as_one() -> None:
    """0.4 and 4.6 full-time workers are withheld, 5.4 are not."""
    assert [withheld(table({"": each})) for each in (0.4, 4.6, 5.4)] == [[""], [""], []]


def test_days_among_few_children_are_withheld() -> None:
    """An average of 12 days among 3 children is about 3 children; 4 days among many is shown."""
    days = Unit(UnitKind.DAYS)
    few, many = figure("", 12), figure("", 4)
    few = replace(few, cell=replace(few.cell, denominator=3))
    many = replace(many, cell=replace(many.cell, denominator=80))
    assert (withheld([few], unit=days), withheld([many], unit=days)) == ([""], [])


def test_an_indicator_may_tighten_the_rule_and_not_loosen_it() -> None:
    """A council that withholds 1 to 5 withholds 4 whatever an indicator says, and 8 if it says so."""
    for own, count, is_withheld in ((SmallNumbers(1, 3), 4, True), (SmallNumbers(1, 9), 8, True)):
        one = replace(PUBLIC, small_numbers=own)
        decision = decide_for(Audience.PUBLIC, one, table({"": count}))
        assert bool(decision.withheld) == is_withheld


PUBLIC = replace(indicator("visits", publication=Publication.PUBLIC), unit=COUNT)


def test_officers_and_members_see_every_figure_and_the_public_no_internal_one() -> None:
    """Small numbers are withheld from the public; what is internal is withheld from it whole."""
    rows = table({"": 3})
    assert decide_for(Audience.OFFICER, PUBLIC, rows) is EVERYTHING
    assert decide_for(Audience.MEMBER, PUBLIC, rows) is EVERYTHING
    internal = replace(PUBLIC, publication=Publication.INTERNAL)
    assert decide_for(Audience.PUBLIC, internal, table({"": 90})).withheld == {
        Place("", 0): Why.NOT_PUBLIC
    }


def test_a_withheld_cell_has_nothing_left_of_its_figure() -> None:
    """Neither the percentage nor the two counts behind it; it reads as what a source withholds."""
    row = figure("", (88, 90))
    decision = decide(PERCENT, RULE, (), [row])
    cell = decision.shown("", row.cell)
    assert (cell.value, cell.digits, cell.numerator, cell.denominator) == (None,) * 4
    assert cell.marker is Marker.CONFIDENTIAL
    assert shown_to(decision, "", row.cell) == "withheld"
    assert shown_to(EVERYTHING, "", row.cell) == "98"


def test_a_statement_that_rests_on_a_withheld_figure_is_withheld_whole() -> None:
    """ "Worse than the month before" rests on two months; of a month without a figure there is
    nothing to withhold, and what nobody decided is withheld."""
    series = Series("visits", "Harrow")
    march, april, may = figure("", 30, 0), figure("", 3, 1), figure("", "_", 2)
    decisions = {("visits", "Harrow"): decide(COUNT, RULE, (), [march, april])}
    assert not rests_on_withheld(decisions, resting_on(series, [march.cell]))
    assert rests_on_withheld(decisions, resting_on(series, [march.cell, april.cell]))
    assert not rests_on_withheld(decisions, resting_on(series, [march.cell, may.cell]))
    assert rests_on_withheld({}, resting_on(series, [march.cell]))
    assert rests_on_withheld(decisions, resting_on(series, [figure("", 40, 9).cell]))


def test_what_others_give_away_is_not_withheld_in_vain() -> None:
    """Each month shows that the girls are none, none and 8, so their quarter is 8 whatever is said of
    it. To hide the 4 boys the total of the quarter is withheld, and not the girls."""
    months = [{"": 2, "sex=f": 0, "sex=m": 2}, {"": 2, "sex=f": 0, "sex=m": 2}]
    months.append({"": 8, "sex=f": 8, "sex=m": 0})
    shown = [each for period, one in enumerate(months) for each in table(one, period=period)]
    quarter = [figure(sex, each, 2, 3, 0) for sex, each in {"": 12, "sex=f": 8, "sex=m": 4}.items()]
    releases = released(Case(COUNT, RULE, ("sex",), [shown, [*shown, *quarter]]))
    of_quarter = {place.breakdown for place in releases[-1].decision.withheld if place.span == 3}
    assert of_quarter == {"", "sex=m"}
